/** Whether a Resource can name a resource of some type: two patterns, and whether any text matches both. */
import { parsePattern } from "../matching/variables.ts";
import type { ResourceTypeFacts } from "../reference/facts.ts";
import { stepsPerComparison } from "./covers.ts";
import { maxComparedResourceCharacters } from "./limits.ts";
import type { Subject } from "./subject.ts";

/** A character's code, or one of these. */
const one = -1;
const run = -2;
/** A run without slash: a bucket's name has none, and that tells buckets from objects. */
const segment = -3;
const slash = 0x2f;
type Tokens = readonly number[];

/** Whether some resource of the type could match the Resource value. In doubt it could. */
export function canName(subject: Subject, resource: string, type: ResourceTypeFacts): boolean {
  if (resource === "*" || resource.length > maxComparedResourceCharacters) return true;
  const written = segmentsOf(resource);
  return type.arns.some((arn) => {
    if (!subject.spend(Math.ceil((arn.length * resource.length) / stepsPerComparison))) return true;
    return segmentsOf(arn).every((template, at) => {
      const tokens = writtenTokens(written[at] ?? "", subject.variables && at === 5);
      return overlap(tokens, templateTokens(template));
    });
  });
}

/** Segments are compared one by one, as in evaluation; missing ones at the end count as `*`. */
function segmentsOf(arn: string): readonly string[] {
  const parts = arn.split(":");
  while (parts.length < 6) parts.push("*");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function writtenTokens(text: string, variables: boolean): Tokens {
  return parsePattern(text, { wildcards: true, variables }).flatMap((piece) => {
    if (piece.type === "text") return codesOf(piece.text);
    return [piece.type === "one" ? one : run];
  });
}

function templateTokens(text: string): Tokens {
  return text.split(/(\{[^}]*\}|\*)/).flatMap((part) => {
    if (part === "{BucketName}") return [segment];
    return part === "*" || part.startsWith("{") ? [run] : codesOf(part);
  });
}

function codesOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

/** At most one visit for each pair of places. */
function overlap(left: Tokens, right: Tokens): boolean {
  const width = right.length + 1;
  const seen = new Uint8Array((left.length + 1) * width);
  const waiting = [0];
  const visit = (row: number, column: number): void => {
    const place = row * width + column;
    if (row > left.length || column > right.length || seen[place] === 1) return;
    seen[place] = 1;
    waiting.push(place);
  };
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const row = Math.floor(place / width);
    const column = place % width;
    if (row === left.length && column === right.length) return true;
    for (const [rows, columns] of steps(left[row], right[column])) visit(row + rows, column + columns);
  }
  return false;
}

type Step = readonly [rows: 0 | 1, columns: 0 | 1];
const skipLeft: Step = [1, 0];
const skipRight: Step = [0, 1];
const both: Step = [1, 1];

/** A run on one side takes whatever stands on the other, or ends. */
function steps(left: number | undefined, right: number | undefined): readonly Step[] {
  if (left === run || right === run)
    return [skipLeft, skipRight].filter((step) => canSkip(step, left, right));
  if (right === segment) return left === undefined || left === slash ? [skipRight] : [skipLeft, skipRight];
  if (left === undefined || right === undefined) return [];
  return left === right || left === one || right === one ? [both] : [];
}

function canSkip([rows]: Step, left: number | undefined, right: number | undefined): boolean {
  return rows === 1 ? left !== undefined : right !== undefined;
}
