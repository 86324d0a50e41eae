/**
 * Whether a password will do. AWS: IAM user guide, "Set an account password policy for IAM users": without a policy of
 * the account's own, a default one applies.
 */
import type { UpdateAccountPasswordPolicyRequest } from "../../../wire/models/iam-types.generated.ts";

/** UpdateAccountPasswordPolicy's settings with every default filled in. */
export interface PasswordPolicySettings {
  /** Characters. */
  readonly minimumLength: number;
  readonly requireSymbols: boolean;
  readonly requireNumbers: boolean;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly allowUsersToChange: boolean;
  /** Days; undefined: passwords do not expire. */
  readonly maxAgeDays: number | undefined;
  /** How many of the latest passwords may not be used again; 0: any may. */
  readonly reusePrevention: number;
  readonly hardExpiry: boolean;
}

/** AWS: the most that PasswordReusePrevention can ask for, so no more hashes are kept. */
export const maxRememberedPasswords = 24;

const leastLengthOfPolicies = 6;
const defaultPolicyLength = 8;
const defaultPolicyKinds = 3;

const kinds = {
  uppercase: /[A-Z]/,
  lowercase: /[a-z]/,
  numbers: /[0-9]/,
  symbols: /[!@#$%^&*()_+\-=[\]{}|']/,
} as const;

/** AWS: an update replaces the whole policy; what it leaves out goes back to its default. */
export function parsePasswordPolicy(input: UpdateAccountPasswordPolicyRequest): PasswordPolicySettings {
  return {
    minimumLength: input.MinimumPasswordLength ?? leastLengthOfPolicies,
    requireSymbols: input.RequireSymbols ?? false,
    requireNumbers: input.RequireNumbers ?? false,
    requireUppercase: input.RequireUppercaseCharacters ?? false,
    requireLowercase: input.RequireLowercaseCharacters ?? false,
    allowUsersToChange: input.AllowUsersToChangePassword ?? false,
    maxAgeDays: input.MaxPasswordAge,
    reusePrevention: input.PasswordReusePrevention ?? 0,
    hardExpiry: input.HardExpiry ?? false,
  };
}

/** Why the password is refused, without repeating it; undefined: it will do. `policy` undefined: AWS's default one. */
export function passwordFault(
  password: string,
  policy: PasswordPolicySettings | undefined,
): string | undefined {
  return policy === undefined ? defaultPolicyFault(password) : policyFault(password, policy);
}

function policyFault(password: string, policy: PasswordPolicySettings): string | undefined {
  if (password.length < policy.minimumLength)
    return `Password should have a minimum length of ${policy.minimumLength}`;
  if (policy.requireUppercase && !kinds.uppercase.test(password))
    return "Password should have at least one uppercase letter";
  if (policy.requireLowercase && !kinds.lowercase.test(password))
    return "Password should have at least one lowercase letter";
  if (policy.requireNumbers && !kinds.numbers.test(password))
    return "Password should have at least one number";
  if (policy.requireSymbols && !kinds.symbols.test(password))
    return "Password should have at least one symbol";
  return undefined;
}

function defaultPolicyFault(password: string): string | undefined {
  if (password.length < defaultPolicyLength)
    return `Password should have a minimum length of ${defaultPolicyLength}`;
  const present = Object.values(kinds).filter((kind) => kind.test(password)).length;
  return present < defaultPolicyKinds
    ? "Password should have at least three of: uppercase letters, lowercase letters, numbers, symbols"
    : undefined;
}
