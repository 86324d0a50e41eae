/** What the AWS CLI's cache, SSO's and the vault's hold, without their secrets. Nothing here fails: less is known. */
import { type AwsCache, type CachedFile, readAwsCaches } from "../../vault/aws-cache/index.ts";
import type { Machine, Vault } from "../../vault/index.ts";
import type { SharedFiles } from "../../vault/profiles/index.ts";
import type { CacheEntry } from "../facts.ts";

export async function readCaches(
  machine: Machine,
  files: SharedFiles,
  vault: Pick<Vault, "openSessions">,
): Promise<readonly CacheEntry[]> {
  // Each by itself: what cannot be listed, as a folder that sudo made, hides no other.
  const ofAws = (cache: AwsCache) => readAwsCaches(machine, files, [cache]).catch(() => []);
  const [cli, sso, own] = await Promise.all([ofAws("aws-cli"), ofAws("sso"), readSessions(vault)]);
  return [...cli, ...sso].map(fromAws).concat(own);
}

function fromAws({ cache, path, owners, contents }: CachedFile): CacheEntry {
  return {
    cache: cache === "aws-cli" ? "aws-cli" : "sso",
    path,
    profiles: owners.map(({ profile }) => profile),
    keyId: contents.kind === "role" ? contents.accessKeyId : undefined,
    roleArn: contents.kind === "role" ? contents.arn : undefined,
    expirationMs: contents.kind === "unreadable" ? undefined : contents.expiration,
    isBroken: contents.kind === "unreadable",
  };
}

/** A keyring that is locked tells nothing; nobody is asked for a passphrase here. */
async function readSessions(vault: Pick<Vault, "openSessions">): Promise<readonly CacheEntry[]> {
  try {
    const listed = await (await vault.openSessions()).list();
    return listed.map(({ expiration, about }) => ({
      cache: "vault",
      path: undefined,
      profiles: about.profile === undefined ? [] : [about.profile],
      keyId: undefined,
      roleArn: about.role,
      expirationMs: expiration,
      isBroken: false,
    }));
  } catch {
    return [];
  }
}
