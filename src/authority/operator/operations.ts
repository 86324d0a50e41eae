import { createAccount, listAccountsOperation } from "./accounts.ts";
import { registerHardwareMfaDevice } from "./hardware-mfa.ts";
import type { AnyOperatorOperation } from "./operation.ts";

export const operatorOperations: readonly AnyOperatorOperation[] = [
  createAccount,
  listAccountsOperation,
  registerHardwareMfaDevice,
];
