import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sha256Hex } from "../../../src/crypto/index.ts";
import { problemWithFolder, withFileLock } from "../../../src/vault/private-files/index.ts";

const folder = mkdtempSync(join(tmpdir(), "tegata-lock-"));
after(() => rmSync(folder, { recursive: true, force: true }));
let path = "";
let cases = 0;
beforeEach(() => {
  path = join(folder, `case-${++cases}.lock`);
});

/** The text of a lock as we hold it, as another process would leave it. */
async function ownText(): Promise<string> {
  return withFileLock(path, { waitMs: 0 }, async () => readFileSync(path, "utf8"));
}

describe("withFileLock()", () => {
  it("lets one at a time work, and leaves nothing behind, also when the work fails", async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(10);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => withFileLock(path, { waitMs: 10_000 }, work)));
    assert.equal(most, 1);
    await assert.rejects(
      withFileLock(path, { waitMs: 0 }, () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it("takes the lock of a process that is gone at once", async () => {
    const text = await ownText();
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    writeFileSync(path, text.replace(` ${process.pid} `, ` ${dead} `));
    const started = performance.now();
    assert.equal(await withFileLock(path, { waitMs: 5_000 }, async () => "ours"), "ours");
    assert.ok(performance.now() - started < 2_000);
  });

  it("takes the lock of a process whose id another one has now", async () => {
    const text = await ownText();
    writeFileSync(path, text.replace(/ (\d+) (\d+) /, " $1 1 "));
    assert.equal(await withFileLock(path, { waitMs: 2_000 }, async () => "ours"), "ours");
  });

  it("waits for a process that lives, and for one elsewhere, until it gives no sign for staleMs", async () => {
    const text = await ownText();
    for (const held of [text, text.replace(encodeURIComponent(hostname()), "elsewhere"), "", "not ours"]) {
      writeFileSync(path, held);
      await assert.rejects(
        withFileLock(path, { waitMs: 100 }, async () => "ours"),
        { code: "Busy" },
      );
      const started = performance.now();
      assert.equal(await withFileLock(path, { waitMs: 5_000, staleMs: 300 }, async () => "ours"), "ours");
      assert.ok(performance.now() - started > 290);
    }
  });

  it("does not mistake a holder for dead whose file's time is strange, while that changes", async () => {
    writeFileSync(path, await ownText());
    let second = 1;
    const timer = setInterval(() => utimesSync(path, second, ++second), 50);
    try {
      await assert.rejects(
        withFileLock(path, { waitMs: 800, staleMs: 300 }, async () => "ours"),
        {
          code: "Busy",
          hint: `ps -p ${process.pid}`,
        },
      );
    } finally {
      clearInterval(timer);
      rmSync(path);
    }
  });

  it("is taken over by one of several, and each of them works alone", async () => {
    const text = await ownText();
    writeFileSync(path, text.replace(/ (\d+) (\d+) /, " $1 1 "));
    let inside = 0;
    const work = async () => {
      assert.equal(++inside, 1);
      await sleep(5);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => withFileLock(path, { waitMs: 10_000 }, work)));
  });

  it("gets past a claim whose maker was killed before using it", async () => {
    writeFileSync(path, "left by somebody");
    const { ino } = statSync(path);
    writeFileSync(`${path}.${sha256Hex(`${ino} left by somebody`).slice(0, 16)}`, "");
    assert.equal(await withFileLock(path, { waitMs: 5_000, staleMs: 100 }, async () => "ours"), "ours");
    assert.deepEqual(readdirSync(folder), []);
  });
});

describe("problemWithFolder()", () => {
  const facts = { path: "/home/a/.cache/tegata", isFolder: true, ownerId: 1000, mode: 0o700 };

  it("finds none with the user's own closed folder", () => {
    assert.equal(problemWithFolder(facts, 1000), undefined);
    assert.equal(problemWithFolder({ ...facts, mode: 0o500 }, 1000), undefined);
  });

  it("names another user's folder, one that others can enter, and what is none", () => {
    assert.equal(
      problemWithFolder({ ...facts, ownerId: 0 }, 1000)?.message,
      '"/home/a/.cache/tegata" belongs to user 0, and we are 1000',
    );
    for (const mode of [0o755, 0o710, 0o701, 0o777, 0o702])
      assert.match(problemWithFolder({ ...facts, mode }, 1000)?.message ?? "", /has mode 07/);
    assert.match(problemWithFolder({ ...facts, isFolder: false }, 1000)?.message ?? "", /is not a folder/);
  });
});
