/** TagUser, UntagUser, ListUserTags. */
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { updateUser } from "../../store/principals/users.ts";
import { listTags, mergeTags, removeTags, requestTagContext, tagKeysContext } from "../entities/tags.ts";
import { demandUser, userResource } from "../entities/targets.ts";

const tagUser = iamOperation("TagUser", {
  access: "policy",
  resource: (input, call) => userResource(call, input.UserName),
  context: (input) => requestTagContext(input.Tags),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const user = await demandUser(tx, call.accountId, input.UserName);
      await updateUser(tx, user.user_id, { tags: mergeTags(user.tags, input.Tags, "TagsPerUser") });
    });
    return undefined;
  },
});

const untagUser = iamOperation("UntagUser", {
  access: "policy",
  resource: (input, call) => userResource(call, input.UserName),
  context: (input) => tagKeysContext(input.TagKeys),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const user = await demandUser(tx, call.accountId, input.UserName);
      await updateUser(tx, user.user_id, { tags: removeTags(user.tags, input.TagKeys) });
    });
    return undefined;
  },
});

const listUserTags = iamOperation("ListUserTags", {
  access: "policy",
  resource: (input, call) => userResource(call, input.UserName),
  async handle(input, call) {
    const user = await demandUser(call.services.store.read, call.accountId, input.UserName);
    return listTags(user.tags, input);
  },
});

export const userTagOperations: readonly AnyOperation[] = [tagUser, untagUser, listUserTags];
