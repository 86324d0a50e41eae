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
  const service = resource.split(":")[2] ?? "";
  return type.arns.some((arn) => {
    const typeService = arn.split(":")[2] ?? "";
    if (typeService !== service && !/[{*]/.test(typeService)) return false;
    const tokens = templateTokens(arn);
    const written = resourceTokens(resource, subject.variables);
    return (
      !subject.spend(Math.ceil((tokens.length * written.length) / stepsPerComparison)) ||
      overlap(written, tokens)
    );
  });
}

/** Missing segments at the end count as `*`, as they do in evaluation. */
function resourceTokens(resource: string, variables: boolean): Tokens {
  const tokens = parsePattern(resource, { wildcards: true, variables }).flatMap((piece) => {
    if (piece.type === "text") return codesOf(piece.text);
    return [piece.type === "one" ? one : run];
  });
  return resource.split(":").length < 6 ? [...tokens, run] : tokens;
}

function templateTokens(arn: string): Tokens {
  return arn.split(/(\{[^}]*\}|\*)/).flatMap((part) => {
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
