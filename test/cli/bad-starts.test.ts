/** Starts that cannot succeed: one sentence, exit code 1, and not a byte of the data changed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { type Run, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment, type RunningServer, startServer } from "../support/server.ts";
import { sendQuery } from "../support/signed.ts";
import { assertRefused, entry, fingerprint, type TegataOptions, tegata } from "./support.ts";

/** The user id of whoever owns nothing. */
const nobody = 65_534;

describe("tegata serve", () => {
  let folder: string;
  /** A directory with a store in it that no process has open. */
  let sound: string;
  let running: RunningServer;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "tegata-bad-"));
    sound = join(folder, "sound");
    await (await startServer({ data: sound, testMode: false })).stop();
    running = await startServer({ data: join(folder, "running"), testMode: false });
  });

  after(async () => {
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(data: string, args: readonly string[] = [], options: TegataOptions = {}): Promise<Run> {
    return tegata(["serve", "--port", "0", "--data", data, ...args], options);
  }

  /** A copy of the sound directory, changed by `spoil`, is refused and not touched. */
  async function refusesSpoilt(
    name: string,
    sentence: RegExp,
    spoil: (directory: string) => readonly string[] | undefined,
  ): Promise<void> {
    const directory = join(folder, name);
    cpSync(sound, directory, { recursive: true });
    const args = spoil(directory) ?? [];
    const untouched = fingerprint(directory);
    assertRefused(await start(directory, args), 1, sentence);
    assert.deepEqual(fingerprint(directory), untouched);
  }

  it("refuses a port in use, and leaves no data and no folder of credentials behind", async (t) => {
    const taken = createServer().listen(0, "127.0.0.1");
    t.after(() => taken.close());
    await new Promise((resolve) => taken.once("listening", resolve));
    const address = taken.address();
    assert.ok(typeof address === "object" && address !== null);
    const data = join(folder, "never");
    const temporary = join(folder, "temporary");
    mkdirSync(temporary);
    const port = ["--port", String(address.port)];
    assertRefused(await start(data, port), 1, /port [0-9]+ on 127\.0\.0\.1 is in use by another program/);
    assert.equal(existsSync(data), false);
    const inMemory = await start(":memory:", port, { env: { TMPDIR: temporary } });
    assertRefused(inMemory, 1, /is in use by another program/);
    assert.deepEqual(readdirSync(temporary), []);
  });

  it("refuses an address that is not this machine's", async () => {
    assertRefused(await start(sound, ["--host", "192.0.2.1"]), 1, /cannot listen on 192\.0\.2\.1, port 0/);
  });

  it("refuses a directory that another server has open, which goes on answering", async () => {
    const run = await start(join(folder, "running"));
    assertRefused(run, 1, /the data directory ".*running" is in use by another process/);
    const answer = await sendQuery(
      { endpoint: running.endpoint, key: running.admin },
      "sts",
      "GetCallerIdentity",
    );
    assert.equal(answer.status, 200);
  });

  it("refuses a directory that cannot be made or is a file", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "mine");
    assertRefused(await start(file), 1, /the data directory ".*file" cannot be used \(ENOTDIR\)/);
    assertRefused(
      await start(join(file, "below")),
      1,
      /the data directory ".*below" cannot be used \(ENOTDIR\)/,
    );
    assert.equal(readFileSync(file, "utf8"), "mine");
  });

  it("refuses a read-only directory", async (t) => {
    const isRoot = process.getuid?.() === 0;
    const asNobody = isRoot ? ["setpriv", `--reuid=${nobody}`, "--clear-groups"] : [];
    if (
      isRoot &&
      spawnSync("setpriv", [...asNobody.slice(1), process.execPath, entry, "--version"]).status !== 0
    )
      return t.skip("SKIPPED: root may write anywhere, and nobody cannot run this program");
    const directory = join(folder, "read-only");
    cpSync(sound, directory, { recursive: true });
    chmodSync(directory, 0o500);
    if (isRoot) {
      chmodSync(folder, 0o711);
      for (const path of ["", ...readdirSync(directory, { recursive: true, encoding: "utf8" })])
        chownSync(join(directory, path), nobody, nobody);
    }
    const untouched = fingerprint(directory);
    const command = [...asNobody, process.execPath, entry, "serve", "--port", "0", "--data", directory];
    const run = await runProgram(command, cleanEnvironment({}));
    assertRefused(run, 1, /the data directory ".*read-only" cannot be written to/);
    assert.deepEqual(fingerprint(directory), untouched);
    chmodSync(directory, 0o700);
  });

  it("refuses a damaged store", async () => {
    await refusesSpoilt("damaged", /the store ".*tegata\.db" is damaged/, (directory) => {
      const file = join(directory, "tegata.db");
      const bytes = readFileSync(file);
      for (let at = 4096; at < bytes.length; at += 512) bytes.fill(0xa5, at, at + 64);
      writeFileSync(file, bytes);
      return undefined;
    });
  });

  it("refuses a file that is no store at all", async () => {
    await refusesSpoilt("no-store", /"[^"]*tegata\.db" is not a Tegata store/, (directory) => {
      writeFileSync(
        join(directory, "tegata.db"),
        "somebody's notes, long enough to be taken for a header".repeat(20),
      );
      return undefined;
    });
  });

  it("refuses a store of a newer version", async () => {
    await refusesSpoilt("newer", /was written by a newer Tegata \(its version is 1000/, (directory) => {
      const database = new DatabaseSync(join(directory, "tegata.db"));
      database.exec("pragma journal_mode = delete; pragma user_version = 1000");
      database.close();
      return undefined;
    });
  });

  it("refuses a master key that is missing, malformed or another store's", async () => {
    const key = (directory: string) => join(directory, "master.key");
    await refusesSpoilt("no-key", /the master key ".*master\.key" of this store is missing/, (directory) => {
      rmSync(key(directory));
      return undefined;
    });
    await refusesSpoilt("bad-key", /".*master\.key" is not a master key: 32 bytes in base64/, (directory) => {
      writeFileSync(key(directory), "c2hvcnQ=\n");
      return undefined;
    });
    const anothers = join(folder, "running", "master.key");
    await refusesSpoilt("wrong-key", /is not the one this store was made with/, (directory) => {
      copyFileSync(anothers, key(directory));
      return undefined;
    });
    await refusesSpoilt("named-key", /is not the one this store was made with/, () => [
      "--master-key-file",
      anothers,
    ]);
  });

  it("refuses test mode on a directory that was not made in test mode, and another account's number", async () => {
    const untouched = fingerprint(join(sound, "objects"));
    assertRefused(await start(sound, ["--test-mode"]), 1, /this data directory was not made in test mode/);
    assertRefused(
      await start(sound, ["--account", "000000000001"]),
      1,
      /founded with account [0-9]{12}, not 000000000001/,
    );
    assert.deepEqual(fingerprint(join(sound, "objects")), untouched);
  });

  it("refuses to write its keys over a file that holds other things", async () => {
    const file = join(folder, "aws-credentials");
    const text = "[default]\naws_access_key_id = AKIAMINE\n";
    writeFileSync(file, text);
    const data = join(folder, "founding");
    const run = await start(data, ["--credentials-file", file]);
    assertRefused(run, 1, /aws-credentials" holds other things than Tegata's keys/);
    assert.equal(readFileSync(file, "utf8"), text);
    const later = await startServer({ data, testMode: false });
    await later.stop();
  });

  it("refuses a ready file that cannot be written, and does not linger", async () => {
    const run = await start(":memory:", ["--ready-file", join(folder, "nowhere", "ready.json")]);
    assert.equal(run.code, 1);
    assert.match(run.stderr, /^tegata: cannot write the ready file ".*ready\.json"\n$/);
  });

  it("refuses a Node that is too old, before it reads anything new", async (t) => {
    const old = ["/usr/bin/node", "/usr/bin/nodejs"].find(isOld);
    if (old === undefined) return t.skip("SKIPPED: there is no Node older than 22.18 in /usr/bin");
    const run = await runProgram([old, entry, "serve"], cleanEnvironment({}), "", folder);
    assertRefused(run, 1, /Node [0-9.]+ is too old, 22\.18 or newer is needed/);
  });
});

function isOld(program: string): boolean {
  if (!existsSync(program)) return false;
  const [major = 0, minor = 0] = spawnSync(program, ["-p", "process.versions.node"], { encoding: "utf8" })
    .stdout.split(".")
    .map(Number);
  return major < 22 || (major === 22 && minor < 18);
}
