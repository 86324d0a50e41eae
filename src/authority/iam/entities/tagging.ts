/** TagX, UntagX and ListXTags: alike but for what is tagged. Managed policies, which may be AWS's own, have theirs apart. */
import type { Call } from "../../call.ts";
import type { Operation, ResourceFacts } from "../../operation.ts";
import type { Reader, Writer } from "../../store/schema.ts";
import type { PageEnd, PageInput } from "./paging.ts";
import type { QuotaName } from "./quotas.ts";
import { listTags, mergeTags, removeTags, requestTagContext, type Tag, tagKeysContext } from "./tags.ts";

/** A kind of thing that has a `tags` column. `Input`: what names one of them in a request. */
export interface Taggable<Input, Row extends { readonly tags: string }> {
  readonly quota: QuotaName;
  readonly resource: (input: Input, call: Call) => Promise<ResourceFacts>;
  /** Throws NoSuchEntity. */
  readonly find: (reader: Reader, call: Call, input: Input) => Promise<Row>;
  readonly setTags: (tx: Writer, row: Row, tags: string) => Promise<void>;
}

type Definition<Input, Output> = Omit<Operation<Input, Output>, "name">;

export interface Tagging<Input> {
  readonly tag: Definition<Input & { readonly Tags: readonly Tag[] }, undefined>;
  readonly untag: Definition<Input & { readonly TagKeys: readonly string[] }, undefined>;
  readonly list: Definition<Input & PageInput, { readonly Tags: readonly Tag[] } & PageEnd>;
}

/** The three operations, to be named: `iamOperation("TagUser", taggingOf(users).tag)`. */
export function taggingOf<Input, Row extends { readonly tags: string }>(
  kind: Taggable<Input, Row>,
): Tagging<Input> {
  const { resource, find, setTags, quota } = kind;
  const change = async (call: Call, input: Input, merge: (stored: string) => string): Promise<undefined> => {
    await call.services.store.write(call.accountId, async (tx) => {
      const row = await find(tx, call, input);
      await setTags(tx, row, merge(row.tags));
    });
  };
  return {
    tag: {
      access: "policy",
      resource,
      context: (input) => requestTagContext(input.Tags),
      handle: (input, call) => change(call, input, (stored) => mergeTags(stored, input.Tags, quota)),
    },
    untag: {
      access: "policy",
      resource,
      context: (input) => tagKeysContext(input.TagKeys),
      handle: (input, call) => change(call, input, (stored) => removeTags(stored, input.TagKeys)),
    },
    list: {
      access: "policy",
      resource,
      handle: async (input, call) =>
        listTags((await find(call.services.store.read, call, input)).tags, input),
    },
  };
}
