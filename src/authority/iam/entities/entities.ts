/**
 * Users, groups and roles as what they have in common: policies hang on them. The operations that differ only in the
 * kind of entity (`PutUserPolicy`, `PutGroupPolicy`, `PutRolePolicy`) share one implementation through this.
 */
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import type { ContextEntries, ResourceFacts } from "../../operation.ts";
import { findRole, type RoleRow } from "../../store/principals/roles.ts";
import { findUser } from "../../store/principals/users.ts";
import type { EntityKind, Reader } from "../../store/schema.ts";
import { entityArn, expectedArn } from "./names.ts";
import { tagMap } from "./tags.ts";
import { demandGroup, demandUser, groupResource, userResource } from "./targets.ts";

export interface Entity {
  readonly kind: EntityKind;
  readonly id: string;
  readonly name: string;
}

/** The entity of that kind and name, in any case. Throws NoSuchEntity. */
export async function demandEntity(
  reader: Reader,
  accountId: string,
  kind: EntityKind,
  name: string,
): Promise<Entity> {
  switch (kind) {
    case "user": {
      const user = await demandUser(reader, accountId, name);
      return { kind, id: user.user_id, name: user.name };
    }
    case "group": {
      const group = await demandGroup(reader, accountId, name);
      return { kind, id: group.group_id, name: group.name };
    }
    case "role": {
      const role = await demandRole(reader, accountId, name);
      return { kind, id: role.role_id, name: role.name };
    }
  }
}

/** The role of that name, in any case. Throws NoSuchEntity. */
export async function demandRole(reader: Reader, accountId: string, name: string): Promise<RoleRow> {
  const role = await findRole(reader, accountId, name);
  if (role === undefined) throw iamErrors.roleNotFound(name);
  return role;
}

/** The resource of an operation on a role. */
export async function roleResource(call: Call, name: string): Promise<ResourceFacts> {
  const role = await findRole(call.services.store.read, call.accountId, name);
  return role === undefined ? { arn: expectedArn("role", call.accountId, name) } : roleFacts(role);
}

export function roleFacts(role: RoleRow): ResourceFacts {
  return { arn: entityArn("role", role), tags: tagMap(role.tags) };
}

/**
 * `iam:PermissionsBoundary` of an operation on a user or role that has one now.
 * AWS: service authorization reference: attaching, embedding, detaching and deleting policies, and removing the boundary.
 */
export async function boundaryContext(call: Call, kind: EntityKind, name: string): Promise<ContextEntries> {
  const { read } = call.services.store;
  if (kind === "group") return {};
  const row = await (kind === "user" ? findUser : findRole)(read, call.accountId, name);
  return row?.boundary_arn == null ? {} : { "iam:permissionsboundary": row.boundary_arn };
}

/** `resource` and `access` of an operation on the entity that `nameOf` reads from its input. */
export function onEntity<I>(kind: EntityKind, nameOf: (input: I) => string) {
  const resources = { user: userResource, group: groupResource, role: roleResource };
  return {
    access: "policy",
    resource: (input: I, call: Call) => resources[kind](call, nameOf(input)),
  } as const;
}

/** The same for operations that change what the entity may do: policies see its boundary. */
export function changesEntity<I, J = unknown>(
  kind: EntityKind,
  nameOf: (input: I) => string,
  entriesOf: (input: J) => ContextEntries = () => ({}),
) {
  return {
    ...onEntity(kind, nameOf),
    context: async (input: I & J, call: Call): Promise<ContextEntries> => ({
      ...(await boundaryContext(call, kind, nameOf(input))),
      ...entriesOf(input),
    }),
  } as const;
}

export const userNameOf = (input: { readonly UserName: string }) => input.UserName;
export const groupNameOf = (input: { readonly GroupName: string }) => input.GroupName;
export const roleNameOf = (input: { readonly RoleName: string }) => input.RoleName;
