/** What must hold for any text at all. Each check answers what is wrong, or undefined. */
import { isDeepStrictEqual } from "node:util";
import {
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  describeDenial,
  evaluate,
  listPrincipals,
  mapPrincipals,
  type ParsedPolicy,
  type PolicyKind,
  type Position,
  parsePolicy,
  policySizeCharacters,
  validatePolicy,
} from "../../src/policy/index.ts";
import { layersWith, type Question } from "./policy-requests.ts";
import { withoutUnderstoodAllows } from "./policy-understood.ts";

/** Reading and validating: places are right, and what is no JSON is unreadable. */
export function checkReading(text: string, kind: PolicyKind): string | undefined {
  const parsed = parsePolicy(text, kind);
  const { document, problems } = parsed;
  if (!isDeepStrictEqual(validatePolicy(text, kind), problems))
    return "validatePolicy differs from parsePolicy";
  const places = [...problems.map(({ position }) => position), ...statementPlaces(parsed)];
  const wrong = places.find((place) => !isPlaceIn(text, place));
  if (wrong !== undefined) return `a place outside of the text: ${JSON.stringify(wrong)}`;
  if (problems.some(({ message, detail }) => message === "" || detail === ""))
    return "a problem without words";
  if (document === undefined && problems.length === 0) return "unreadable, and nothing is wrong with it";
  if (document !== undefined && parseJson(text) === undefined)
    return "a document was read from what is no JSON";
  const size = text.replace(/[ \t\r\n]/g, "").length;
  if (policySizeCharacters(text) !== size) return `${size} characters were counted otherwise`;
  return checkPrincipals(text);
}

function statementPlaces({ document, text }: ParsedPolicy): Position[] {
  return (document?.statements ?? []).flatMap(
    ({ position, end, action, resource, principal, conditions }) => [
      position,
      end,
      // A statement stands where its braces do.
      ...(text[position.offset] === "{" && text[end.offset - 1] === "}"
        ? []
        : [{ offset: -1, line: 0, column: 0 }]),
      ...[action, resource, principal].flatMap((clause) => clause?.position ?? []),
      ...[action, resource].flatMap((clause) => clause?.values.map(({ position: at }) => at) ?? []),
      ...conditions.flatMap(({ operator, key }) => [operator.position, key.position]),
    ],
  );
}

/** The line and column that a person would count, and the offset that goes with them. */
export function isPlaceIn(text: string, { offset, line, column }: Position): boolean {
  if (offset < 0 || offset > text.length) return false;
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  // Between CR and LF a line has ended only once.
  if (text[offset - 1] === "\r" && text[offset] === "\n") return line === lines.length - 1;
  return line === lines.length && column === (lines.at(-1)?.length ?? 0) + 1;
}

function checkPrincipals(text: string): string | undefined {
  const listed = listPrincipals(text);
  if (listed.some(({ position }) => !isPlaceIn(text, position) || text[position.offset] !== '"'))
    return "a principal outside of the text";
  if (mapPrincipals(text, (value) => value) !== text) return "mapPrincipals changed what was not to change";
  const mapped = mapPrincipals(text, (value) => `${value}"!`);
  const expected = listed.map(({ key, value }) => [key, `${value}"!`]);
  return isDeepStrictEqual(
    listPrincipals(mapped).map(({ key, value }) => [key, value]),
    expected,
  ) || text.length + listed.length * 4 > mapped.length + 131_072
    ? undefined
    : "mapPrincipals replaced something else";
}

/** Evaluating: the answer is whole, and nothing but an understood Allow lets anybody in. */
export function checkDecision(text: string, kind: PolicyKind, question: Question): string | undefined {
  const policy = compilePolicy(text, kind, "arn:aws:iam::111122223333:policy/fuzzed");
  const decision = decide(policy, kind, question);
  const odd = checkAnswer(policy, decision, question);
  if (odd !== undefined) return odd;
  if (!decision.allowed) return undefined;
  if (policy.unreadable) return "an unreadable document allowed";
  const value = parseJson(text)?.value;
  const rest = compilePolicy(JSON.stringify(withoutUnderstoodAllows(value, kind)) ?? "", kind, "the rest");
  return decide(rest, kind, question).allowed ? "something that is not understood allows" : undefined;
}

export function decide(policy: CompiledPolicy, kind: PolicyKind, question: Question): Decision {
  return evaluate({ ...question, layers: layersWith(kind, policy, question) });
}

function checkAnswer(policy: CompiledPolicy, decision: Decision, question: Question): string | undefined {
  const { allowed, outcome, layer, statements, crossAccount, unreadable } = decision;
  if (allowed !== (outcome === "allow") || allowed !== (layer === undefined))
    return `the decision contradicts itself: ${JSON.stringify(decision)}`;
  if (outcome === "explicitDeny" && statements.length !== 1) return "a deny without its statement";
  const own = statements.filter(({ source }) => source === policy.source);
  if (own.some(({ position }) => policy.text[position.offset] !== "{"))
    return "a statement that is not there";
  if (unreadable.length > 0 && !policy.unreadable) return "a readable document was called unreadable";
  const facts = { callerArn: "arn:aws:iam::1:user/x", action: question.action, resource: question.resource };
  return describeDenial(decision, { ...facts, crossAccount }).startsWith("User: arn:")
    ? undefined
    : "a denial without a sentence";
}

/** undefined when the text is no JSON. */
function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
