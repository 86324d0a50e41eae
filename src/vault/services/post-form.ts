/** A form sent to what is no AWS API: no SDK's client knows it, and the way there is the same. */
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Origin } from "../plan/plan.ts";
import { type Connection, handlerOptions } from "./connection.ts";
import { toTegataError } from "./failure.ts";

export interface FormCall {
  readonly url: URL;
  readonly fields: Readonly<Record<string, string>>;
  readonly operation: string;
  readonly profile: string;
  readonly reason: Origin;
}

export interface FormAnswer {
  readonly status: number;
  readonly text: string;
}

const maxAnswerBytes = 64 * 1024;

/**
 * Follows no redirect. Rejects with TegataError `NoConnection`, `TimedOut`, `TlsFailure` when no answer comes; any status
 * is an answer.
 */
export async function postForm(connection: Connection, call: FormCall): Promise<FormAnswer> {
  const options = await handlerOptions(connection);
  try {
    return await send(call, options);
  } catch (error) {
    const { operation, profile, reason, url } = call;
    const secrets = Object.values(call.fields);
    const facts = { operation, profile, reason, host: url.hostname, url: `${url.origin}/`, secrets };
    throw toTegataError(error, { ...facts, offset: undefined, nowMs: connection.machine.clock.now() });
  } finally {
    options.httpAgent.destroy();
    options.httpsAgent.destroy();
  }
}

function send(
  { url, fields }: FormCall,
  { requestTimeout, httpAgent, httpsAgent }: Awaited<ReturnType<typeof handlerOptions>>,
): Promise<FormAnswer> {
  const body = new URLSearchParams(fields).toString();
  const options = {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "content-length": Buffer.byteLength(body),
    },
    signal: AbortSignal.timeout(requestTimeout),
  };
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === "https:"
        ? requestHttps(url, { ...options, agent: httpsAgent })
        : requestHttp(url, { ...options, agent: httpAgent });
    request.once("error", (error) => reject(options.signal.aborted ? timedOut(error) : error));
    request.once("response", async (response) => {
      try {
        const chunks: Buffer[] = [];
        let length = 0;
        for await (const chunk of response) {
          length += chunk.length;
          if (length > maxAnswerBytes) throw new Error("the answer is too long");
          chunks.push(chunk);
        }
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") });
      } catch (error) {
        request.destroy();
        reject(error);
      }
    });
    request.end(body);
  });
}

function timedOut(cause: Error): Error {
  return Object.assign(new Error("no answer in time", { cause }), { code: "ETIMEDOUT" });
}
