import { Command } from "commander";

/** Hidden: what `npm run docs` makes docs/man/tegata.1 from. */
export const manVerb = "__man";

/** `tegata __man`: the man page, made from the definitions of all verbs. */
export function manCommand(): Command {
  return new Command(manVerb).action(async (_settings: unknown, command: Command) => {
    const { renderManPage } = await import("./man/render.ts");
    process.stdout.write(renderManPage(command.parent ?? command));
  });
}
