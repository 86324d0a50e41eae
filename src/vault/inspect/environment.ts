/** Keys in environment variables: they never renew by themselves, and clients take them before a profile. */
import { formatInstant, same, type Text } from "../../base/index.ts";
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
    const text = {
      en: `the environment holds half a key: AWS's clients stop there, since ${missing} is not set`,
      ja: `環境変数のキーは半分だけです。${missing} が設定されていないので、AWS のクライアントはここで止まります`,
    };
    findings.push({ code: "EnvironmentKeysPartial", text, hints });
  } else {
    findings.push(...wholeKeys(input, id, hints));
  }
  return [...findings, ...exportedFindings(input, set)];
}

function wholeKeys(input: EnvironmentInput, id: string, hints: readonly Text[]): readonly Finding[] {
  const { env, selection, isUsed, now } = input;
  const masked = maskValue(id);
  const shown = {
    en: `the keys in the environment (AWS_ACCESS_KEY_ID ${masked})`,
    ja: `環境変数のキー (AWS_ACCESS_KEY_ID ${masked})`,
  };
  const known = expirationOf(input, id);
  const hasToken = Boolean(env.AWS_SESSION_TOKEN || env.AWS_SECURITY_TOKEN);
  const role = isUsed ? usedWords : passedOver(selection.name);
  const unknownEnd = known === undefined && hasToken;
  const findings: Finding[] = [
    {
      code: "EnvironmentKeys",
      text: {
        en: `${shown.en} ${role.en}; they never renew by themselves${unknownEnd ? ", and nothing here says when they end" : ""}`,
        ja: `${shown.ja} ${role.ja}。自動では更新されません${unknownEnd ? "。いつ失効するかは、ここからは分かりません" : ""}`,
      },
      hints,
    },
  ];
  if (known !== undefined && known.expiration <= now) {
    const ended = formatInstant(known.expiration);
    const text = {
      en: `${shown.en} expired at ${ended} (${known.by})`,
      ja: `${shown.ja} は ${ended} に失効しました (${known.by})`,
    };
    findings.push({ code: "EnvironmentKeysExpired", text, hints });
  }
  return findings;
}

const usedWords: Text = {
  en: "are used: nobody names a profile, and they come before the files",
  ja: "が使われます。プロファイルの指定がなく、ファイルより優先されます",
};

function passedOver(profile: string): Text {
  return {
    en: `come before profile "${profile}" for the AWS CLI without --profile and for several SDKs, and not here`,
    ja: `は、--profile なしの AWS CLI と一部の SDK ではプロファイル「${profile}」より優先されますが、ここでは使われません`,
  };
}

/** AWS: SDKs and tools reference, "AWS access keys": AWS_CREDENTIAL_EXPIRATION is what tools set beside them. */
function expirationOf({ env, knownExpirations }: EnvironmentInput, id: string): KnownExpiration | undefined {
  const said = Date.parse(env.AWS_CREDENTIAL_EXPIRATION ?? "");
  return Number.isNaN(said)
    ? knownExpirations.get(id)
    : { expiration: said, by: "AWS_CREDENTIAL_EXPIRATION" };
}

/** `setx` writes into the registry, where a window that is open does not look and `set X=` does not reach. */
function unsetHints({ shell, platform }: EnvironmentInput, names: readonly string[]): readonly Text[] {
  const lines = names.map((name) => same(unsetLine(shell, name)));
  if (platform !== "win32") return lines;
  const remark = shell === "cmd" ? "rem" : "#";
  return [
    ...lines,
    {
      en: `${remark} those that setx made stay for new windows until they are deleted:`,
      ja: `${remark} setx で作ったものは、次で消すまで新しいウィンドウに残ります:`,
    },
    ...names.map((name) => same(`reg delete HKCU\\Environment /v ${name} /f`)),
  ];
}

function exportedFindings({ exported }: EnvironmentInput, names: readonly string[]): readonly Finding[] {
  return exported
    .filter(({ name }) => (names as readonly string[]).includes(name))
    .map(({ name, place }) => ({
      code: "VariableExported",
      text: { en: `${name} is set for every new shell`, ja: `新しいシェルのたびに ${name} が設定されます` },
      place,
    }));
}
