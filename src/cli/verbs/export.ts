import { Command, InvalidArgumentError, Option } from "commander";
import { exportFormats, formatAliases } from "../../vault/deliver/formats.ts";
import { addFlags, issuingFlags } from "../vault/flags.ts";

/** `tegata export`. */
export function exportCommand(): Command {
  const command = new Command("export")
    .description("print a profile's credentials, for a shell, a file or another program")
    .argument("[profile]", "default: AWS_PROFILE, AWS_DEFAULT_PROFILE, default")
    .addOption(
      new Option("--format <name>", `${exportFormats.join(", ")}; shell is your own`)
        .default("env")
        .argParser(formatOf),
    )
    .option("--unset", "print the lines that undo it in a shell, and ask nobody")
    .option("--check", "ask the service whether a kept session still counts")
    .option("--nested", "even inside of exec")
    .addHelpText("after", help)
    .action(async (profile, settings) => {
      const { printExport } = await import("./export/run.ts");
      await printExport(profile, settings);
    });
  return addFlags(command, issuingFlags);
}

const help = `
Without --format lines of a .env file are printed, as by AWS Vault; they are no commands of a shell.
json is what credential_process wants: Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration, AccountId.
Further names: ${Object.keys(formatAliases).join(", ")}.

Examples:
  eval "$(tegata export --format sh deployer)"
  eval "$(tegata export --unset)"
  tegata export --format fish deployer | source
  tegata export --format powershell deployer | Invoke-Expression
  credential_process = tegata export --format json deployer     # in a profile of ~/.aws/config
`;

function formatOf(text: string): string {
  const known: readonly string[] = [...exportFormats, ...Object.keys(formatAliases), "shell"];
  if (known.includes(text)) return text;
  throw new InvalidArgumentError(`choose one of ${known.join(", ")}.`);
}
