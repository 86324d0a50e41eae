/** An authority of this process, called through `handle` by signed requests, without a port. */
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { type AuthorityOptions, createAuthority } from "../../src/server/index.ts";
import { signRequest } from "../../src/sigv4/index.ts";
import { WireHeaders, wholeBody } from "../../src/wire/index.ts";
import type { Key } from "../support/server.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface TestDesk {
  readonly accountId: string;
  readonly admin: Key;
  /** `POST`, by default, with these headers and nothing else. */
  send(
    target: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
    method?: string,
  ): Promise<Answer>;
  query(
    key: Key,
    service: "sts" | "iam",
    action: string,
    parameters?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
}

const host = "127.0.0.1:4600";
const versions = { sts: "2011-06-15", iam: "2010-05-08" } as const;

export async function openDesk(t: TestContext, options: AuthorityOptions): Promise<TestDesk> {
  const authority = await createAuthority(options);
  t.after(() => authority.close());
  const { adminKey } = authority;
  assert.ok(adminKey);
  const send: TestDesk["send"] = async (target, headers, body = "", method = "POST") => {
    const answer = await authority.handle({
      method,
      target,
      headers: new WireHeaders(Object.entries(headers).flat()),
      body: wholeBody(new TextEncoder().encode(body)),
      remoteAddress: "127.0.0.1",
      secure: false,
    });
    return { status: answer.status, headers: answer.headers, text: await textOf(answer.body) };
  };
  return {
    accountId: authority.accountId,
    admin: { accessKeyId: adminKey.accessKeyId, secretAccessKey: adminKey.secretAccessKey.reveal() },
    send,
    query: (key, service, action, parameters = {}) => {
      const body = new URLSearchParams({
        Action: action,
        Version: versions[service],
        ...parameters,
      }).toString();
      const signed = signRequest(
        {
          method: "POST",
          target: "/",
          headers: [
            ["host", host],
            ["content-type", "application/x-www-form-urlencoded"],
          ],
          body: new TextEncoder().encode(body),
        },
        { credentials: key, region: "us-east-1", service, time: Date.now() },
      );
      return send("/", Object.fromEntries(signed.headers), body);
    },
  };
}

async function textOf(body: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<string> {
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

export function element(answer: { readonly text: string }, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer.text)?.[1];
}

/** The temporary credentials in an answer. */
export function credentialsIn(answer: Answer): Key & { readonly expiration: number } {
  assert.equal(answer.status, 200, answer.text);
  return {
    accessKeyId: element(answer, "AccessKeyId") ?? "",
    secretAccessKey: element(answer, "SecretAccessKey") ?? "",
    sessionToken: element(answer, "SessionToken") ?? "",
    expiration: Date.parse(element(answer, "Expiration") ?? ""),
  };
}
