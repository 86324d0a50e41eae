/** Refusals of the operator's own service (`tegata`). It is ours, so the sentences are too; codes are those AWS uses. */
import { entry } from "./entry.ts";

export const operatorErrors = {
  /** The body is not what the operation wants; the text names the member. */
  invalidInput: entry("ValidationException", 400, (problem: string) => problem),
  unknownOperation: entry(
    "UnknownOperationException",
    400,
    "X-Amz-Target must name an operation of this service: Tegata.ListAccounts and its like.",
  ),
  notManagementAccount: entry(
    "AccessDeniedException",
    403,
    (arn: string, action: string) =>
      `User: ${arn} is not authorized to perform: ${action} because only principals of the management account may`,
  ),
  accountExists: entry(
    "AccountAlreadyExistsException",
    409,
    (accountId: string) => `Account ${accountId} already exists.`,
  ),
  accountNotFound: entry(
    "AccountNotFoundException",
    404,
    (accountId: string) => `Account ${accountId} does not exist.`,
  ),
  tooManyAccounts: entry(
    "LimitExceededException",
    409,
    (most: number) => `Cannot exceed quota for Accounts: ${most}`,
  ),
} as const;
