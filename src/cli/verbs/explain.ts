import { Command, Option } from "commander";

/** `tegata explain [TERM]`. */
export function explainCommand(): Command {
  return new Command("explain")
    .description("print the page about an error: what it means, how it comes about, what to do")
    .argument("[term...]", "an error's code or text, a finding's code or a page's name; none lists the pages")
    .addOption(
      new Option("--lang <language>", "en or ja (default: from your environment)").choices(["en", "ja"]),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  tegata explain InvalidClientTokenId\n  tegata explain expired-token --lang ja\n",
    )
    .action(async (words: readonly string[], settings) => {
      const { explainTerm } = await import("./explain/explain.ts");
      explainTerm(words.join(" "), settings);
    });
}
