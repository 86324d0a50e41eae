/**
 * Wildcards, variables, actions and resources. AWS: IAM user guide, "Policy variables", "Action", "Resource", "NotResource".
 */
import type { Clause, Words } from "./document.ts";
import { all, any, not, type Truth } from "./truth.ts";

export const anyRun = Symbol("*");
export const anyOne = Symbol("?");
/** A pattern in pieces: a character as it is, a wildcard, or `null`: a variable without a value. */
export type Token = string | typeof anyRun | typeof anyOne | null;

/** A variable's value by its name; undefined when the request has none or several. */
export type Variables = (key: string) => string | undefined;

/** `*` any run of characters, `?` exactly one; the whole text must match. */
export function globs(pattern: readonly Token[], text: readonly string[], from = 0, at = 0): boolean {
  if (from === pattern.length) return at === text.length;
  const token = pattern[from];
  if (token === anyRun)
    return globs(pattern, text, from + 1, at) || (at < text.length && globs(pattern, text, from, at + 1));
  return (
    at < text.length && (token === anyOne || token === text[at]) && globs(pattern, text, from + 1, at + 1)
  );
}

/** Text → its characters, each standing for itself. */
export function literally(text: string): readonly Token[] {
  return [...text];
}

/** Text → pattern, `*` and `?` being wildcards. */
export function wildly(text: string): readonly Token[] {
  return [...text].map((character) => (character === "*" ? anyRun : character === "?" ? anyOne : character));
}

/** `${key}`, `${key, 'default'}`, and the escapes `${*}`, `${?}`, `${$}`. What is none of these is plain text. */
export const variableForm = /\$\{(?:([*?$])|([^},]+?)(?:, *'([^']*)' *)?)\}/g;

/** Text → pattern with variables put in. What a variable brings is literal, a `*` too. */
export function substituted(
  text: string,
  plain: (text: string) => readonly Token[],
  variables: Variables | undefined,
): readonly Token[] {
  if (variables === undefined) return plain(text);
  const tokens: Token[] = [];
  let from = 0;
  for (const found of text.matchAll(variableForm)) {
    const [whole, escaped, name = "", fallback] = found;
    const key = name.trim().toLowerCase();
    if (escaped === undefined && key === "") continue;
    const value = escaped ?? variables(key) ?? fallback;
    tokens.push(
      ...plain(text.slice(from, found.index)),
      ...(value === undefined ? [null] : literally(value)),
    );
    from = found.index + whole.length;
  }
  return [...tokens, ...plain(text.slice(from))];
}

/** Action and NotAction: case does not matter. */
export function takesAction({ negated, entries }: Clause<Words>, action: string): Truth {
  const named = any(entries.map((entry) => isAction(entry, action)));
  return negated ? not(named) : named;
}

/** `*`, or `vendor:name`; white space around it is ignored; wildcards in the name, never in the vendor. */
function isAction(entry: string, action: string): Truth {
  const text = entry.trim().toLowerCase();
  if (text === "*") return true;
  if (!/^(?:\*|[a-z0-9.-]*):[^:]*$/.test(text)) return "unknown";
  return globs(wildly(text), [...action.toLowerCase()]);
}

/** Resource and NotResource. AWS: with a variable that has no value neither matches any resource. */
export function takesResource(
  { negated, entries }: Clause<Words>,
  resource: string,
  variables: Variables | undefined,
): Truth {
  const answers = entries.map((entry) => isResource(entry, resource, variables));
  if (!negated) return any(answers.map((answer) => (answer === "unresolved" ? false : answer)));
  return answers.includes("unresolved")
    ? false
    : not(any(answers.filter((answer) => answer !== "unresolved")));
}

/** `*`, or an ARN compared segment by segment; segments missing at the end are `*`; the vendor has no wildcards. */
function isResource(entry: string, resource: string, variables: Variables | undefined): Truth | "unresolved" {
  if (entry === "*") return true;
  const [scheme, partition = "", vendor = "", region = "*", account = "*", ...rest] = entry.split(":");
  if (scheme !== "arn" || vendor === "" || /[*?]/.test(vendor)) return "unknown";
  const tail = substituted(rest.length === 0 ? "*" : rest.join(":"), wildly, variables);
  if (tail.includes(null)) return "unresolved";
  const asked = arnSegments(resource);
  if (asked === undefined) return false;
  const segments = [scheme, partition, vendor, region, account].map(wildly);
  return all([...segments, tail].map((segment, at) => globs(segment, [...(asked[at] ?? "")])));
}

/** The six segments of an ARN, the sixth holding the rest; undefined when it is none. */
export function arnSegments(text: string): readonly string[] | undefined {
  const [scheme, ...parts] = text.split(":");
  if (scheme !== "arn" || parts.length < 5) return undefined;
  return [scheme, ...parts.slice(0, 4), parts.slice(4).join(":")];
}

/** The account in an ARN. */
export function accountInArn(text: string): string | undefined {
  const account = arnSegments(text)?.[4] ?? "";
  return /^[0-9]{12}$/.test(account) ? account : undefined;
}
