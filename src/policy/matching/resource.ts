/**
 * Resources: `*`, or an ARN whose six segments are compared one by one, so that a wildcard in the account does not
 * reach into the resource; in the sixth, `*` crosses slashes and colons. Case matters.
 */
import type { Clause } from "../document/document.ts";
import { compileGlob, type Glob, runGlob } from "./glob.ts";
import { compilePattern, type Pattern, type VariableSource } from "./pattern.ts";

/** The resource of a request, taken apart at most once. */
export interface ResourceView extends VariableSource {
  readonly resource: string;
  /** The six segments; undefined when it is no ARN. */
  segments(): readonly string[] | undefined;
}

/** Whether a clause takes the request's resource. */
export type ResourceTest = (view: ResourceView) => boolean;

/** undefined: a variable in it cannot be resolved. */
type EntryTest = (view: ResourceView) => boolean | undefined;

/**
 * `unknown`: what an entry that is no ARN counts as.
 * AWS: an entry whose variable cannot be resolved matches nothing, and a NotResource holding one applies to nothing.
 */
export function compileResources(
  { negated, values }: Clause,
  variables: boolean,
  unknown: boolean,
): ResourceTest {
  const tests = values.map(({ value }) => compileResource(value, variables, unknown));
  const [only] = tests;
  if (tests.length === 1 && only !== undefined && !negated) return (view) => only(view) === true;
  if (!negated) return (view) => tests.some((test) => test(view) === true);
  return (view) => tests.every((test) => test(view) === false);
}

function compileResource(value: string, variables: boolean, unknown: boolean): EntryTest {
  if (value === "*") return () => true;
  const segments = splitArn(value);
  if (segments === undefined) return () => unknown;
  const tail = compilePattern(segments[5] ?? "", { wildcards: true, variables });
  const heads = segments.slice(0, 5);
  const head = `${heads.join(":")}:`;
  return /[*?]/.test(head) ? compileSegments(heads, tail) : compileTail(head, tail);
}

/** The usual ARN: nothing but the resource part has wildcards. */
function compileTail(head: string, tail: Pattern): EntryTest {
  if (tail.literal !== undefined) {
    const whole = head + tail.literal;
    return (view) => view.resource === whole;
  }
  if (tail.prefix !== undefined) {
    const start = head + tail.prefix;
    return (view) => view.resource.startsWith(start);
  }
  return (view) =>
    view.resource.startsWith(head)
      ? tail.test(view.resource, head.length, view)
      : tail.test("", 0, view) === undefined
        ? undefined
        : false;
}

function compileSegments(heads: readonly string[], tail: Pattern): EntryTest {
  const globs: readonly Glob[] = heads.map(compileGlob);
  return (view) => {
    const segments = view.segments();
    const matched = tail.test(segments?.[5] ?? "", 0, view);
    if (matched === undefined || segments === undefined) return matched && false;
    return matched && globs.every((glob, index) => runGlob(glob, segments[index] ?? "", 0));
  };
}

/**
 * Six segments; missing ones at the end count as `*`. undefined when it is no ARN or its vendor is not spelled out.
 */
function splitArn(text: string): readonly string[] | undefined {
  const parts = text.split(":");
  const vendor = parts[2];
  if (parts[0] !== "arn" || vendor === undefined || vendor === "" || /[*?]/.test(vendor)) return undefined;
  while (parts.length < 6) parts.push("*");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
