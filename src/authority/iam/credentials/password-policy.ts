/** The account's password policy: get, update, delete. What it demands of a password: `password-rules.ts`. */
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { PasswordPolicy } from "../../../wire/models/iam-types.generated.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation, type ResourceFacts } from "../../operation.ts";
import { setPasswordPolicy } from "../../store/principals/accounts.ts";
import { findUserById, type UserRow } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { demandAccount } from "../account/account.ts";
import { type PasswordPolicySettings, parsePasswordPolicy } from "./password-rules.ts";

const getAccountPasswordPolicy = iamOperation("GetAccountPasswordPolicy", {
  access: "own-rules",
  async handle(_input, call) {
    const { read } = call.services.store;
    const user =
      call.caller.kind === "user" ? await findUserById(read, call.accountId, call.caller.userId) : undefined;
    await demandPasswordSelfService(call, "iam:GetAccountPasswordPolicy", user, { arn: "*" });
    const policy = await findPasswordPolicy(read, call.accountId);
    if (policy === undefined) throw iamErrors.passwordPolicyNotFound(call.accountId);
    return { PasswordPolicy: describePolicy(policy) };
  },
});

const updateAccountPasswordPolicy = iamOperation("UpdateAccountPasswordPolicy", {
  access: "policy",
  async handle(input, call) {
    const stored = JSON.stringify(parsePasswordPolicy(input));
    await call.services.store.write(call.accountId, (tx) => setPasswordPolicy(tx, call.accountId, stored));
    return undefined;
  },
});

const deleteAccountPasswordPolicy = iamOperation("DeleteAccountPasswordPolicy", {
  access: "policy",
  async handle(_input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      if ((await findPasswordPolicy(tx, call.accountId)) === undefined)
        throw iamErrors.passwordPolicyNotFound(call.accountId);
      await setPasswordPolicy(tx, call.accountId, null);
    });
    return undefined;
  },
});

export const passwordPolicyOperations: readonly AnyOperation[] = [
  getAccountPasswordPolicy,
  updateAccountPasswordPolicy,
  deleteAccountPasswordPolicy,
];

/** The account's own policy; undefined: it has none, and AWS's default applies. */
export async function findPasswordPolicy(
  reader: Reader,
  accountId: string,
): Promise<PasswordPolicySettings | undefined> {
  const { password_policy: stored } = await demandAccount(reader, accountId);
  return stored === null ? undefined : (JSON.parse(stored) as PasswordPolicySettings);
}

/**
 * Demands the permission, except that AllowUsersToChangePassword stands in for a silent identity policy.
 * AWS: IAM user guide, "Allow IAM users to change their own passwords": the setting gives every user both actions.
 * An explicit Deny still refuses, and so does whatever bounds the user.
 */
export async function demandPasswordSelfService(
  call: Call,
  action: string,
  user: UserRow | undefined,
  resource: ResourceFacts,
): Promise<void> {
  const decision = await call.decide({ action, resource });
  if (decision.allowed) return;
  const silent = decision.outcome === "implicitDeny" && decision.layer === "identity";
  if (silent && user?.boundary_arn === null) {
    const policy = await findPasswordPolicy(call.services.store.read, call.accountId);
    if (policy?.allowUsersToChange === true) return;
  }
  await call.demand(action, resource);
}

function describePolicy(policy: PasswordPolicySettings): PasswordPolicy {
  return {
    MinimumPasswordLength: policy.minimumLength,
    RequireSymbols: policy.requireSymbols,
    RequireNumbers: policy.requireNumbers,
    RequireUppercaseCharacters: policy.requireUppercase,
    RequireLowercaseCharacters: policy.requireLowercase,
    AllowUsersToChangePassword: policy.allowUsersToChange,
    ExpirePasswords: policy.maxAgeDays !== undefined,
    MaxPasswordAge: policy.maxAgeDays,
    PasswordReusePrevention: policy.reusePrevention === 0 ? undefined : policy.reusePrevention,
    HardExpiry: policy.hardExpiry,
  };
}
