import { type Clock, TegataError } from "../../base/index.ts";
import { maxAttempts, noCode, parseCode, type SentCodes, untilNextCode } from "./codes.ts";
import type { AskMfa } from "./question.ts";

export interface CodeContext {
  readonly profile: string;
  readonly serial: string;
  /** `mfa_process`: a command gives the codes. */
  readonly process: string | undefined;
  readonly askMfa: AskMfa;
  readonly sentCodes: SentCodes;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly onNote: (message: string) => void;
}

/**
 * Makes a call that wants a code. A code that is malformed, was sent before, or is refused is asked for again with the
 * reason, three times at most; a command that still prints a used code is asked once the device shows the next one.
 * @param call rejects with what `isWrongCode` recognises when the service refused the code.
 */
export async function withCode<T>(
  context: CodeContext,
  call: (code: string) => Promise<T>,
  isWrongCode: (error: unknown) => boolean,
): Promise<T> {
  const { serial, sentCodes, clock } = context;
  let again: string | undefined;
  let refusal: unknown;
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const code = parseCode(await ask(context, attempt, again).catch(insteadOf(refusal)));
    if (code === undefined) {
      again = "that was no code of six digits";
      continue;
    }
    if (sentCodes.has(serial, code, clock.now())) {
      again = "that code was sent already and counts only once, wait for the next one";
      if (context.process !== undefined) await waitForNext(context);
      continue;
    }
    sentCodes.add(serial, code, clock.now());
    try {
      return await call(code);
    } catch (error) {
      if (!isWrongCode(error)) throw error;
      refusal = error;
      again = "that code was refused: it is wrong, or was used before";
    }
  }
  throw refusal ?? noCode(serial);
}

/** Where nobody can be asked again, what the service said is the news. */
function insteadOf(refusal: unknown): (error: unknown) => never {
  return (error) => {
    throw refusal !== undefined && error instanceof TegataError && error.code === "NoTerminal"
      ? refusal
      : error;
  };
}

async function ask(context: CodeContext, attempt: number, again: string | undefined): Promise<string> {
  const { serial, profile, process, onNote, askMfa } = context;
  onNote(`waiting for MFA: ${serial}${again === undefined ? "" : ` (${again})`}`);
  return askMfa({ serial, profile, process, attempt, ...(again === undefined ? {} : { again }) });
}

async function waitForNext({ clock, sleep, onNote, serial }: CodeContext): Promise<void> {
  const milliseconds = untilNextCode(clock.now());
  onNote(`waiting ${Math.ceil(milliseconds / 1000)} s for the next code of ${serial}`);
  await sleep(milliseconds);
}
