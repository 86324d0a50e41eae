/** Programs with a terminal of their own, on which questions are answered, or with none at all. */
import { join } from "node:path";
import { repository } from "./server.ts";

/** Whatever terminal the tests themselves run in is not the program's. Stands before a command. */
export const withoutTerminal: readonly string[] = [
  "python3",
  "-c",
  "import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])",
];

/** The command on a terminal; each question is answered when it shows. Standard output and error are all that it showed. */
export function inTerminal(
  exchanges: readonly (readonly [question: string, answer: string])[],
  command: readonly string[],
): readonly string[] {
  return ["python3", join(repository, "test/support/in-terminal.py"), ...exchanges.flat(), "--", ...command];
}
