/** The HTTP edge over real sockets: what comes in arrives byte for byte, and what is not HTTP gets an answer. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { httpLimits } from "../../src/server/http/limits.ts";
import { listen } from "../../src/server/index.ts";
import { readWhole, type WireRequest, type WireResponse } from "../../src/wire/index.ts";

type Handle = (request: WireRequest) => Promise<WireResponse>;

const ok = (body: WireResponse["body"] = "ok", headers: Record<string, string> = {}): WireResponse => ({
  status: 200,
  headers,
  body,
});

async function open(t: TestContext, handle: Handle) {
  const faults: unknown[] = [];
  const server = await listen({ host: "127.0.0.1", port: 0, handle, onFault: (error) => faults.push(error) });
  t.after(() => server.close());
  return { faults, server, url: `http://127.0.0.1:${server.port}` };
}

/** Sends the bytes and answers everything that comes back until the server closes. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("latin1").on("data", (piece: string) => (answer += piece));
  socket.on("error", () => undefined);
  socket.write(text, "latin1");
  await once(socket, "close");
  return answer;
}

test("listen() hands on the target and the headers as they came, and the peer's address", async (t) => {
  let seen: WireRequest | undefined;
  const { server } = await open(t, async (request) => {
    seen = request;
    return ok();
  });
  const target = "/a//b/../%7e?X=%zz&&";
  await raw(
    server.port,
    `GET ${target} HTTP/1.1\r\nHost: h\r\nX-A:  1\r\nx-a: \xfc\r\nConnection: close\r\n\r\n`,
  );
  assert.equal(seen?.target, target);
  assert.deepEqual(seen?.headers.all("x-a"), ["1", "\xfc"]);
  assert.equal(seen?.remoteAddress, "127.0.0.1");
  assert.equal(seen?.secure, false);
});

test("listen() answers what is not HTTP with 400, and headers that are too long with 431, as XML", async (t) => {
  const { server } = await open(t, async () => ok());
  assert.match(await raw(server.port, "hello\r\n\r\n"), /^HTTP\/1\.1 400 [\s\S]*<Code>BadRequest<\/Code>/);
  const long = `GET / HTTP/1.1\r\nHost: h\r\nX-Long: ${"x".repeat(httpLimits.maxHeaderBytes)}\r\n\r\n`;
  assert.match(await raw(server.port, long), /^HTTP\/1\.1 431 [\s\S]*<Code>RequestHeaderSectionTooLarge</);
});

test("listen() hands on bodies whole, streamed and chunked", async (t) => {
  const { url } = await open(t, async (request) => {
    const bytes = await readWhole(request.body, 10_000_000);
    return ok(`${bytes?.length} ${request.body.whole === undefined ? "streamed" : "whole"}`);
  });
  const send = async (body: string | ReadableStream) => {
    const init = { method: "POST", body };
    return (await fetch(url, typeof body === "string" ? init : { ...init, duplex: "half" })).text();
  };
  assert.equal(await send("x".repeat(1000)), "1000 whole");
  const large = httpLimits.bufferedBodyBytes + 1;
  assert.equal(await send("x".repeat(large)), `${large} streamed`);
  assert.equal(await send(new Blob(["x".repeat(10)]).stream()), "10 streamed");
});

test("listen() asks for the body of an Expect: 100-continue only when somebody reads it", async (t) => {
  const { server } = await open(t, async (request) => {
    if (request.target === "/refused") return { status: 403, headers: {}, body: "no" };
    return ok(await readWhole(request.body, 100));
  });
  const head = (path: string) =>
    `PUT ${path} HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`;
  const taken = await raw(server.port, `${head("/taken")}hello`);
  assert.match(taken, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*hello$/);
  assert.match(await raw(server.port, head("/refused")), /^HTTP\/1\.1 403 /);
});

test("listen() answers HEAD without a body but with its length, streamed or not", async (t) => {
  const { server } = await open(t, async ({ target }) =>
    target === "/streamed" ? ok(new Blob(["hello"]).stream(), { "content-length": "5" }) : ok("hello"),
  );
  for (const path of ["/streamed", "/plain"]) {
    const answer = await raw(server.port, `HEAD ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n[\s\S]*content-length: 5\r\n[\s\S]*\r\n\r\n$/i);
  }
});

test("listen() answers a bare 500 when handling fails, tells the operator, and goes on", async (t) => {
  const { url, faults } = await open(t, async ({ target }) => {
    if (target === "/bad") throw new Error("secret detail");
    return ok();
  });
  const bad = await fetch(`${url}/bad`);
  assert.deepEqual([bad.status, await bad.text()], [500, ""]);
  assert.equal(faults.length, 1);
  assert.equal((await fetch(url)).status, 200);
});

test("listen() forgets a client that goes away in the middle of its body", async (t) => {
  const { server, url, faults } = await open(t, async (request) => {
    await readWhole(request.body, 10_000_000);
    return ok();
  });
  for (const length of [1000, httpLimits.bufferedBodyBytes * 2]) {
    const socket = connect(server.port, "127.0.0.1");
    socket.write(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\nsome`);
    await sleep(30);
    socket.destroy();
  }
  await sleep(30);
  assert.equal((await fetch(url)).status, 200);
  assert.deepEqual(faults, []);
});

test("close() lets a request under way end", async (t) => {
  const { server, url } = await open(t, async () => {
    await sleep(150);
    return ok("late");
  });
  const answer = fetch(url);
  await sleep(50);
  const before = performance.now();
  const closed = server.close();
  assert.equal(await (await answer).text(), "late");
  await closed;
  assert.ok(performance.now() - before < httpLimits.closeTimeoutMs / 2, "and waits for nothing after that");
  await assert.rejects(fetch(url));
});
