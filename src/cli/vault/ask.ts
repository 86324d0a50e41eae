/** Questions to the person at the terminal; standard input may belong to another program and is never read. */
import { closeSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";
import { exitCodes, Secret, TegataError } from "../../base/index.ts";
import type { PassphraseQuestion, Platform } from "../../vault/index.ts";
import { openTerminal } from "../../vault/programs/index.ts";

export interface Question {
  readonly text: string;
  /** What is typed is not shown. */
  readonly isHidden?: boolean;
}

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;
/** Longer than anybody types. */
const maxCharacters = 4_096;

/**
 * One line from the terminal, without its end.
 * @throws TegataError `NoTerminal` where there is none, `Declined` at Ctrl-C, Ctrl-D, Ctrl-\\ or the terminal's end: exit code 3.
 */
export async function ask(question: Question, platform: Platform): Promise<string> {
  const terminal = openTerminal(platform);
  if (terminal === undefined) throw noTerminal(question.text);
  const input = new ReadStream(terminal.input);
  const write = (text: string): void => void writeSync(terminal.output, text);
  // SECURITY: before the question, so that who types fast is not shown either.
  const put = (): void => write(`${question.text}: `);
  const show = question.isHidden ? hideTyping(input, put) : undefined;
  put();
  try {
    const line = question.isHidden ? await readHidden(input, platform) : await readShown(input);
    if (line === undefined) throw declined(question.text);
    return line;
  } finally {
    show?.();
    if (question.isHidden) write("\n");
    input.destroy();
    if (terminal.output !== terminal.input) closeSync(terminal.output);
  }
}

/** `y` or `yes`; anything else, and nobody to ask, is a no. */
export async function confirm(text: string, platform: Platform): Promise<boolean> {
  try {
    return /^y(es)?$/i.test((await ask({ text: `${text} [y/N]` }, platform)).trim());
  } catch (error) {
    if (error instanceof TegataError && error.code === "Declined") return false;
    throw error;
  }
}

/** For a keyring's file; a new passphrase is typed twice. */
export function createAskPassphrase(platform: Platform): (question: PassphraseQuestion) => Promise<Secret> {
  return async ({ path, isNew, problem }) => {
    const prefix = problem === undefined ? "" : `${problem}; `;
    const text = isNew ? `Passphrase for the new "${path}"` : `${prefix}Passphrase of "${path}"`;
    for (;;) {
      const passphrase = await ask({ text, isHidden: true }, platform);
      if (!isNew || passphrase === (await ask({ text: "The same again", isHidden: true }, platform)))
        return new Secret(passphrase);
    }
  };
}

function readShown(input: ReadStream): Promise<string | undefined> {
  return new Promise((resolve) => {
    let line = "";
    input.setEncoding("utf8");
    input.on("data", (text: string) => {
      line += text;
      const end = line.search(/[\r\n]/);
      if (end >= 0) resolve(line.slice(0, end));
      else if (line.length > maxCharacters) resolve(undefined);
    });
    input.once("end", () => resolve(undefined));
    input.once("error", () => resolve(undefined));
  });
}

/**
 * Whoever ends the process while nothing is shown must not leave the terminal so. What is returned undoes it.
 * @param put asks again.
 */
function hideTyping(input: ReadStream, put: () => void): () => void {
  const show = (): void => {
    input.setRawMode(false);
    for (const signal of endingSignals) process.off(signal, endBy);
    process.off("SIGCONT", goOn);
  };
  // Where it was stopped, a shell has made the terminal its own meanwhile.
  const goOn = (): void => {
    input.setRawMode(false);
    input.setRawMode(true);
    put();
  };
  const endBy = (signal: NodeJS.Signals): void => {
    show();
    // Whoever else listens ends the process when they have cleaned up.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const signal of endingSignals) process.on(signal, endBy);
  process.on("SIGCONT", goOn);
  input.setRawMode(true);
  return show;
}

/** The terminal is raw, so that it shows nothing; then Ctrl-C, Ctrl-Z and the erase key are ours to understand. */
function readHidden(input: ReadStream, platform: Platform): Promise<string | undefined> {
  return new Promise((resolve) => {
    let typed: string[] = [];
    input.setEncoding("utf8");
    input.on("data", (text: string) => {
      for (const character of text) {
        if (character === "\r" || character === "\n") return resolve(typed.join(""));
        if (character === "\u0003" || character === "\u0004" || character === "\u001c")
          return resolve(undefined);
        if (character === "\u001a" && platform !== "win32") {
          typed = [];
          input.setRawMode(false);
          // As the terminal does it, for all of the foreground.
          process.kill(0, "SIGTSTP");
          return;
        }
        if (character === "\u007f" || character === "\b") typed.pop();
        else if (character === "\u0015") typed = [];
        else if (typed.length < maxCharacters) typed.push(character);
      }
    });
    input.once("end", () => resolve(undefined));
    input.once("error", () => resolve(undefined));
  });
}

function noTerminal(text: string): TegataError {
  return new TegataError("NoTerminal", `there is no terminal to ask on: ${text}`, {
    hint: "run the command in a terminal",
    exitCode: exitCodes.humanNeeded,
  });
}

function declined(text: string): TegataError {
  return new TegataError("Declined", `nobody answered: ${text}`, { exitCode: exitCodes.humanNeeded });
}
