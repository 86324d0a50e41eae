import { closeSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { ReadStream } from "node:tty";
import { exitCodes, TegataError } from "../../base/index.ts";
import type { Platform } from "../machine.ts";
import { openTerminal, type Terminal } from "../programs/index.ts";
import { noTerminal } from "./choose-driver.ts";
import { describeQuestion, type MfaQuestion } from "./question.ts";

/** A person finds a telephone in that time; after it others who wait for the same session go on. */
export const answerTimeoutMs = 5 * 60_000;

/**
 * Asks on the person's terminal and never reads standard input, which may belong to another program. The code is shown
 * while it is typed, as it is worth nothing once it is used.
 */
export async function askInTerminal(question: MfaQuestion, platform: Platform): Promise<string> {
  const terminal = openTerminal(platform);
  if (terminal === undefined) {
    throw noTerminal(`there is no terminal to ask for the MFA code of "${question.serial}" on`);
  }
  writeSync(terminal.output, `${describeQuestion(question).replaceAll(/\p{Cc}+/gu, " ")}: `);
  const answer = await readLine(terminal);
  if (answer !== undefined) return answer;
  throw new TegataError("MfaCodeMissing", `nobody gave the MFA code of "${question.serial}"`, {
    hint: "run the command again, and type the six digits",
    exitCode: exitCodes.humanNeeded,
  });
}

/** The line; undefined at its end or when nobody answers in time. Closes the terminal. */
function readLine(terminal: Terminal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const input = new ReadStream(terminal.input);
    const lines = createInterface({ input, terminal: false });
    const timer = setTimeout(() => end(undefined), answerTimeoutMs);
    let ended = false;
    const end = (line: string | undefined) => {
      // Closing the reader tells of its close once more.
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      lines.close();
      // The stream owns its descriptor and closes it.
      input.destroy();
      if (terminal.output !== terminal.input) closeSync(terminal.output);
      resolve(line);
    };
    input.once("error", () => end(undefined));
    lines.once("line", end);
    lines.once("close", () => end(undefined));
  });
}
