/** Requests that claim another scope than the one they were signed for, and requests signed for a scope of one's choice. */
import { createHash, createHmac } from "node:crypto";
import { hashPayload, signRequest } from "../../src/sigv4/index.ts";
import type { Key } from "./server.ts";
import type { Answer } from "./signed.ts";

export type ProbedService = "sts" | "iam" | "s3";

export interface Scope {
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

export interface Forgery {
  /** What the credential claims, after an honest signature. */
  readonly claim?: Partial<Scope>;
  /** What is claimed and signed for, consistently: by somebody who knows the secret. */
  readonly sign?: Partial<Scope>;
  /** Changes the request after it was signed. */
  readonly alter?: (request: Sent) => Sent;
}

export interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const region = "us-east-1";
const form = ["content-type", "application/x-www-form-urlencoded; charset=utf-8"] as const;

/** One harmless question per service, that every administrator may ask. */
const probes: Readonly<Record<ProbedService, Sent>> = {
  sts: query("Action=GetCallerIdentity&Version=2011-06-15"),
  iam: query("Action=ListUsers&Version=2010-05-08"),
  s3: { method: "GET", target: "/", headers: [], body: "" },
};

function query(body: string): Sent {
  return { method: "POST", target: "/", headers: [form], body };
}

/** Sends the service's probe with that key; without a forgery it is an honest request. */
export async function sendProbe(
  endpoint: string,
  service: ProbedService,
  key: Key,
  { claim, sign, alter = (request) => request }: Forgery = {},
): Promise<Answer> {
  const probe = probes[service];
  const time = Date.now();
  const signed = signRequest(
    { ...probe, headers: [["host", new URL(endpoint).host], ...probe.headers] },
    {
      credentials: key,
      region,
      service,
      time,
      ...(service === "s3" && { payloadHash: hashPayload(probe.body) }),
    },
  );
  const scope = { date: basicTime(time).slice(0, 8), region, service, terminator: "aws4_request" };
  const forged =
    sign === undefined
      ? { scope: { ...scope, ...claim }, signature: signed.signature }
      : {
          scope: { ...scope, ...sign },
          signature: signFor({ ...scope, ...sign }, key, basicTime(time), signed.canonicalRequest),
        };
  const headers = signed.headers
    .filter(([name]) => name !== "host")
    .map(([name, value]) =>
      name === "Authorization"
        ? ([name, authorization(value, key, forged.scope, forged.signature)] as const)
        : ([name, value] as const),
    );
  const sent = alter({ ...probe, headers });
  const answer = await fetch(endpoint + sent.target, {
    method: sent.method,
    redirect: "manual",
    headers: sent.headers.map(([name, value]) => [name, value]),
    ...(sent.method === "GET" ? {} : { body: sent.body }),
  });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

function authorization(honest: string, key: Key, scope: Scope, signature: string): string {
  const claimed = [key.accessKeyId, scope.date, scope.region, scope.service, scope.terminator].join("/");
  return honest
    .replace(/Credential=[^,]*/, `Credential=${claimed}`)
    .replace(/Signature=.*/, `Signature=${signature}`);
}

/** AWS: IAM user guide, "Create a signed AWS API request", steps 3 and 4. */
function signFor(scope: Scope, key: Key, time: string, canonicalRequest: string): string {
  const parts = [scope.date, scope.region, scope.service, scope.terminator];
  const hash = createHash("sha256").update(canonicalRequest, "latin1").digest("hex");
  const stringToSign = ["AWS4-HMAC-SHA256", time, parts.join("/"), hash].join("\n");
  const signingKey = parts.reduce<Buffer>(
    (secret, part) => createHmac("sha256", secret).update(part).digest(),
    Buffer.from(`AWS4${key.secretAccessKey}`),
  );
  return createHmac("sha256", signingKey).update(stringToSign).digest("hex");
}

function basicTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}
