/** How each shell and file format writes a value so that it means itself. Where that cannot be done, it is refused. */
import { exitCodes, TegataError } from "../../base/index.ts";
import type { Environment, Platform } from "../machine.ts";

export const shells = ["sh", "fish", "powershell", "cmd"] as const;
export type Shell = (typeof shells)[number];

/** From what the shell says of itself; Windows without SHELL is PowerShell when its module path is there. */
export function detectShell(env: Environment, platform: Platform): Shell {
  const name = env.SHELL ?? "";
  if (/fish$/.test(name)) return "fish";
  if (platform !== "win32" || name !== "") return "sh";
  return env.PSModulePath === undefined ? "cmd" : "powershell";
}

/** A line that sets a variable for the shell and what it starts. Throws TegataError `UnwritableValue`. */
export function setLine(shell: Shell, name: string, value: string): string {
  switch (shell) {
    case "sh":
      return `export ${name}=${quoteSh(name, value)}`;
    case "fish":
      return `set -gx ${name} ${quoteFish(name, value)}`;
    case "powershell":
      return `$env:${name} = ${quotePowershell(name, value)}`;
    case "cmd":
      return `set "${name}=${literalForCmd(name, value)}"`;
  }
}

/** A line that removes a variable, and does nothing where there is none. */
export function unsetLine(shell: Shell, name: string): string {
  switch (shell) {
    case "sh":
      return `unset ${name}`;
    case "fish":
      return `set -e ${name}`;
    case "powershell":
      return `Remove-Item Env:${name} -ErrorAction SilentlyContinue`;
    case "cmd":
      return `set "${name}="`;
  }
}

/** POSIX: within single quotes every character is itself, but the single quote. */
function quoteSh(name: string, value: string): string {
  return `'${without(/\0/, name, value, "a shell").replaceAll("'", "'\\''")}'`;
}

/** fish: within single quotes a backslash stands before a backslash and a quote, and nowhere else means anything. */
function quoteFish(name: string, value: string): string {
  return `'${without(/\0/, name, value, "fish").replace(/[\\']/g, "\\$&")}'`;
}

/**
 * SECURITY: PowerShell takes the typographic quotes U+2018 to U+201B for single quotes too, so each of them ends the text;
 * doubled, each is itself.
 */
function quotePowershell(name: string, value: string): string {
  return `'${without(/\0/, name, value, "powershell").replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

/**
 * SECURITY: in cmd a line's end, a quote, `%` and (where delayed expansion is on) `!` cannot be written so that they mean
 * themselves both typed and in a batch file.
 */
function literalForCmd(name: string, value: string): string {
  return without(/["%!\p{Cc}]/u, name, value, "cmd");
}

/**
 * A value in a .env file. Plain where it can be: `docker --env-file` knows no quotes. Otherwise in single quotes, within
 * which every reader takes everything but quote, backslash and line end as it stands.
 */
export function quoteDotenv(name: string, value: string): string {
  if (/^[\w+/=:.,@-]*$/.test(value)) return value;
  return `'${without(/['\\\p{Cc}]/u, name, value, "a .env file")}'`;
}

/** A value of AWS's shared files, which know no quotes: a comment begins after white space, and ends are trimmed. */
export function literalForIni(name: string, value: string): string {
  return without(/\p{Cc}|^\s|\s$|\s[#;]|^$/u, name, value, "a shared file");
}

function without(unwritable: RegExp, name: string, value: string, where: string): string {
  const found = unwritable.exec(value)?.[0];
  if (found === undefined) return value;
  // The character is told, not the value: it may be a secret.
  throw new TegataError(
    "UnwritableValue",
    `${name} cannot be written for ${where}: it has the character ${JSON.stringify(found)}, or is empty`,
    { hint: "tegata export --format json", exitCode: exitCodes.misuse },
  );
}
