/** TagUser, UntagUser, ListUserTags. */
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { updateUser } from "../../store/principals/users.ts";
import { taggingOf } from "../entities/tagging.ts";
import { demandUser, userResource } from "../entities/targets.ts";

interface OfUser {
  readonly UserName: string;
}

const tagging = taggingOf({
  quota: "TagsPerUser",
  resource: ({ UserName }: OfUser, call) => userResource(call, UserName),
  find: (reader, call, { UserName }) => demandUser(reader, call.accountId, UserName),
  setTags: (tx, { user_id: id }, tags) => updateUser(tx, id, { tags }),
});

export const userTagOperations: readonly AnyOperation[] = [
  iamOperation("TagUser", tagging.tag),
  iamOperation("UntagUser", tagging.untag),
  iamOperation("ListUserTags", tagging.list),
];
