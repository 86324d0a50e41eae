/** Values that could turn a condition one way or the other. Only proposals: whoever uses one asks the engine. */
import { formatInstant } from "../../base/index.ts";
import { parseRange } from "../conditions/address.ts";
import { parseInstant } from "../conditions/instant.ts";
import { parseOperator } from "../conditions/operator-name.ts";
import { parseNumber } from "../conditions/typed.ts";
import type { ConditionClause } from "../document/document.ts";
import { type Piece, parsePattern } from "../matching/variables.ts";
import type { ContextValue } from "../types.ts";

/** What a wildcard is filled with, and what stands for "anything else". */
const filler = "example";
/** Addresses kept for documentation (RFC 5737, RFC 3849). */
const someAddresses = ["203.0.113.1", "198.51.100.1", "192.0.2.1", "2001:db8::1"];
/** Policy values looked at per condition. */
const maxValuesTried = 3;

/** In the order to be tried: undefined stands for a request without the key. */
export function candidateValues(clause: ConditionClause): readonly (ContextValue | undefined)[] {
  const operator = parseOperator(clause.operator.value);
  if (operator === undefined) return [];
  const written = clause.values.slice(0, maxValuesTried).map(({ value }) => value);
  const near = written.flatMap((value) => valuesNear(operator.name, value));
  const all: (ContextValue | undefined)[] = [...near, ...elsewhere(operator.name), undefined];
  return operator.set === "ForAllValues" ? [...all, written.map(fill)] : all;
}

type Operator = NonNullable<ReturnType<typeof parseOperator>>["name"];

function valuesNear(operator: Operator, value: string): readonly string[] {
  if (operator.startsWith("Numeric")) return around(parseNumber(value), 1, String);
  if (operator.startsWith("Date")) return around(parseInstant(value), 1000, formatDate);
  if (operator === "IpAddress" || operator === "NotIpAddress")
    return parseRange(value) === undefined ? [] : [value.split("/")[0] ?? value];
  if (operator === "Bool") return [value];
  if (operator === "BinaryEquals") return [value];
  return operator === "Null" ? [] : [fill(value)];
}

function elsewhere(operator: Operator): readonly string[] {
  if (operator.startsWith("Numeric") || operator.startsWith("Date")) return [];
  if (operator === "IpAddress" || operator === "NotIpAddress") return someAddresses;
  if (operator === "Bool") return ["true", "false"];
  if (operator.startsWith("Arn")) return ["arn:aws:iam::123456789012:user/example"];
  // Of the keys that policies ask to be there the usual ones are read as texts, numbers and truths.
  return operator === "Null" ? ["true", "0", filler] : [filler];
}

function around(
  value: number | bigint | undefined,
  step: number,
  write: (value: number) => string,
): readonly string[] {
  if (value === undefined) return [];
  const middle = Number(value);
  return [middle, middle - step, middle + step].map(write);
}

/** The range of years that AWS's dates have. */
const maxYearMs = 253_402_300_799_000;

function formatDate(milliseconds: number): string {
  return formatInstant(Math.min(Math.max(milliseconds, 0), maxYearMs));
}

/** A text that the pattern takes: wildcards filled, variables by their defaults or left as they are. */
function fill(pattern: string): string {
  return parsePattern(pattern, { wildcards: true, variables: true }).map(fillPiece).join("");
}

function fillPiece(piece: Piece): string {
  switch (piece.type) {
    case "text":
      return piece.text;
    case "run":
      return filler;
    case "one":
      return "x";
    case "variable":
      return piece.fallback ?? filler;
  }
}
