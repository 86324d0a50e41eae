/** Who is in which group. */
import { iamErrors } from "../../../wire/errors/iam.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { deleteMember, insertMember, listGroupsOfUser } from "../../store/principals/groups.ts";
import { pageOf } from "../entities/paging.ts";
import { demandRoomForOne } from "../entities/quotas.ts";
import { demandGroup, demandUser, groupResource, userResource } from "../entities/targets.ts";
import { describeGroup } from "./groups.ts";

const addUserToGroup = iamOperation("AddUserToGroup", {
  access: "policy",
  resource: (input, call) => groupResource(call, input.GroupName),
  async handle(input, call) {
    const { accountId } = call;
    await call.services.store.write(accountId, async (tx) => {
      const group = await demandGroup(tx, accountId, input.GroupName);
      const user = await demandUser(tx, accountId, input.UserName);
      const groups = await listGroupsOfUser(tx, user.user_id);
      if (groups.some(({ group_id: id }) => id === group.group_id)) return;
      demandRoomForOne("GroupsPerUser", groups.length);
      const member = { account_id: accountId, group_id: group.group_id, user_id: user.user_id };
      await insertMember(tx, { ...member, added_at: call.now });
    });
    return undefined;
  },
});

const removeUserFromGroup = iamOperation("RemoveUserFromGroup", {
  access: "policy",
  resource: (input, call) => groupResource(call, input.GroupName),
  async handle(input, call) {
    const { accountId } = call;
    await call.services.store.write(accountId, async (tx) => {
      const group = await demandGroup(tx, accountId, input.GroupName);
      const user = await demandUser(tx, accountId, input.UserName);
      if (!(await deleteMember(tx, group.group_id, user.user_id)))
        throw iamErrors.userNotInGroup(user.name, group.name);
    });
    return undefined;
  },
});

const listGroupsForUser = iamOperation("ListGroupsForUser", {
  access: "policy",
  resource: (input, call) => userResource(call, input.UserName),
  async handle(input, call) {
    const { read } = call.services.store;
    const user = await demandUser(read, call.accountId, input.UserName);
    const page = pageOf(await listGroupsOfUser(read, user.user_id), input, (group) => group.name_key);
    return { Groups: page.items.map(describeGroup), ...page.end };
  },
});

export const groupMemberOperations: readonly AnyOperation[] = [
  addUserToGroup,
  removeUserFromGroup,
  listGroupsForUser,
];
