/** `tegata list`. */
import { inShell } from "../../../base/index.ts";
import type { ListedSession } from "../../../vault/index.ts";
import { describeItems, rotationsIn } from "../../../vault/keyring/index.ts";
import { spellSpan } from "../../../vault/plan/index.ts";
import { describePlace } from "../../../vault/profiles/index.ts";
import { printTable } from "../../table.ts";
import type { VaultSettings } from "../../vault/flags.ts";
import { openVault } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { buildRows, kindOf, type ListRow } from "./rows.ts";
import { readSignIns } from "./sign-ins.ts";

export interface ListSettings extends VaultSettings {
  readonly profiles?: boolean;
  readonly credentials?: boolean;
  readonly sessions?: boolean;
  readonly json?: boolean;
}

export async function runList(settings: ListSettings): Promise<void> {
  const machine = thisMachine();
  const vault = openVault(settings, machine);
  const { files } = await vault.loadFiles();
  // The names of profiles need no keyring; completions ask for nothing else.
  if (settings.profiles) return printNames([...files.profiles.keys()], settings);
  const names = await (await vault.openKeyring()).keyring.list();
  const stored = describeItems(names);
  if (settings.credentials) return printNames([...stored.storedKeys].sort(), settings);
  const sessions = await (await vault.openSessions()).list();
  const now = machine.clock.now();
  if (settings.sessions) {
    if (settings.json) printJson(sessions.map(describeSession));
    else printNames(sessions.map((session) => labelOf(session, now)).sort(), settings);
    return;
  }
  const signIns = await readSignIns(vault, files);
  const rows = buildRows({ files, stored, rotations: rotationsIn(names), sessions, signIns });
  if (settings.json) printJson({ Profiles: rows.map(describeRow) });
  else
    printTable(
      ["Profile", "Credentials", "Sessions"],
      rows.map((row) => cellsOf(row, now)),
      settings,
    );
}

function printNames(names: readonly string[], { json }: ListSettings): void {
  if (json) printJson(names);
  else process.stdout.write(names.map((name) => `${name}\n`).join(""));
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** As AWS Vault: `-` for what is not there, a profile that only the keyring knows in the second column alone. */
function cellsOf(row: ListRow, now: number): readonly string[] {
  const { profile, isInFiles, hasKey, isRoot, isRotating, clearText, sessions, signIn } = row;
  const credentials = [
    ...(hasKey ? [isRoot ? `${profile} (root user)` : profile] : []),
    ...(isRotating ? [`rotation unfinished: tegata rotate ${inShell(profile)}`] : []),
    ...(clearText === undefined ? [] : [`clear text at ${describePlace(clearText)}`]),
  ];
  const owner = isInFiles || hasKey || isRotating ? undefined : profile;
  const labels = [
    ...(signIn === undefined ? [] : [`oidc:${signIn.label}:${timeLeft(signIn, now)}`]),
    ...sessions.map((session) => labelOf(session, now, owner)),
  ];
  return [isInFiles ? profile : "-", credentials.join(", ") || "-", labels.join(", ") || "-"];
}

/** `sts.AssumeRole:59m31s`, with the profile where no column says it. */
function labelOf(session: ListedSession, now: number, profile?: string): string {
  return `${kindOf(session)}:${timeLeft(session, now)}${profile === undefined ? "" : ` (${profile})`}`;
}

function timeLeft({ expiration }: { readonly expiration: number }, now: number): string {
  return spellSpan(Math.max(0, Math.floor((expiration - now) / 1000)));
}

function describeRow(row: ListRow): unknown {
  const { profile, isInFiles, hasKey, isRoot, isRotating, clearText, sessions, signIn } = row;
  return {
    Profile: profile,
    InFiles: isInFiles,
    HasStoredKey: hasKey,
    IsRoot: isRoot,
    ...(isRotating && { RotationUnfinished: true }),
    ...(clearText && { ClearTextKey: { File: clearText.file, Line: clearText.line } }),
    Sessions: sessions.map(describeSession),
    ...(signIn && { SignIn: { Name: signIn.label, Expiration: new Date(signIn.expiration).toISOString() } }),
  };
}

function describeSession(session: ListedSession): Readonly<Record<string, string>> {
  const { profile = "", role } = session.about;
  return {
    Profile: profile,
    Kind: kindOf(session),
    ...(role && { RoleArn: role }),
    Expiration: new Date(session.expiration).toISOString(),
  };
}
