/** The man page: commander's definitions, with what no definition says around them. */
import type { Command, Help, Option } from "commander";
import { exitCodes } from "../../../base/index.ts";
import { type VaultFlag, vaultFlags } from "../../vault/flags.ts";
import { version } from "../../version.ts";
import { bold, roffArgument, roffText } from "./roff.ts";

/** roff source, in ASCII. */
export function renderManPage(program: Command): string {
  const verbs = leavesOf(program);
  return [
    '.\\" Made by scripts/man-page.ts from the definitions of the verbs; do not edit.',
    `.TH TEGATA 1 "" "Tegata ${version}" "User Commands"`,
    ".SH NAME",
    `tegata \\- ${roffText(lowerFirst(program.description()))}`,
    ".SH SYNOPSIS",
    ".B tegata",
    roffText("VERB [options] [arguments]"),
    ".SH DESCRIPTION",
    roffText(description),
    ".SH VERBS",
    ...verbs.flatMap(renderVerb),
    ".SH ENVIRONMENT",
    ...tagged([...variablesOf(verbs), ...furtherVariables]),
    ".SH FILES",
    ...tagged(files),
    ".SH EXIT STATUS",
    ...tagged(statuses),
    ".SH SEE ALSO",
    `${bold("aws")}(1), ${bold("age")}(1), ${bold("pass")}(1)`,
    "",
  ].join("\n");
}

const description =
  "Tegata keeps long-lived AWS keys sealed, makes temporary credentials from them and from the profiles of AWS's shared " +
  "files, and hands these to programs. It also is an authority: an STS and IAM of one's own that AWS's clients talk to.";

const furtherVariables: readonly (readonly [string, string])[] = [
  ["AWS_PROFILE, AWS_DEFAULT_PROFILE", "the profile, where none is typed; the first one that is set counts"],
  ["AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE", "where AWS's shared files are"],
  ["TEGATA_FILE_PASSPHRASE", "opens the keyring that is a file"],
  ["NO_COLOR, FORCE_COLOR", "no colour, or colour also where no terminal is"],
];

const files: readonly (readonly [string, string])[] = [
  ["~/.aws/config, ~/.aws/credentials", "profiles, as AWS's clients read them"],
  ["~/.cache/tegata", "sealed sessions; ~/Library/Caches/tegata on macOS"],
  ["~/.local/share/tegata", "the keyring, where it is a file; ~/Library/Application Support/tegata on macOS"],
  ["./.tegata", "what the authority keeps"],
];

const statuses: readonly (readonly [string, string])[] = [
  ["0", "done"],
  [String(exitCodes.failed), "failed"],
  [String(exitCodes.misuse), "not understood: a verb, flag or value"],
  [String(exitCodes.humanNeeded), "a human is needed, for a code, a sign-in or an answer"],
  ["126, 127", "exec: the program cannot be started, or was not found; otherwise its own"],
];

/** Verbs that do something, in the order of `--help`; groups are in their names. */
function leavesOf(command: Command): readonly Command[] {
  const inside = command
    .createHelp()
    .visibleCommands(command)
    .filter((verb) => verb.name() !== "help");
  if (inside.length === 0) return [command];
  return inside.flatMap(leavesOf);
}

function renderVerb(verb: Command): readonly string[] {
  const help = verb.createHelp();
  const options = help
    .visibleOptions(verb)
    .filter(({ long }) => long !== "--help")
    .map((option): readonly [string, string] => [help.optionTerm(option), help.optionDescription(option)]);
  return [
    `.SS ${roffArgument(usageOf(verb, help))}`,
    roffText(`${verb.description()}.`),
    ...tagged(argumentsOf(verb, help)),
    ...tagged(options),
    ...remarksOf(verb),
  ];
}

function usageOf(verb: Command, help: Help): string {
  return help.commandUsage(verb).replace(/\|[\w-]+(?= )/, "");
}

function argumentsOf(verb: Command, help: Help): readonly (readonly [string, string])[] {
  return help
    .visibleArguments(verb)
    .map((argument) => [help.argumentTerm(argument), help.argumentDescription(argument)] as const)
    .filter(([, about]) => about !== "");
}

/** What `addHelpText("after", …)` says, line by line as it stands there. */
function remarksOf(verb: Command): readonly string[] {
  let shown = "";
  verb.configureOutput({
    writeOut: (text) => {
      shown += text;
    },
  });
  verb.outputHelp();
  const lines = shown.slice(verb.helpInformation().length).trim();
  return lines === "" ? [] : [".PP", ".nf", roffText(lines), ".fi"];
}

function tagged(pairs: readonly (readonly [tag: string, about: string])[]): readonly string[] {
  return pairs.flatMap(([tag, about]) => [".TP", bold(tag), roffText(about === "" ? tag : about)]);
}

/** Each variable that stands in for a flag, with the flags. */
function variablesOf(verbs: readonly Command[]): readonly (readonly [string, string])[] {
  const flagsOf = new Map<string, Set<string>>();
  const add = (variable: string, flag: string): void => {
    flagsOf.set(variable, (flagsOf.get(variable) ?? new Set()).add(flag));
  };
  for (const option of verbs.flatMap(({ options }) => options)) {
    if (option.envVar !== undefined) add(option.envVar, longOf(option));
  }
  for (const { flags, variables } of Object.values<VaultFlag>(vaultFlags)) {
    for (const variable of variables) add(variable, /--[\w-]+/.exec(flags)?.[0] ?? flags);
  }
  return [...flagsOf]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([variable, flags]) => [variable, `stands in for ${[...flags].join(", ")}`]);
}

function longOf({ long, flags }: Option): string {
  return long ?? flags;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
