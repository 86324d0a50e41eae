/**
 * Whom a request is about. Many operations take an optional UserName: without it a user means itself and the account
 * root means itself; a role session or federated user must say whom it means.
 */
import { buildArn } from "../../../base/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import type { ResourceFacts } from "../../operation.ts";
import { findGroup, type GroupRow } from "../../store/principals/groups.ts";
import { findUser, findUserById, type UserRow } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { entityArn, expectedArn } from "./names.ts";
import { tagMap } from "./tags.ts";

/** Who owns a key or an MFA device. */
export type Owner = { readonly kind: "root" } | { readonly kind: "user"; readonly user: UserRow };

/** The user of that name, in any case. Throws NoSuchEntity. */
export async function demandUser(reader: Reader, accountId: string, name: string): Promise<UserRow> {
  const user = await findUser(reader, accountId, name);
  if (user === undefined) throw iamErrors.userNotFound(name);
  return user;
}

/** The group of that name, in any case. Throws NoSuchEntity. */
export async function demandGroup(reader: Reader, accountId: string, name: string): Promise<GroupRow> {
  const group = await findGroup(reader, accountId, name);
  if (group === undefined) throw iamErrors.groupNotFound(name);
  return group;
}

/** The named user, or the caller itself. Throws NoSuchEntity, or ValidationError when the caller is no user and names none. */
export async function demandOwner(reader: Reader, call: Call, name: string | undefined): Promise<Owner> {
  if (name !== undefined) return { kind: "user", user: await demandUser(reader, call.accountId, name) };
  const { caller } = call;
  if (caller.kind === "root") return { kind: "root" };
  if (caller.kind !== "user") throw iamErrors.mustSpecifyUserName();
  const user = await findUserById(reader, call.accountId, caller.userId);
  if (user === undefined) throw iamErrors.userNotFound(caller.userName);
  return { kind: "user", user };
}

/** As `demandOwner`, for what the account root cannot have. */
export async function demandUserOrSelf(
  reader: Reader,
  call: Call,
  name: string | undefined,
): Promise<UserRow> {
  const owner = await demandOwner(reader, call, name);
  if (owner.kind === "root") throw iamErrors.mustSpecifyUserName();
  return owner.user;
}

/** The resource of an operation on a named user. */
export async function userResource(call: Call, name: string): Promise<ResourceFacts> {
  const user = await findUser(call.services.store.read, call.accountId, name);
  return user === undefined ? { arn: expectedArn("user", call.accountId, name) } : userFacts(user);
}

/** The resource of an operation whose UserName may be left out. Throws ValidationError as `demandOwner` does. */
export async function ownerResource(call: Call, name: string | undefined): Promise<ResourceFacts> {
  if (name !== undefined) return userResource(call, name);
  const owner = await demandOwner(call.services.store.read, call, undefined);
  return owner.kind === "user" ? userFacts(owner.user) : { arn: buildArn("iam", call.accountId, "root") };
}

/** The resource of an operation on a group. AWS: groups have no tags. */
export async function groupResource(call: Call, name: string): Promise<ResourceFacts> {
  const group = await findGroup(call.services.store.read, call.accountId, name);
  return {
    arn: group === undefined ? expectedArn("group", call.accountId, name) : entityArn("group", group),
  };
}

export function userFacts(user: UserRow): ResourceFacts {
  return { arn: entityArn("user", user), tags: tagMap(user.tags) };
}
