import { exitCodes, ServiceError, TegataError } from "../base/index.ts";

/** Prints one sentence and, where there is one, a line to paste; answers the exit code. */
export function reportFailure(error: unknown): number {
  if (error instanceof TegataError) {
    process.stderr.write(`tegata: ${error.message}\n`);
    if (error.hint !== undefined) process.stderr.write(`  ${error.hint}\n`);
    return error.exitCode;
  }
  if (error instanceof ServiceError) {
    process.stderr.write(`tegata: ${error.code}: ${error.message}\n`);
    return exitCodes.failed;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`tegata: ${text}\n`);
  if (process.env.TEGATA_DEBUG !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  return exitCodes.failed;
}
