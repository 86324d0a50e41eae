/** TagRole, UntagRole, ListRoleTags. */
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { updateRole } from "../../store/principals/roles.ts";
import { demandRole, roleNameOf, roleResource } from "../entities/entities.ts";
import { taggingOf } from "../entities/tagging.ts";

const tagging = taggingOf({
  quota: "TagsPerRole",
  resource: (input: { readonly RoleName: string }, call) => roleResource(call, roleNameOf(input)),
  find: (reader, call, input) => demandRole(reader, call.accountId, roleNameOf(input)),
  setTags: (tx, { role_id: id }, tags) => updateRole(tx, id, { tags }),
});

export const roleTagOperations: readonly AnyOperation[] = [
  iamOperation("TagRole", tagging.tag),
  iamOperation("UntagRole", tagging.untag),
  iamOperation("ListRoleTags", tagging.list),
];
