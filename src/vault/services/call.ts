import type { Origin } from "../plan/plan.ts";
import { boundBody } from "./bounded-body.ts";
import { describeSkew, isSkewed, measureOffset } from "./clock-offset.ts";
import { answerTimeoutMs, type ClockOffset, type Connection } from "./connection.ts";
import { toTegataError } from "./failure.ts";

// biome-ignore lint/suspicious/noExplicitAny: the SDK's middleware types differ from client to client.
type Middleware = any;

/** As much of an SDK client as a call needs. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { readonly step: "deserialize"; readonly priority: "low"; readonly name: string },
    ): void;
  };
  destroy(): void;
}

export interface CallOptions {
  readonly operation: string;
  readonly profile: string;
  readonly reason: Origin;
  readonly secrets: readonly string[];
}

interface Exchange {
  readonly request: { readonly protocol?: string; readonly hostname?: string; readonly port?: number };
  readonly response?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
}

/**
 * Makes one call with a client that lives no longer: measures the clocks, and tells a failure in words.
 * @throws TegataError with AWS's code, or `NoConnection`, `TimedOut`, `TlsFailure`.
 */
export async function callService<C extends Client, T>(
  connection: Connection,
  client: C,
  options: CallOptions,
  call: (client: C) => Promise<T>,
): Promise<T> {
  const { clock } = connection.machine;
  const patienceMs = connection.patienceMs ?? answerTimeoutMs;
  let offset: ClockOffset | undefined;
  let host = "the service";
  let url: string | undefined;
  const measure = (next: (args: Exchange) => Promise<Exchange>) => async (args: Exchange) => {
    host = args.request.hostname ?? host;
    url = urlOf(args.request);
    const sentMs = clock.now();
    const startedMs = performance.now();
    const answer = await next(args);
    offset = measureOffset(host, answer.response?.headers?.date, sentMs, clock.now()) ?? offset;
    const { response } = answer;
    if (response === undefined) return answer;
    // The patience is for the whole answer, of which the headers took their part.
    const leftMs = Math.max(1, patienceMs - (performance.now() - startedMs));
    return { ...answer, response: Object.assign(response, { body: boundBody(response.body, leftMs) }) };
  };
  // Next to the handler, so that refused answers come by as answers too, and each attempt by itself.
  client.middlewareStack.add(measure, { step: "deserialize", priority: "low", name: "tegataMeasureClock" });
  try {
    return await call(client);
  } catch (error) {
    throw toTegataError(error, { ...options, host, url, offset, nowMs: clock.now() });
  } finally {
    client.destroy();
    report(connection, offset);
  }
}

function urlOf({ protocol, hostname, port }: Exchange["request"]): string | undefined {
  if (protocol === undefined || hostname === undefined) return undefined;
  return `${protocol}//${hostname}${port === undefined ? "" : `:${port}`}/`;
}

function report(connection: Connection, offset: ClockOffset | undefined): void {
  if (offset === undefined) return;
  connection.onClockOffset?.(offset);
  if (!isSkewed(offset) || connection.skewedHosts?.has(offset.host)) return;
  connection.skewedHosts?.add(offset.host);
  connection.onNote(describeSkew(offset, connection.machine.clock.now()));
}
