import { exitCodes, printable, ServiceError, TegataError } from "../base/index.ts";

/**
 * Prints one sentence and, where there are any, lines to paste; answers the exit code.
 * SECURITY: a sentence may repeat a server's, which must not move the cursor of the terminal.
 */
export function reportFailure(error: unknown): number {
  if (error instanceof TegataError) {
    process.stderr.write(`tegata: ${printable(error.message)}\n`);
    if (error.hint !== undefined)
      process.stderr.write(`  ${error.hint.split("\n").map(printable).join("\n")}\n`);
    return error.exitCode;
  }
  if (error instanceof ServiceError) {
    process.stderr.write(`tegata: ${printable(`${error.code}: ${error.message}`)}\n`);
    return exitCodes.failed;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`tegata: ${printable(text)}\n`);
  if (process.env.TEGATA_DEBUG !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  return exitCodes.failed;
}
