import { Command } from "commander";
import { options } from "../settings.ts";
import { addFlags, issuingFlags } from "../vault/flags.ts";

/** `tegata whoami`. */
export function whoamiCommand(): Command {
  const command = new Command("whoami")
    .description("tell which credentials a profile uses, where they come from, and whose they are")
    .argument("[profile]", "default: AWS_PROFILE, AWS_DEFAULT_PROFILE, default")
    .argument("[other]", "a second profile: how the two differ")
    .option("--offline", "call nobody: only what files, environment and keyring say")
    .addOption(options.json())
    .addHelpText(
      "after",
      "\nAsks GetCallerIdentity with what `tegata exec` would hand over: the kept session where there is one, else one that\n" +
        "is made, with a code where one is needed, and kept for exec. What is known without it is printed in any case.\n" +
        "\nName, Value, Type and Location are as in `aws configure list`; the type `keyring` is the vault's own.\n" +
        "\nJSON: Profile, Mechanism, Configuration [{Name, Value, Type, Location}], Identity {Account, Arn, UserId}, Expiration,\n" +
        "Sources [{State, Text, Place {File, Line}, Setting}], AwsCli [{Type, Place, Setting, Refusal}], Settings, Warnings,\n" +
        "Cannot [{Code, Text}], Findings [{Code, Text, Place, Hints}]; of two profiles: Differences [{Name, Left, Right}], Left, Right.\n" +
        "\nIt speaks Japanese when TEGATA_LANG=ja or the locale begins with ja.\n" +
        "\nExamples:\n  tegata whoami deployer\n  tegata whoami deployer admin --offline\n",
    )
    .action(async (profile, other, settings) => {
      const { whoami } = await import("./whoami/run.ts");
      await whoami(profile, other, settings);
    });
  return addFlags(command, [...issuingFlags, "plain"]);
}
