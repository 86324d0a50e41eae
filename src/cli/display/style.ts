/** Whether, and how, words are coloured. Colour never says what words do not say too. */
import { styleText } from "node:util";
import type { Environment } from "../../vault/index.ts";

/** What a word means to a person; `plain` words are as they are. */
export type Tone = "plain" | "head" | "good" | "bad" | "faint";

export type Paint = (text: string, tone: Tone) => string;

export interface Onlooker {
  /** Whether the output is a terminal. */
  readonly isTerminal: boolean;
  readonly env: Environment;
  /** Asked for with `--plain`. */
  readonly isPlain: boolean;
}

const formats = {
  head: "bold",
  good: "green",
  bad: "red",
  faint: "dim",
} as const satisfies Readonly<Record<Exclude<Tone, "plain">, Parameters<typeof styleText>[0]>>;

/** `--plain`, then FORCE_COLOR as Node reads it, then NO_COLOR (no-color.org), then what the terminal is. */
export function hasColour({ isTerminal, env, isPlain }: Onlooker): boolean {
  if (isPlain) return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env.NO_COLOR) return false;
  return isTerminal && env.TERM !== "dumb";
}

export function paintFor(onlooker: Onlooker): Paint {
  if (!hasColour(onlooker)) return (text) => text;
  return (text, tone) =>
    tone === "plain" || text === "" ? text : styleText(formats[tone], text, { validateStream: false });
}
