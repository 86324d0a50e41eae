/** What the command that failed is made of. Pure. */

/** What was run within `tegata exec … --`, or by itself. */
export function innerCommand(command: readonly string[] | undefined): readonly string[] | undefined {
  if (command === undefined || programOf(command) !== "tegata" || command[1] !== "exec") return command;
  const dashes = command.indexOf("--");
  return dashes < 0 ? command : command.slice(dashes + 1);
}

/** The program's name without its folder; empty where there is no command. */
export function programOf(words: readonly string[] | undefined): string {
  return words?.[0]?.split(/[\\/]/).at(-1) ?? "";
}
