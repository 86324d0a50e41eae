import { Command, Option } from "commander";
import { options } from "../settings.ts";
import { addFlags } from "../vault/flags.ts";

/** `tegata add`. */
export function addCommand(): Command {
  const command = new Command("add")
    .description("keep a long-lived key in the keyring, once its service has said whose it is")
    .argument("<profile>", "the profile that the key is for")
    .option("--env", "take the key from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead of asking")
    // AWS Vault takes it, and it is the default in both.
    .addOption(new Option("--add-config").default(true).hideHelp())
    .option("--no-add-config", "leave the config file alone; else a missing profile is added to its end")
    .option("--mfa-serial <arn>", "the user's MFA device, written into the profile")
    .option("--no-verify", "keep the key without asking its service")
    .option("-f, --force", "replace another key without asking")
    .addOption(options.json())
    // `tegata import` starts this verb as the child of AWS Vault.
    .addOption(new Option("--hand-over").hideHelp());
  return addFlags(command, ["keyring", "quiet"])
    .addHelpText(
      "after",
      "\nThe id and the secret are asked for on the terminal; the secret is not shown.\n\nExamples:\n" +
        "  tegata add work\n" +
        "  tegata add work --mfa-serial arn:aws:iam::123456789012:mfa/jon\n" +
        "  tegata add ci --env --no-add-config\n",
    )
    .action(async (profile, settings) => {
      const { runAdd } = await import("./add/run.ts");
      await runAdd(profile, settings);
    });
}
