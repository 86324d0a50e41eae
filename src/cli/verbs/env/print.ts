import { join } from "node:path";
import { exitCodes, TegataError } from "../../../base/index.ts";
import { readCredentialsFile } from "../../../server/credentials-file.ts";
import { detectShell, type Shell, setLine, unsetLine } from "../../../vault/deliver/index.ts";
import { thisMachine } from "../../vault/this-machine.ts";

export interface EnvSettings {
  readonly shell?: Shell;
  readonly endpoint: string;
  readonly data: string;
  readonly credentialsFile?: string;
  readonly profile: string;
  readonly region: string;
  readonly unset?: boolean;
  readonly json?: boolean;
}

/** What else could shadow the key: cleared, so that what is printed is what signs. */
const shadowing = ["AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"] as const;
const ours = [
  "AWS_ENDPOINT_URL",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
] as const;

export function printEnvironment(settings: EnvSettings): void {
  const shell = settings.shell ?? detectShell(process.env, thisMachine().platform);
  if (settings.unset) {
    print([...ours, "AWS_SESSION_TOKEN"].map((name) => unsetLine(shell, name)));
    return;
  }
  const values = valuesOf(settings);
  if (settings.json) {
    print([JSON.stringify(values)]);
    return;
  }
  print([
    ...shadowing.filter((name) => process.env[name] !== undefined).map((name) => unsetLine(shell, name)),
    ...Object.entries(values).map(([name, value]) => setLine(shell, name, value)),
  ]);
}

function valuesOf(settings: EnvSettings): Record<(typeof ours)[number], string> {
  const file = settings.credentialsFile ?? join(settings.data, "credentials");
  const key = readCredentialsFile(file, settings.profile);
  if (key === undefined)
    throw new TegataError("NoCredentials", `there is no key of profile "${settings.profile}" in "${file}"`, {
      hint: "start the authority first (npm start), or name its file with --credentials-file",
      exitCode: exitCodes.failed,
    });
  return {
    AWS_ENDPOINT_URL: settings.endpoint,
    AWS_REGION: settings.region,
    AWS_DEFAULT_REGION: settings.region,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey.reveal(),
  };
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
