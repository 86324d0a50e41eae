import { Command } from "commander";
import { options } from "../settings.ts";
import { addFlags } from "../vault/flags.ts";

/** `tegata cache list|clear`. */
export function cacheCommand(): Command {
  const command = new Command("cache").description(
    "sessions that are kept: the vault's, the AWS CLI's and those of SSO",
  );
  verb(command, "list [profile]", "list which profile and role each kept session is of, and until when")
    .addHelpText(
      "after",
      "\nStates: live, expiring (the AWS CLI makes a new one), expired, unreadable, unknown (it does not say).\n" +
        "JSON: Entries [{Cache, Profiles, Role, Arn, AccessKeyId, Expiration, State, Reason, File}], Notes.\n" +
        "\nExample:\n  tegata cache list --aws-cli\n",
    )
    .action(async (profile, settings) => {
      const { listCaches } = await import("./cache/list.ts");
      await listCaches(profile, settings);
    });
  verb(command, "clear [profile]", "remove kept sessions: all, or those of one profile")
    .option("-y, --yes", "do not ask")
    .addHelpText("after", "\nExample:\n  tegata cache clear --aws-cli deployer\n")
    .action(async (profile, settings) => {
      const { clearCaches } = await import("./cache/clear.ts");
      await clearCaches(profile, settings);
    });
  return command;
}

function verb(command: Command, words: string, description: string): Command {
  const made = command
    .command(words)
    .description(description)
    .option("--aws-cli", "those of the AWS CLI and boto3, in ~/.aws/cli/cache")
    .option("--sso", "AWS's tokens of SSO and of `aws login`, in ~/.aws/sso/cache and ~/.aws/login/cache")
    .option("--vault", "Tegata's own")
    .addOption(options.json());
  return addFlags(made, ["plain", "keyring", "quiet"]);
}
