import assert from "node:assert/strict";
import { PassThrough, Readable } from "node:stream";
import { describe, it } from "node:test";
import { boundBody, maxAnswerBytes } from "../../../src/vault/services/bounded-body.ts";

async function read(body: unknown): Promise<number> {
  assert.ok(body instanceof Readable);
  let size = 0;
  for await (const chunk of body) size += chunk.length;
  return size;
}

describe("boundBody()", () => {
  it("leaves an answer as it is", async () => {
    assert.equal(await read(boundBody(Readable.from([Buffer.from("<a/>")]), 1_000)), 4);
    assert.equal(boundBody("text", 1_000), "text");
  });

  it("ends an answer that has too many bytes", async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(64 * 1024);
      })(),
    );
    await assert.rejects(read(boundBody(endless, 10_000)), { code: "ANSWER_TOO_LARGE" });
    assert.ok(maxAnswerBytes < 2 ** 21);
  });

  it("ends an answer that comes a byte at a time, and its connection", async () => {
    const slow = new PassThrough();
    const writing = setInterval(() => slow.write("a"), 5);
    await assert.rejects(read(boundBody(slow, 50)), { code: "ETIMEDOUT" });
    clearInterval(writing);
    assert.ok(slow.destroyed);
  });
});
