/**
 * Session tags: those passed, and the transitive ones a chain hands down.
 * AWS: IAM user guide, "Passing session tags in AWS STS". Keys are unique ignoring case and keep the case they were given.
 */
import { stsErrors } from "../../wire/index.ts";
import type { Tag } from "../../wire/models/sts-types.generated.ts";
import type { SessionFacts } from "../caller.ts";
import type { ContextEntries } from "../operation.ts";
import { stsLimits } from "./limits.ts";

export interface SessionTags {
  /** Passed and inherited together. */
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

export interface TagInput {
  readonly Tags?: readonly Tag[] | undefined;
  readonly TransitiveTagKeys?: readonly string[] | undefined;
}

const reservedPrefix = "aws:";

/** The new session's tags. `callerSession`: the session that asks, if it is one. Throws InvalidParameterValue. */
export function buildSessionTags(input: TagInput, callerSession: SessionFacts | undefined): SessionTags {
  const passed = byKey(input.Tags ?? []);
  const inherited = inheritedTags(callerSession);
  for (const key of inherited.keys()) if (passed.has(key)) throw stsErrors.inheritedTransitiveKey();
  const transitive = new Map([...inherited].map(([key, tag]) => [key, tag.Key]));
  for (const wished of input.TransitiveTagKeys ?? []) {
    const key = wished.toLowerCase();
    const tag = passed.get(key);
    if (tag !== undefined) transitive.set(key, tag.Key);
    else if (!inherited.has(key)) throw stsErrors.transitiveKeyNotRequested();
  }
  const all = [...inherited.values(), ...passed.values()];
  if (all.length > stsLimits.maxSessionTags)
    throw stsErrors.packedTagsTooLarge(Math.ceil((100 * all.length) / stsLimits.maxSessionTags));
  return {
    tags: Object.fromEntries(all.map(({ Key, Value }) => [Key, Value])),
    transitiveTagKeys: [...transitive.values()],
  };
}

/** `aws:RequestTag/…`, `aws:TagKeys` and `sts:TransitiveTagKeys` of the tags passed; none when none were. */
export function sessionTagContext(input: TagInput): ContextEntries {
  const tags = input.Tags ?? [];
  const entries: Record<string, string | readonly string[]> = {};
  for (const { Key, Value } of tags) entries[`aws:requesttag/${Key.toLowerCase()}`] = Value;
  if (tags.length > 0) entries["aws:tagkeys"] = tags.map(({ Key }) => Key);
  const transitive = input.TransitiveTagKeys ?? [];
  if (transitive.length > 0) entries["sts:transitivetagkeys"] = transitive;
  return entries;
}

function byKey(tags: readonly Tag[]): ReadonlyMap<string, Tag> {
  const found = new Map<string, Tag>();
  for (const tag of tags) {
    const key = tag.Key.toLowerCase();
    if (key.startsWith(reservedPrefix)) throw stsErrors.reservedTagKey();
    if (found.has(key)) throw stsErrors.duplicateTagKeys();
    found.set(key, tag);
  }
  return found;
}

function inheritedTags(session: SessionFacts | undefined): ReadonlyMap<string, Tag> {
  const found = new Map<string, Tag>();
  for (const Key of session?.transitiveTagKeys ?? []) {
    const Value = session?.tags[Key];
    if (Value !== undefined) found.set(Key.toLowerCase(), { Key, Value });
  }
  return found;
}
