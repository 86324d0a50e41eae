/** What could stand where the cursor is: read from commander's own definitions, so that it cannot be out of date. */
import type { Argument, Command, Option } from "commander";
import { type VaultFlag, vaultFlags } from "../../vault/flags.ts";

export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What the shell itself is to complete here. */
export type Onward =
  | { readonly kind: "nothing" }
  | { readonly kind: "files" }
  /** A command of its own, which begins with that word, counted from 0 without the program's name. */
  | { readonly kind: "command"; readonly at: number };

export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly onward: Onward;
}

export interface Sources {
  /** Called when a profile's name is wanted, and only then. */
  profiles(): Promise<readonly Candidate[]>;
}

const nothing: Completion = { candidates: [], onward: { kind: "nothing" } };
/** Placeholders of arguments and flags whose values are known by what they are called. */
const profileNames: ReadonlySet<string> = new Set(["profile", "other"]);
const fileNames = /^(?:file|files|dir|folder|path|old|new|policy|token-file)$/;

/**
 * @param words after the program's name, up to the one at the cursor, which may be empty. A `=` between a flag and its
 * value may be a word of its own, as bash has it.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  sources: Sources,
): Promise<Completion> {
  const place = walk(
    program,
    words.filter((word, index) => !isSeparator(word, words[index - 1])),
  );
  const found = await completionAt(place, sources);
  const isWanted = ({ value }: Candidate): boolean => value.startsWith(place.current);
  return { ...found, candidates: found.candidates.filter(isWanted) };
}

function isSeparator(word: string, before: string | undefined): boolean {
  return word === "=" && before?.startsWith("--") === true;
}

interface Place {
  readonly command: Command;
  /** The word at the cursor. */
  readonly current: string;
  /** Words that are neither verbs nor flags, before it. */
  readonly operands: number;
  /** The flag whose value it is. */
  readonly option: Option | undefined;
  /** Where a command begins that is not ours, after `--`. */
  readonly foreignAt: number | undefined;
}

function walk(program: Command, words: readonly string[]): Place {
  const current = words.at(-1) ?? "";
  let command = program;
  let operands = 0;
  let option: Option | undefined;
  for (const [index, word] of words.slice(0, -1).entries()) {
    if (option !== undefined) {
      option = undefined;
    } else if (word === "--") {
      return { command, current, operands, option, foreignAt: index + 1 };
    } else if (word.startsWith("-")) {
      option = word.includes("=") ? undefined : takingValue(command, word);
    } else {
      const verb = operands === 0 ? findVerb(command, word) : undefined;
      if (verb === undefined) operands += 1;
      else command = verb;
    }
  }
  return { command, current, operands, option, foreignAt: undefined };
}

function findVerb(command: Command, word: string): Command | undefined {
  return command.commands.find((verb) => verb.name() === word || verb.aliases().includes(word));
}

function takingValue(command: Command, word: string): Option | undefined {
  const option = command.options.find(({ short, long }) => word === short || word === long);
  return option?.required ? option : undefined;
}

async function completionAt(place: Place, sources: Sources): Promise<Completion> {
  const { command, current, operands, option, foreignAt } = place;
  if (foreignAt !== undefined) return { candidates: [], onward: { kind: "command", at: foreignAt } };
  if (option !== undefined) return valuesOf(option, "", sources);
  const assigned = /^(--[\w-]+)=/.exec(current);
  if (assigned !== null) {
    const named = takingValue(command, assigned[1] ?? "");
    return named === undefined ? nothing : valuesOf(named, assigned[0], sources);
  }
  if (current.startsWith("-")) return { candidates: flagsOf(command), onward: { kind: "nothing" } };
  if (operands === 0 && command.commands.length > 0)
    return { candidates: verbsOf(command), onward: { kind: "nothing" } };
  return operandsOf(place, sources);
}

function verbsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((verb) => ({ value: verb.name(), description: verb.description() }));
}

function flagsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(({ short, long, description }) => ({ value: long ?? short ?? "", description }))
    .filter(({ value }) => value !== "");
}

/** @param before stands before each value: `--keyring=`. */
async function valuesOf(option: Option, before: string, sources: Sources): Promise<Completion> {
  const flag = Object.values<VaultFlag>(vaultFlags).find(({ flags }) => flags === option.flags);
  const choices = option.argChoices ?? flag?.choices;
  const placeholder = /[<[]([\w-]+)/.exec(option.flags)?.[1] ?? "";
  const found = choices === undefined ? await named(placeholder, sources) : ofChoices(choices);
  const candidates = found.candidates.map((candidate) => ({ ...candidate, value: before + candidate.value }));
  return { ...found, candidates };
}

async function operandsOf({ command, operands }: Place, sources: Sources): Promise<Completion> {
  const { registeredArguments } = command;
  const argument: Argument | undefined = registeredArguments[operands] ?? lastIfMany(registeredArguments);
  if (argument === undefined) return nothing;
  if (argument.argChoices !== undefined) return ofChoices(argument.argChoices);
  return named(argument.name(), sources);
}

function lastIfMany(registered: readonly Argument[]): Argument | undefined {
  const last = registered.at(-1);
  return last?.variadic ? last : undefined;
}

function ofChoices(choices: readonly string[]): Completion {
  return { candidates: choices.map((value) => ({ value, description: "" })), onward: { kind: "nothing" } };
}

async function named(name: string, sources: Sources): Promise<Completion> {
  if (profileNames.has(name)) return { candidates: await sources.profiles(), onward: { kind: "nothing" } };
  return fileNames.test(name) ? { candidates: [], onward: { kind: "files" } } : nothing;
}
