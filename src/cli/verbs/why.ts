import { Command } from "commander";
import { options } from "../settings.ts";
import { addFlags } from "../vault/flags.ts";

/** `tegata why`. */
export function whyCommand(): Command {
  const command = new Command("why")
    .description("say why credentials failed, with the evidence and what to type next")
    .argument("[profile]", "the profile that was used (default: AWS_PROFILE, AWS_DEFAULT_PROFILE)")
    .argument("[command...]", "after --: a command to run; its output and exit code pass through unchanged")
    .option("--error <text>", "the error's text, as it was printed; - reads standard input")
    .option("--offline", "do not ask the endpoint")
    .addOption(options.json());
  addFlags(command, ["keyring"]);
  return command
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  tegata why terraform-runner --error 'An error occurred (InvalidClientTokenId) …'\n" +
        "  aws iam list-users 2>&1 | tegata why --error -\n" +
        "  tegata why deploy -- aws s3 ls\n" +
        "\nIt exits with 1 where an error was given and no cause was found; after -- with the command's own code.\n" +
        "With a command the findings go to standard error.\n" +
        "\n--json prints {profile, symptom: {by, code, sentence, operation, service, …} or null,\n" +
        "  client: {program, version} or null, checked: […], findings: [{code, page, concern (failure, hygiene),\n" +
        "  certainty (certain, likely, possible), what: {en, ja}, evidence: [{text: {en, ja}, place, setting}],\n" +
        "  remedies: [{by (you, you-in-person, administrator), text: {en, ja}, commands}]}]}; the first is the best.\n" +
        "\nIt speaks Japanese when TEGATA_LANG=ja or the locale begins with ja.\n",
    )
    .action(async (profile: string | undefined, words: readonly string[], settings) => {
      const { why } = await import("./why/why.ts");
      await why(profile, words, settings);
    });
}
