/** What the ways of importing share. */
import { TegataError } from "../../../base/index.ts";
import type { Place, Vault } from "../../../vault/index.ts";
import {
  describeRootKey,
  type GivenKey,
  isRootArn,
  mask,
  requireLongLived,
  requireOwnSource,
} from "../../../vault/stored-keys/index.ts";
import type { VaultSettings } from "../../vault/flags.ts";
import { note } from "../../vault/open-vault.ts";
import { type StoredKeyResult, storeKey } from "../add/store-key.ts";

export interface ImportSettings extends VaultSettings {
  readonly from: "aws-vault" | "credentials-file";
  readonly dryRun?: boolean;
  readonly scrub?: boolean;
  readonly yes?: boolean;
  readonly fileDir?: string;
  readonly json?: boolean;
}

export interface ImportContext {
  readonly vault: Vault;
  readonly settings: ImportSettings;
  /** Those that were named; none are all. */
  readonly profiles: readonly string[];
}

export type ImportStatus = "moved" | "present" | "would-move" | "skipped" | "failed";

export interface ImportOutcome {
  readonly profile: string;
  readonly status: ImportStatus;
  /** Masked. */
  readonly accessKeyId?: string | undefined;
  readonly arn?: string | undefined;
  readonly reason?: string;
  readonly place?: Place;
  readonly isScrubbed?: boolean;
}

export function isWanted({ profiles }: Pick<ImportContext, "profiles">, profile: string): boolean {
  return profiles.length === 0 || profiles.includes(profile);
}

/** What stands in the way of a key itself is no failure of importing it. */
const skippedCodes: ReadonlySet<string> = new Set([
  "SessionKey",
  "KeyMalformed",
  "KeyExists",
  "SourceProfileSet",
]);
/** Nothing can be stored then, so that the next key need not be tried. */
const endingCodes: ReadonlySet<string> = new Set([
  "KeyringLocked",
  "PassphraseWrong",
  "PassphraseEmpty",
  "KeyringDamaged",
  "KeyringUnavailable",
  "KeyringFailed",
  "NoTerminal",
  "Declined",
]);

/** @throws the error itself when the next key would meet the same one. */
export function refusal(profile: string, error: unknown): ImportOutcome {
  if (!(error instanceof TegataError) || endingCodes.has(error.code)) throw error;
  const status = skippedCodes.has(error.code) ? "skipped" : "failed";
  return { profile, status, reason: error.message };
}

/**
 * Takes one key in hand, or only looks at it with `--dry-run`. Never replaces another one.
 * @throws TegataError when the keyring takes nothing at all.
 */
export async function importKey(
  { vault, settings }: ImportContext,
  profile: string,
  key: GivenKey,
): Promise<ImportOutcome> {
  const accessKeyId = mask(key.accessKeyId);
  try {
    requireLongLived(profile, key);
    requireOwnSource((await vault.loadFiles()).files, profile);
    const stored = await storeKey({
      vault,
      profile,
      key,
      isChecked: true,
      isDryRun: settings.dryRun ?? false,
      mayReplace: () => Promise.resolve(false),
      mayGoUnchecked: () => Promise.resolve(false),
    });
    warnOfRoot(profile, key, stored);
    return { profile, accessKeyId, arn: stored.identity?.arn, status: statusOf(stored, settings) };
  } catch (error) {
    return { ...refusal(profile, error), accessKeyId };
  }
}

function statusOf({ wasThere }: StoredKeyResult, { dryRun }: ImportSettings): ImportStatus {
  if (wasThere) return "present";
  return dryRun ? "would-move" : "moved";
}

function warnOfRoot(profile: string, { accessKeyId }: GivenKey, { identity }: StoredKeyResult): void {
  if (identity === undefined || !isRootArn(identity.arn)) return;
  const { warning, command } = describeRootKey(profile, { accessKeyId, arn: identity.arn });
  note(`warning: ${warning}\n  ${command}`);
}
