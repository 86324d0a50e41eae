/**
 * A command line → program and arguments, without a shell, as AWS's clients read `credential_process`: Python's `shlex`
 * rules on POSIX, those of the Microsoft C runtime on Windows. AWS: SDKs and tools reference, "Process credential provider".
 */
import type { Platform } from "../machine.ts";

/** undefined when a quotation is not closed. */
export function splitCommand(line: string, platform: Platform): readonly string[] | undefined {
  return platform === "win32" ? splitWindows(line) : splitPosix(line);
}

/** Words of POSIX `shlex`: quotes group, a backslash escapes outside of quotes, and `"` and `\` within double quotes. */
function splitPosix(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    const next = line.charAt(index + 1);
    if (quote === "'" && character !== "'") word = `${word ?? ""}${character}`;
    else if (quote !== "" && character === quote) quote = "";
    else if (character === "\\" && (quote === "" || next === '"' || next === "\\")) {
      if (next === "") return undefined;
      word = `${word ?? ""}${next}`;
      index += 1;
    } else if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      word ??= "";
    } else if (quote === "" && /[ \t\r\n]/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = `${word ?? ""}${character}`;
  }
  if (quote !== "") return undefined;
  return word === undefined ? words : [...words, word];
}

/** Space and tab part words, `"` groups; backslashes are themselves but before a `"`, where each pair means one. */
function splitWindows(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (const [, backslashes = "", character = ""] of line.matchAll(/(\\*)([^\\]|$)/gs)) {
    if (character === '"') {
      word = (word ?? "") + "\\".repeat(Math.floor(backslashes.length / 2));
      if (backslashes.length % 2 === 1) word += '"';
      else quoted = !quoted;
      continue;
    }
    if (backslashes !== "") word = (word ?? "") + backslashes;
    if ((character === " " || character === "\t") && !quoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character !== "") word = (word ?? "") + character;
  }
  if (quoted) return undefined;
  return word === undefined ? words : [...words, word];
}
