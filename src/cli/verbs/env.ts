import { Command, Option } from "commander";
import { adminProfile } from "../../base/index.ts";
import { defaultRegion, options } from "../settings.ts";

/** `tegata env`. */
export function envCommand(): Command {
  return new Command("env")
    .description("print the lines that point AWS clients at the authority, for your shell to evaluate")
    .addOption(
      new Option("--shell <name>", "sh, fish, powershell or cmd (default: from your environment)").choices([
        "sh",
        "fish",
        "powershell",
        "cmd",
      ]),
    )
    .addOption(options.endpoint())
    .addOption(options.data())
    .addOption(options.credentialsFile())
    .addOption(new Option("--profile <name>", "which key of the credentials file").default(adminProfile))
    .addOption(
      new Option("--region <name>", "the region clients sign for")
        .env("TEGATA_REGION")
        .default(defaultRegion),
    )
    .option(
      "--session",
      "hand over a session of the key, made without MFA; AWS_PROFILE names the key itself, for when the session is unset",
    )
    .option("--unset", "print the lines that undo it")
    .addOption(options.json())
    .addHelpText("after", '\nExample:\n  eval "$(tegata env)"\n  eval "$(tegata env --unset)"\n')
    .action(async (settings) => {
      const { printEnvironment } = await import("./env/print.ts");
      await printEnvironment(settings);
    });
}
