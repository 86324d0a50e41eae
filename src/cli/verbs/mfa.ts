import { Command } from "commander";
import { options } from "../settings.ts";
import { mfaAddCommand } from "./mfa/add.ts";
import { mfaForgetCommand } from "./mfa/forget.ts";

/** `tegata mfa add`, `tegata mfa forget` and `tegata mfa register-hardware`. */
export function mfaCommand(): Command {
  const command = new Command("mfa").description(
    "MFA devices: add one to a profile's user, forget a kept seed, or register a hardware device as the operator",
  );
  command.addCommand(mfaAddCommand());
  command.addCommand(mfaForgetCommand());
  command
    .command("register-hardware")
    .description("tell the authority the seed of a hardware device, so that its user can enable it")
    .requiredOption("--user <name>", "the user the device is for")
    .requiredOption("--serial <number>", "the number on the device, such as GAHT12345678")
    .requiredOption("--seed-file <file>", "a file with the device's seed in base32; - reads standard input")
    .option("--account <id>", "the user's account (default: the first account)")
    .addOption(options.endpoint())
    .addOption(options.data())
    .addOption(options.credentialsFile())
    .addOption(options.json())
    .addHelpText(
      "after",
      "\nThe user then enables it with two consecutive codes:\n" +
        "  aws iam enable-mfa-device --user-name U --serial-number GAHT12345678 \\\n" +
        "    --authentication-code1 123456 --authentication-code2 654321\n",
    )
    .action(async (settings) => {
      const { registerHardware } = await import("./mfa/register-hardware.ts");
      await registerHardware(settings);
    });
  return command;
}
