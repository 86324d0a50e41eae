/**
 * operator: the service `tegata`, by which operators administer the authority itself. Requests are `POST /` with a JSON
 * object, `X-Amz-Target: Tegata.<Operation>`, signed for service `tegata`; principals of the management account only.
 * May import: base, wire, the store, `iam`'s door for hardware MFA devices, `accounts/founding.ts`. Start reading at `answer.ts`.
 */
export { maxAccounts } from "./accounts.ts";
export { answerOperator } from "./answer.ts";
export type { AnyOperatorOperation, OperatorOperation } from "./operation.ts";
export { operatorOperations, operatorTargetPrefix } from "./operations.ts";
