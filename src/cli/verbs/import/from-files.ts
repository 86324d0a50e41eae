/** Keys in clear text in the shared files: copied, read back, and taken out of the files when a person says so. */

import { inShell } from "../../../base/index.ts";
import { type ClearTextKey, findClearTextKeys, scrubFile } from "../../../vault/import/index.ts";
import { describePlace } from "../../../vault/profiles/index.ts";
import { hasTerminal } from "../../../vault/programs/index.ts";
import { mask, readStoredKey, type StoredKey } from "../../../vault/stored-keys/index.ts";
import { confirm } from "../../vault/ask.ts";
import { isAsked } from "../../vault/flags.ts";
import { note } from "../../vault/open-vault.ts";
import { isSameKey } from "../add/store-key.ts";
import { count } from "../clear/drop-sessions.ts";
import { type ImportContext, type ImportOutcome, importKey, isWanted } from "./context.ts";

interface Found {
  readonly found: ClearTextKey;
  readonly outcome: ImportOutcome;
}

/** @throws TegataError what the keyring and the files refuse with. A key is in the keyring before its lines go. */
export async function importFromFiles(context: ImportContext): Promise<readonly ImportOutcome[]> {
  const { files } = await context.vault.loadFiles();
  const all: Found[] = [];
  for (const found of findClearTextKeys(files)) {
    if (!isWanted(context, found.profile)) continue;
    all.push({ found, outcome: { ...(await importOne(context, found)), place: found.place } });
  }
  return context.settings.dryRun ? all.map(({ outcome }) => outcome) : offerScrub(context, all);
}

async function importOne(context: ImportContext, found: ClearTextKey): Promise<ImportOutcome> {
  const { profile, accessKeyId } = found;
  if (found.kind === "long-lived")
    return importKey(context, profile, { ...found.key, hasSessionToken: false });
  const reason =
    found.kind === "session"
      ? "a session's key expires, and is not kept"
      : `it is half a key: ${found.missing} is missing`;
  const masked = accessKeyId === undefined ? {} : { accessKeyId: mask(accessKeyId) };
  return { profile, ...masked, status: "skipped", reason: `${reason}, at ${describePlace(found.place)}` };
}

async function offerScrub(context: ImportContext, all: readonly Found[]): Promise<readonly ImportOutcome[]> {
  const keys = new Map<string, StoredKey>();
  const outcomes = new Map(all.map(({ found, outcome }) => [found.profile, outcome]));
  for (const { found, outcome } of all) {
    if (found.kind !== "long-lived" || (outcome.status !== "moved" && outcome.status !== "present")) continue;
    if (found.conflict === undefined) keys.set(found.profile, found.key);
    const reason = found.conflict === undefined ? {} : { reason: `its lines stay: ${found.conflict}` };
    outcomes.set(found.profile, { ...outcome, ...reason, isScrubbed: false });
  }
  if (keys.size > 0 && (await isScrubWanted(context, keys, all)))
    for (const [profile, change] of await scrub(context, keys)) {
      const outcome = outcomes.get(profile);
      if (outcome !== undefined) outcomes.set(profile, { ...outcome, ...change });
    }
  return [...outcomes.values()];
}

async function isScrubWanted(
  { settings, vault }: ImportContext,
  keys: ReadonlyMap<string, StoredKey>,
  all: readonly Found[],
): Promise<boolean> {
  if (settings.scrub || settings.yes) return true;
  const { platform, env } = vault.machine;
  if (hasTerminal(platform)) {
    const places = all
      .filter(({ found }) => keys.has(found.profile))
      .map(({ found }) => describePlace(found.place))
      .join(", ");
    return confirm(
      `Remove ${count(keys.size, "key")} in clear text (${places}) from the files for good?`,
      platform,
    );
  }
  if (!isAsked(settings.quiet, "quiet", env))
    note(
      "the keys are still in clear text in the files; to remove them:\n  tegata import --from credentials-file --scrub",
    );
  return false;
}

/** INVARIANT (no-key-lost): what goes was read back from a keyring that was locked and opened anew. */
async function scrub(
  { vault, settings }: ImportContext,
  keys: ReadonlyMap<string, StoredKey>,
): Promise<ReadonlyMap<string, Partial<ImportOutcome>>> {
  const { keyring } = await vault.openKeyring();
  await keyring.lock();
  const changes = new Map<string, Partial<ImportOutcome>>();
  const safe = new Map<string, StoredKey>();
  for (const [profile, key] of keys) {
    const kept = await readStoredKey(keyring, profile);
    if (kept !== undefined && isSameKey(kept, key)) safe.set(profile, key);
    else
      changes.set(profile, { status: "failed", reason: "its lines stay: the keyring does not give it back" });
  }
  const { locations } = await vault.loadFiles();
  for (const location of [locations.credentials, locations.config]) {
    const { gone, kept } = await scrubFile(location, safe);
    for (const profile of gone) changes.set(profile, { isScrubbed: true, ...changes.get(profile) });
    for (const { profile, reason } of kept)
      changes.set(profile, { isScrubbed: false, reason: `its lines stay: ${reason}` });
  }
  if (!isAsked(settings.quiet, "quiet", vault.machine.env)) noteOtherPrograms(changes);
  return changes;
}

function noteOtherPrograms(changes: ReadonlyMap<string, Partial<ImportOutcome>>): void {
  const [profile] = [...changes].find(([, { isScrubbed }]) => isScrubbed) ?? [];
  if (profile === undefined) return;
  const name = inShell(profile);
  note(
    `other programs get them by \`tegata exec ${name} -- …\`, or by a line in the profile:\n  credential_process = tegata export --format json ${name}`,
  );
}
