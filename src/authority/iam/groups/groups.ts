/** Groups: create, get, update, delete, list. Who is in them: `group-members.ts`. */
import { buildArn, buildUniqueId, uniqueIdRandomBytes } from "../../../base/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Group } from "../../../wire/models/iam-types.generated.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { countAttachments } from "../../store/policies/attachments.ts";
import { listInlinePolicies } from "../../store/policies/inline-policies.ts";
import {
  countGroups,
  deleteGroup,
  findGroup,
  type GroupRow,
  insertGroup,
  listGroups,
  listMembers,
  updateGroup,
} from "../../store/principals/groups.ts";
import type { Reader } from "../../store/schema.ts";
import { defaultPath, entityArn, expectedArn, nameKey } from "../entities/names.ts";
import { buildPage, parsePage } from "../entities/paging.ts";
import { demandRoomForOne } from "../entities/quotas.ts";
import { demandGroup, groupResource } from "../entities/targets.ts";
import { describeListedUser } from "../users/users.ts";

const createGroup = iamOperation("CreateGroup", {
  access: "policy",
  resource: (input, call) => ({ arn: expectedArn("group", call.accountId, input.GroupName, input.Path) }),
  async handle(input, call) {
    const { store, random } = call.services;
    const group: GroupRow = {
      group_id: buildUniqueId("group", random(uniqueIdRandomBytes)),
      account_id: call.accountId,
      name: input.GroupName,
      name_key: nameKey(input.GroupName),
      path: input.Path ?? defaultPath,
      created_at: call.now,
    };
    await store.write(call.accountId, async (tx) => {
      if ((await findGroup(tx, call.accountId, group.name)) !== undefined)
        throw iamErrors.groupExists(group.name);
      demandRoomForOne("GroupsPerAccount", await countGroups(tx, call.accountId));
      await insertGroup(tx, group);
    });
    return { Group: describeGroup(group) };
  },
});

const getGroup = iamOperation("GetGroup", {
  access: "policy",
  resource: (input, call) => groupResource(call, input.GroupName),
  async handle(input, call) {
    const { read } = call.services.store;
    const request = parsePage(input);
    const group = await demandGroup(read, call.accountId, input.GroupName);
    const members = await listMembers(read, group.group_id, request);
    const page = buildPage(members, request, (user) => user.name_key);
    return { Group: describeGroup(group), Users: page.items.map(describeListedUser), ...page.end };
  },
});

const updateGroupOperation = iamOperation("UpdateGroup", {
  access: "policy",
  // AWS: a rename needs the permission for the group as it is and as it will be.
  async resource(input, call) {
    const facts = await groupResource(call, input.GroupName);
    const group = await findGroup(call.services.store.read, call.accountId, input.GroupName);
    if (group === undefined) return facts;
    const renamed = { ...group, name: input.NewGroupName ?? group.name, path: input.NewPath ?? group.path };
    const arn = entityArn("group", renamed);
    return arn === facts.arn ? facts : [facts, { arn }];
  },
  async handle(input, call) {
    const { accountId } = call;
    await call.services.store.write(accountId, async (tx) => {
      const group = await demandGroup(tx, accountId, input.GroupName);
      const name = input.NewGroupName ?? group.name;
      const holder = await findGroup(tx, accountId, name);
      if (holder !== undefined && holder.group_id !== group.group_id) throw iamErrors.groupExists(name);
      const path = input.NewPath ?? group.path;
      await updateGroup(tx, group.group_id, { name, name_key: nameKey(name), path });
    });
    return undefined;
  },
});

const deleteGroupOperation = iamOperation("DeleteGroup", {
  access: "policy",
  resource: (input, call) => groupResource(call, input.GroupName),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const group = await demandGroup(tx, call.accountId, input.GroupName);
      await demandNothingLeft(tx, group.group_id);
      await deleteGroup(tx, group.group_id);
    });
    return undefined;
  },
});

async function demandNothingLeft(reader: Reader, groupId: string): Promise<void> {
  if ((await listInlinePolicies(reader, groupId)).length > 0) throw iamErrors.mustDeletePoliciesFirst();
  if ((await countAttachments(reader, groupId)) > 0) throw iamErrors.mustDetachPoliciesFirst();
  if ((await listMembers(reader, groupId, { after: undefined, limit: 1 })).length > 0)
    throw iamErrors.mustRemoveUsersFirst();
}

const listGroupsOperation = iamOperation("ListGroups", {
  access: "policy",
  resource: (input, call) => ({
    arn: buildArn("iam", call.accountId, `group${input.PathPrefix ?? defaultPath}`),
  }),
  async handle(input, call) {
    const request = parsePage(input);
    const prefix = input.PathPrefix ?? defaultPath;
    const rows = await listGroups(call.services.store.read, call.accountId, prefix, request);
    const page = buildPage(rows, request, (group) => group.name_key);
    return { Groups: page.items.map(describeGroup), ...page.end };
  },
});

export const groupOperations: readonly AnyOperation[] = [
  createGroup,
  getGroup,
  updateGroupOperation,
  deleteGroupOperation,
  listGroupsOperation,
];

export function describeGroup(group: GroupRow): Group {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.group_id,
    Arn: entityArn("group", group),
    CreateDate: group.created_at,
  };
}
