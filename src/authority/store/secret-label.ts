/** Tables whose rows hold a secret sealed with the master key. */
export type SecretTable = "access_key" | "mfa_device" | "token_key" | "meta";

/**
 * The associated data of a sealed secret: table, account (empty when the row has none), row id.
 * SECURITY: a sealed secret copied into another row does not open there.
 *
 * | table | row id | plain bytes |
 * |---|---|---|
 * | access_key | access key id | the secret access key as UTF-8 |
 * | mfa_device | serial | the seed itself, not its base32 |
 * | token_key | key id | 32 bytes |
 * | meta | name | the fact as UTF-8 |
 */
export function secretLabel(table: SecretTable, accountId: string, rowId: string): string {
  return `${table}/${accountId}/${rowId}`;
}
