/** What a person should know about the credentials that are handed over, on standard error. */
import { inShell, printable } from "../../../base/index.ts";
import type { Environment, Issued, Plan } from "../../../vault/index.ts";
import { describeWithoutMfa, type Origin } from "../../../vault/plan/index.ts";
import { isAsked, type VaultSettings } from "../../vault/flags.ts";
import { note } from "../../vault/open-vault.ts";

/** What was issued, as far as it is known. */
type Handed = Pick<Issued, "plan"> & Partial<Pick<Issued, "credentials" | "isNew">>;

/** The AWS CLI's services that refuse a session without MFA, or most of whose operations do. */
const refusing: ReadonlySet<string> = new Set(["iam", "sts"]);

/** Says what the plan warns of, unless it is to be quiet. */
export function warnOf(
  issued: Handed,
  settings: VaultSettings,
  env: Environment,
  command: readonly string[] = [],
): void {
  if (isAsked(settings.quiet, "quiet", env)) return;
  const { plan, credentials } = issued;
  warnWithoutMfa(issued, settings, env, command);
  for (const warning of plan.warnings) {
    if (warning.code === "session-without-mfa") continue;
    note(printable(`warning: ${warning.text.en}${where(warning)}`));
    if (warning.code !== "root-key") continue;
    const isKey = credentials !== undefined && credentials.sessionToken === undefined;
    process.stderr.write(`  ${printable(deactivation(plan, isKey ? credentials.accessKeyId : undefined))}\n`);
  }
}

/**
 * One line when such a session is made, whatever the command: what it runs in turn may call IAM. A kept session says it
 * again only to a command that is about to be refused.
 */
export function warnWithoutMfa(
  { plan, isNew }: Handed,
  settings: VaultSettings,
  env: Environment,
  command: readonly string[] = [],
): void {
  if (isAsked(settings.quiet, "quiet", env)) return;
  const text = describeWithoutMfa(plan);
  if (text === undefined || (isNew === false && !callsRefusing(command))) return;
  note(printable(text));
}

function callsRefusing([program = "", ...args]: readonly string[]): boolean {
  const isAws = /^aws(?:\.(?:exe|cmd|bat))?$/.test(program.split(/[\\/]/).at(-1) ?? "");
  return isAws && args.some((word) => refusing.has(word));
}

/**
 * The line that deactivates a root user's key: with the key itself, since IAM refuses a session that is made without MFA.
 * AWS: IAM user guide, "Root user best practices".
 */
function deactivation({ steps: [{ profile }] }: Plan, accessKeyId: string | undefined): string {
  const exec = `tegata exec --no-session ${inShell(profile)} --`;
  const update = "aws iam update-access-key --status Inactive --access-key-id";
  return accessKeyId === undefined
    ? `${exec} sh -c '${update} "$AWS_ACCESS_KEY_ID"'`
    : `${exec} ${update} ${accessKeyId}`;
}

function where({ place, setting }: Origin): string {
  if (place !== undefined) return ` (${place.file}:${place.line})`;
  return setting === undefined ? "" : ` (${setting})`;
}
