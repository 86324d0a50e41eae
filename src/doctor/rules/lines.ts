/** What is pasted: the failed command in another form, and an editor at a line. */
import type { Shell } from "../../vault/deliver/index.ts";
import type { Place } from "../../vault/profiles/index.ts";
import { innerCommand, programOf } from "../command.ts";
import type { Facts } from "../facts.ts";
import { word } from "./words.ts";

/** Where no command is known, who one is can always be asked. */
const whoAmI = ["aws", "sts", "get-caller-identity"] as const;

/** The failed command, for the user's shell; without one, one that tells whose credentials sign. */
export function commandOf(facts: Facts): string {
  return join(facts, commandWords(facts));
}

/**
 * The failed command through the vault. The AWS CLI leaves the environment's credentials out for `--profile`, so this goes.
 */
export function throughVault(facts: Facts, profile: string, ...flags: readonly string[]): string {
  const words = commandWords(facts);
  const command = isAwsCli(words) ? withoutProfile(words) : words;
  return `tegata ${join(facts, ["exec", ...flags, profile, "--", ...command])}`;
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

/** The failed command with another profile. */
export function withProfile(facts: Facts, profile: string): string {
  const words = commandWords(facts);
  const command = isAwsCli(words) ? withoutProfile(words) : words;
  return join(facts, [...command, "--profile", profile]);
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

/** An editor at the line; which of a person's words stand there, no command can know. */
export function editLine(shell: Shell, { file, line }: Place): string {
  switch (shell) {
    case "sh":
      return `\${EDITOR:-vi} +${line} ${word(shell, file)}`;
    case "fish":
      return `vi +${line} ${word(shell, file)}`;
    default:
      return `notepad ${word(shell, file)}`;
  }
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

function isAwsCli(words: readonly string[]): boolean {
  return /^aws(?:\.exe)?$/.test(programOf(words));
}

function withoutProfile(words: readonly string[]): readonly string[] {
  return words.filter(
    (part, index) =>
      !part.startsWith("--profile=") && part !== "--profile" && words[index - 1] !== "--profile",
  );
}
