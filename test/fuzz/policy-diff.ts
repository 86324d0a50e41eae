/** What must hold when any two texts are compared. */
import {
  type CompiledPolicy,
  compilePolicy,
  describeDiff,
  diffPolicies,
  evaluate,
  type PolicyKind,
} from "../../src/policy/index.ts";
import { isPlaceIn } from "./policy-checks.ts";
import { account, anyText } from "./policy-documents.ts";
import type { Question } from "./policy-requests.ts";
import type { Rng } from "./rng.ts";

/** Every difference is one to the engine, and where none is said to be, this request finds none. */
export function checkDiff(
  rng: Rng,
  text: string,
  kind: PolicyKind,
  questions: readonly Question[],
): string | undefined {
  const other = rng.chance(0.5)
    ? text.replace(rng.pick(["s3:*", '"Allow"', "ann", "k"]), "x")
    : anyText(rng, kind);
  const [before, after] = [compilePolicy(text, kind, "before"), compilePolicy(other, kind, "after")];
  const diff = diffPolicies([before], [after], { actions: ["s3:GetObject", "iam:GetUser"] });
  for (const { direction, requests, responsible } of diff.differences) {
    const allowed = { old: evaluate(requests.old).allowed, new: evaluate(requests.new).allowed };
    if (allowed.old !== (direction === "removed") || allowed.new !== (direction === "added"))
      return `a difference that is none, against ${other}`;
    if (!isPlaceIn(responsible.side === "old" ? text : other, responsible.position))
      return `a statement outside of the text, against ${other}`;
  }
  for (const direction of ["added", "removed"] as const)
    if ((diff[direction] === "found") !== diff.differences.some((found) => found.direction === direction))
      return `the verdict "${diff[direction]}" contradicts the differences, against ${other}`;
  if (diff.differences.length === 0 && describeDiff(diff) === "") return "a comparison without words";
  return kind === "identity" ? checkSilence(diff, [before, after], questions, other) : undefined;
}

function checkSilence(
  diff: ReturnType<typeof diffPolicies>,
  [before, after]: readonly [CompiledPolicy, CompiledPolicy],
  questions: readonly Question[],
  other: string,
): string | undefined {
  for (const question of questions) {
    if (question.principal.type === "federated") continue;
    const ask = (policy: CompiledPolicy): boolean =>
      evaluate({ ...question, resourceAccountId: account, layers: { identity: [policy] } }).allowed;
    const [old, now] = [ask(before), ask(after)];
    if ((!old && now && diff.added === "none") || (old && !now && diff.removed === "none"))
      return `a difference that was said not to be, against ${other}`;
  }
  return undefined;
}
