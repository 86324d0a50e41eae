/** Picks a profile as a verb would, and prints its name: for tests on a terminal. Arguments: the typed name, if any. */
import { profileOrPick } from "../../src/cli/vault/pick-profile.ts";
import { thisMachine } from "../../src/cli/vault/this-machine.ts";

try {
  process.stdout.write(`picked <${await profileOrPick(process.argv[2], {}, thisMachine())}>\n`);
} catch (error) {
  process.stdout.write(`refused <${error instanceof Error ? error.message : ""}>\n`);
}
