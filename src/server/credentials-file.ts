/** The admin's key in AWS's credentials-file format, for `AWS_SHARED_CREDENTIALS_FILE` and for `tegata env`. */
import { mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { createSecretFile } from "../authority/index.ts";
import { Secret, TegataError } from "../base/index.ts";

export const adminProfile = "tegata-admin";
export const rootProfile = "tegata-root";

export interface ProfileKey {
  readonly profile: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
}

/**
 * Writes the file with mode 0600, whole or not at all, and has it on disk when it returns.
 * Throws TegataError when the place cannot be written.
 */
export function writeCredentialsFile(file: string, keys: readonly ProfileKey[]): void {
  const text = keys
    .map(
      ({ profile, accessKeyId, secretAccessKey }) =>
        `[${profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey.reveal()}\n`,
    )
    .join("\n");
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    createSecretFile(file, text);
  } catch (error) {
    throw new TegataError("CredentialsFile", `cannot write the credentials file "${file}"`, {
      hint: "give another place with --credentials-file FILE",
      cause: error,
    });
  }
}

/** The key of a profile in such a file; undefined when file or profile is not there. */
export function readCredentialsFile(file: string, profile: string): ProfileKey | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const section = text.split(/^\[/m).find((part) => part.startsWith(`${profile}]`));
  const accessKeyId = section && /^aws_access_key_id\s*=\s*(\S+)/m.exec(section)?.[1];
  const secret = section && /^aws_secret_access_key\s*=\s*(\S+)/m.exec(section)?.[1];
  if (!accessKeyId || !secret) return undefined;
  return { profile, accessKeyId, secretAccessKey: new Secret(secret) };
}
