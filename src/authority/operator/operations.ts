import { createAccount, listAccountsOperation } from "./accounts.ts";
import { getDecision } from "./decisions.ts";
import { registerHardwareMfaDevice } from "./hardware-mfa.ts";
import type { AnyOperatorOperation } from "./operation.ts";
import { organizationOperations } from "./organization.ts";

/** What stands before the operation's name in `X-Amz-Target`. */
export const operatorTargetPrefix = "Tegata.";

export const operatorOperations: readonly AnyOperatorOperation[] = [
  createAccount,
  listAccountsOperation,
  registerHardwareMfaDevice,
  getDecision,
  ...organizationOperations,
];
