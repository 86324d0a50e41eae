/** Markdown whose `sh` blocks hold commands (`$ …`) and what they print: run, compared, or written anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { runProgram } from "./aws-cli.ts";

export interface Step {
  readonly command: string;
  readonly output: string;
}

const fence = /^```sh\n([\s\S]*?)^```$/gm;

/** The steps of every `sh` block, in order. */
export function readTranscript(file: string): Step[] {
  return parseTranscript(readFileSync(file, "utf8"));
}

export function parseTranscript(markdown: string): Step[] {
  return [...markdown.matchAll(fence)].flatMap(([, block = ""]) => parseBlock(block));
}

function parseBlock(block: string): Step[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = "", ...output] = part.split("\n");
      return { command, output: trimLines(output.join("\n")) };
    });
}

/** Without the empty lines around it; the first line's own spaces stay. */
function trimLines(text: string): string {
  return text.replace(/^\n+|\s+$/g, "");
}

/** What answers in the reader's language. */
export function isTranslated(command: string): boolean {
  return /^npx tegata (?:why|plan|whoami)\b/.test(command);
}

/**
 * Runs the commands as a reader of that README and of its Japanese twin: what answers in the reader's language is asked once
 * more in Japanese, on the spot. All else is the same for both and runs once.
 */
export async function runInBothLanguages(
  steps: readonly Step[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<{ readonly en: readonly string[]; readonly ja: readonly string[] }> {
  const asked = steps.flatMap((step) =>
    isTranslated(step.command) ? [step, { ...step, command: `TEGATA_LANG=ja ${step.command}` }] : [step],
  );
  const printed = (await runTranscript(asked, env, cwd)).values();
  const en: string[] = [];
  const ja: string[] = [];
  for (const { command } of steps) {
    const output = printed.next().value ?? "";
    en.push(output);
    ja.push(isTranslated(command) ? (printed.next().value ?? "") : output);
  }
  return { en, ja };
}

/** Runs the commands in one shell, one after the other; answers what each printed, on either stream. */
export async function runTranscript(
  steps: readonly Step[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<string[]> {
  const mark = "=====";
  const script = steps.map(({ command }) => `${command}\necho "${mark}"`).join("\n");
  const run = await runProgram(["bash", "-c", `exec 2>&1\n${script}`], env, "", cwd);
  return run.stdout.split(`${mark}\n`).slice(0, steps.length).map(trimLines);
}

/** Writes what was printed into the file's blocks. */
export function writeTranscript(file: string, outputs: readonly string[]): void {
  let at = 0;
  const text = readFileSync(file, "utf8").replace(fence, (_, block: string) => {
    const steps = parseBlock(block).map(({ command }) => {
      const output = outputs[at] ?? "";
      at += 1;
      return output === "" ? `$ ${command}\n` : `$ ${command}\n${output}\n`;
    });
    return `\`\`\`sh\n${steps.join("")}\`\`\``;
  });
  writeFileSync(file, text);
}

/** What differs from run to run, by what it is. */
export function normalise(text: string): string {
  return text
    .replace(/\b\d{12}\b/g, "ACCOUNT")
    .replace(/\b(A[A-Z]{3})[A-Z2-7]{16,17}\b/g, "$1…")
    .replace(/\*{16}[\w+/]{4}/g, "****************…")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)/g, "TIME")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "LOCAL TIME")
    .replace(/\btegata-\d{10}-[0-9a-f]{8}\b/g, "SESSION NAME")
    .replace(/"(SecretAccessKey|SessionToken)": "[^"]+"/g, '"$1": "…"')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, "ENDPOINT");
}
