/** Many real processes that want one session. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const driver = fileURLToPath(new URL("storm-driver.ts", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "tegata-storm-"));
after(() => rmSync(root, { recursive: true, force: true }));
const id = "5".repeat(64);
/** Two cores start eight processes in a few seconds; a takeover takes a fraction of one. */
const takeoverLimitMs = 10_000;

function start(folder: string, mode: string): ChildProcess {
  const args = [driver, folder, id, join(folder, "mints"), mode];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  await once(child, "close");
  return text.trim();
}

function mintsIn(folder: string): readonly string[] {
  const file = join(folder, "mints");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

function folderOf(name: string): string {
  return mkdtempSync(join(root, name));
}

describe("getOrMint() in several processes", () => {
  it("mints once for eight that start at once, on a machine without a key, and all get that session", async () => {
    const folder = folderOf("storm-");
    const answers = await Promise.all(Array.from({ length: 8 }, () => outputOf(start(folder, "mint"))));
    const mints = mintsIn(folder);
    assert.equal(mints.length, 1);
    assert.deepEqual(
      answers.map((answer) => answer.split(" ")[0]),
      Array(8).fill(`ASIA${mints[0]}`),
    );
    assert.equal(answers.filter((answer) => answer.endsWith("true")).length, 1);
    assert.deepEqual(readdirSync(join(folder, "sessions")), [id]);
  });

  it("is taken over by another one when the one that mints is killed", async () => {
    const folder = folderOf("killed-");
    const hanging = start(folder, "hang");
    while (mintsIn(folder).length === 0) await sleep(20);
    const waiting = outputOf(start(folder, "mint"));
    await sleep(500);
    assert.equal(mintsIn(folder).length, 1, "the other one has to wait");
    const killedAt = performance.now();
    hanging.kill("SIGKILL");
    assert.match(await waiting, /^ASIA\d+ true$/);
    assert.ok(performance.now() - killedAt < takeoverLimitMs);
    assert.equal(mintsIn(folder).length, 2);
    assert.deepEqual(readdirSync(join(folder, "sessions")), [id]);
  });

  it("lets each one try in turn when minting fails", async () => {
    const folder = folderOf("failing-");
    const answers = await Promise.all(["fail", "fail", "fail"].map((mode) => outputOf(start(folder, mode))));
    assert.deepEqual(answers, Array(3).fill("the code was wrong"));
    assert.equal(mintsIn(folder).length, 3);
    assert.match(await outputOf(start(folder, "mint")), /^ASIA\d+ true$/);
  });
});
