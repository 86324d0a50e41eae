/** Caches as other programs leave them. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { systemClock } from "../../src/base/index.ts";
import { readCaches } from "../../src/doctor/gather/read-caches.ts";
import { parseSharedFiles } from "../../src/vault/profiles/index.ts";

const files = parseSharedFiles({
  config: { file: "config", text: "" },
  credentials: { file: "credentials", text: "" },
});
const locked = { openSessions: () => Promise.reject(new Error("locked")) };

describe("readCaches()", () => {
  let home = "";
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "tegata-caches-"));
    mkdirSync(join(home, ".aws", "sso", "cache"), { recursive: true });
  });
  afterEach(() => rmSync(home, { recursive: true }));
  const read = () => readCaches({ platform: "linux", home, env: {}, clock: systemClock }, files, locked);

  it("reads one cache where the other cannot be listed", async () => {
    writeFileSync(join(home, ".aws", "cli"), "");
    writeFileSync(join(home, ".aws", "sso", "cache", "a.json"), '{"accessToken":"t"}');
    assert.deepEqual(
      (await read()).map(({ cache, isBroken }) => [cache, isBroken]),
      [["sso", false]],
    );
  });

  it("takes what is no plain file, or cut off, for broken, and keeps no secret", async () => {
    const cache = join(home, ".aws", "cli", "cache");
    mkdirSync(join(cache, "folder.json"), { recursive: true });
    symlinkSync("loop.json", join(cache, "loop.json"));
    symlinkSync("/dev/zero", join(cache, "zero.json"));
    writeFileSync(join(cache, "empty.json"), "");
    writeFileSync(
      join(cache, "half.json"),
      '{"Credentials":{"AccessKeyId":"ASIA","SecretAccessKey":"SECRET"',
    );
    writeFileSync(join(cache, "deep.json"), "[".repeat(100_000));
    const whole = { AccessKeyId: "ASIA", SecretAccessKey: "SECRET", SessionToken: "TOKEN" };
    writeFileSync(join(cache, "whole.json"), JSON.stringify({ Credentials: whole }));
    const entries = await read();
    assert.deepEqual(
      entries.map(({ isBroken }) => isBroken),
      [true, true, true, true, true, false, true],
    );
    assert.doesNotMatch(JSON.stringify(entries), /SECRET|TOKEN/);
  });
});
