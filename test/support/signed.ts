/** Requests signed by our own signer over real sockets, for tests that need many of them and no client's start-up time. */
import { hashPayload, signRequest } from "../../src/sigv4/index.ts";
import type { Key } from "./server.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface SignedCall {
  readonly endpoint: string;
  readonly key: Key;
  readonly service: "sts" | "iam" | "s3" | "tegata";
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

/** Rejects only when no answer comes. */
export async function sendSigned(call: SignedCall): Promise<Answer> {
  const { endpoint, key, service, method = "POST", target = "/", body = "" } = call;
  const bytes = new TextEncoder().encode(body);
  const signed = signRequest(
    { method, target, headers: [["host", new URL(endpoint).host], ...(call.headers ?? [])], body: bytes },
    {
      credentials: key,
      region: "us-east-1",
      service,
      time: Date.now(),
      ...(service === "s3" && { payloadHash: hashPayload(bytes) }),
    },
  );
  const answer = await fetch(endpoint + target, {
    method,
    headers: signed.headers.filter(([name]) => name !== "host").map(([name, value]) => [name, value]),
    ...(method === "GET" || method === "HEAD" ? {} : { body: bytes }),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

const versions = { sts: "2011-06-15", iam: "2010-05-08" } as const;

/** A Query call of STS or IAM. */
export function sendQuery(
  to: { readonly endpoint: string; readonly key: Key },
  service: "sts" | "iam",
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return sendSigned({
    ...to,
    service,
    headers: [["content-type", "application/x-www-form-urlencoded; charset=utf-8"]],
    body: new URLSearchParams({ Action: action, Version: versions[service], ...parameters }).toString(),
  });
}

/** The text of the first element of that name. */
export function elementOf(answer: Answer, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer.text)?.[1];
}
