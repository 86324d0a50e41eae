import { Command } from "commander";
import { options } from "../../settings.ts";
import { addFlags } from "../../vault/flags.ts";

/** `tegata mfa forget`. */
export function mfaForgetCommand(): Command {
  const command = new Command("forget")
    .description("remove the seed of an MFA device that `mfa add --store-seed` keeps in the keyring")
    .argument(
      "<device>",
      "the device's serial, such as arn:aws:iam::123456789012:mfa/ann, or a profile that names it",
    )
    .option("-f, --force", "do not ask; needed where there is no terminal")
    .addOption(options.json());
  return addFlags(command, ["keyring", "quiet"])
    .addHelpText(
      "after",
      `
The device stays enabled at its service. Nobody gives its codes afterwards, unless an authenticator app has the seed too.

Example:
  tegata mfa forget work
`,
    )
    .action(async (device: string, settings) => {
      const { forgetSeed } = await import("./forget/run.ts");
      await forgetSeed(device, settings);
    });
}
