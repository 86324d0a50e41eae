import { Command } from "commander";
import { options } from "../settings.ts";

/** `tegata account create|list`. */
export function accountCommand(): Command {
  const command = new Command("account").description("the accounts of a running authority");
  command
    .command("create")
    .description("make an account with a root user and a user admin, whose key is printed once")
    .option("--account <id>", "twelve digits (default: random)")
    .option("--name <name>", "what to call it")
    .addOption(options.endpoint())
    .addOption(options.data())
    .addOption(options.credentialsFile())
    .addOption(options.json())
    .action(async (settings) => {
      const { createAccount } = await import("./account/run.ts");
      await createAccount(settings);
    });
  command
    .command("list")
    .description("list the accounts")
    .addOption(options.endpoint())
    .addOption(options.data())
    .addOption(options.credentialsFile())
    .addOption(options.json())
    .action(async (settings) => {
      const { listAccounts } = await import("./account/run.ts");
      await listAccounts(settings);
    });
  return command;
}
