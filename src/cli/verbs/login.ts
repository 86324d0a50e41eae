import { Command, Option } from "commander";
import { addFlags, issuingFlags } from "../vault/flags.ts";

/** `tegata login`. */
export function loginCommand(): Command {
  const command = new Command("login")
    .description("open the console as a profile's identity")
    .argument("[profile]", "the profile; without one, the environment's credentials come first");
  addFlags(command, issuingFlags);
  return command
    .addOption(new Option("-s", "the same as --stdout").implies({ stdout: true }))
    .option("--path <path>", "where in the console to begin, such as s3/buckets")
    .option(
      "--federation-endpoint <url>",
      "who gives the sign-in token (default: the profile's authority, else AWS's of the region's partition)",
    )
    .addHelpText(
      "after",
      `
Credentials of a role, SSO or a web identity sign in as they are. A user's key signs in by GetFederationToken, under the
user's name cut to 32 characters and with a session policy that allows all that the user may do; IAM stays closed to
such a session. Sessions of GetSessionToken cannot sign in.

The link is good for 15 minutes for whoever has it. It is handed to your browser by a page that opens once; with
--stdout it is printed.

Examples:
  tegata login admin
  tegata login admin --path cloudwatch/home --stdout
`,
    )
    .action(async (profile: string | undefined, settings) => {
      const { login } = await import("./login/run.ts");
      await login(profile, settings);
    });
}
