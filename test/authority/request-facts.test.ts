import assert from "node:assert/strict";
import { test } from "node:test";
import { requestFacts } from "../../src/authority/request/request-facts.ts";
import { ServiceError } from "../../src/base/index.ts";
import { WireHeaders, type WireRequest, wholeBody } from "../../src/wire/index.ts";

function requestWith(headers: readonly string[]): WireRequest {
  return {
    method: "POST",
    target: "/",
    headers: new WireHeaders([...headers]),
    body: wholeBody(new Uint8Array()),
    remoteAddress: "127.0.0.1",
    secure: false,
  };
}

test("requestFacts() takes headers as long as clients send, and refuses the longer rather than cut them", () => {
  const long = "x".repeat(2048);
  const { userAgent, referer } = requestFacts(
    requestWith(["user-agent", long, "referer", long]),
    "eu-west-1",
  );
  assert.deepEqual([userAgent, referer], [long, long]);
  for (const name of ["user-agent", "referer"])
    assert.throws(
      () => requestFacts(requestWith([name, `${long}x`]), "eu-west-1"),
      (error) =>
        error instanceof ServiceError &&
        error.code === "RequestHeaderSectionTooLarge" &&
        error.message.includes(name),
    );
});
