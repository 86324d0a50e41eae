import { type AccountId, isAccountId, parseArn } from "../../base/index.ts";
import { stsErrors } from "../../wire/index.ts";

export interface RoleName {
  readonly accountId: AccountId;
  /** `/` or `/team/`. */
  readonly path: string;
  readonly name: string;
}

/**
 * A RoleArn → the role it names; undefined for a well-formed ARN that cannot be a role of ours, which is then as unknown
 * as any other. Throws ValidationError for what is not an ARN at all.
 */
export function parseRoleArn(text: string): RoleName | undefined {
  const arn = parseArn(text);
  if (arn === undefined || arn.partition === "" || arn.service === "" || arn.resource === "")
    throw stsErrors.invalidArn(text);
  if (arn.partition !== "aws" || arn.service !== "iam" || arn.region !== "") return undefined;
  if (!isAccountId(arn.accountId) || !arn.resource.startsWith("role/")) return undefined;
  const nameAt = arn.resource.lastIndexOf("/") + 1;
  const name = arn.resource.slice(nameAt);
  if (name === "") return undefined;
  return { accountId: arn.accountId, path: arn.resource.slice("role".length, nameAt), name };
}
