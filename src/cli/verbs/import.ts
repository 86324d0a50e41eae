import { Command, Option } from "commander";
import { options } from "../settings.ts";
import { addFlags } from "../vault/flags.ts";

/** `tegata import`. */
export function importCommand(): Command {
  const command = new Command("import")
    .description("copy long-lived keys into the keyring, each once its service has said whose it is")
    .argument("[profile...]", "only these profiles (default: all)")
    .addOption(
      new Option("--from <place>", "where the keys are now")
        .choices(["aws-vault", "credentials-file"])
        .makeOptionMandatory(),
    )
    .option("--dry-run", "say what would be done, and change nothing")
    .option("--scrub", "credentials-file: take the copied keys' lines out of the files without asking")
    .option("-y, --yes", "answer every question with yes")
    .option("--file-dir <folder>", "aws-vault: the folder of its file backend, read directly")
    .addOption(options.json());
  return addFlags(command, ["keyring", "plain", "quiet"])
    .addHelpText(
      "after",
      "\naws-vault: its file backend (--file-dir, or AWS_VAULT_BACKEND=file) is read directly; of any other AWS Vault\n" +
        "hands each key over: aws-vault exec --no-session PROFILE -- tegata add PROFILE --env. AWS Vault keeps its own.\n" +
        "credentials-file: the keys in both shared files. What was copied can be taken out of them, when you say so.\n\n" +
        "Nothing in the keyring is replaced. With --json: { From, Keyring, DryRun, Keys: [{ Profile, AccessKeyId, Arn,\n" +
        "Status, Reason, File, Line, Scrubbed }] }; Status is moved, present, would-move, skipped or failed, and the\n" +
        "exit code is 1 when one failed.\n\n" +
        "Examples:\n  tegata import --from aws-vault --dry-run\n" +
        "  tegata import --from credentials-file --scrub work\n",
    )
    .action(async (profiles, settings) => {
      const { runImport } = await import("./import/run.ts");
      await runImport(profiles, settings);
    });
}
