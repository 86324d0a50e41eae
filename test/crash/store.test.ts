import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import test from "node:test";
import { openStore } from "../../src/authority/store/index.ts";
import { temporaryDirectory } from "../authority/store/places.ts";

/** Side by side, each in a directory of its own. */
const lanes = 2;
const roundsPerLane = 25;
const roundsWhileMade = 10;
/** How long a child writes before it is killed, at most. Milliseconds. */
const maxWritingMs = 40;
/** How long after its start a child that makes a store is killed, at most: well into its writes. Milliseconds. */
const maxMakingMs = 400;

test(`every acknowledged write is there after kill -9: ${lanes * roundsPerLane} rounds with 8 writers`, async (t) => {
  const totals = await Promise.all(Array.from({ length: lanes }, () => killAndLook(temporaryDirectory(t))));
  t.diagnostic(`${totals[0]} and ${totals[1]} acknowledged writes, none lost`);
});

/** Rounds in one directory, so that every child begins with what a killed one has left; how many writes were acknowledged. */
async function killAndLook(directory: string): Promise<number> {
  let total = 0;
  for (let round = 0; round < roundsPerLane; round += 1) {
    const child = startWriter(directory, round);
    const acknowledged = await killWhenWriting(child, Math.random() * maxWritingMs);
    assert.ok(acknowledged.length >= 8, "the child had begun to write");
    await assertKept(directory, acknowledged);
    total += acknowledged.length;
  }
  return total;
}

test("a store whose maker is killed at any moment opens afterwards", async (t) => {
  for (let round = 0; round < roundsWhileMade; round += 1) {
    const directory = join(temporaryDirectory(t), "new");
    const child = startWriter(directory, round);
    const output = collect(child);
    setTimeout(() => child.kill("SIGKILL"), (maxMakingMs * round) / roundsWhileMade);
    await once(child, "close");
    await assertKept(directory, linesOf(output()));
  }
});

function startWriter(directory: string, round: number): ChildProcess {
  const script = join(import.meta.dirname, "../authority/store/crash-writer.ts");
  return spawn(process.execPath, [script, directory, String(round)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  return () => text;
}

/** Lets every writer acknowledge something, waits so long, kills; what was acknowledged. */
async function killWhenWriting(child: ChildProcess, milliseconds: number): Promise<string[]> {
  const output = collect(child);
  let isDue = false;
  child.stdout?.on("data", () => {
    if (isDue || linesOf(output()).length < 8) return;
    isDue = true;
    setTimeout(() => child.kill("SIGKILL"), milliseconds);
  });
  const [, signal] = await once(child, "close");
  assert.equal(signal, "SIGKILL");
  return linesOf(output());
}

/** Whole lines only: the last one may have been cut by the kill. */
function linesOf(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "" && line !== "ready");
}

async function assertKept(directory: string, names: readonly string[]): Promise<void> {
  const store = await openStore({ location: directory });
  try {
    const rows = await store.read.selectFrom("meta").select(["name", "value"]).execute();
    const kept = new Map(rows.map((row) => [row.name, row.value]));
    const lost = names.filter((name) => kept.get(name) !== name.repeat(10));
    assert.deepEqual(lost, []);
  } finally {
    await store.close();
  }
}
