/** AWS's own signing test suite (awslabs/aws-c-auth): 38 cases, each signed in the header and in the query. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  defaultStyle,
  deriveSigningKey,
  type HeaderLine,
  hashPayload,
  presignRequest,
  readSignature,
  type SignedRequest,
  secretKeyOf,
  signRequest,
  verifySignature,
} from "../../src/sigv4/index.ts";
import { receivedFrom } from "./requests.ts";

interface SuiteCase {
  readonly request: string;
  readonly context: {
    readonly credentials: { access_key_id: string; secret_access_key: string; token?: string };
    readonly expiration_in_seconds: number;
    readonly normalize: boolean;
    readonly region: string;
    readonly service: string;
    readonly sign_body: boolean;
    readonly timestamp: string;
    readonly omit_session_token?: boolean;
  };
  readonly [answer: string]: unknown;
}

const folder = process.env.TEGATA_VECTORS;
if (folder === undefined) {
  test("signRequest() and presignRequest() agree with AWS's suite", (t) => {
    if (process.env.CI === "true") assert.fail("TEGATA_VECTORS is not set");
    t.skip("TEGATA_VECTORS is not set: AWS's signing suite was not run");
  });
} else {
  const suite = JSON.parse(readFileSync(join(folder, "sigv4-suite.json"), "utf8")) as {
    cases: Record<string, SuiteCase>;
  };
  for (const [name, given] of Object.entries(suite.cases)) runCase(name, given);
  test("the suite has all of its 38 cases", () => assert.equal(Object.keys(suite.cases).length, 38));
}

function runCase(name: string, given: SuiteCase): void {
  const { context } = given;
  const request = parseRequest(given.request);
  const style = { ...defaultStyle, normalizePath: context.normalize };
  const options = {
    credentials: {
      accessKeyId: context.credentials.access_key_id,
      secretAccessKey: context.credentials.secret_access_key,
      sessionToken: context.credentials.token,
    },
    region: context.region,
    service: context.service,
    time: Date.parse(context.timestamp),
    style,
    omitSessionToken: context.omit_session_token ?? false,
  };

  test(`signRequest() agrees with AWS on ${name}, and verifySignature() accepts it`, () => {
    const signed = signRequest(request, { ...options, signBodyHeader: context.sign_body });
    compare(signed, given, "header");
    const authorization = signed.headers.find(([header]) => header === "Authorization")?.[1] ?? "";
    assert.ok(String(given["header-signed-request"]).includes(`Authorization:${authorization}\n`));
    assertVerified(signed, request.body);
  });

  test(`presignRequest() agrees with AWS on ${name}, and verifySignature() accepts it`, () => {
    const signed = presignRequest(request, { ...options, expiresSeconds: context.expiration_in_seconds });
    compare(signed, given, "query");
    assertVerified(signed, request.body);
  });

  function assertVerified(signed: SignedRequest, body: string): void {
    const presented = readSignature(receivedFrom(signed));
    assert.equal(presented.kind, "presented");
    if (presented.kind !== "presented") return;
    assert.equal(presented.sessionToken, context.credentials.token);
    assert.equal(presented.time, options.time);
    const key = deriveSigningKey(secretKeyOf(options.credentials.secretAccessKey), presented.scope);
    const answer = verifySignature(receivedFrom(signed), presented, key, hashPayload(body), style);
    assert.deepEqual(answer, { verified: true });
  }
}

function compare(signed: SignedRequest, given: SuiteCase, variant: "header" | "query"): void {
  assert.equal(signed.canonicalRequest, given[`${variant}-canonical-request`]);
  assert.equal(signed.stringToSign, given[`${variant}-string-to-sign`]);
  assert.equal(signed.signature, given[`${variant}-signature`]);
}

/** `GET / HTTP/1.1`, header lines (a line that begins with a space continues the one before), an empty line, the body. */
function parseRequest(text: string) {
  const end = text.indexOf("\n\n");
  const [first = "", ...lines] = (end < 0 ? text : text.slice(0, end)).split("\n");
  const headers: HeaderLine[] = [];
  for (const line of lines.filter((each) => each !== "")) {
    const last = headers.pop();
    if (line.startsWith(" ") && last !== undefined) headers.push([last[0], `${last[1]}\n${line}`]);
    else {
      if (last !== undefined) headers.push(last);
      headers.push([line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]);
    }
  }
  return {
    method: first.slice(0, first.indexOf(" ")),
    target: first.slice(first.indexOf(" ") + 1, first.lastIndexOf(" ")),
    headers,
    body: end < 0 ? "" : text.slice(end + 2),
  };
}
