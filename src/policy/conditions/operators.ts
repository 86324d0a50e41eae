/**
 * The closed table of condition operators: how each compares one value of the request with the values of the policy.
 * A value that is not of the operator's type matches nothing. AWS: IAM user guide, "Condition operators".
 */
import { decodeBase64 } from "../../base/index.ts";
import { compilePattern, compilePieces, type VariableSource } from "../matching/pattern.ts";
import { type Piece, parsePattern } from "../matching/variables.ts";
import { isInRange, parseAddress, parseRange } from "./address.ts";
import type { ContextText } from "./context.ts";
import { parseInstant } from "./instant.ts";
import type { OperatorName } from "./operator-name.ts";
import { foldCase, parseBoolean, parseNumber, splitArnText } from "./typed.ts";

/** Whether a value of the request matches one value of the policy. */
export type ValueTest = (value: ContextText, source: VariableSource) => boolean;

export interface OperatorRow {
  /** The operator holds when nothing matches. */
  readonly negated: boolean;
  /** A value of the policy → its test; `variables`: whether the document's version knows them. */
  readonly compile: (policyValue: string, variables: boolean) => ValueTest;
}

const never: ValueTest = () => false;

/** Which orders of the request's value and the policy's hold. */
interface Order {
  readonly below: boolean;
  readonly equal: boolean;
  readonly above: boolean;
}

const equal: Order = { below: false, equal: true, above: false };
const less: Order = { below: true, equal: false, above: false };
const atMost: Order = { below: true, equal: true, above: false };
const greater: Order = { below: false, equal: false, above: true };
const atLeast: Order = { below: false, equal: true, above: true };

function equalText(policyValue: string, variables: boolean): ValueTest {
  const pattern = compilePattern(policyValue, { wildcards: false, variables });
  const { literal } = pattern;
  if (literal !== undefined) return ({ text }) => text === literal;
  return ({ text }, source) => pattern.test(text, 0, source) === true;
}

function likeText(policyValue: string, variables: boolean): ValueTest {
  const pattern = compilePattern(policyValue, { wildcards: true, variables });
  return ({ text }, source) => pattern.test(text, 0, source) === true;
}

function equalFolded(policyValue: string, variables: boolean): ValueTest {
  const pieces = parsePattern(policyValue, { wildcards: false, variables });
  return (value, source) => {
    // Folding keeps lengths.
    const text = resolve(pieces, source, value.text.length);
    return text !== undefined && text.length === value.text.length && foldCase(text) === value.as(foldCase);
  };
}

function numeric({ below, equal, above }: Order): OperatorRow["compile"] {
  return (policyValue) => {
    const wanted = parseNumber(policyValue);
    if (wanted === undefined) return never;
    return (value) => {
      const number = value.as(parseNumber);
      if (number === undefined) return false;
      // Numbers and bigints compare by value.
      return number < wanted ? below : number > wanted ? above : equal;
    };
  };
}

function date({ below, equal, above }: Order): OperatorRow["compile"] {
  return (policyValue) => {
    const wanted = parseInstant(policyValue);
    if (wanted === undefined) return never;
    return (value) => {
      const instant = value.as(parseInstant);
      if (instant === undefined) return false;
      return instant < wanted ? below : instant > wanted ? above : equal;
    };
  };
}

function bool(policyValue: string, variables: boolean): ValueTest {
  const pieces = parsePattern(policyValue, { wildcards: false, variables });
  const matches = (value: ContextText, wanted: boolean | undefined): boolean =>
    wanted !== undefined && value.as(parseBoolean) === wanted;
  if (pieces.every(({ type }) => type === "text")) {
    const wanted = parseBoolean(policyValue);
    return (value) => matches(value, wanted);
  }
  return (value, source) => matches(value, parseBoolean(resolve(pieces, source, "false".length) ?? ""));
}

function binary(policyValue: string): ValueTest {
  const wanted = decodeBase64(policyValue);
  if (wanted === undefined) return never;
  return (value) => {
    const bytes = value.as(decodeBase64);
    return bytes?.length === wanted.length && bytes.every((byte, at) => byte === wanted[at]);
  };
}

function ip(policyValue: string): ValueTest {
  const range = parseRange(policyValue);
  if (range === undefined) return never;
  return (value) => {
    const address = value.as(parseAddress);
    return address !== undefined && isInRange(address, range);
  };
}

/** Segment by segment: a `*` for the region does not reach the account, and a variable stays in its segment. */
function arn(policyValue: string, variables: boolean): ValueTest {
  const segments = splitPieces(parsePattern(policyValue, { wildcards: true, variables }));
  if (segments === undefined) return never;
  const patterns = segments.map(compilePieces);
  if (patterns[0]?.literal !== "arn") return never;
  return (value, source) => {
    const parts = value.as(splitArnText);
    return parts !== undefined && patterns.every(({ test }, at) => test(parts[at] ?? "", 0, source) === true);
  };
}

/** Cuts at the first five colons that the policy itself wrote. */
function splitPieces(pieces: readonly Piece[]): Piece[][] | undefined {
  const segments: Piece[][] = [[]];
  for (const piece of pieces) {
    let text = piece.type === "text" ? piece.text : undefined;
    while (text !== undefined && segments.length < 6 && text.includes(":")) {
      const colon = text.indexOf(":");
      if (colon > 0) segments.at(-1)?.push({ type: "text", text: text.slice(0, colon) });
      segments.push([]);
      text = text.slice(colon + 1);
    }
    if (text === undefined) segments.at(-1)?.push(piece);
    else if (text !== "") segments.at(-1)?.push({ type: "text", text });
  }
  return segments.length === 6 ? segments : undefined;
}

/**
 * undefined when a variable has no value, and for a text longer than `maxCharacters`, which equals nothing then.
 * SECURITY: a short policy that repeats one variable would otherwise become as long as the caller likes.
 */
function resolve(
  pieces: readonly Piece[],
  source: VariableSource,
  maxCharacters: number,
): string | undefined {
  let text = "";
  for (const piece of pieces) {
    const part = piece.type === "variable" ? (source.variable(piece.key) ?? piece.fallback) : textOf(piece);
    if (part === undefined || text.length + part.length > maxCharacters) return undefined;
    text += part;
  }
  return text;
}

/** Without wildcards in the syntax there are only texts. */
function textOf(piece: Piece): string {
  return piece.type === "text" ? piece.text : "";
}

const positive = (compile: OperatorRow["compile"]): OperatorRow => ({ negated: false, compile });
const negative = (compile: OperatorRow["compile"]): OperatorRow => ({ negated: true, compile });

export const operators: Readonly<Record<Exclude<OperatorName, "Null">, OperatorRow>> = {
  StringEquals: positive(equalText),
  StringNotEquals: negative(equalText),
  StringEqualsIgnoreCase: positive(equalFolded),
  StringNotEqualsIgnoreCase: negative(equalFolded),
  StringLike: positive(likeText),
  StringNotLike: negative(likeText),
  NumericEquals: positive(numeric(equal)),
  NumericNotEquals: negative(numeric(equal)),
  NumericLessThan: positive(numeric(less)),
  NumericLessThanEquals: positive(numeric(atMost)),
  NumericGreaterThan: positive(numeric(greater)),
  NumericGreaterThanEquals: positive(numeric(atLeast)),
  DateEquals: positive(date(equal)),
  DateNotEquals: negative(date(equal)),
  DateLessThan: positive(date(less)),
  DateLessThanEquals: positive(date(atMost)),
  DateGreaterThan: positive(date(greater)),
  DateGreaterThanEquals: positive(date(atLeast)),
  Bool: positive(bool),
  BinaryEquals: positive(binary),
  IpAddress: positive(ip),
  NotIpAddress: negative(ip),
  ArnEquals: positive(arn),
  ArnLike: positive(arn),
  ArnNotEquals: negative(arn),
  ArnNotLike: negative(arn),
};
