import { exitCodes, TegataError } from "../../../base/index.ts";
import type { LeaseSpan } from "../../../vault/agent/index.ts";
import { defaultSpan, maxSpanSeconds } from "../../../vault/agent/index.ts";
import { describeSpan } from "../../../vault/plan/index.ts";

export interface AgentSettings {
  readonly keyring?: string;
  /** Seconds. */
  readonly for?: number;
  readonly idle?: number;
  readonly quiet?: boolean;
}

export interface RunSettings extends AgentSettings {
  /** Where to say that it listens, as a descriptor that whoever started it reads. */
  readonly readyDescriptor?: number;
}

/** @throws TegataError `SpanImpossible` (misuse). */
export function spanOfSettings(settings: AgentSettings): LeaseSpan {
  const forSeconds = settings.for ?? defaultSpan.forSeconds;
  for (const [flag, seconds] of [
    ["--for", forSeconds],
    ["--idle", settings.idle ?? forSeconds],
  ] as const)
    if (seconds < 1 || seconds > maxSpanSeconds)
      throw new TegataError("SpanImpossible", `${flag} can be up to ${describeSpan(maxSpanSeconds)}`, {
        hint: `${flag} 8h`,
        exitCode: exitCodes.misuse,
      });
  return { forSeconds, idleSeconds: settings.idle };
}
