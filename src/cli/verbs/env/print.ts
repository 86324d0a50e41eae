import { join, resolve } from "node:path";
import { exitCodes, TegataError } from "../../../base/index.ts";
import { type ProfileKey, readCredentialsFile } from "../../../server/credentials-file.ts";
import { detectShell, type Shell, setLine, unsetLine } from "../../../vault/deliver/index.ts";
import { thisMachine } from "../../vault/this-machine.ts";

export interface EnvSettings {
  readonly shell?: Shell;
  readonly endpoint: string;
  readonly data: string;
  readonly credentialsFile?: string;
  readonly profile: string;
  readonly region: string;
  readonly session?: boolean;
  readonly unset?: boolean;
  readonly json?: boolean;
}

const ours = [
  "AWS_ENDPOINT_URL",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
] as const;

/** @throws TegataError `NoCredentials`; with `session` also AWS's codes and what a connection can fail with. */
export async function printEnvironment(settings: EnvSettings): Promise<void> {
  const shell = settings.shell ?? detectShell(process.env, thisMachine().platform);
  const file = settings.credentialsFile ?? join(settings.data, "credentials");
  if (settings.unset) {
    print([...ours, ...ownProfile(file)].map((name) => unsetLine(shell, name)));
    return;
  }
  const key = requireKey(file, settings.profile);
  const values = settings.session
    ? await sessionOf(key, settings, resolve(file))
    : { ...placeOf(settings), ...keyVariables(key.accessKeyId, key.secretAccessKey.reveal()) };
  if (settings.json) {
    print([JSON.stringify(values)]);
    return;
  }
  print([
    ...shadowing(file)
      .filter((name) => process.env[name] !== undefined && !(name in values))
      .map((name) => unsetLine(shell, name)),
    ...Object.entries(values).map(([name, value]) => setLine(shell, name, value)),
  ]);
}

/** What else could shadow the key: cleared, so that what is printed is what signs. */
function shadowing(file: string): readonly string[] {
  return [...new Set(["AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", ...ownProfile(file)])];
}

/** The variables that `--session` adds, where they are set to what it sets: a person's own stay. */
function ownProfile(file: string): readonly string[] {
  return process.env.AWS_SHARED_CREDENTIALS_FILE === resolve(file)
    ? ["AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE"]
    : [];
}

function requireKey(file: string, profile: string): ProfileKey {
  const key = readCredentialsFile(file, profile);
  if (key === undefined)
    throw new TegataError("NoCredentials", `there is no key of profile "${profile}" in "${file}"`, {
      hint: "start the authority first (npm start), or name its file with --credentials-file",
      exitCode: exitCodes.failed,
    });
  return key;
}

async function sessionOf(
  key: ProfileKey,
  settings: EnvSettings,
  file: string,
): Promise<Readonly<Record<string, string>>> {
  const { makeSession } = await import("./session.ts");
  const made = await makeSession(key, settings.endpoint, settings.region);
  return {
    ...placeOf(settings),
    AWS_SHARED_CREDENTIALS_FILE: file,
    AWS_PROFILE: key.profile,
    ...keyVariables(made.accessKeyId, made.secretAccessKey),
    AWS_SESSION_TOKEN: made.sessionToken,
  };
}

function placeOf({ endpoint, region }: EnvSettings) {
  return { AWS_ENDPOINT_URL: endpoint, AWS_REGION: region, AWS_DEFAULT_REGION: region };
}

function keyVariables(accessKeyId: string, secretAccessKey: string) {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
