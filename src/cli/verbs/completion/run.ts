import type { Command } from "commander";
import { loadSharedFiles } from "../../../vault/profiles/index.ts";
import { pickableProfiles } from "../../vault/pick-profile.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { type Candidate, complete } from "./complete.ts";
import { formatCompletion } from "./protocol.ts";

/** Answers a shell. What goes wrong completes nothing: nobody reads a sentence in the middle of a line. */
export async function printCompletions(program: Command, words: readonly string[]): Promise<void> {
  const completion = await complete(program, words, { profiles: profilesOfFiles });
  process.stdout.write(formatCompletion(completion));
}

/** The keyring is left closed: it could ask for a passphrase. */
async function profilesOfFiles(): Promise<readonly Candidate[]> {
  try {
    const { files } = await loadSharedFiles(thisMachine());
    return pickableProfiles(files).map(({ name, hint }) => ({ value: name, description: hint }));
  } catch {
    return [];
  }
}
