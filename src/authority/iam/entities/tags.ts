/**
 * Tags of every taggable entity: checked, merged, removed, listed, and as policies see them.
 * AWS: IAM user guide, "Tagging IAM resources": keys differ only by more than case, and keep the case they were given.
 */
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import type { ContextEntries } from "../../operation.ts";
import { type PageEnd, type PageInput, pageOf } from "./paging.ts";
import { demandWithin, type QuotaName } from "./quotas.ts";

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const reservedPrefix = "aws:";

/** A `tags` column → tags in the order they were given. */
export function parseTags(stored: string): readonly Tag[] {
  return JSON.parse(stored) as readonly Tag[];
}

/** Tags → the text of a `tags` column. */
export function buildTags(tags: readonly Tag[]): string {
  return JSON.stringify(tags.map(({ Key, Value }) => ({ Key, Value })));
}

/** The Tags member of a request, checked. Throws InvalidInput for a key in AWS's name space or given twice. */
export function checkTags(tags: readonly Tag[] | undefined): readonly Tag[] {
  const seen = new Set<string>();
  for (const { Key } of tags ?? []) {
    const key = Key.toLowerCase();
    if (key.startsWith(reservedPrefix)) throw iamErrors.reservedTagKey();
    if (seen.has(key)) throw iamErrors.duplicateTagKeys();
    seen.add(key);
  }
  return tags ?? [];
}

/**
 * The Tags member of a request that makes what `arn` names, checked. AWS: they need the permission to tag (`iam:TagUser`)
 * beside the one to create.
 */
export async function demandNewTags(
  call: Pick<Call, "demand">,
  action: string,
  arn: string,
  tags: readonly Tag[] | undefined,
): Promise<readonly Tag[]> {
  const checked = checkTags(tags);
  if (checked.length > 0) await call.demand(action, { arn }, requestTagContext(checked));
  return checked;
}

/** TagX: a key that is there already (in any case) gives way to the new tag. Throws InvalidInput, or LimitExceeded. */
export function mergeTags(stored: string, added: readonly Tag[], quota: QuotaName): string {
  const fresh = new Map(checkTags(added).map((tag) => [tag.Key.toLowerCase(), tag]));
  const merged: Tag[] = [];
  for (const tag of parseTags(stored)) {
    const key = tag.Key.toLowerCase();
    merged.push(fresh.get(key) ?? tag);
    fresh.delete(key);
  }
  merged.push(...fresh.values());
  demandWithin(quota, merged.length);
  return buildTags(merged);
}

/** UntagX: keys that are not there are passed over. */
export function removeTags(stored: string, keys: readonly string[]): string {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return buildTags(parseTags(stored).filter(({ Key }) => !gone.has(Key.toLowerCase())));
}

/** ListXTags: sorted by key. */
export function listTags(stored: string, input: PageInput): { readonly Tags: readonly Tag[] } & PageEnd {
  const page = pageOf(parseTags(stored), input, ({ Key }) => Key);
  return { Tags: page.items, ...page.end };
}

/** The Tags member of an answer: AWS leaves it out when there are none. */
export function shownTags(stored: string): { readonly Tags?: readonly Tag[] } {
  const tags = parseTags(stored);
  return tags.length === 0 ? {} : { Tags: tags };
}

/** For `ResourceFacts.tags`. */
export function tagMap(stored: string): Readonly<Record<string, string>> {
  return Object.fromEntries(parseTags(stored).map(({ Key, Value }) => [Key, Value]));
}

/** `aws:RequestTag/…` and `aws:TagKeys` of a request that sets tags; no keys when it sets none. */
export function requestTagContext(tags: readonly Tag[] | undefined): ContextEntries {
  if (tags === undefined || tags.length === 0) return {};
  const values = tags.map(({ Key, Value }) => [`aws:requesttag/${Key.toLowerCase()}`, Value] as const);
  return { ...Object.fromEntries(values), ...tagKeysContext(tags.map(({ Key }) => Key)) };
}

/** `aws:TagKeys` of a request that removes tags. */
export function tagKeysContext(keys: readonly string[]): ContextEntries {
  return keys.length === 0 ? {} : { "aws:tagkeys": keys };
}
