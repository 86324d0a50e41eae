import { Command } from "commander";
import { options } from "../settings.ts";
import { accountPolicyCommand } from "./account-policy.ts";

/** `tegata account create|list|move|organization|policy`. */
export function accountCommand(): Command {
  const command = new Command("account").description("the accounts of a running authority");
  const verb = (words: string, description: string) =>
    command
      .command(words)
      .description(description)
      .addOption(options.endpoint())
      .addOption(options.data())
      .addOption(options.credentialsFile())
      .addOption(options.json());
  verb("create", "make an account with a root user and a user admin, whose key is printed once")
    .option("--account <id>", "twelve digits (default: random)")
    .option("--name <name>", "what to call it")
    .action(async (settings) => {
      const { createAccount } = await import("./account/run.ts");
      await createAccount(settings);
    });
  verb("list", "list the accounts").action(async (settings) => {
    const { listAccounts } = await import("./account/run.ts");
    await listAccounts(settings);
  });
  verb("move <account> <unit>", "put an account into an organizational unit, or with / back under the root")
    .addHelpText(
      "after",
      "\nA unit is there as soon as it is named: tegata account move 210987654321 /Production\n",
    )
    .action(async (account, unit, settings) => {
      const { moveAccount } = await import("./account/organization.ts");
      await moveAccount(account, unit, settings);
    });
  verb("organization", "show the ids of the organization that all accounts form").action(async (settings) => {
    const { showOrganization } = await import("./account/organization.ts");
    await showOrganization(settings);
  });
  command.addCommand(accountPolicyCommand());
  return command;
}
