/** A key's way into the keyring: compared with what is there, asked about, written. For `add` and `import`. */
import { inShell, TegataError } from "../../../base/index.ts";
import type { Vault } from "../../../vault/index.ts";
import type { CallerIdentity } from "../../../vault/services/index.ts";
import {
  checkKey,
  mask,
  readStoredKey,
  type StoredKey,
  writeStoredKey,
} from "../../../vault/stored-keys/index.ts";
import { dropSessionsOf } from "../clear/drop-sessions.ts";

export interface KeyToStore {
  readonly vault: Vault;
  readonly profile: string;
  readonly key: StoredKey;
  /** Whether its service is asked first. */
  readonly isChecked: boolean;
  /** Everything but the writing. */
  readonly isDryRun?: boolean;
  /** Asked when there is another key; `kept` is its masked id, or what there is in its place. */
  readonly mayReplace: (kept: string) => Promise<boolean>;
  /** Asked when no service answered. */
  readonly mayGoUnchecked: (error: TegataError) => Promise<boolean>;
}

export interface StoredKeyResult {
  /** undefined when no service said whose it is. */
  readonly identity: CallerIdentity | undefined;
  /** The same key was there before. */
  readonly wasThere: boolean;
  readonly droppedSessions: number;
}

/**
 * Asks the service, then writes the key, then forgets the profile's sessions. Killed anywhere, the keyring has the old key
 * or the new one.
 * @throws TegataError `KeyExists`, the service's refusal, `NoConnection` and its like, and what the keyring refuses.
 */
export async function storeKey(wanted: KeyToStore): Promise<StoredKeyResult> {
  const { vault, profile, key } = wanted;
  const { keyring } = await vault.openKeyring();
  const kept = await readKept(keyring, profile);
  const wasThere = typeof kept === "object" && isSameKey(kept, key);
  if (kept !== undefined && !wasThere) {
    const described = typeof kept === "string" ? kept : `the key ${mask(kept.accessKeyId)}`;
    if (!(await wanted.mayReplace(described))) throw keyExists(profile, described);
  }
  const identity = wanted.isChecked ? await check(wanted) : undefined;
  if (wanted.isDryRun) return { identity, wasThere, droppedSessions: 0 };
  // Who is not asked does not forget that the key was seen to be the root user's.
  if (!(wasThere && identity === undefined)) await writeStoredKey(keyring, profile, key, identity?.arn);
  const droppedSessions = wasThere ? 0 : await dropSessionsOf(vault, profile);
  return { identity, wasThere, droppedSessions };
}

async function check({
  vault,
  profile,
  key,
  mayGoUnchecked,
}: KeyToStore): Promise<CallerIdentity | undefined> {
  const { connection, endpointOf, region } = await vault.connect(profile);
  const answer = await checkKey({ profile, key, connection, region, endpoint: endpointOf("sts") });
  if (answer.kind === "known") return answer.identity;
  if (answer.kind === "unreached" && (await mayGoUnchecked(answer.error))) return undefined;
  throw answer.error;
}

type Keyring = Parameters<typeof readStoredKey>[0];

async function readKept(keyring: Keyring, profile: string): Promise<StoredKey | string | undefined> {
  try {
    return await readStoredKey(keyring, profile);
  } catch (error) {
    if (error instanceof TegataError && error.code === "KeyUnreadable") return "an item that is no key";
    throw error;
  }
}

export function isSameKey(left: StoredKey, right: StoredKey): boolean {
  return (
    left.accessKeyId === right.accessKeyId && left.secretAccessKey.reveal() === right.secretAccessKey.reveal()
  );
}

function keyExists(profile: string, kept: string): TegataError {
  return new TegataError(
    "KeyExists",
    `the keyring has ${kept} for profile "${profile}"; nothing was stored`,
    {
      hint: `tegata add ${inShell(profile)} --force`,
    },
  );
}
