/** A run: so many documents, each read, validated, compiled and asked; a part of them also with one clause made senseless. */
import { compilePolicy, type Decision, type PolicyKind } from "../../src/policy/index.ts";
import { checkDecision, checkReading, decide } from "./policy-checks.ts";
import { checkDiff } from "./policy-diff.ts";
import { anyText, type Document, kinds, statementOf, wellFormed, write } from "./policy-documents.ts";
import { spoil } from "./policy-garbage.ts";
import { type Question, questionOf } from "./policy-requests.ts";
import { checkExplanation, checkLint } from "./policy-tools.ts";
import { Rng } from "./rng.ts";

export interface PolicyFuzzPlan {
  readonly count: number;
  readonly seed: number;
  readonly onProgress?: (done: number) => void;
}

export interface PolicyFuzzReport {
  readonly faults: readonly string[];
  /** Damaged texts out of which a document could still be read. */
  readonly readable: number;
  /** Documents whose clause was made senseless, though it was this clause that refused the request. */
  readonly decisive: number;
  readonly outcomes: Readonly<Record<Decision["outcome"], number>>;
  readonly slowestCpuMs: number;
}

/** Explaining, linting and comparing cost far more than deciding; one document in so many. */
const explainEvery = 4;
const lintEvery = 4;
const diffEvery = 8;
const maxToldFaults = 20;
const shownCharacters = 600;

/** Runs `plan.count` documents; the same seed gives the same run. */
export function runPolicyFuzz({ count, seed, onProgress }: PolicyFuzzPlan): PolicyFuzzReport {
  const faults: string[] = [];
  const outcomes = { allow: 0, implicitDeny: 0, explicitDeny: 0 };
  let [readable, decisive, slowestCpuMs] = [0, 0, 0];
  for (let index = 0; index < count && faults.length < maxToldFaults; index += 1) {
    const rng = Rng.forRequest(seed, index);
    const kind = rng.pick(kinds);
    const question = questionOf(rng, kind);
    const before = process.cpuUsage();
    if (index % 4 === 3) {
      const { fault, mattered } = trySpoiled(rng, kind, question);
      if (mattered) decisive += 1;
      if (fault !== undefined) faults.push(`seed ${seed} document ${index} (${kind}): ${fault}`);
    } else {
      const text = anyText(rng, kind);
      const questions = [question, questionOf(rng, kind), questionOf(rng, kind)];
      const fault = guarded(
        () =>
          checkReading(text, kind) ??
          questions.map((asked) => checkDecision(text, kind, asked)).find(Boolean) ??
          (index % explainEvery === 0 ? checkExplanation(text, kind, question) : undefined) ??
          (index % lintEvery === 0 ? checkLint(text, kind) : undefined) ??
          (index % diffEvery === 0 ? checkDiff(rng, text, kind, questions) : undefined),
      );
      if (fault !== undefined)
        faults.push(
          `seed ${seed} document ${index} (${kind}): ${fault}\n  ${show(text)}\n  ${questions.map(show).join("\n  ")}`,
        );
      else {
        const policy = compilePolicy(text, kind);
        if (!policy.unreadable) readable += 1;
        for (const asked of questions) outcomes[decide(policy, kind, asked).outcome] += 1;
      }
    }
    const { user, system } = process.cpuUsage(before);
    slowestCpuMs = Math.max(slowestCpuMs, (user + system) / 1000);
    if ((index + 1) % 10_000 === 0) onProgress?.(index + 1);
  }
  return { faults, readable, decisive, outcomes, slowestCpuMs };
}

interface SpoiledTrial {
  readonly fault: string | undefined;
  readonly mattered: boolean;
}

/** A refused request stays refused when a clause of an Allow, or of a Deny, is made senseless. */
function trySpoiled(rng: Rng, kind: PolicyKind, question: Question): SpoiledTrial {
  const effect = rng.pick(["Allow", "Deny"] as const);
  const own = statementOf(rng, kind, effect);
  const document: Document = {
    ...wellFormed(rng, kind),
    Statement: [own, ...(effect === "Deny" ? [openTo(kind)] : [])],
  };
  const spoiled = spoil(rng, document, 0, kind);
  const outcomeOf = (value: Document): Decision["outcome"] =>
    decide(compilePolicy(write(rng, value), kind), kind, question).outcome;
  let mattered = false;
  const fault = guarded(() => {
    if (outcomeOf(document) === "allow") return undefined;
    mattered = outcomeOf({ ...document, Statement: [openTo(kind)] }) === "allow";
    return outcomeOf(spoiled.document) === "allow"
      ? "what is not understood turned a refusal into a grant"
      : undefined;
  });
  return {
    mattered,
    fault:
      fault === undefined
        ? undefined
        : `${fault}\n  ${spoiled.title}\n  ${show(document)}\n  ${show(question)}`,
  };
}

/** A statement that lets everybody do everything. */
function openTo(kind: PolicyKind): Document["Statement"][number] {
  const principal = ["resource", "trust", "rcp", "vpce"].includes(kind) && { Principal: "*" };
  return { Effect: "Allow", ...principal, Action: "*", ...(kind !== "trust" && { Resource: "*" }) };
}

function guarded(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    return `threw: ${error instanceof Error ? error.stack : String(error)}`;
  }
}

function show(value: unknown): string {
  const plain =
    value instanceof Object && "context" in value
      ? { ...value, context: [...(value.context as Map<string, unknown>)] }
      : value;
  return JSON.stringify(plain).slice(0, shownCharacters);
}
