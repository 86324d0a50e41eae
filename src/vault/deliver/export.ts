/** Credentials as text: lines for a shell to evaluate, files for others to read, and what `credential_process` answers. */
import { exitCodes, formatInstant, TegataError } from "../../base/index.ts";
import type { Credentials } from "../credentials.ts";
import type { Environment, Machine } from "../machine.ts";
import { credentialVariables, type Handed, shadowingVariables } from "./environment.ts";
import type { ExportFormat } from "./formats.ts";
import { literalForIni, quoteDotenv, type Shell, setLine, unsetLine } from "./quoting.ts";
import { handedVariables, profileVariable } from "./variables.ts";

/** Which services a profile names is not known any more when it is undone. */
const serviceEndpoint = /^AWS_ENDPOINT_URL_[A-Z0-9_]+$/;

export interface Exported extends Handed {
  readonly profile: string;
  /** Where the text will be evaluated: what is set there and would win over the credentials is unset first. */
  readonly machine: Pick<Machine, "platform" | "env">;
}

/**
 * The text of an export, ending with a line end. Holds the secrets: it goes to standard output and nowhere else.
 * Throws TegataError `UnwritableValue` where the format cannot carry a value as it is.
 */
export function exportCredentials(format: ExportFormat, exported: Exported): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(processAnswer(exported.credentials))}\n`;
    case "ini":
      return profileSection(exported);
    case "dotenv":
      return linesOf(credentialVariables(exported), (name, value) => `${name}=${quoteDotenv(name, value)}`);
    default:
      return shellLines(format, exported);
  }
}

/** The lines that undo an export or a hand-over in a shell with this environment. */
export function unsetCredentials(shell: Shell, env: Environment): string {
  const endpoints = Object.keys(env).filter((name) => serviceEndpoint.test(name));
  const names = [...handedVariables, ...endpoints, "AWS_ACCOUNT_ID", profileVariable];
  return names.map((name) => `${unsetLine(shell, name)}\n`).join("");
}

function shellLines(shell: Shell, exported: Exported): string {
  const values = credentialVariables(exported);
  const shadowed = shadowingVariables(exported.machine).filter((name) => !(name in values));
  return (
    shadowed.map((name) => `${unsetLine(shell, name)}\n`).join("") +
    linesOf(values, (name, value) => setLine(shell, name, value))
  );
}

/** AWS: CLI user guide, "Sourcing credentials with an external process", Version 1. Long-lived keys have no Expiration. */
function processAnswer({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
  accountId,
}: Credentials): object {
  return {
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken && { SessionToken: sessionToken.reveal() }),
    ...(expiration !== undefined && { Expiration: formatInstant(expiration) }),
    ...(accountId !== undefined && { AccountId: accountId }),
  };
}

/** A section of the credentials file, where a profile's name stands alone in the brackets. */
function profileSection({ profile, credentials, region, endpointUrl }: Exported): string {
  if (!/^[^\s[\]#;\p{Cc}](?:[^[\]\p{Cc}]*[^\s[\]\p{Cc}])?$/u.test(profile))
    throw new TegataError("UnwritableValue", `a section cannot be named ${JSON.stringify(profile)}`, {
      exitCode: exitCodes.misuse,
    });
  const values = {
    aws_access_key_id: credentials.accessKeyId,
    aws_secret_access_key: credentials.secretAccessKey.reveal(),
    ...(credentials.sessionToken && { aws_session_token: credentials.sessionToken.reveal() }),
    ...(credentials.expiration !== undefined && {
      aws_credential_expiration: formatInstant(credentials.expiration),
    }),
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpoint_url: endpointUrl }),
  };
  return `[${profile}]\n${linesOf(values, (name, value) => `${name} = ${literalForIni(name, value)}`)}`;
}

function linesOf(
  values: Readonly<Record<string, string>>,
  line: (name: string, value: string) => string,
): string {
  return Object.entries(values)
    .map(([name, value]) => `${line(name, value)}\n`)
    .join("");
}
