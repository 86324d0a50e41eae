/** DeleteUser refuses while anything hangs on the user: whoever deletes must have seen what goes with it. */
import { iamErrors } from "../../../wire/errors/iam.ts";
import { type AnyOperation, iamOperation } from "../../operation.ts";
import { listAccessKeys } from "../../store/credentials/access-keys.ts";
import { findLoginProfile } from "../../store/credentials/login-profiles.ts";
import { deleteReservedDevices, listMfaDevicesOf } from "../../store/credentials/mfa-devices.ts";
import { countAttachments } from "../../store/policies/attachments.ts";
import { listInlinePolicies } from "../../store/policies/inline-policies.ts";
import { listGroupsOfUser } from "../../store/principals/groups.ts";
import { deleteUser, type UserRow } from "../../store/principals/users.ts";
import type { Reader } from "../../store/schema.ts";
import { demandUser, userResource } from "../entities/targets.ts";

const deleteUserOperation = iamOperation("DeleteUser", {
  access: "policy",
  resource: (input, call) => userResource(call, input.UserName),
  async handle(input, call) {
    await call.services.store.write(call.accountId, async (tx) => {
      const user = await demandUser(tx, call.accountId, input.UserName);
      await demandNothingLeft(tx, user);
      await deleteReservedDevices(tx, user.user_id);
      await deleteUser(tx, user.user_id);
    });
    return undefined;
  },
});

async function demandNothingLeft(reader: Reader, user: UserRow): Promise<void> {
  const { user_id: userId, account_id: accountId } = user;
  if ((await listInlinePolicies(reader, userId)).length > 0) throw iamErrors.mustDeletePoliciesFirst();
  if ((await countAttachments(reader, userId)) > 0) throw iamErrors.mustDetachPoliciesFirst();
  if ((await listGroupsOfUser(reader, userId)).length > 0) throw iamErrors.mustRemoveUsersFirst();
  if ((await listAccessKeys(reader, accountId, userId)).length > 0)
    throw iamErrors.mustDeleteAccessKeysFirst();
  if ((await findLoginProfile(reader, userId)) !== undefined) throw iamErrors.mustDeleteLoginProfileFirst();
  if ((await listMfaDevicesOf(reader, accountId, userId)).length > 0)
    throw iamErrors.mustDeleteMfaDeviceFirst();
}

export const deleteUserOperations: readonly AnyOperation[] = [deleteUserOperation];
