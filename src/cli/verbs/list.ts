import { Command, Option } from "commander";
import { options } from "../settings.ts";
import { addFlags } from "../vault/flags.ts";

/** `tegata list`, also `ls`. */
export function listCommand(): Command {
  const parts = ["profiles", "credentials", "sessions"] as const;
  const only = (name: (typeof parts)[number], help: string): Option =>
    new Option(`--${name}`, help).conflicts(parts.filter((part) => part !== name));
  const command = new Command("list")
    .alias("ls")
    .description("list profiles with their keys and kept sessions")
    .addOption(only("profiles", "only the profiles' names, one a line"))
    .addOption(only("credentials", "only the names of profiles with a key in the keyring"))
    .addOption(only("sessions", "only the kept sessions: kind and time left"))
    .addOption(options.json());
  return addFlags(command, ["keyring", "plain", "quiet"])
    .addHelpText(
      "after",
      "\nWith --json: { Profiles: [{ Profile, InFiles, HasStoredKey, IsRoot, RotationUnfinished,\n" +
        "ClearTextKey: { File, Line }, Sessions: [{ Profile, Kind, RoleArn, Expiration }],\n" +
        "SignIn: { Name, Expiration } }] }; with one of the parts a list of it.\n\n" +
        "Examples:\n  tegata list\n  tegata list --credentials\n  tegata ls --json\n",
    )
    .action(async (settings) => {
      const { runList } = await import("./list/run.ts");
      await runList(settings);
    });
}
