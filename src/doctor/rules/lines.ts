/** What is pasted: the failed command in another form, and an editor at a line. */
import type { Shell } from "../../vault/deliver/index.ts";
import { isIdentifier, type Place } from "../../vault/profiles/index.ts";
import { innerCommand, isAwsCli, programOf } from "../command.ts";
import type { Facts } from "../facts.ts";
import type { Remedy, Text } from "../finding.ts";
import { profileOption, setLines, unsetLines, word } from "./words.ts";

/** Where no command is known, who one is can always be asked. */
const whoAmI = ["aws", "sts", "get-caller-identity"] as const;

/** The failed command, for the user's shell; without one, one that tells whose credentials sign. */
export function commandOf(facts: Facts): string {
  return join(facts, commandWords(facts));
}

/**
 * The failed command through the vault. The AWS CLI leaves the environment's credentials out for `--profile`, so this goes.
 * In a shell of `tegata exec` it has to be said that another one is meant.
 */
export function throughVault(facts: Facts, profile: string, ...flags: readonly string[]): string {
  const words = commandWords(facts);
  const command = isAwsCli(words) ? withoutProfile(words) : words;
  const nested = facts.environment.variables.AWS_VAULT === undefined ? [] : ["--nested"];
  return `tegata ${join(facts, ["exec", ...nested, ...flags, profile, "--", ...command])}`;
}

export const sessionVariables: readonly string[] = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
];

/** What clients read for a session's token; botocore the older one first. AWS: boto3 guide, "Environment variables". */
export const tokenVariables: readonly string[] = ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"];

/** Those and the older name of the token, where it is set. */
function withOldToken({ environment }: Facts, names: readonly string[]): readonly string[] {
  const old = "AWS_SECURITY_TOKEN";
  return environment.variables[old] === undefined || names.includes(old) ? names : [...names, old];
}

/**
 * Takes credentials out of the user's shell such that a profile then signs: one that this shell does not choose is chosen
 * too, and where the profile has nothing to sign with, the only other one that has a key. Among several nobody guesses.
 * @param flags of `tegata exec`, where the vault alone has the profile's key
 */
export function leaveEnvironment(
  facts: Facts,
  text: Text,
  names: readonly string[] = sessionVariables,
  ...flags: readonly string[]
): Pick<Remedy, "text" | "commands"> {
  const { shell, profile } = facts;
  const unset = unsetLines(shell, withOldToken(facts, names));
  if (canSign(facts)) {
    const through = isInVaultOnly(facts) ? [throughVault(facts, profile.name, ...flags)] : [];
    return {
      text,
      commands: [...unset, ...(through.length > 0 ? through : chooseProfile(facts, profile.name))],
    };
  }
  const [other, ...more] = otherProfilesWithKey(facts);
  const isOnly = other !== undefined && more.length === 0;
  const rest = isOnly ? otherSigns(profile.name, other) : noneSigns(profile.name, more.length > 0);
  return {
    text: { en: `${text.en}; ${rest.en}`, ja: `${text.ja}。${rest.ja}` },
    commands: [...unset, ...(isOnly ? chooseProfile(facts, other) : [])],
  };
}

function otherSigns(name: string, other: string): Text {
  return {
    en: `"${name}" has no credentials, and "${other}" is the only profile with a long-lived key`,
    ja: `「${name}」には認証情報がなく、長期キーがあるプロファイルは「${other}」だけです`,
  };
}

function noneSigns(name: string, areSeveral: boolean): Text {
  return areSeveral
    ? {
        en: `"${name}" has no credentials, and several profiles have a key: name yours with AWS_PROFILE`,
        ja: `「${name}」には認証情報がなく、キーのあるプロファイルは複数あります。使うものを AWS_PROFILE で指定します`,
      }
    : {
        en: `"${name}" has no credentials: name a profile that has with AWS_PROFILE`,
        ja: `「${name}」には認証情報がありません。認証情報のあるプロファイルを AWS_PROFILE で指定します`,
      };
}

/** Whether the profile has anything of its own behind the environment's credentials. */
function canSign({ profile, plan, files }: Facts): boolean {
  if (files.keys.some((key) => key.profile === profile.name)) return true;
  if (profile.roleArn !== undefined || profile.credentialProcess !== undefined) return true;
  if (plan !== undefined && plan.steps[0].kind !== "environment") return true;
  // Of a named one a locked keyring may have the key.
  return profile.hasStoredKey ?? (profile.exists && profile.setting !== undefined);
}

/** AWS's clients find nothing of such a profile, or of its source. A locked keyring is taken to have what nothing else has. */
function isInVaultOnly({ profile, files, plan }: Facts): boolean {
  const hasFileKey = (name: string) => files.keys.some((key) => key.profile === name);
  if (profile.credentialProcess !== undefined || hasFileKey(profile.name)) return false;
  const source = profile.sourceProfile?.value;
  if (profile.roleArn !== undefined)
    return source !== undefined && !hasFileKey(source) && profile.storedKeys?.includes(source) !== false
      ? plan === undefined || plan.steps[0].kind === "stored-key"
      : false;
  if (profile.hasStoredKey !== undefined) return profile.hasStoredKey;
  return plan === undefined || plan.steps[0].kind === "stored-key";
}

function otherProfilesWithKey({ files, profile }: Facts): readonly string[] {
  const names = files.keys.filter(({ isTemporary }) => !isTemporary).map((key) => key.profile);
  return [...new Set(names)].filter((name) => name !== profile.name);
}

/** None where the shell, or the command itself, chooses it already, or all take it by themselves. */
function chooseProfile({ shell, profile, environment }: Facts, name: string): readonly string[] {
  if (name === profile.name && profile.setting !== undefined && profile.setting !== "the argument") return [];
  const chosen = environment.variables.AWS_PROFILE ?? environment.variables.AWS_DEFAULT_PROFILE ?? "default";
  return name === chosen ? [] : setLines(shell, "AWS_PROFILE", name);
}

/** What puts a profile's credentials into this shell's variables. */
export function exportLine(shell: Shell, profile: string, ...flags: readonly string[]): string {
  const call = ["tegata", "export", "--format", shell, ...flags, word(shell, profile)].join(" ");
  switch (shell) {
    case "sh":
      return `eval "$(${call})"`;
    case "fish":
      return `${call} | source`;
    case "powershell":
      return `${call} | Out-String | Invoke-Expression`;
    case "cmd":
      return `for /f "delims=" %i in ('${call}') do @%i`;
  }
}

/** What makes the root user's key count no longer; none where its id is not known. */
export function deactivateKey({ shell, signer }: Facts): readonly string[] {
  if (signer?.keyId === undefined) return [];
  return [`aws iam update-access-key --status Inactive --access-key-id ${word(shell, signer.keyId)}`];
}

/** What registers a device: with a key of the vault's, so one in a file is copied there first, and where there is none it is entered. */
export function addDevice(facts: Facts): readonly string[] {
  const { shell, profile } = facts;
  const holder = profileWithFileKey(facts);
  const key =
    holder !== undefined
      ? [`tegata import --from credentials-file ${word(shell, holder)}`]
      : hasNoKey(facts)
        ? [enterLine(shell, profile.name)]
        : [];
  return [...key, `tegata mfa add ${word(shell, profile.name)}`];
}

/** Whether neither the files nor the vault give the profile anything to begin with. */
export function hasNoKey({ plan, profile }: Facts): boolean {
  const isWithoutPlan = plan === undefined || plan.steps[0].kind === "environment";
  return isWithoutPlan && profile.hasStoredKey === false && profile.sourceProfile === undefined;
}

/** The profile whose credentials signed: the one that is looked at, or of a role the source that assumes it. */
export function holderOf({ signer, files, plan, profile }: Facts): string {
  if (signer?.from === "file") {
    const key = files.keys.find(
      ({ place }) => place.file === signer.place?.file && place.line === signer.place.line,
    );
    return key?.profile ?? profile.name;
  }
  const source = plan?.steps[0];
  const isKey = signer?.kind === "user-key" || signer?.kind === "root-key";
  return signer?.from === "vault" && isKey && source?.kind === "stored-key" ? source.profile : profile.name;
}

/** Whose key in a file the profile's credentials begin with: its own, or that of a role's source. */
function profileWithFileKey({ plan, profile, files }: Facts): string | undefined {
  const source = plan?.steps[0];
  if (source !== undefined && source.kind !== "environment")
    return source.kind === "static-key" && !source.temporary ? source.profile : undefined;
  const name = profile.sourceProfile?.value ?? profile.name;
  if (name === profile.name && profile.hasStoredKey === true) return undefined;
  return files.keys.some((key) => key.profile === name && !key.isTemporary) ? name : undefined;
}

/** The failed command with other values of options, whichever way these are written there. */
export function withOptions(facts: Facts, values: ReadonlyMap<string, string>): string {
  const words = facts.command ?? whoAmI;
  const changed = words.map((part, at) => {
    const [option = "", given] = part.split("=", 2);
    const value = values.get(option);
    if (given !== undefined && value !== undefined) return `${option}=${value}`;
    return values.get(words[at - 1] ?? "") ?? part;
  });
  return join(facts, changed);
}

/** What the failed command gives for an option; undefined where it has none. */
export function optionOf({ command }: Facts, option: string): string | undefined {
  const at = command?.findLastIndex((part) => part === option || part.startsWith(`${option}=`)) ?? -1;
  const part = command?.[at];
  return part === option ? command?.[at + 1] : part?.slice(option.length + 1);
}

/** The failed command with another profile. */
export function withProfile(facts: Facts, profile: string): string {
  const words = commandWords(facts);
  const command = isAwsCli(words) ? withoutProfile(words) : words;
  return `${join(facts, command)} ${profileOption(facts.shell, profile)}`;
}

/** Whether containers were started by a compose file. */
export function runsCompose({ command }: Facts): boolean {
  const inner = innerCommand(command);
  return programOf(inner).startsWith("docker") && (inner?.some((part) => part.includes("compose")) ?? false);
}

/** A policy of one statement, or of several. */
export function documentOf(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** What a command prints, as one word of another; cmd has no such thing, and gets the name of what to fill in. */
export function outputOf(shell: Shell, command: string, name: string): string {
  switch (shell) {
    case "sh":
      return `"$(${command})"`;
    case "fish":
      return `(${command})`;
    case "powershell":
      return `$(${command})`;
    case "cmd":
      return name;
  }
}

/** A policy with other statements, its version and id as they are. */
export function withStatements(text: string, Statement: readonly object[]): string {
  return JSON.stringify({ ...(JSON.parse(text) as object), Statement });
}

/** An editor at the line; which of a person's words stand there, no command can know. */
export function editLine(shell: Shell, { file, line }: Place): string {
  switch (shell) {
    case "sh":
      // zsh makes one word of a variable, and EDITOR may be `code --wait`; what eval takes apart is quoted once more.
      return `eval "\${EDITOR:-vi}" +${line} ${word(shell, word(shell, file))}`;
    case "fish":
      return `vi +${line} ${word(shell, file)}`;
    default:
      return `notepad ${word(shell, file)}`;
  }
}

/** Whether a line stands in the credentials file, which counts before the other; `aws configure set` writes only keys there. */
export function standsInCredentials({ files }: Facts, place: Place | undefined): boolean {
  return place !== undefined && (files.credentialsFile ?? place.file) === place.file;
}

/**
 * Gives a profile a setting: `aws configure set` writes into the config file, so that a line of the credentials file, which
 * counts before it, has to be edited.
 * @param old where the setting stands now.
 */
export function setSetting(
  facts: Facts,
  setting: readonly [key: string, value: string],
  old: Place | undefined,
  profile: string = facts.profile.name,
): Pick<Remedy, "by" | "commands"> {
  const { shell, files } = facts;
  const [key, value] = setting;
  if (old !== undefined && old.file === files.credentialsFile)
    return { by: "you-in-person", commands: [editLine(shell, old)] };
  return {
    by: "you",
    commands: [`aws configure set ${key} ${word(shell, value)} ${profileOption(shell, profile)}`],
  };
}

/** What gives a profile a key: names that AWS's specification does not allow, the AWS CLI takes and the vault does not. */
export function enterLine(shell: Shell, profile: string, ...flags: readonly string[]): string {
  return isIdentifier(profile) && !profile.startsWith("-")
    ? ["tegata add", ...flags, word(shell, profile)].join(" ")
    : `aws configure ${profileOption(shell, profile)}`;
}

/** Whether the failed command goes through the vault. */
export function isThroughVault({ command }: Facts): boolean {
  return programOf(command) === "tegata";
}

function commandWords({ command }: Facts): readonly string[] {
  const inner = innerCommand(command);
  return inner === undefined || inner.length === 0 ? whoAmI : inner;
}

function join({ shell }: Facts, words: readonly string[]): string {
  return words.map((part) => word(shell, part)).join(" ");
}

function withoutProfile(words: readonly string[]): readonly string[] {
  return words.filter(
    (part, index) =>
      !part.startsWith("--profile=") && part !== "--profile" && words[index - 1] !== "--profile",
  );
}
