/** A real browser with the AWS SDK for JavaScript: temporary credentials in a page, from origins that were allowed. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { needs } from "../support/aws-cli.ts";
import { openChromium } from "../support/chromium.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";
import { elementOf, sendQuery } from "../support/signed.ts";

const page = `
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

globalThis.run = async (endpoint, credentials) => {
  const options = { endpoint, credentials, region: "us-east-1", maxAttempts: 1 };
  const { Arn } = await new STSClient(options).send(new GetCallerIdentityCommand({}));
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const Bucket = "from-a-page";
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "greeting.txt", Body: "hello from a page" }));
  const object = await s3.send(new GetObjectCommand({ Bucket, Key: "greeting.txt" }));
  const listed = await s3.send(new ListObjectsV2Command({ Bucket }));
  return { arn: Arn, text: await object.Body.transformToString(), keys: listed.Contents.map(({ Key }) => Key), etag: object.ETag };
};
`;

describe("temporary credentials in a browser", () => {
  let site: Server;
  let port: number;
  let server: RunningServer;
  let browser: Browser;
  let folder: string;
  let credentials: Key;

  before(async () => {
    const opened = await openChromium();
    if (opened === undefined) return;
    browser = opened;
    folder = mkdtempSync(join(tmpdir(), "tegata-browser-"));
    const bundled = await build({
      stdin: { contents: page, resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
      platform: "browser",
      format: "iife",
    });
    const script = bundled.outputFiles[0]?.text ?? "";
    site = createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
      response.end(
        isScript ? script : '<!doctype html><meta charset="utf-8"><script src="/page.js"></script>',
      );
    }).listen(0);
    await once(site, "listening");
    const address = site.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
    server = await startServer({ args: ["--cors-origin", `http://127.0.0.1:${port}`] });
    const session = await sendQuery(
      { endpoint: server.endpoint, key: server.admin },
      "sts",
      "GetSessionToken",
    );
    credentials = {
      accessKeyId: elementOf(session, "AccessKeyId") ?? "",
      secretAccessKey: elementOf(session, "SecretAccessKey") ?? "",
      sessionToken: elementOf(session, "SessionToken"),
    };
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
    site?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** What the page at `host` answers or fails with. */
  async function runAt(host: string): Promise<unknown> {
    const tab = await browser.newPage();
    try {
      await tab.goto(`http://${host}:${port}/`);
      const { endpoint } = server;
      return await tab.evaluate(
        ([address, key]) =>
          (globalThis as unknown as { run: (...args: unknown[]) => Promise<unknown> }).run(address, key),
        [endpoint, credentials] as const,
      );
    } finally {
      await tab.close();
    }
  }

  it("C12 a page of an allowed origin calls STS and S3 with the AWS SDK", async (t) => {
    if (!needs(t, "chromium")) return;
    const answer = (await runAt("127.0.0.1")) as Record<string, unknown>;
    assert.equal(answer.arn, `arn:aws:iam::${server.accountId}:user/admin`);
    assert.equal(answer.text, "hello from a page");
    assert.deepEqual(answer.keys, ["greeting.txt"]);
    assert.match(String(answer.etag), /^"[0-9a-f]{32}"$/, "headers of the answer are exposed");
  });

  it("C12 a page of another origin gets nothing", async (t) => {
    if (!needs(t, "chromium")) return;
    await assert.rejects(runAt("localhost"), /Failed to fetch|NetworkError|TypeError/);
  });

  it("without --cors-origin no answer lets a page in", async (t) => {
    if (!needs(t, "chromium")) return;
    const plain = await startServer();
    try {
      for (const method of ["OPTIONS", "POST"]) {
        const answer = await fetch(plain.endpoint, {
          method,
          headers: { origin: `http://127.0.0.1:${port}`, "access-control-request-method": "POST" },
        });
        const names = [...answer.headers.keys()].filter((name) => name.startsWith("access-control-"));
        assert.deepEqual(names, []);
      }
    } finally {
      await plain.stop();
    }
  });
});
