/** The pages of docs/troubleshooting, and the commands on them, taken apart as a shell takes them. */
import { readdirSync, readFileSync } from "node:fs";
import { Command } from "commander";

export const troubleshooting = new URL("../../docs/troubleshooting/", import.meta.url);

export function readPage(slug: string, language: "en" | "ja"): string {
  return readFileSync(new URL(`${slug}${language === "ja" ? ".ja" : ""}.md`, troubleshooting), "utf8");
}

/** Every command of that program, in blocks and then in sentences, also behind another program's `--`. */
export function commandLines(page: string, program: string): readonly (readonly string[])[] {
  const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, code = ""]) => code.split("\n"));
  const inline = [...page.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`]+)`/g)].map(
    ([, code = ""]) => code,
  );
  return [...blocks, ...inline]
    .flatMap((line) => commandsIn(line))
    .filter(([first, second]) => {
      return first === program && second !== undefined;
    });
}

function commandsIn(line: string): readonly (readonly string[])[] {
  const piped = splitWords(line.replaceAll(/^\$ /g, ""));
  return piped.flatMap((words) => {
    const dashes = words.indexOf("--");
    return dashes < 0 ? [words] : [words, words.slice(dashes + 1)];
  });
}

/** Words of a shell, for each command of a pipe; without expansion. Settings in front and redirections are left out. */
function splitWords(line: string): readonly (readonly string[])[] {
  const tokens = line.match(/\|+|(?:'[^']*'|"[^"]*"|[^\s'"|])+/g) ?? [];
  const commands: string[][] = [[]];
  for (const token of tokens) {
    if (token.startsWith("|")) commands.push([]);
    else if (!/^[A-Z_]+=\S*$|^[0-9]?>/.test(token) || (commands.at(-1)?.length ?? 0) > 1)
      commands.at(-1)?.push(token.replaceAll(/'([^']*)'|"([^"]*)"/g, "$1$2"));
  }
  return commands.map((words) => words.slice(0, redirection(words)));
}

function redirection(words: readonly string[]): number {
  const at = words.findIndex((word) => /^[0-9]?>/.test(word));
  return at < 0 ? words.length : at;
}

const verbs = new URL("../../src/cli/verbs/", import.meta.url);

/** Takes a line as `tegata` takes it, and does nothing of it. @throws CommanderError of a verb or flag that there is not. */
export async function parseTegata([, ...args]: readonly string[]): Promise<void> {
  const program = new Command("tegata").exitOverride();
  for (const file of readdirSync(verbs).filter((name) => name.endsWith(".ts"))) {
    const exported: Readonly<Record<string, unknown>> = await import(new URL(file, verbs).href);
    const make = exported[`${file.slice(0, -".ts".length)}Command`];
    if (typeof make === "function") program.addCommand(make());
  }
  idle(program);
  await program.parseAsync(["node", "tegata", ...args]);
}

function idle(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  if (command.commands.length === 0) command.action(() => {});
  command.commands.forEach(idle);
}
