import { pino } from "pino";
import type { Log } from "../../../authority/index.ts";

export type LogLevel = "silent" | "error" | "info";

export interface ServerLog {
  readonly authority: Log;
  /** Between a socket and the authority. */
  readonly fault: (error: unknown) => void;
}

/** SECURITY: what is logged are codes, operations and causes; these names must never appear, and are cut if they do. */
const redacted = [
  "secretAccessKey",
  "sessionToken",
  "signature",
  "tokenCode",
  "*.secretAccessKey",
  "*.sessionToken",
];

/** JSON lines on standard error: at `info` every refusal with its cause, at `error` failures only. */
export function createLog(level: LogLevel): ServerLog {
  const logger = pino({ level, redact: redacted, base: null }, pino.destination({ dest: 2, sync: true }));
  return {
    authority: {
      refused: (entry) => logger.info(entry, "refused"),
      failed: ({ requestId, error }) => logger.error({ requestId, error: describe(error) }, "failed"),
    },
    fault: (error) => logger.error({ error: describe(error) }, "connection failed"),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
