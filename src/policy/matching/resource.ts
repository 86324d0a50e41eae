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
export interface ResourceMatcher {
  readonly test: (view: ResourceView) => boolean;
  /** For look-up: it takes a resource exactly when one of these does. */
  readonly places: readonly ResourcePlace[];
}

/** Where a resource must begin, or what it must be, to be taken. */
export interface ResourcePlace {
  readonly start: string;
  /** Whether `start` is the whole resource. */
  readonly exact: boolean;
  /** What is left to ask of a resource that begins so; undefined: nothing. */
  readonly test: ResourceMatcher["test"] | undefined;
}

/** undefined: a variable in it cannot be resolved. */
type EntryTest = (view: ResourceView) => boolean | undefined;

const anywhere: ResourcePlace = { start: "", exact: false, test: undefined };

export const anyResource: ResourceMatcher = { test: () => true, places: [anywhere] };

/**
 * `unknown`: what an entry that is no ARN counts as.
 * AWS: an entry whose variable cannot be resolved matches nothing, and a NotResource holding one applies to nothing.
 */
export function compileResources(
  { negated, values }: Clause,
  variables: boolean,
  unknown: boolean,
): ResourceMatcher {
  const entries = values.map(({ value }) => compileResource(value, variables, unknown, negated));
  const tests = entries.map(({ test }) => test);
  if (negated) {
    const test = (view: ResourceView): boolean => tests.every((each) => each(view) === false);
    return { test, places: [{ start: "", exact: false, test }] };
  }
  const [only] = tests;
  return {
    test:
      tests.length === 1 && only !== undefined
        ? (view) => only(view) === true
        : (view) => tests.some((test) => test(view) === true),
    places: entries.flatMap(({ places }) => places),
  };
}

interface Entry {
  readonly test: EntryTest;
  readonly places: readonly ResourcePlace[];
}

function compileResource(value: string, variables: boolean, unknown: boolean, negated: boolean): Entry {
  if (value === "*") return { test: () => true, places: [anywhere] };
  const segments = splitArn(value);
  if (segments === undefined) return { test: () => unknown, places: unknown ? [anywhere] : [] };
  const tail = compilePattern(segments[5] ?? "", { wildcards: true, variables });
  const heads = segments.slice(0, 5);
  const head = `${heads.join(":")}:`;
  const wild = head.search(/[*?]/);
  if (wild < 0) return compileTail(head, tail, negated);
  const test = compileSegments(heads, tail);
  const place = {
    start: head.slice(0, wild),
    exact: false,
    test: (view: ResourceView) => test(view) === true,
  };
  return { test, places: [place] };
}

/** The usual ARN: nothing but the resource part has wildcards. */
function compileTail(head: string, tail: Pattern, negated: boolean): Entry {
  const { literal, test, resolves } = tail;
  const start = head + tail.start;
  if (literal !== undefined)
    return { test: (view) => view.resource === start, places: [{ start, exact: true, test: undefined }] };
  if (tail.isPrefix)
    return {
      test: (view) => view.resource.startsWith(start),
      places: [{ start, exact: false, test: undefined }],
    };
  const rest = (view: ResourceView): boolean | undefined => test(view.resource, head.length, view);
  return {
    test: (view) => {
      if (view.resource.startsWith(start)) return rest(view);
      // Only a NotResource cares why nothing matched.
      return negated && !resolves(view) ? undefined : false;
    },
    places: [{ start, exact: false, test: (view) => rest(view) === true }],
  };
}

function compileSegments(heads: readonly string[], tail: Pattern): EntryTest {
  const globs: readonly Glob[] = heads.map(compileGlob);
  return (view) => {
    const segments = view.segments();
    if (segments === undefined) return tail.resolves(view) ? false : undefined;
    const matched = tail.test(segments[5] ?? "", 0, view);
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
