/** Whose sessions a source's are, as far as it is known before anything is called. */
import { readFile } from "node:fs/promises";
import { sha256Hex } from "../../crypto/index.ts";
import type { Environment } from "../machine.ts";
import type { SourceStep } from "../plan/index.ts";
import { parseObject, textOf } from "../services/index.ts";

/**
 * The access key id of a source that is a key; issuer, subject and the like of a web identity's token; undefined for the others.
 * A stored key's is told by the keyring, which has to be read for it.
 */
export async function sourceIdOf(source: SourceStep, env: Environment): Promise<string | undefined> {
  switch (source.kind) {
    case "static-key":
      return source.accessKeyId;
    case "environment":
      return env.AWS_ACCESS_KEY_ID;
    case "web-identity":
      return source.tokenFile === undefined ? undefined : subjectIn(source.tokenFile);
    default:
      return undefined;
  }
}

/**
 * Tokens are renewed in their file every hour: what stays is whose they are and what a trust policy or STS reads from
 * them. AWS: IAM user guide, "Pass session tags using AssumeRoleWithWebIdentity". A file that is no JWT counts as a whole.
 */
const lastingClaims = [
  "iss",
  "sub",
  "aud",
  "azp",
  "amr",
  "https://aws.amazon.com/tags",
  "https://aws.amazon.com/source_identity",
] as const;

async function subjectIn(file: string): Promise<string | undefined> {
  // Why it cannot be read is told by the step itself.
  const token = await readFile(file, "utf8").catch(() => undefined);
  if (token === undefined) return undefined;
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8");
  const claims = parseObject(payload);
  if (textOf(claims?.iss) === undefined || textOf(claims?.sub) === undefined) return sha256Hex(token);
  return JSON.stringify(lastingClaims.map((name) => claims?.[name] ?? null));
}
