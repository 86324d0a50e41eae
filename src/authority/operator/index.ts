/**
 * operator: the service `tegata`, by which operators administer the authority itself. Requests are `POST /` with a JSON
 * object, `X-Amz-Target: Tegata.<Operation>`, signed for service `tegata`; principals of the management account only.
 * May import: base, sigv4, wire, the store, authenticate, authorise, `iam/mfa-devices.ts`, `founding.ts`.
 * Start reading at `answer.ts`, then `operation.ts`.
 */
export { maxAccounts } from "./accounts.ts";
export { answerOperator, operatorTargetPrefix } from "./answer.ts";
export type { AnyOperatorOperation, OperatorOperation } from "./operation.ts";
export { operatorOperations } from "./operations.ts";
