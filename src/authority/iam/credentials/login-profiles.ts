/**
 * Console passwords. Hashing takes a fifth of a second, so it is done before the transaction; the transaction then
 * refuses when the password was changed meanwhile.
 */
import { hashPassword, verifyPassword } from "../../../crypto/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { LoginProfile } from "../../../wire/models/iam-types.generated.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import {
  deleteLoginProfile,
  findLoginProfile,
  insertLoginProfile,
  type LoginProfileRow,
  updateLoginProfile,
} from "../../store/credentials/login-profiles.ts";
import type { UserRow } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { demandUserOrSelf, ownerResource, userFacts, userResource } from "../entities/targets.ts";
import { demandPasswordSelfService, findPasswordPolicy } from "./password-policy.ts";
import { maxRememberedPasswords, passwordFault } from "./password-rules.ts";

const createLoginProfile = iamOperation("CreateLoginProfile", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    const { store } = call.services;
    const { Password: password } = input;
    if (password === undefined) throw iamErrors.passwordMissing();
    const user = await demandUserOrSelf(store.read, call, input.UserName);
    await demandFit(call, password);
    const hash = await hashPassword(password);
    const profile: LoginProfileRow = {
      user_id: user.user_id,
      account_id: call.accountId,
      password_hash: hash,
      reset_required: Number(input.PasswordResetRequired ?? false),
      created_at: call.now,
      changed_at: call.now,
      earlier_hashes: "[]",
    };
    await store.write(call.accountId, async (tx) => {
      const present = await demandUserOrSelf(tx, call, user.name);
      if ((await findLoginProfile(tx, present.user_id)) !== undefined)
        throw iamErrors.loginProfileExists(present.name);
      await insertLoginProfile(tx, { ...profile, user_id: present.user_id });
    });
    return { LoginProfile: describeProfile(user, profile) };
  },
});

const getLoginProfile = iamOperation("GetLoginProfile", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    const { read } = call.services.store;
    const user = await demandUserOrSelf(read, call, input.UserName);
    return { LoginProfile: describeProfile(user, await demandProfile(read, user)) };
  },
});

const updateLoginProfileOperation = iamOperation("UpdateLoginProfile", {
  access: "policy",
  resource: (input, call) => userResource(call, input.UserName),
  async handle(input, call) {
    const { read } = call.services.store;
    const user = await demandUserOrSelf(read, call, input.UserName);
    const profile = await demandProfile(read, user);
    const reset = input.PasswordResetRequired;
    await change(call, profile, {
      ...(input.Password === undefined ? {} : await freshPassword(call, profile, input.Password)),
      ...(reset === undefined ? {} : { reset_required: Number(reset) }),
    });
    return undefined;
  },
});

const deleteLoginProfileOperation = iamOperation("DeleteLoginProfile", {
  access: "policy",
  resource: (input, call) => ownerResource(call, input.UserName),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const user = await demandUserOrSelf(tx, call, input.UserName);
      await demandProfile(tx, user);
      await deleteLoginProfile(tx, user.user_id);
    });
    return undefined;
  },
});

const changePassword = iamOperation("ChangePassword", {
  access: "own-rules",
  async handle(input, call) {
    if (call.caller.kind !== "user") throw iamErrors.onlyUsersChangePasswords();
    const { read } = call.services.store;
    const user = await demandUserOrSelf(read, call, undefined);
    await demandPasswordSelfService(call, "iam:ChangePassword", user, userFacts(user));
    const profile = await demandProfile(read, user);
    if (!(await verifyPassword(input.OldPassword, profile.password_hash))) throw iamErrors.wrongOldPassword();
    const fresh = await freshPassword(call, profile, input.NewPassword);
    await change(call, profile, { ...fresh, reset_required: 0 });
    return undefined;
  },
});

export const loginProfileOperations: readonly AnyOperation[] = [
  createLoginProfile,
  getLoginProfile,
  updateLoginProfileOperation,
  deleteLoginProfileOperation,
  changePassword,
];

function describeProfile(user: UserRow, profile: LoginProfileRow): LoginProfile {
  return {
    UserName: user.name,
    CreateDate: profile.created_at,
    PasswordResetRequired: profile.reset_required === 1,
  };
}

async function demandProfile(reader: Reader, user: UserRow): Promise<LoginProfileRow> {
  const profile = await findLoginProfile(reader, user.user_id);
  if (profile === undefined) throw iamErrors.loginProfileNotFound(user.name);
  return profile;
}

/** Throws PasswordPolicyViolation when the account's password policy refuses the password. */
async function demandFit(call: Call, password: string): Promise<void> {
  const fault = passwordFault(password, await findPasswordPolicy(call.services.store.read, call.accountId));
  if (fault !== undefined) throw iamErrors.passwordRefused(fault);
}

/** A new password checked against policy and earlier ones, as the columns that change. */
async function freshPassword(call: Call, profile: LoginProfileRow, password: string) {
  await demandFit(call, password);
  const earlier = [profile.password_hash, ...(JSON.parse(profile.earlier_hashes) as string[])];
  const policy = await findPasswordPolicy(call.services.store.read, call.accountId);
  for (const hash of earlier.slice(0, policy?.reusePrevention ?? 0))
    if (await verifyPassword(password, hash)) throw iamErrors.passwordReused();
  return {
    password_hash: await hashPassword(password),
    earlier_hashes: JSON.stringify(earlier.slice(0, maxRememberedPasswords)),
    changed_at: call.now,
  };
}

async function change(
  call: Call,
  seen: LoginProfileRow,
  columns: Partial<Omit<LoginProfileRow, "user_id" | "account_id">>,
): Promise<void> {
  if (Object.keys(columns).length === 0) return;
  await call.services.store.write(call.accountId, async (tx) => {
    if (!(await updateLoginProfile(tx, seen, columns))) throw iamErrors.temporarilyUnmodifiable();
  });
}
