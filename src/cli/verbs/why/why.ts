import { exitCodes, printable, TegataError, type Text } from "../../../base/index.ts";
import {
  describeFindings,
  type Facts,
  type Finding,
  gather,
  isAboutCredentials,
  judge,
  type Language,
  listChecked,
  maxTextCharacters,
  profileNamedBy,
  profileWithin,
} from "../../../doctor/index.ts";
import { detectShell } from "../../../vault/deliver/index.ts";
import {
  createVault,
  type Environment,
  type Machine,
  openKeyring,
  type Vault,
} from "../../../vault/index.ts";
import { reportFailure } from "../../failure.ts";
import { languageOf } from "../../language.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { runObserved } from "./run-command.ts";
import { splitArguments } from "./split-arguments.ts";

export interface WhySettings {
  readonly error?: string;
  readonly offline?: boolean;
  readonly json?: boolean;
  readonly keyring?: string;
}

/** `tegata why`: findings on standard output; on standard error where a command's own output goes to the other. */
export async function why(
  typedProfile: string | undefined,
  words: readonly string[],
  settings: WhySettings,
): Promise<void> {
  const machine = thisMachine();
  const { profile, command } = splitArguments(typedProfile, words, process.argv);
  if (command !== undefined && settings.error !== undefined)
    throw new TegataError("WhyArguments", "--error and a command after -- are two errors: give one of them", {
      hint: "tegata why --help",
      exitCode: exitCodes.misuse,
    });
  const observed = command && (await runObserved(command));
  if (observed !== undefined) process.exitCode = observed.exitCode;
  if (observed?.exitCode === 0) return;
  const errorText = observed?.text ?? (await textOf(settings.error));
  try {
    await explain({ machine, settings, profile, command, errorText });
  } catch (error) {
    if (observed === undefined) throw error;
    // Whatever kept us from saying why: it is the command's end that counts.
    reportFailure(error);
  }
}

interface Asked {
  readonly machine: Machine;
  readonly settings: WhySettings;
  readonly profile: string | undefined;
  readonly command: readonly string[] | undefined;
  readonly errorText: string | undefined;
}

/** Prints the findings. Without a command the exit code says whether the error was explained. */
async function explain({ machine, settings, profile, command, errorText }: Asked): Promise<void> {
  const facts = await gather({
    vault: openQuietly(machine, settings),
    shell: detectShell(machine.env, machine.platform),
    profile: profileOf(profile, command),
    errorText,
    command,
    folder: currentFolder(),
    mayAsk: settings.offline !== true,
  });
  const findings = judge(facts);
  const language = languageOf(machine.env);
  const out = command === undefined ? process.stdout : process.stderr;
  out.write(
    settings.json ? `${toJson(facts, findings)}\n` : `${describe(facts, findings, errorText, language)}\n`,
  );
  const isAnswered = facts.symptom !== undefined && findings.some(({ concern }) => concern === "failure");
  if (command === undefined && errorText !== undefined && !isAnswered) process.exitCode = exitCodes.failed;
}

/** One that was removed has no name any more; nothing is in it. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return ".";
  }
}

async function textOf(error: string | undefined): Promise<string | undefined> {
  const isPiped = error === undefined && !process.stdin.isTTY && process.stdin.readable;
  const text = error === "-" || isPiped ? await readEnd(process.stdin) : error;
  if (text === undefined || text.trim() !== "") return text;
  if (error === undefined) return undefined;
  throw new TegataError("WhyArguments", "no error text was given, only --error and nothing behind it", {
    hint: "tegata why --help",
    exitCode: exitCodes.misuse,
  });
}

/** What was typed, else what the command that failed names by itself. */
function profileOf(typed: string | undefined, command: readonly string[] | undefined) {
  if (typed !== undefined) return { name: typed, setting: "the argument" };
  const named = profileNamedBy(command);
  return named === undefined ? profileWithin(command) : { name: named, setting: "--profile" };
}

/** The end of a log of any length. */
async function readEnd(stream: NodeJS.ReadStream): Promise<string> {
  let text = "";
  stream.setEncoding("utf8");
  for await (const chunk of stream) text = (text + chunk).slice(-maxTextCharacters);
  return text;
}

/** With nobody to ask: why something failed must not cost a passphrase. */
function openQuietly(machine: Machine, { keyring }: WhySettings): Vault {
  const keyringMachine = { ...machine, env: withoutPinentry(machine.env) };
  return createVault({ machine, openKeyring: () => openKeyring(keyringMachine, { flag: keyring }) });
}

/** GnuPG: gpg(1): what its agent does not know it then asks nobody, and does not complain. pass hands these options over. */
function withoutPinentry(env: Environment): Environment {
  const options = [env.PASSWORD_STORE_GPG_OPTS, "--pinentry-mode=error", "--logger-file=/dev/null"];
  return { ...env, PASSWORD_STORE_GPG_OPTS: options.filter(Boolean).join(" ") };
}

function describe(
  facts: Facts,
  findings: readonly Finding[],
  errorText: string | undefined,
  language: Language,
): string {
  const failures = findings.filter(({ concern }) => concern === "failure");
  const isUnknown = errorText !== undefined && facts.symptom === undefined;
  if (failures.length > 0 && !isUnknown) return describeFindings(findings, language);
  const first = headline(facts, errorText);
  const checked = { en: "checked:", ja: "確認した項目:" };
  const beside = { en: "found beside it:", ja: "ほかに見つかったこと:" };
  return [
    first[language],
    ...(facts.symptom === undefined ? [] : [`   ${facts.symptom.code}: ${facts.symptom.sentence}`]),
    checked[language],
    ...listChecked(facts).map((each) => `   - ${each[language]}`),
    ...(findings.length === 0 ? [] : [beside[language], describeFindings(findings, language)]),
  ]
    .map((part) => part.split("\n").map(printable).join("\n"))
    .join("\n");
}

/** Where no cause was found. What the endpoint says to us counts like an error that was given. */
function headline({ symptom }: Facts, errorText: string | undefined): Text {
  if (symptom === undefined)
    return errorText === undefined
      ? { en: "nothing wrong was found", ja: "問題は見つかりませんでした" }
      : { en: "this error is not recognised", ja: "このエラーは認識できません" };
  return symptom.by === "service" && !isAboutCredentials(symptom.code)
    ? { en: "this error is not about credentials", ja: "認証情報に関するエラーではありません" }
    : {
        en: "the error is known, and its cause was not found here",
        ja: "既知のエラーですが、原因は見つかりませんでした",
      };
}

/** Keys are stable; texts are in both languages, commands once. */
function toJson(facts: Facts, findings: readonly Finding[]): string {
  const { symptom, profile, client } = facts;
  const checked = listChecked(facts).map(({ en }) => en);
  const told = { profile: profile.name, symptom: symptom ?? null, client: client ?? null, findings, checked };
  // SECURITY: what moves a cursor or turns a line's direction and is no control character of JSON's.
  return JSON.stringify(told, undefined, 2).replaceAll(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
