import { exitCodes, printable, ServiceError, TegataError } from "../base/index.ts";

/** A sentence that is longer repeats something that nobody reads to its end. */
const longSentence = 1_000;
const shownOfWord = 80;

/** Long words cut, where they are what makes the text long: the name of a profile, for one, can be anything. */
function shortened(text: string): string {
  if (text.length <= longSentence) return text;
  return text.replaceAll(/[^\s"']{200,}/g, (word) => `${word.slice(0, shownOfWord)}…`);
}

/** zsh at its prompt, as on every Mac, and cmd take `#` for a word: what a line is for stands below it there. */
function pasteable(line: string): string {
  const { SHELL = "", PSModulePath } = process.env;
  const takesComments =
    SHELL === "" ? process.platform !== "win32" || PSModulePath !== undefined : !/zsh$/.test(SHELL);
  return takesComments ? line : line.replace(/ {3}# (.+)$/, "\n  ($1)");
}

/**
 * Prints one sentence and, where there are any, lines to paste; answers the exit code.
 * SECURITY: a sentence may repeat a server's, which must not move the cursor of the terminal.
 */
export function reportFailure(error: unknown): number {
  if (error instanceof TegataError) {
    process.stderr.write(`tegata: ${shortened(printable(error.message))}\n`);
    if (error.hint !== undefined)
      process.stderr.write(
        `  ${error.hint
          .split("\n")
          .map((line) => pasteable(shortened(printable(line))))
          .join("\n")}\n`,
      );
    return error.exitCode;
  }
  if (error instanceof ServiceError) {
    process.stderr.write(`tegata: ${printable(`${error.code}: ${error.message}`)}\n`);
    return exitCodes.failed;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`tegata: ${printable(text)}\n`);
  if (process.env.TEGATA_DEBUG !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  return exitCodes.failed;
}
