/** Permissions boundaries of users and roles: a managed policy that caps what the others grant. */
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { findPolicyByArn } from "../../store/policies/policies.ts";
import { updateRole } from "../../store/principals/roles.ts";
import { updateUser } from "../../store/principals/users.ts";
import type { Reader, Writer } from "../../store/schema.ts";
import { changesEntity, demandEntity, roleNameOf, userNameOf } from "../entities/entities.ts";
import { awsAccountId } from "./aws-managed/index.ts";
import { demandPolicyArn } from "./policy-targets.ts";

interface NewBoundary {
  readonly PermissionsBoundary: string;
}

/** AWS: setting a boundary is judged by the boundary to be set, not by the one that is there. */
const newBoundaryContext = (input: NewBoundary) => ({ "iam:permissionsboundary": input.PermissionsBoundary });

export const boundaryOperations: readonly AnyOperation[] = [
  iamOperation("PutUserPermissionsBoundary", {
    ...changesEntity("user", userNameOf, newBoundaryContext),
    handle: (input, call) => setBoundary(call, "user", input.UserName, input.PermissionsBoundary),
  }),
  iamOperation("PutRolePermissionsBoundary", {
    ...changesEntity("role", roleNameOf, newBoundaryContext),
    handle: (input, call) => setBoundary(call, "role", input.RoleName, input.PermissionsBoundary),
  }),
  iamOperation("DeleteUserPermissionsBoundary", {
    ...changesEntity("user", userNameOf),
    handle: (input, call) => setBoundary(call, "user", input.UserName, null),
  }),
  iamOperation("DeleteRolePermissionsBoundary", {
    ...changesEntity("role", roleNameOf),
    handle: (input, call) => setBoundary(call, "role", input.RoleName, null),
  }),
];

/** Throws unless the ARN is that of a managed policy of this account or AWS's: ValidationError or NoSuchEntity. */
export async function demandBoundary(reader: Reader, accountId: string, arn: string): Promise<void> {
  demandPolicyArn(arn);
  const policy = await findPolicyByArn(reader, arn);
  if (policy === undefined || (policy.account_id !== accountId && policy.account_id !== awsAccountId))
    throw iamErrors.boundaryNotFound(arn);
}

/** Removing a boundary that is not there changes nothing. */
async function setBoundary(
  call: Call,
  kind: "user" | "role",
  name: string,
  arn: string | null,
): Promise<undefined> {
  await call.services.store.write(call.accountId, async (tx: Writer) => {
    const entity = await demandEntity(tx, call.accountId, kind, name);
    if (arn !== null) await demandBoundary(tx, call.accountId, arn);
    await (kind === "user" ? updateUser : updateRole)(tx, entity.id, { boundary_arn: arn });
  });
}
