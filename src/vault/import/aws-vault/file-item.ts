/**
 * One item of AWS Vault's file backend: a compact JWE (RFC 7516) under a passphrase, PBES2-HS256+A128KW and A256GCM, whose
 * content is `{"Key","Data","Label",…}` with the key's own JSON in base64 as `Data`.
 */
import { compactDecrypt, errors } from "jose";
import { encodeUtf8, type Secret, TegataError } from "../../../base/index.ts";
import { parseObject, textOf } from "../../services/index.ts";
import { parseStoredKey, type StoredKey } from "../../stored-keys/index.ts";

/** AWS Vault writes 8,192; a file that asks for much more would keep us busy and nothing else. */
const maxDerivationRounds = 1_000_000;

export interface AwsVaultItem extends StoredKey {
  /** Under which AWS Vault knows it: the profile. */
  readonly name: string;
  readonly hasSessionToken: boolean;
}

/**
 * undefined when the passphrase does not open it.
 * @throws TegataError `AwsVaultItemUnreadable` for what is no such item.
 */
export async function openAwsVaultItem(
  token: string,
  passphrase: Secret,
  path: string,
): Promise<AwsVaultItem | undefined> {
  const plain = await decrypt(token.trim(), passphrase, path);
  if (plain === undefined) return undefined;
  const item = parseObject(new TextDecoder().decode(plain));
  const name = textOf(item?.Key);
  const data = Buffer.from(textOf(item?.Data) ?? "", "base64");
  const key = parseStoredKey(data);
  if (name === undefined || key === undefined) throw unreadable(path, "it opens, and holds no key");
  const hasSessionToken = textOf(parseObject(data.toString("utf8"))?.SessionToken) !== undefined;
  return { ...key, name, hasSessionToken };
}

async function decrypt(token: string, passphrase: Secret, path: string): Promise<Uint8Array | undefined> {
  try {
    const { plaintext } = await compactDecrypt(token, encodeUtf8(passphrase.reveal()), {
      keyManagementAlgorithms: ["PBES2-HS256+A128KW"],
      contentEncryptionAlgorithms: ["A256GCM"],
      maxPBES2Count: maxDerivationRounds,
    });
    return plaintext;
  } catch (error) {
    if (error instanceof errors.JWEDecryptionFailed) return undefined;
    throw unreadable(path, "it is no item of its file backend", error);
  }
}

function unreadable(path: string, why: string, cause?: unknown): TegataError {
  return new TegataError("AwsVaultItemUnreadable", `AWS Vault's "${path}" cannot be read: ${why}`, {
    hint: `ls -l '${path}'`,
    cause,
  });
}
