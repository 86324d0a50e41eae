import { Argument, Command } from "commander";

/** Shells that `completion/scripts.ts` has a script for. */
export const completionShells = ["bash", "zsh", "fish", "powershell"] as const;
export type CompletionShell = (typeof completionShells)[number];

/** What the scripts call; hidden, and theirs alone. */
export const completeVerb = "__complete";

/** `tegata completion`. */
export function completionCommand(): Command {
  return new Command("completion")
    .description("print a script that completes verbs, flags and profile names in your shell")
    .addArgument(new Argument("<shell>", "whose language it is in").choices(completionShells))
    .addHelpText(
      "after",
      "\nThe script asks tegata at each Tab, so that it stays right when tegata is updated.\n" +
        "\nExamples:\n" +
        "  echo 'eval \"$(tegata completion bash)\"' >> ~/.bashrc\n" +
        "  echo 'eval \"$(tegata completion zsh)\"' >> ~/.zshrc       # after compinit\n" +
        "  tegata completion fish > ~/.config/fish/completions/tegata.fish\n" +
        "  tegata completion powershell >> $PROFILE\n",
    )
    .action(async (shell: CompletionShell) => {
      const { completionScript } = await import("./completion/scripts.ts");
      process.stdout.write(completionScript(shell));
    });
}

/** `tegata __complete -- WORD…`: what could stand where the last word is, a line each; see `completion/protocol.ts`. */
export function completeCommand(): Command {
  return new Command(completeVerb)
    .argument("[words...]")
    .option("--empty", "after the words comes an empty one, which some shells cannot pass")
    .action(async (words: readonly string[], { empty }: { empty?: boolean }, command: Command) => {
      const { printCompletions } = await import("./completion/run.ts");
      await printCompletions(command.parent ?? command, empty ? [...words, ""] : words);
    });
}
