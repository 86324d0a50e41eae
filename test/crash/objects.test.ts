/** kill -9 while objects are being put: what was acknowledged is there, what was not left nothing. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { hashPayload, signRequest } from "../../src/sigv4/index.ts";
import { closing } from "../support/closing.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";

const rounds = 4;
const writers = 4;
const objectBytes = 300_000;

interface Put {
  readonly key: string;
  readonly body: Buffer;
}

/** Sends a signed request; `hold` stops half-way through the body and never ends it. */
function send(server: RunningServer, admin: Key, method: string, target: string, body: Buffer, hold = false) {
  const { host } = new URL(server.endpoint);
  const signed = signRequest(
    {
      method,
      target,
      headers: [
        ["host", host],
        ["x-amz-checksum-sha256", createHash("sha256").update(body).digest("base64")],
      ],
      body,
    },
    {
      credentials: admin,
      region: "us-east-1",
      service: "s3",
      time: Date.now(),
      payloadHash: hashPayload(body),
    },
  );
  return new Promise<{ status: number; bytes: Buffer }>((resolve, reject) => {
    const request = httpRequest(
      server.endpoint + target,
      {
        method,
        headers: { ...Object.fromEntries(signed.headers), "content-length": body.length },
        agent: false,
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(pieces) }));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    if (hold) request.write(body.subarray(0, body.length / 2));
    else request.end(body);
  });
}

function bodyOf(key: string): Buffer {
  const line = Buffer.from(`${key}\n`);
  return Buffer.alloc(objectBytes, line);
}

test(`kill -9 during puts loses nothing acknowledged and leaves no part of the rest (${rounds} rounds)`, async () => {
  const data = await mkdtemp(join(tmpdir(), "tegata-test-kill-"));
  const acknowledged = new Map<string, Put>();
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const server = closing(await started(data));
      await check(server.running, data, acknowledged);
      if (round === rounds) break;
      if (round === 0) await send(server.running, server.running.admin, "PUT", "/crash", Buffer.alloc(0));
      await writeAndKill(server.running, round, acknowledged);
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

async function started(data: string) {
  const running = await startServer({ data, testMode: false });
  return { running, [Symbol.asyncDispose]: () => running.kill() };
}

async function writeAndKill(
  server: RunningServer,
  round: number,
  acknowledged: Map<string, Put>,
): Promise<void> {
  const held = `/crash/held-${round}`;
  const never = send(server, server.admin, "PUT", held, bodyOf(held), true);
  const writing = Array.from({ length: writers }, async (_, writer) => {
    for (let count = 0; ; count += 1) {
      // Every other object is overwritten in the next round, so replaced files are at stake as well.
      const key = `/crash/w${writer}-${count % 2 === 0 ? "same" : `${round}-${count}`}`;
      const body = bodyOf(`${key} ${round} ${count}`);
      acknowledged.delete(key);
      const { status } = await send(server, server.admin, "PUT", key, body);
      assert.equal(status, 200);
      acknowledged.set(key, { key, body });
    }
  });
  const ended = Promise.allSettled([...writing, never]);
  await sleep(400);
  await server.kill();
  for (const result of await ended) {
    assert.equal(result.status, "rejected");
    if (result.status === "rejected")
      assert.ok(!(result.reason instanceof assert.AssertionError), String(result.reason));
  }
}

async function check(server: RunningServer, data: string, acknowledged: Map<string, Put>): Promise<void> {
  for (const { key, body } of acknowledged.values()) {
    const { status, bytes } = await send(server, server.admin, "GET", key, Buffer.alloc(0));
    assert.equal(status, 200, key);
    assert.ok(bytes.equals(body), `${key} has other bytes`);
  }
  const objects = join(data, "objects");
  assert.deepEqual(await readdir(join(objects, "incoming")), []);
  if (acknowledged.size === 0) return;
  const { bytes } = await send(server, server.admin, "GET", "/crash?list-type=2", Buffer.alloc(0));
  const listed = [...bytes.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => match[1] ?? "");
  assert.ok(!listed.some((key) => key.startsWith("held-")), "a put that never ended left an object");
  for (const key of listed) {
    const { status, bytes: body } = await send(server, server.admin, "GET", `/crash/${key}`, Buffer.alloc(0));
    assert.deepEqual([status, body.length], [200, objectBytes], key);
  }
  const files = (await readdir(objects)).filter((name) => name !== "incoming");
  assert.equal(files.length, listed.length, "files without an object");
}
