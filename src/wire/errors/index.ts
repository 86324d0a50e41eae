/**
 * Every refusal on the wire, one table per service. A refusal's code, status and sentence are here and nowhere else;
 * docs/errors.md is made from these tables by scripts/error-table.ts.
 */
export { commonErrors } from "./common.ts";
export { iamErrors } from "./iam.ts";
export { operatorErrors } from "./operator.ts";
export { s3Errors } from "./s3.ts";
export { signinErrors } from "./signin.ts";
export { stsErrors } from "./sts.ts";
