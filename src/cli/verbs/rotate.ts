import { Command } from "commander";
import { addFlags } from "../vault/flags.ts";

/** `tegata rotate`. */
export function rotateCommand(): Command {
  const command = new Command("rotate")
    .description("replace the long-lived key of a profile by a new one, and delete the old one")
    .argument("[profile]", "a profile whose credentials begin with a key in the keyring");
  addFlags(command, ["noSession", "region", "mfaToken", "prompt", "keyring", "noAgent", "quiet"]);
  return command
    .option("--keep-old", "deactivate the old key and do not delete it")
    .option("-y, --yes", "yes to what is asked, but for the deletion of a key that may be in use elsewhere")
    .option("--json", "print JSON: Profile, UserName, NewAccessKeyId, OldAccessKeyId, OldKey")
    .addHelpText(
      "after",
      `
The new key is created, kept in the keyring, verified with GetCallerIdentity and then put in the place of the old one,
which is deactivated and deleted. When that is interrupted anywhere, the profile has a key that works, and
the same command goes on where it stopped.

With mfa_serial the calls to IAM are made with MFA; with -n, or without a device, by the key itself. The user needs
iam:ListAccessKeys, CreateAccessKey, UpdateAccessKey and DeleteAccessKey for its own keys.

Example:
  tegata rotate work
`,
    )
    .action(async (profile: string | undefined, settings) => {
      const { rotate } = await import("./rotate/run.ts");
      await rotate(profile, settings);
    });
}
