import { Command } from "commander";
import { addFlags } from "../../vault/flags.ts";

/** `tegata mfa add`. */
export function mfaAddCommand(): Command {
  const command = new Command("add")
    .description("make an MFA device for the user of a profile's key, enable it, and name it in the profile")
    .argument("[profile]", "a profile whose credentials begin with a key in the keyring");
  addFlags(command, ["region", "keyring", "quiet"]);
  return command
    .option("--name <name>", "the device's name (default: the user's)")
    .option("--qr", "show a QR code for an authenticator app, as is the default")
    .option("--no-qr", "show the seed as text only")
    .option("-y, --yes", "yes to what is asked: a half-made device is made anew, and the profile is changed")
    .option(
      "--store-seed",
      "keep the seed in the keyring and give the codes from it; refused for AWS, as a code beside the key is no second factor",
    )
    .option("--json", "print JSON: SerialNumber, UserName, Profile, WrittenTo")
    .addHelpText(
      "after",
      `
The seed is shown on the terminal and nowhere else. Two codes that follow each other enable the device; then
mfa_serial is added to the profile, so that sessions are made with MFA and IAM takes them.
The user needs iam:CreateVirtualMFADevice and EnableMFADevice for its own device; DeleteVirtualMFADevice and
ListVirtualMFADevices to make anew one that was never enabled.

Example:
  tegata mfa add work --name phone
`,
    )
    .action(async (profile: string | undefined, settings) => {
      const { addMfaDevice } = await import("./add/run.ts");
      await addMfaDevice(profile, settings);
    });
}
