/** What the dearest patterns cost: texts that a legal request can bring, patterns that a legal document can hold. */
import { compilePolicy, type EvaluationRequest, evaluate } from "../../src/policy/index.ts";
import { principal } from "./world.ts";

/** AWS: the longest ARN that a Resource takes. */
const arnCharacters = 2_048;
/** AWS: a managed policy. */
export const managedCharacters = 6_144;
/** AWS: the longest policy parameter on the wire, and the engine's own limit. */
export const documentCharacters = 131_072;

const head = "arn:aws:s3:::";
const text = "a".repeat(arnCharacters - head.length - 1);
const half = arnCharacters / 2;

/** The longest pattern of its kind, of as many characters at most. */
type Shape = (characters: number) => string;

/** Each is made for a matcher of one kind to lose its way in. */
const shapes: readonly Shape[] = [
  (characters) => "*a".repeat(characters / 2),
  (characters) => `${"a*".repeat(characters / 2)}b`,
  (characters) => `${"*a?".repeat(characters / 3)}b`,
  (characters) => `${"?*".repeat(characters / 2)}b`,
  () => `*${"a".repeat(half)}b`,
  () => `*b${"a".repeat(half)}*`,
  () => `*${"a".repeat(half / 2)}b${"a".repeat(half / 2)}*`,
  () => `*${"a?".repeat(half / 2)}b*`,
  () => `*${"?".repeat(half)}b*`,
  () => `*${"?a".repeat(half / 2)}b`,
];

export interface Hostile {
  /** One pattern, as long as a managed policy has room for. */
  readonly patternMs: number;
  /** One pattern, as long as any document has room for. */
  readonly longestMs: number;
  /** As many of them as there is room for. */
  readonly managedMs: number;
  readonly documentMs: number;
}

export const shapeCount = shapes.length;

const mostRounds = 7;

/** The dearest of all shapes, each the best of several decisions, as many of them as fit into `budgetMs`. */
export function measureHostile(budgetMs: number): Hostile {
  const time = (shape: Shape, room: number, patterns: number): number =>
    timeOf(resourcesOf(shape, room, patterns), budgetMs);
  const all = Number.POSITIVE_INFINITY;
  const managed = shapes.map((shape) => ({ shape, ms: time(shape, managedCharacters, all) }));
  const dearest = managed.reduce((left, right) => (right.ms > left.ms ? right : left));
  return {
    patternMs: Math.max(...shapes.map((shape) => time(shape, managedCharacters, 1))),
    longestMs: Math.max(...shapes.map((shape) => time(shape, documentCharacters, 1))),
    managedMs: dearest.ms,
    // More of the same patterns: what is dearest there is dearest here.
    documentMs: time(dearest.shape, documentCharacters, all),
  };
}

/** Patterns of one shape, each a little different, that fit into a document of `room` characters. */
function resourcesOf(shape: Shape, room: number, most: number): readonly string[] {
  const body = room - 200;
  const tail = shape(most === 1 ? body : Math.min(body, half));
  const count = Math.min(most, Math.floor(body / (head.length + tail.length + 10)) || 1);
  return Array.from({ length: count }, (_, at) => `${head}${tail}${at === 0 ? "" : at}`);
}

/** Each round compiles anew: what a policy's first decision prepares is part of its price. */
function timeOf(resources: readonly string[], budgetMs: number): number {
  const document = {
    Version: "2012-10-17",
    Statement: { Effect: "Deny", Action: "s3:*", Resource: resources },
  };
  let best = Number.POSITIVE_INFINITY;
  let spentMs = 0;
  for (let round = 0; round < mostRounds && spentMs < budgetMs; round += 1) {
    const policy = compilePolicy(JSON.stringify(document), "identity");
    if (policy.unreadable) throw new Error("a hostile document must be one that the engine reads");
    const request: EvaluationRequest = {
      principal,
      action: "s3:GetObject",
      resource: `${head}${text}${"cdefghi"[round]}`,
      context: new Map(),
      layers: { identity: [policy] },
    };
    const start = performance.now();
    evaluate(request);
    const ms = performance.now() - start;
    best = Math.min(best, ms);
    spentMs += ms;
  }
  return best;
}
