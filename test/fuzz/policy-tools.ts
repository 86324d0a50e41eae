/** What must hold of explanations and findings for any text at all. Each check answers what is wrong, or undefined. */
import { isDeepStrictEqual } from "node:util";
import {
  compilePolicy,
  describeExplanation,
  type Explanation,
  evaluate,
  explain,
  findApplied,
  guessPolicyKind,
  isContextText,
  lintPolicy,
  listContextKeys,
  type PolicyKind,
  type Position,
  parsePolicy,
  parsePrincipal,
} from "../../src/policy/index.ts";
import { serviceReference } from "../../src/policy/reference/index.ts";
import { isPlaceIn } from "./policy-checks.ts";
import { layersWith, type Question } from "./policy-requests.ts";

/** An explanation tells of the same decision, of statements that are there, and of changes that do change it. */
export function checkExplanation(text: string, kind: PolicyKind, question: Question): string | undefined {
  const policy = compilePolicy(text, kind, "fuzzed");
  const request = { ...question, layers: layersWith(kind, policy, question) };
  const decision = evaluate(request);
  const explanation = explain(request);
  if (!isDeepStrictEqual(explanation.decision, decision)) return "explain tells of another decision";
  if (!isDeepStrictEqual(findApplied(request).decision, decision))
    return "findApplied tells of another decision";
  const wrong = placesOf(explanation).find((place) => !isPlaceIn(text, place));
  if (wrong !== undefined) return `an explanation outside of the text: ${JSON.stringify(wrong)}`;
  if (
    explanation.changes.some(
      ({ outcome, steps }) => (outcome === "allow") === decision.allowed || steps.length === 0,
    )
  )
    return "a change that changes nothing";
  return describeExplanation(explanation).endsWith("\n") ? undefined : "an explanation that does not end";
}

function placesOf({ layers, nearMisses }: Explanation): Position[] {
  const own = ({ source }: { readonly source: string | undefined }): boolean => source === "fuzzed";
  return [
    ...layers
      .flatMap(({ statements }) => statements.filter(own))
      .flatMap(({ position, end }) => [position, end]),
    ...nearMisses
      .filter(({ statement }) => own(statement))
      .flatMap(({ statement, failed }) => [statement.position, failed.position]),
  ];
}

/** Findings stand in the text, and a text that AWS would refuse has one that is an error. */
export function checkLint(text: string, kind: PolicyKind): string | undefined {
  const findings = lintPolicy(text, { kind, reference: serviceReference });
  const without = lintPolicy(text, { kind: guessPolicyKind(text) });
  const places = [...findings, ...without].flatMap(({ position, end }) => [position, end ?? position]);
  const wrong = places.find((place) => !isPlaceIn(text, place));
  if (wrong !== undefined) return `a finding outside of the text: ${JSON.stringify(wrong)}`;
  if (findings.some(({ code, message }) => code === "" || message === "")) return "a finding without words";
  const { document, problems } = parsePolicy(text, kind);
  if (problems.length > 0 && !findings.some(({ severity }) => severity === "error"))
    return "AWS refuses the text, and lint finds no error";
  return document === undefined ? undefined : checkKeys(listContextKeys([document]));
}

function checkKeys(keys: readonly string[]): string | undefined {
  if (new Set(keys.map((key) => key.toLowerCase())).size !== keys.length)
    return "a context key is listed twice";
  for (const key of keys) {
    parsePrincipal(key);
    for (const type of ["string", "numeric", "boolean", "ip", "binary", "date"] as const)
      isContextText(key, type);
  }
  return undefined;
}
