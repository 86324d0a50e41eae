/** Keys in environment variables: they never renew by themselves, and clients take them before a profile. */
import { formatInstant } from "../../base/index.ts";
import { type Shell, unsetLine } from "../deliver/index.ts";
import type { Environment, Platform } from "../machine.ts";
import type { ProfileChoice } from "../profiles/index.ts";
import type { Finding } from "./findings.ts";
import { maskValue } from "./mask.ts";
import type { ExportedVariable } from "./startup-files.ts";

export interface EnvironmentInput {
  readonly env: Environment;
  readonly platform: Platform;
  readonly shell: Shell;
  readonly selection: ProfileChoice;
  /** Whether the plan takes the environment's keys. */
  readonly isUsed: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When keys end that some cache knows, by access key id. */
  readonly knownExpirations: ReadonlyMap<string, KnownExpiration>;
  readonly exported: readonly ExportedVariable[];
}

export interface KnownExpiration {
  readonly expiration: number;
  /** Who says so: a variable, a file. */
  readonly by: string;
}

/** What a client signs with, and what goes with it. */
export const keyVariables = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
] as const;

export function environmentFindings(input: EnvironmentInput): readonly Finding[] {
  const { env } = input;
  const id = env.AWS_ACCESS_KEY_ID || undefined;
  const set = keyVariables.filter((name) => env[name]);
  if (id === undefined && !env.AWS_SECRET_ACCESS_KEY) return [];
  const hints = unsetHints(input, set);
  const findings: Finding[] = [];
  if (id === undefined || !env.AWS_SECRET_ACCESS_KEY) {
    const missing = id === undefined ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY";
    const text = `the environment holds half a key: AWS's clients stop there, since ${missing} is not set`;
    findings.push({ code: "EnvironmentKeysPartial", text, hints });
  } else {
    findings.push(...wholeKeys(input, id, hints));
  }
  return [...findings, ...exportedFindings(input, set)];
}

function wholeKeys(input: EnvironmentInput, id: string, hints: readonly string[]): readonly Finding[] {
  const { env, selection, isUsed, now } = input;
  const shown = `the keys in the environment (AWS_ACCESS_KEY_ID ${maskValue(id)})`;
  const role = isUsed
    ? "are used: nobody names a profile, and they come before the files"
    : `come before profile "${selection.name}" for the AWS CLI without --profile and for several SDKs, and not here`;
  const findings: Finding[] = [
    { code: "EnvironmentKeys", text: `${shown} ${role}; they never renew by themselves`, hints },
  ];
  const known = expirationOf(input, id);
  if (known !== undefined && known.expiration <= now) {
    const text = `${shown} expired at ${formatInstant(known.expiration)} (${known.by})`;
    findings.push({ code: "EnvironmentKeysExpired", text, hints });
  } else if (known === undefined && (env.AWS_SESSION_TOKEN || env.AWS_SECURITY_TOKEN)) {
    return findings.map((finding) => ({
      ...finding,
      text: `${finding.text}, and nothing here says when they end`,
    }));
  }
  return findings;
}

/** AWS: SDKs and tools reference, "AWS access keys": AWS_CREDENTIAL_EXPIRATION is what tools set beside them. */
function expirationOf({ env, knownExpirations }: EnvironmentInput, id: string): KnownExpiration | undefined {
  const said = Date.parse(env.AWS_CREDENTIAL_EXPIRATION ?? "");
  return Number.isNaN(said)
    ? knownExpirations.get(id)
    : { expiration: said, by: "AWS_CREDENTIAL_EXPIRATION" };
}

/** `setx` writes into the registry, where a window that is open does not look and `set X=` does not reach. */
function unsetHints({ shell, platform }: EnvironmentInput, names: readonly string[]): readonly string[] {
  const lines = names.map((name) => unsetLine(shell, name));
  if (platform !== "win32") return lines;
  const remark = shell === "cmd" ? "rem" : "#";
  return [
    ...lines,
    `${remark} those that setx made stay for new windows until they are deleted:`,
    ...names.map((name) => `reg delete HKCU\\Environment /v ${name} /f`),
  ];
}

function exportedFindings({ exported }: EnvironmentInput, names: readonly string[]): readonly Finding[] {
  return exported
    .filter(({ name }) => (names as readonly string[]).includes(name))
    .map(({ name, place }) => ({
      code: "VariableExported",
      text: `${name} is set for every new shell`,
      place,
    }));
}
