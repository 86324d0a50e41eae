import { Command } from "commander";
import { options } from "../settings.ts";
import { addFlags } from "../vault/flags.ts";

/** `tegata clear`. */
export function clearCommand(): Command {
  const command = new Command("clear")
    .description("forget the kept sessions and SSO sign-ins of a profile, or all of them; keys stay")
    .argument("[profile]", "the profile (default: all)")
    .addOption(options.json());
  return addFlags(command, ["keyring", "quiet"])
    .addHelpText("after", "\nExamples:\n  tegata clear work\n  tegata clear\n")
    .action(async (profile, settings) => {
      const { runClear } = await import("./clear/run.ts");
      await runClear(profile, settings);
    });
}
