/** OpenID Connect providers, as records; nothing here speaks to a provider. */
import type { Insertable, Selectable, Updateable } from "kysely";
import type { OidcProviderTable, Reader, Writer } from "../schema.ts";

export type OidcProviderRow = Selectable<OidcProviderTable>;

export async function findOidcProvider(reader: Reader, arn: string): Promise<OidcProviderRow | undefined> {
  return reader.selectFrom("oidc_provider").selectAll().where("arn", "=", arn).executeTakeFirst();
}

/** By ARN. */
export async function listOidcProviders(reader: Reader, accountId: string): Promise<OidcProviderRow[]> {
  return reader
    .selectFrom("oidc_provider")
    .selectAll()
    .where("account_id", "=", accountId)
    .orderBy("arn")
    .execute();
}

export async function insertOidcProvider(tx: Writer, provider: Insertable<OidcProviderTable>): Promise<void> {
  await tx.insertInto("oidc_provider").values(provider).execute();
}

export async function updateOidcProvider(
  tx: Writer,
  arn: string,
  change: Updateable<OidcProviderTable>,
): Promise<void> {
  await tx.updateTable("oidc_provider").set(change).where("arn", "=", arn).execute();
}

export async function deleteOidcProvider(tx: Writer, arn: string): Promise<void> {
  await tx.deleteFrom("oidc_provider").where("arn", "=", arn).execute();
}
