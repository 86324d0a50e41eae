/**
 * How AWS Vault hands its keys over, whatever backend it has: it runs a program with one key in its environment. Pure: the
 * commands and their environment.
 */
import type { Environment, Platform } from "../../machine.ts";

export const awsVaultProgram = "aws-vault";

export const listKeysCommand: readonly string[] = [awsVaultProgram, "list", "--credentials"];

/** One name on each line. */
export function parseKeyNames(stdout: string): readonly string[] {
  return stdout.split(/\r?\n/).filter((name) => name.trim() !== "");
}

/**
 * undefined for a name that AWS Vault would take for a flag.
 * @param program what is run with the key, with its arguments.
 */
export function handOverCommand(profile: string, program: readonly string[]): readonly string[] | undefined {
  if (profile.startsWith("-")) return undefined;
  return [awsVaultProgram, "exec", "--no-session", profile, "--", ...program];
}

/** AWS Vault refuses to run in its own child, and makes a role's session where one of the others names something of it. */
const leftOut: ReadonlySet<string> = new Set([
  "AWS_VAULT",
  "AWS_MFA_SERIAL",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_SESSION_TAGS",
  "AWS_SOURCE_IDENTITY",
  "AWS_TRANSITIVE_TAGS",
]);

/**
 * The settings by which AWS Vault opens its keyring stay. It is shown an empty config file: a profile with a role would give
 * a session instead of its key, and AWS Vault would write the file where there is none.
 */
export function handOverEnvironment(env: Environment, platform: Platform): Environment {
  const kept = Object.entries(env).filter(([name]) => !leftOut.has(name));
  return { ...Object.fromEntries(kept), AWS_CONFIG_FILE: platform === "win32" ? "NUL" : "/dev/null" };
}
