/**
 * Values of a condition key, enough of them to meet every combination of the conditions on it: one from each stretch
 * between the numbers, dates and address ranges they name, one for each combination of patterns that a text can match.
 */
import { parseAddress, parseRange } from "../conditions/address.ts";
import { parseInstant } from "../conditions/instant.ts";
import { parseNumber } from "../conditions/typed.ts";
import { parsePattern } from "../matching/variables.ts";
import { explore, type Tokens } from "./automaton.ts";
import type { Budget } from "./budget.ts";
import type { KeyClause } from "./side.ts";
import { anyText, arnTokens, foldedTokens, tokensOf, type VariableReading } from "./tokens.ts";

export interface Samples {
  /** The plainest first. */
  readonly values: readonly string[];
  /** Whether no further combination of the conditions can be met by a single value. */
  readonly complete: boolean;
}

type Family = "text" | "number" | "date" | "address" | "binary";

/** A text of no type but its own. */
const plainText = "example";

function familyOf({ operator: { name } }: KeyClause): Family | undefined {
  if (name === "Null") return undefined;
  if (name.startsWith("Numeric")) return "number";
  if (name.startsWith("Date")) return "date";
  if (name === "IpAddress" || name === "NotIpAddress") return "address";
  return name === "BinaryEquals" ? "binary" : "text";
}

const valuesOf = (clauses: readonly KeyClause[]): string[] => [
  ...new Set(clauses.flatMap(({ values }) => values)),
];

type Sampler = (clauses: readonly KeyClause[], variable: VariableReading, budget: Budget) => Samples;

const samplers: Readonly<Record<Family, Sampler>> = {
  text: texts,
  number: (clauses) => numbers(valuesOf(clauses)),
  date: (clauses) => instants(valuesOf(clauses)),
  address: (clauses) => addresses(valuesOf(clauses)),
  binary: (clauses) => ({ values: [...valuesOf(clauses), "AA==", "AAA="], complete: true }),
};

/** `variable`: how variables in the values are read. */
export function samplesFor(
  clauses: readonly KeyClause[],
  variable: VariableReading,
  budget: Budget,
): Samples {
  const families = new Set(clauses.flatMap((clause) => familyOf(clause) ?? []));
  if (families.size === 0) return { values: [plainText], complete: true };
  const all = [...families].map((family) =>
    samplers[family](
      clauses.filter((clause) => familyOf(clause) === family),
      variable,
      budget,
    ),
  );
  // Values of one type seen as another could be combined in ways that these samples miss.
  const complete = all.length === 1 && all.every((samples) => samples.complete);
  return { values: [...all.flatMap(({ values }) => values), plainText], complete };
}

const exactDigits = 15;

function numbers(texts: readonly string[]): Samples {
  const long = texts.some((text) => text.length > exactDigits);
  const known = [...new Set(texts.flatMap((text) => parseNumber(text) ?? []))];
  if (long || known.some((value) => typeof value === "bigint"))
    return { values: [...texts, ...known.flatMap((value) => neighbours(value))], complete: false };
  const sorted = known.map(Number).sort((left, right) => left - right);
  const values = between(sorted, 1, (value) => (Math.abs(value) < 1e15 ? plainDecimal(value) : undefined));
  return { values: values.texts, complete: values.complete };
}

function neighbours(value: number | bigint): string[] {
  return typeof value === "bigint" ? [`${value - 1n}`, `${value + 1n}`] : [`${value - 1}`, `${value + 1}`];
}

/** Without exponent; undefined when the text would be another number. */
function plainDecimal(value: number): string | undefined {
  const text = String(value);
  return parseNumber(text) === value ? text : undefined;
}

/** Each value, one below all, one above all, and one between neighbours. */
function between(
  sorted: readonly number[],
  unit: number,
  write: (value: number) => string | undefined,
): { texts: string[]; complete: boolean } {
  const first = sorted[0] ?? 0;
  const wanted: number[] = [first - unit];
  let complete = true;
  for (const [at, value] of sorted.entries()) {
    const next = sorted[at + 1] ?? value + 2 * unit;
    const middle = value + unit < next ? value + unit : (value + next) / 2;
    if (middle <= value || middle >= next) complete = false;
    wanted.push(value, middle);
  }
  const written = wanted.map(write);
  return { texts: written.flatMap((text) => text ?? []), complete: complete && !written.includes(undefined) };
}

const second = 1_000;
const lastYear = 9_999;

function instants(texts: readonly string[]): Samples {
  const known = [...new Set(texts.flatMap((text) => parseInstant(text) ?? []))];
  const sorted = known.sort((left, right) => left - right);
  const values = between(sorted, second, writeInstant);
  return { values: values.texts, complete: values.complete };
}

/** Whole milliseconds of the years that AWS's form can name. */
function writeInstant(instant: number): string | undefined {
  const date = new Date(instant);
  const year = date.getUTCFullYear();
  if (!Number.isInteger(instant) || Number.isNaN(year) || year < 0 || year > lastYear) return undefined;
  return date.toISOString().replace(".000Z", "Z");
}

/** An address of either version as a number that can be counted on from. */
interface Numbered {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function addresses(texts: readonly string[]): Samples {
  const edges: Record<32 | 128, Set<bigint>> = { 32: new Set([0n]), 128: new Set([0n]) };
  for (const text of texts) {
    const range = parseRange(text);
    if (range === undefined) continue;
    const { bits } = range.address;
    const value = BigInt(range.address.value);
    const hosts = 1n << BigInt(bits - range.prefix);
    const start = (value / hosts) * hosts;
    edges[bits].add(start);
    if (start + hosts < 1n << BigInt(bits)) edges[bits].add(start + hosts);
  }
  const ofVersion = (bits: 32 | 128): string[] =>
    [...edges[bits]].flatMap((value) => usualAddress({ bits, value }, edges[bits]));
  return { values: ["203.0.113.7", ...ofVersion(32), "2001:db8::7", ...ofVersion(128)], complete: true };
}

/** The first host of a stretch rather than its network, where that is in it. */
function usualAddress({ bits, value }: Numbered, edges: ReadonlySet<bigint>): string[] {
  const network = writeAddress({ bits, value });
  const isWide = !edges.has(value + 1n) && value + 2n < 1n << BigInt(bits);
  const texts = isWide ? [writeAddress({ bits, value: value + 1n }), network] : [network];
  return texts.filter((text) => parseAddress(text) !== undefined);
}

function writeAddress({ bits, value }: Numbered): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join(".");
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n];
  return groups.map((shift) => ((value >> shift) & 0xffffn).toString(16)).join(":");
}

function texts(clauses: readonly KeyClause[], variable: VariableReading, budget: Budget): Samples {
  const patterns = clauses.flatMap((clause) =>
    clause.values.flatMap((value) => {
      const tokens = textTokens(clause, value, variable);
      return tokens === undefined ? [] : [tokens];
    }),
  );
  const { classes, complete } = explore(patterns, anyText, budget);
  const written = clauses.flatMap((clause) => clause.values.flatMap((value) => example(clause, value)));
  const shortest = classes.map(({ text }) => text).filter((text) => text !== "");
  const isEmptyMet = classes.length > shortest.length;
  return { values: [...written, plainText, ...shortest, ...(isEmptyMet ? [""] : [])], complete };
}

function textTokens(
  { operator: { name }, variables }: KeyClause,
  value: string,
  variable: VariableReading,
): Tokens | undefined {
  const wildcards = name.startsWith("Arn") || name.endsWith("Like");
  const pieces = parsePattern(value, { wildcards, variables });
  if (name.startsWith("Arn")) return arnTokens(pieces, variable);
  if (name === "Bool" || name.endsWith("IgnoreCase")) return foldedTokens(pieces, variable);
  return tokensOf(pieces, variable);
}

/** What a person would expect to see for a value of the policy. */
function example({ operator: { name }, variables }: KeyClause, value: string): string[] {
  if (name === "Bool") return [value, value.toLowerCase() === "true" ? "false" : "true"];
  const pieces = parsePattern(value, {
    wildcards: name.startsWith("Arn") || name.endsWith("Like"),
    variables,
  });
  const parts = pieces.map((piece) => {
    if (piece.type === "text") return piece.text;
    return piece.type === "run" ? "example" : piece.type === "one" ? "1" : undefined;
  });
  return parts.includes(undefined) ? [] : [parts.join("")];
}
