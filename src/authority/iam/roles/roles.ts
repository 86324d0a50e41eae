/** Roles: create, get, update, delete, list. Their trust policies: `trust-policy.ts`. AWS: IAM API reference, CreateRole … UpdateRole. */
import { buildArn, buildUniqueId, uniqueIdRandomBytes } from "../../../base/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Role } from "../../../wire/models/iam-types.generated.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { countAttachments } from "../../store/policies/attachments.ts";
import { listInlinePolicies } from "../../store/policies/inline-policies.ts";
import { listInstanceProfilesOfRole } from "../../store/principals/instance-profiles.ts";
import {
  countRoles,
  deleteRole,
  findRole,
  insertRole,
  listRoles,
  type RoleRow,
  updateRole,
} from "../../store/principals/roles.ts";
import type { Reader } from "../../store/schema.ts";
import { changesEntity, demandRole, roleNameOf } from "../entities/entities.ts";
import { defaultPath, entityArn, expectedArn, nameKey } from "../entities/names.ts";
import { buildPage, parsePage } from "../entities/paging.ts";
import { demandRoomForOne } from "../entities/quotas.ts";
import { buildTags, demandNewTags, requestTagContext, shownTags } from "../entities/tags.ts";
import { demandBoundary } from "../policies/boundaries.ts";
import { encodeDocument } from "../policies/policy-documents.ts";
import { describeBoundary } from "../users/users.ts";
import {
  demandTrustPolicy,
  loadPrincipalNames,
  type PrincipalNames,
  showTrustPolicy,
} from "./trust-policy.ts";

/** Seconds. AWS: between one and twelve hours, which the service model checks. */
export const defaultMaxSessionDuration = 3600;

const createRole = iamOperation("CreateRole", {
  access: "policy",
  resource: (input, call) => ({ arn: expectedArn("role", call.accountId, input.RoleName, input.Path) }),
  context: (input) => ({
    ...requestTagContext(input.Tags),
    "iam:permissionsboundary": input.PermissionsBoundary,
  }),
  async handle(input, call) {
    const { store, random } = call.services;
    const path = input.Path ?? defaultPath;
    const arn = expectedArn("role", call.accountId, input.RoleName, path);
    const tags = await demandNewTags(call, "iam:TagRole", arn, input.Tags);
    const role = await store.write(call.accountId, async (tx) => {
      const row: RoleRow = {
        role_id: buildUniqueId("role", random(uniqueIdRandomBytes)),
        account_id: call.accountId,
        name: input.RoleName,
        name_key: nameKey(input.RoleName),
        path,
        created_at: call.now,
        description: input.Description || null,
        max_session_duration: input.MaxSessionDuration ?? defaultMaxSessionDuration,
        trust_policy: await demandTrustPolicy(tx, input.AssumeRolePolicyDocument),
        boundary_arn: input.PermissionsBoundary ?? null,
        tags: buildTags(tags),
        last_used_at: null,
        last_used_region: null,
      };
      if ((await findRole(tx, call.accountId, row.name)) !== undefined) throw iamErrors.roleExists(row.name);
      if (row.boundary_arn !== null) await demandBoundary(tx, call.accountId, row.boundary_arn);
      demandRoomForOne("RolesPerAccount", await countRoles(tx, call.accountId));
      await insertRole(tx, row);
      return row;
    });
    return { Role: describeRole(role, await loadPrincipalNames(store.read, [role])) };
  },
});

/** AWS: policies see the boundary of the role that is read, as of one that is changed. */
const getRole = iamOperation("GetRole", {
  ...changesEntity("role", roleNameOf),
  async handle(input, call) {
    const { read } = call.services.store;
    const role = await demandRole(read, call.accountId, input.RoleName);
    const names = await loadPrincipalNames(read, [role]);
    return { Role: { ...describeRole(role, names), RoleLastUsed: describeLastUse(role) } };
  },
});

const listRolesOperation = iamOperation("ListRoles", {
  access: "policy",
  resource: (input, call) => ({
    arn: buildArn("iam", call.accountId, `role${input.PathPrefix ?? defaultPath}`),
  }),
  async handle(input, call) {
    const { read } = call.services.store;
    const request = parsePage(input);
    const rows = await listRoles(read, call.accountId, input.PathPrefix ?? defaultPath, request);
    const page = buildPage(rows, request, (role) => role.name_key);
    const names = await loadPrincipalNames(read, page.items);
    return { Roles: page.items.map((role) => describeListedRole(role, names)), ...page.end };
  },
});

const updateRoleOperation = iamOperation("UpdateRole", {
  ...changesEntity("role", roleNameOf),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const role = await demandRole(tx, call.accountId, input.RoleName);
      await updateRole(tx, role.role_id, {
        description: input.Description === undefined ? role.description : input.Description || null,
        max_session_duration: input.MaxSessionDuration ?? role.max_session_duration,
      });
    });
    return {};
  },
});

const updateRoleDescription = iamOperation("UpdateRoleDescription", {
  ...changesEntity("role", roleNameOf),
  async handle(input, call) {
    const { store } = call.services;
    const description = input.Description || null;
    const role = await store.write(call.accountId, async (tx) => {
      const found = await demandRole(tx, call.accountId, input.RoleName);
      await updateRole(tx, found.role_id, { description });
      return { ...found, description };
    });
    return { Role: describeRole(role, await loadPrincipalNames(store.read, [role])) };
  },
});

const updateAssumeRolePolicy = iamOperation("UpdateAssumeRolePolicy", {
  ...changesEntity("role", roleNameOf),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const role = await demandRole(tx, call.accountId, input.RoleName);
      await updateRole(tx, role.role_id, { trust_policy: await demandTrustPolicy(tx, input.PolicyDocument) });
    });
    return undefined;
  },
});

const deleteRoleOperation = iamOperation("DeleteRole", {
  ...changesEntity("role", roleNameOf),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const role = await demandRole(tx, call.accountId, input.RoleName);
      await demandNothingLeft(tx, role.role_id);
      await deleteRole(tx, role.role_id);
    });
    return undefined;
  },
});

export const roleOperations: readonly AnyOperation[] = [
  createRole,
  getRole,
  listRolesOperation,
  updateRoleOperation,
  updateRoleDescription,
  updateAssumeRolePolicy,
  deleteRoleOperation,
];

async function demandNothingLeft(reader: Reader, roleId: string): Promise<void> {
  if ((await listInstanceProfilesOfRole(reader, roleId, { after: undefined, limit: 1 })).length > 0)
    throw iamErrors.mustRemoveRolesFirst();
  if ((await countAttachments(reader, roleId)) > 0) throw iamErrors.mustDetachPoliciesFirst();
  if ((await listInlinePolicies(reader, roleId)).length > 0) throw iamErrors.mustDeletePoliciesFirst();
}

/** A role as lists and instance profiles show it. AWS: they leave out tags, boundary and last use. */
export function describeListedRole(role: RoleRow, names: PrincipalNames): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.role_id,
    Arn: entityArn("role", role),
    CreateDate: role.created_at,
    AssumeRolePolicyDocument: encodeDocument(showTrustPolicy(role.trust_policy, names)),
    ...(role.description === null ? {} : { Description: role.description }),
    MaxSessionDuration: role.max_session_duration,
  };
}

/** A role in full, but for its last use. */
function describeRole(role: RoleRow, names: PrincipalNames): Role {
  return {
    ...describeListedRole(role, names),
    ...(role.boundary_arn === null ? {} : { PermissionsBoundary: describeBoundary(role.boundary_arn) }),
    ...shownTags(role.tags),
  };
}

/** AWS: an empty element for a role that was never used. */
export function describeLastUse(role: RoleRow): NonNullable<Role["RoleLastUsed"]> {
  if (role.last_used_at === null) return {};
  return { LastUsedDate: role.last_used_at, Region: role.last_used_region ?? undefined };
}
