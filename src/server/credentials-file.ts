/** The admin's key in AWS's credentials-file format, for `AWS_SHARED_CREDENTIALS_FILE` and for `tegata env`. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { createSecretFile } from "../authority/index.ts";
import { authorityProfiles, Secret, TegataError } from "../base/index.ts";

export interface ProfileKey {
  readonly profile: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
}

/**
 * Writes the file with mode 0600, whole or not at all, and has it on disk when it returns. An earlier run's is replaced.
 * Throws TegataError when the place cannot be written, or when a file is there that is not wholly ours.
 */
export function writeCredentialsFile(file: string, keys: readonly ProfileKey[]): void {
  if (!isOurs(file))
    throw new TegataError("CredentialsFile", `"${file}" holds other things than Tegata's keys`, {
      hint: "give another place with --credentials-file FILE",
    });
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

/** SECURITY: somebody's `~/.aws/credentials` must not be lost by a wrong argument. */
function isOurs(file: string): boolean {
  const text = existsSync(file) ? readText(file) : "";
  const sections = [...(text ?? "[").matchAll(/^[^\S\n]*\[([^\]\n]*)/gm)].map((match) => match[1]);
  const isBlank = text?.trim() === "";
  return isBlank || (sections.length > 0 && sections.every((name) => authorityProfiles.includes(name ?? "")));
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The key of a profile in such a file; undefined when file or profile is not there. */
export function readCredentialsFile(file: string, profile: string): ProfileKey | undefined {
  const section = readText(file)
    ?.split(/^\[/m)
    .find((part) => part.startsWith(`${profile}]`));
  const accessKeyId = section && /^aws_access_key_id\s*=\s*(\S+)/m.exec(section)?.[1];
  const secret = section && /^aws_secret_access_key\s*=\s*(\S+)/m.exec(section)?.[1];
  if (!accessKeyId || !secret) return undefined;
  return { profile, accessKeyId, secretAccessKey: new Secret(secret) };
}
