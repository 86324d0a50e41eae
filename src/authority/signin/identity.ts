import { type AccountId, buildArn } from "../../base/index.ts";
import { findRoleById } from "../store/principals/roles.ts";
import { findUserById } from "../store/principals/users.ts";
import type { Reader } from "../store/schema.ts";

/** Who signs in: what a session's claims and a sign-in token both know. */
export interface SignedInPrincipal {
  readonly accountId: AccountId;
  /** User id, role id or "root". */
  readonly principalId: string;
  /** Role session name or federated name. */
  readonly name?: string;
}

export interface Identity {
  readonly arn: string;
  readonly accountId: AccountId;
}

/** The identity as it is now; undefined when its role, or the user behind a federated one, is gone. */
export async function findIdentity(reader: Reader, who: SignedInPrincipal): Promise<Identity | undefined> {
  const { accountId, principalId, name } = who;
  const role = await findRoleById(reader, accountId, principalId);
  if (role !== undefined)
    return { accountId, arn: buildArn("sts", accountId, `assumed-role/${role.name}/${name}`) };
  const exists = principalId === "root" || (await findUserById(reader, accountId, principalId)) !== undefined;
  return exists ? { accountId, arn: buildArn("sts", accountId, `federated-user/${name}`) } : undefined;
}
