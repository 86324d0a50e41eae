/** An S3 without the wire: a real store in memory, a temporary folder, and a kernel that lets everybody in unless told otherwise. */
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Caller } from "../../src/authority/caller.ts";
import { NotedDenial } from "../../src/authority/denials/index.ts";
import type { ContextEntries } from "../../src/authority/operation.ts";
import { ServiceError } from "../../src/base/index.ts";
import { createS3, type S3Limits, type S3Payload } from "../../src/s3/index.ts";
import { readPayloadDeclaration } from "../../src/sigv4/index.ts";
import { s3Errors } from "../../src/wire/errors/s3.ts";
import { type WireBody, WireHeaders, wholeBody } from "../../src/wire/index.ts";
import { openAuthority } from "../support/authority.ts";

export interface AuthorisationQuestion {
  readonly action: string;
  readonly resource: string;
  readonly context: ContextEntries;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | WireBody;
  readonly caller?: Caller;
  readonly payload?: S3Payload;
  readonly region?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
  /** The Code element of an error document. */
  readonly code: string | undefined;
}

export type TestS3 = Awaited<ReturnType<typeof openS3>>;

/** Close it with `closing`. `allow` is the policy; default: everything. */
export async function openS3(
  options: { limits?: Partial<S3Limits>; allow?: (question: AuthorisationQuestion) => boolean } = {},
) {
  const authority = await openAuthority();
  const folder = await mkdtemp(join(tmpdir(), "tegata-test-s3-"));
  const objectsFolder = join(folder, "objects");
  const settings = { allow: options.allow ?? (() => true) };
  const questions: AuthorisationQuestion[] = [];
  const faults: unknown[] = [];
  const limits = options.limits === undefined ? {} : { limits: options.limits };
  const s3 = await createS3({ objectsFolder, services: authority.services, ...limits });
  let requests = 0;

  async function call(method: string, target: string, given: CallOptions = {}): Promise<Answer> {
    const body = bodyOf(given.body);
    const length: Record<string, string> =
      body.whole === undefined || given.body === undefined
        ? {}
        : { "content-length": String(body.whole.length) };
    const headers = new WireHeaders(
      Object.entries({ host: "127.0.0.1:4600", ...length, ...given.headers }).flat(),
    );
    requests += 1;
    const now = authority.clock.now();
    const response = await s3.handle(
      { method, target, headers, body, remoteAddress: "127.0.0.1", secure: false },
      { requestId: `request-${requests}`, now, signature: { kind: "none" }, denial: new NotedDenial() },
      {
        services: authority.services,
        virtualHosts: ["s3.localhost"],
        log: { refused: () => {}, failed: ({ error }) => faults.push(error) },
        authenticate: async () => ({
          caller: given.caller ?? authority.admin,
          payload: given.payload ?? payloadOf(headers),
          request: {
            sourceIp: "127.0.0.1",
            userAgent: undefined,
            referer: undefined,
            secure: false,
            region: given.region ?? "us-east-1",
          },
          presigned: false,
          signedAt: now,
        }),
        authorise: async (_authenticated, action, resource, context = {}) => {
          const question = { action, resource, context };
          questions.push(question);
          if (!settings.allow(question)) throw s3Errors.accessDenied(`not authorized to perform: ${action}`);
        },
      },
    );
    return readAnswer(response);
  }

  return {
    ...authority,
    call,
    settings,
    questions,
    faults,
    objectsFolder,
    s3,
    /** Files of the objects folder: kept ones, and those on their way in. */
    async files(): Promise<{ kept: string[]; incoming: string[] }> {
      const kept = (await readdir(objectsFolder)).filter((name) => name !== "incoming");
      return { kept, incoming: await readdir(join(objectsFolder, "incoming")) };
    },
    async [Symbol.asyncDispose]() {
      await s3.close();
      await authority[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
      assert.deepEqual(faults, [], "no request ended with a fault of ours");
    },
  };
}

function bodyOf(body: CallOptions["body"]): WireBody {
  if (typeof body === "string") return wholeBody(Buffer.from(body));
  if (body === undefined) return wholeBody(new Uint8Array(0));
  return body instanceof Uint8Array ? wholeBody(body) : body;
}

function payloadOf(headers: WireHeaders): S3Payload {
  const declaration = readPayloadDeclaration(headers.get("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD");
  if (declaration.kind === "hash") return { kind: "signed-hash", sha256: declaration.sha256 };
  if (declaration.kind === "unsigned") return { kind: "unsigned" };
  throw new Error("a streaming payload is given by the test");
}

async function readAnswer(response: {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | AsyncIterable<Uint8Array>;
}): Promise<Answer> {
  const pieces: Uint8Array[] = [];
  if (typeof response.body === "string") pieces.push(Buffer.from(response.body));
  else if (response.body instanceof Uint8Array) pieces.push(response.body);
  else for await (const piece of response.body) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const text = bytes.toString("utf8");
  const code = response.status >= 400 ? /<Code>(.*?)<\/Code>/.exec(text)?.[1] : undefined;
  return { status: response.status, headers: response.headers, bytes, text, code };
}

/** A body that arrives in pieces and may break off. */
export function pieces(...parts: (string | Uint8Array | Error)[]): WireBody {
  return {
    async *[Symbol.asyncIterator]() {
      for (const part of parts) {
        if (part instanceof Error) throw part;
        yield typeof part === "string" ? Buffer.from(part) : part;
      }
    },
  };
}

/** The texts of every element of that name. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map((match) => match[1] ?? "");
}

/** A path that names a key, percent-encoded. */
export function pathOf(bucket: string, key: string): string {
  return `/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
}

export { ServiceError };
