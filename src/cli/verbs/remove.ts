import { Command } from "commander";
import { options } from "../settings.ts";
import { addFlags } from "../vault/flags.ts";

/** `tegata remove`, also `rm`. */
export function removeCommand(): Command {
  const command = new Command("remove")
    .alias("rm")
    .description("remove a profile's key from the keyring, and what sessions it has")
    .argument("<profile>", "the profile; its section in the config file stays")
    .option("-f, --force", "do not ask; needed where there is no terminal")
    .option("-s, --sessions-only", "keep the key, forget the sessions")
    .addOption(options.json());
  return addFlags(command, ["keyring", "quiet"])
    .addHelpText(
      "after",
      "\nThe key stays active at its service: delete it there with `aws iam delete-access-key`.\n\n" +
        "Examples:\n  tegata remove work\n  tegata rm work --force\n",
    )
    .action(async (profile, settings) => {
      const { runRemove } = await import("./remove/run.ts");
      await runRemove(profile, settings);
    });
}
