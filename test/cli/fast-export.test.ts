/** What the shortest way takes upon itself, and what it leaves to the whole program. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { systemClock } from "../../src/base/index.ts";
import { askFor } from "../../src/cli/fast-export.ts";
import { type ListeningAgent, listenAt } from "../../src/vault/agent/index.ts";
import type { Machine } from "../../src/vault/index.ts";

const skip = process.platform === "win32" ? "SKIPPED: sockets of files" : false;
const json = ["--format", "json"];

describe("askFor()", { skip }, () => {
  const root = mkdtempSync(join(tmpdir(), "tegata-fast-"));
  const path = join(root, "agent", "agent.sock");
  const userId = process.geteuid?.();
  let status = 200;
  let agent: ListeningAgent;
  let asked: URLSearchParams[] = [];
  const machineWith = (env: Record<string, string> = {}): Machine => ({
    platform: "linux",
    home: root,
    env: { TEGATA_AGENT_SOCKET: path, ...env },
    clock: systemClock,
  });
  before(async () => {
    agent = await listenAt({
      path,
      platform: "linux",
      userId,
      route: async ({ form, path: where }) => {
        asked.push(new URLSearchParams(form));
        return { status, body: `answer of ${where}`, note: "p’s: a note, 100 %" };
      },
    });
  });
  after(async () => {
    const closed = agent.close();
    rmSync(root, { recursive: true, force: true });
    await closed;
    // What was answered is left open for the process to end with.
    setImmediate(() => process.exit());
  });

  for (const args of [
    ["--format", "json", "p"],
    ["--format=json", "p"],
    ["p", "--format", "process"],
  ])
    it(`asks for ${args.join(" ")}`, async () => {
      asked = [];
      const answer = await askFor(args, machineWith({ AWS_REGION: "eu-west-1" }), userId);
      assert.deepEqual(answer, { status: 200, body: "answer of /credentials", note: "p’s: a note, 100 %" });
      assert.equal(asked[0]?.get("profile"), "p");
      assert.equal(asked[0]?.get("set.AWS_REGION"), "eu-west-1");
    });

  for (const args of [
    ["p"],
    ["--format", "sh"],
    [...json, "--fresh"],
    [...json, "p", "q"],
    [...json, ""],
    [...json, "-q"],
  ])
    it(`leaves ${JSON.stringify(args)} to the whole program`, async () => {
      asked = [];
      assert.equal(await askFor(args, machineWith(), userId), undefined);
      assert.equal(asked.length, 0);
    });

  for (const name of [
    "TEGATA_NO_AGENT",
    "AWS_VAULT",
    "TEGATA_DURATION",
    "AWS_VAULT_DURATION",
    "TEGATA_PROCESS_CHAIN",
  ])
    it(`leaves all to the whole program where ${name} is set`, async () => {
      assert.equal(await askFor(json, machineWith({ [name]: "1" }), userId), undefined);
    });

  for (const refusal of [409, 422, 423, 500])
    it(`leaves to the whole program what the agent answers with ${refusal}`, async () => {
      status = refusal;
      assert.equal(await askFor(json, machineWith(), userId), undefined);
      status = 200;
    });

  it("sends nothing to somebody else's socket, nor where nobody listens", async () => {
    asked = [];
    assert.equal(await askFor(json, machineWith(), (userId ?? 0) + 1), undefined);
    assert.equal(
      await askFor(json, machineWith({ TEGATA_AGENT_SOCKET: join(root, "none") }), userId),
      undefined,
    );
    assert.equal(asked.length, 0);
  });
});
