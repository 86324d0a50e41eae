/** What a person should know about the credentials that are handed over, on standard error. */
import { printable } from "../../../base/index.ts";
import type { Environment, Issued, Plan, Reason } from "../../../vault/index.ts";
import { isAsked, type VaultSettings } from "../../vault/flags.ts";
import { note } from "../../vault/open-vault.ts";

/** Says what the plan warns of, unless it is to be quiet. */
export function warnOf(
  { plan, credentials }: Pick<Issued, "plan"> & Partial<Pick<Issued, "credentials">>,
  settings: VaultSettings,
  env: Environment,
): void {
  if (isAsked(settings.quiet, "quiet", env)) return;
  for (const warning of plan.warnings) {
    note(printable(`warning: ${warning.text}${where(warning)}`));
    if (warning.code !== "root-key") continue;
    const isKey = credentials !== undefined && credentials.sessionToken === undefined;
    process.stderr.write(`  ${printable(deactivation(plan, isKey ? credentials.accessKeyId : undefined))}\n`);
  }
}

/**
 * The line that deactivates a root user's key: with the key itself, since IAM refuses a session that is made without MFA.
 * AWS: IAM user guide, "Root user best practices".
 */
function deactivation({ steps: [{ profile }] }: Plan, accessKeyId: string | undefined): string {
  const exec = `tegata exec --no-session ${quoted(profile)} --`;
  const update = "aws iam update-access-key --status Inactive --access-key-id";
  return accessKeyId === undefined
    ? `${exec} sh -c '${update} "$AWS_ACCESS_KEY_ID"'`
    : `${exec} ${update} ${accessKeyId}`;
}

function where({ place, setting }: Reason): string {
  if (place !== undefined) return ` (${place.file}:${place.line})`;
  return setting === undefined ? "" : ` (${setting})`;
}

/** A word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
