/**
 * Files as AWS Vault's file backend writes them (99designs/keyring, file.go): a compact JWE for each item, PBES2-HS256+A128KW
 * with 8,192 rounds and A256GCM, with the time in its header and the item's JSON inside.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CompactEncrypt } from "jose";
import type { Key } from "./server.ts";

export const awsVaultPassphrase = "open says me";

export async function awsVaultToken(
  profile: string,
  { accessKeyId, secretAccessKey, sessionToken = "" }: Key,
  passphrase = awsVaultPassphrase,
): Promise<string> {
  // Credentials of the AWS SDK for Go, version 2, as JSON.
  const data = {
    AccessKeyID: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Source: "",
    CanExpire: false,
    Expires: "0001-01-01T00:00:00Z",
    AccountID: "",
  };
  const item = {
    Key: profile,
    Data: Buffer.from(JSON.stringify(data)).toString("base64"),
    Label: `aws-vault (${profile})`,
    Description: "",
    KeychainNotTrustApplication: true,
    KeychainNotSynchronizable: false,
  };
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(item)))
    .setProtectedHeader({
      alg: "PBES2-HS256+A128KW",
      enc: "A256GCM",
      created: "2024-05-06 07:08:09.123456 +0000 UTC m=+0.012345678",
    })
    .setKeyManagementParameters({ p2c: 8_192 })
    .encrypt(new TextEncoder().encode(passphrase));
}

export async function writeAwsVaultFile(
  folder: string,
  profile: string,
  key: Key,
  passphrase?: string,
): Promise<void> {
  const name = profile.replaceAll("%", "%25").replaceAll("/", "%2F");
  writeFileSync(join(folder, name), await awsVaultToken(profile, key, passphrase), { mode: 0o600 });
}
