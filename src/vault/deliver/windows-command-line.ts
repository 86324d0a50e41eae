/** A batch file and its arguments as one line for `cmd.exe /d /s /c "…"`, which is the only way to start one on Windows. */
import { exitCodes, TegataError } from "../../base/index.ts";

/** What cmd.exe acts upon outside of quotes. */
const special = /[()\][%!^"`<>&|;, *?]/g;

/**
 * The line, so that the batch file's program gets each argument as it is.
 * SECURITY: quotes are written as `^"`, so that cmd.exe never believes itself inside of a text, and everything it acts upon
 * is escaped twice: once for this line, once for the line in the batch file that passes `%*` on.
 * Throws TegataError `UnwritableArgument` for characters that end a line, for which there is no escape.
 */
export function windowsCommandLine(file: string, args: readonly string[]): string {
  return [file.replace(special, "^$&"), ...args.map(argument)].join(" ");
}

function argument(text: string): string {
  if (/[\0\r\n]/.test(text))
    throw new TegataError("UnwritableArgument", "a batch file cannot be given an argument of several lines", {
      exitCode: exitCodes.misuse,
    });
  const quoted = `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
  return quoted.replace(special, "^$&").replace(special, "^$&");
}
