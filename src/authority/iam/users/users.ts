/** Users: create, get, update, list. Deleting one is in `delete-user.ts`. AWS: IAM API reference, CreateUser … UpdateUser. */
import { buildArn, buildUniqueId, uniqueIdRandomBytes } from "../../../base/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type {
  AttachedPermissionsBoundary,
  PermissionsBoundaryAttachmentType,
  User,
} from "../../../wire/models/iam-types.generated.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import {
  countUsers,
  findUser,
  insertUser,
  listUsers,
  type UserRow,
  updateUser,
} from "../../store/principals/users.ts";
import { demandAccount } from "../account/account.ts";
import { defaultPath, entityArn, expectedArn, nameKey } from "../entities/names.ts";
import { buildPage, parsePage } from "../entities/paging.ts";
import { demandRoomForOne } from "../entities/quotas.ts";
import { buildTags, demandNewTags, requestTagContext, shownTags } from "../entities/tags.ts";
import { demandOwner, demandUser, ownerResource, userFacts, userResource } from "../entities/targets.ts";
import { demandBoundary } from "../policies/boundaries.ts";

const createUser = iamOperation("CreateUser", {
  access: "policy",
  resource: (input, call) => ({ arn: expectedArn("user", call.accountId, input.UserName, input.Path) }),
  context: (input) => ({
    ...requestTagContext(input.Tags),
    "iam:permissionsboundary": input.PermissionsBoundary,
  }),
  async handle(input, call) {
    const { store, random } = call.services;
    const path = input.Path ?? defaultPath;
    const arn = expectedArn("user", call.accountId, input.UserName, path);
    const tags = await demandNewTags(call, "iam:TagUser", arn, input.Tags);
    const user: UserRow = {
      user_id: buildUniqueId("user", random(uniqueIdRandomBytes)),
      account_id: call.accountId,
      name: input.UserName,
      name_key: nameKey(input.UserName),
      path,
      created_at: call.now,
      boundary_arn: input.PermissionsBoundary ?? null,
      tags: buildTags(tags),
      password_last_used_at: null,
    };
    await store.write(call.accountId, async (tx) => {
      if ((await findUser(tx, call.accountId, user.name)) !== undefined)
        throw iamErrors.userExists(user.name);
      if (user.boundary_arn !== null) await demandBoundary(tx, call.accountId, user.boundary_arn);
      demandRoomForOne("UsersPerAccount", await countUsers(tx, call.accountId));
      await insertUser(tx, user);
    });
    return { User: describeUser(user) };
  },
});

const getUser = iamOperation("GetUser", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    const owner = await demandOwner(call.services.store.read, call, input.UserName);
    return { User: owner.kind === "user" ? describeUser(owner.user) : await describeRoot(call) };
  },
});

const updateUserOperation = iamOperation("UpdateUser", {
  access: "policy",
  // AWS: a rename needs the permission for the user as it is and as it will be.
  async resource(input, call) {
    const facts = await userResource(call, input.UserName);
    const user = await findUser(call.services.store.read, call.accountId, input.UserName);
    if (user === undefined) return facts;
    const renamed = { ...user, name: input.NewUserName ?? user.name, path: input.NewPath ?? user.path };
    return entityArn("user", renamed) === facts.arn ? facts : [facts, userFacts(renamed)];
  },
  async handle(input, call) {
    const { accountId } = call;
    await call.services.store.write(accountId, async (tx) => {
      const user = await demandUser(tx, accountId, input.UserName);
      const name = input.NewUserName ?? user.name;
      const holder = await findUser(tx, accountId, name);
      if (holder !== undefined && holder.user_id !== user.user_id) throw iamErrors.userExists(name);
      const path = input.NewPath ?? user.path;
      await updateUser(tx, user.user_id, { name, name_key: nameKey(name), path });
    });
    return undefined;
  },
});

const listUsersOperation = iamOperation("ListUsers", {
  access: "policy",
  resource: (input, call) => ({
    arn: buildArn("iam", call.accountId, `user${input.PathPrefix ?? defaultPath}`),
  }),
  async handle(input, call) {
    const request = parsePage(input);
    const prefix = input.PathPrefix ?? defaultPath;
    const rows = await listUsers(call.services.store.read, call.accountId, prefix, request);
    const page = buildPage(rows, request, (user) => user.name_key);
    return { Users: page.items.map(describeListedUser), ...page.end };
  },
});

export const userOperations: readonly AnyOperation[] = [
  createUser,
  getUser,
  updateUserOperation,
  listUsersOperation,
];

/** A user as lists show it. AWS: lists leave out tags and boundary. */
export function describeListedUser(user: UserRow): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.user_id,
    Arn: entityArn("user", user),
    CreateDate: user.created_at,
    PasswordLastUsed: user.password_last_used_at ?? undefined,
  };
}

/** A user in full. */
export function describeUser(user: UserRow): User {
  return {
    ...describeListedUser(user),
    ...(user.boundary_arn === null ? {} : { PermissionsBoundary: describeBoundary(user.boundary_arn) }),
    ...shownTags(user.tags),
  };
}

/** AWS: the account root as a user has neither path nor name, though the model requires them. */
export async function describeRoot(call: Call): Promise<User> {
  const account = await demandAccount(call.services.store.read, call.accountId);
  return {
    UserId: call.accountId,
    Arn: buildArn("iam", call.accountId, "root"),
    CreateDate: account.created_at,
  } as User;
}

/** AWS: the service says "Policy", whatever its model says. */
const boundaryType = "Policy" as string as PermissionsBoundaryAttachmentType;

export function describeBoundary(arn: string): AttachedPermissionsBoundary {
  return { PermissionsBoundaryType: boundaryType, PermissionsBoundaryArn: arn };
}
