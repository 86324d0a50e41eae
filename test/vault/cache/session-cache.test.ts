import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { inspect } from "node:util";
import { MovableClock, Secret, systemClock } from "../../../src/base/index.ts";
import {
  cacheId,
  createSessionCache,
  credentialsCodec,
  type SessionCache,
  sessionCacheFolder,
} from "../../../src/vault/cache/index.ts";
import type { Credentials } from "../../../src/vault/credentials.ts";
import { createMemoryKeyring, type Keyring, sessionCacheKeyItem } from "../../../src/vault/keyring/index.ts";
import { fc } from "../../support/random.ts";

const hourMs = 3_600_000;
const root = mkdtempSync(join(tmpdir(), "tegata-cache-"));
after(() => rmSync(root, { recursive: true, force: true }));

const id = "a".repeat(64);
let folder = "";
let keyring: Keyring;
let clock: MovableClock;
let cache: SessionCache<Credentials>;
let mints = 0;
let cases = 0;

beforeEach(() => {
  folder = join(root, `case-${++cases}`, "sessions");
  keyring = createMemoryKeyring();
  const start = systemClock.now();
  clock = new MovableClock({ now: () => start });
  cache = open();
  mints = 0;
});

function open(): SessionCache<Credentials> {
  return createSessionCache({ folder, platform: "linux", keyring, clock, codec: credentialsCodec });
}

/** Mints a session that lives so long, and counts. */
function minting(
  lifeMs = hourMs,
  name = "ASIA",
): () => Promise<{ value: Credentials; expiration: number; about: { role: string } }> {
  return async () => {
    mints += 1;
    const expiration = clock.now() + lifeMs;
    const value = {
      accessKeyId: `${name}${mints}`,
      secretAccessKey: new Secret("topsecret"),
      sessionToken: new Secret("token"),
      expiration,
    };
    return { value, expiration, about: { role: name } };
  };
}

async function keyIn(from: SessionCache<Credentials> = cache, lifeMs?: number): Promise<string> {
  return (await from.getOrMint(id, minting(lifeMs))).value.accessKeyId;
}

describe("getOrMint()", () => {
  it("mints once, and gives the same credentials to another instance until they have five minutes left", async () => {
    const first = await cache.getOrMint(id, minting());
    assert.deepEqual([first.isNew, first.isKept], [true, true]);
    const second = await open().getOrMint(id, minting());
    assert.deepEqual([second.isNew, second.value.secretAccessKey.reveal()], [false, "topsecret"]);
    assert.equal(second.value.sessionToken?.reveal(), "token");
    assert.equal(second.value.expiration, first.expiration);
    clock.advance(hourMs - 300_001);
    assert.equal(await keyIn(), "ASIA1");
    clock.advance(2);
    assert.equal(await keyIn(), "ASIA2");
  });

  it("takes minTtlMs for it, and mints a shorter session each time rather than give one that is too short", async () => {
    assert.equal(await keyIn(cache, 900_000), "ASIA1");
    const options = { minTtlMs: 1_000_000 };
    assert.equal((await cache.getOrMint(id, minting(900_000), options)).value.accessKeyId, "ASIA2");
  });

  it("mints once for many callers of one process, whatever minTtlMs they wish", async () => {
    const sessions = await Promise.all(
      Array.from({ length: 8 }, () => cache.getOrMint(id, minting(60_000), { minTtlMs: 300_000 })),
    );
    assert.equal(mints, 1);
    assert.deepEqual(new Set(sessions.map(({ value }) => value.accessKeyId)), new Set(["ASIA1"]));
  });

  it("leaves on disk one file for its user alone, in which nothing can be read", async () => {
    await keyIn();
    assert.deepEqual(readdirSync(folder), [id]);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder, id)).mode & 0o777, 0o600);
    assert.doesNotMatch(readFileSync(join(folder, id), "latin1"), /ASIA|topsecret|expiration|token/);
    assert.doesNotMatch(inspect(await cache.getOrMint(id, minting()), { depth: 9 }), /topsecret/);
  });

  it("takes an empty, cut off, altered, foreign or older file for a miss and writes it anew", async () => {
    await keyIn();
    const file = join(folder, id);
    const whole = readFileSync(file);
    const flipped = (at: number) => whole.map((byte, index) => (index === at ? byte ^ 1 : byte));
    const broken = [
      Buffer.alloc(0),
      whole.subarray(0, 3),
      whole.subarray(0, 40),
      whole.subarray(0, -1),
      Buffer.from("{}"),
    ];
    broken.push(
      Buffer.from(flipped(3)),
      Buffer.from(flipped(9)),
      Buffer.from(flipped(whole.length - 1)),
      Buffer.alloc(300_000),
    );
    for (const [index, bytes] of broken.entries()) {
      writeFileSync(file, bytes);
      assert.equal(await keyIn(), `ASIA${index + 2}`);
      assert.equal(await keyIn(open()), `ASIA${index + 2}`);
    }
  });

  it("takes another id's file, moved to this id, for a miss", async () => {
    const other = "b".repeat(64);
    await cache.getOrMint(other, minting(hourMs, "OTHER"));
    writeFileSync(join(folder, id), readFileSync(join(folder, other)));
    assert.equal(await keyIn(), "ASIA2");
  });

  it("takes a file of another key for a miss, and one of another kind", async () => {
    await keyIn();
    await keyring.write(sessionCacheKeyItem, new Uint8Array(32));
    assert.equal(await keyIn(open()), "ASIA2");
    await keyring.write(sessionCacheKeyItem, new Uint8Array(7));
    assert.equal(await keyIn(open()), "ASIA3");
    assert.equal((await keyring.read(sessionCacheKeyItem))?.length, 32);
    const tokens = createSessionCache({
      folder,
      platform: "linux",
      keyring,
      clock,
      codec: { ...credentialsCodec, kind: "token" },
    });
    assert.equal(await keyIn(tokens), "ASIA4");
  });

  it("mints when the clock was set back: how long a session of the future lives is not known", async () => {
    await keyIn();
    clock.advance(-200_000);
    assert.equal(await keyIn(), "ASIA1");
    clock.advance(-200_000);
    assert.equal(await keyIn(), "ASIA2");
  });

  it("hands on the failure of mint(), keeps nothing, and lets the next caller try", async () => {
    const failing = async () => {
      throw new Error("the code was wrong");
    };
    await assert.rejects(cache.getOrMint(id, failing), /the code was wrong/);
    assert.deepEqual(readdirSync(folder), []);
    assert.equal(await keyIn(), "ASIA1");
  });

  it("does not keep what never expires", async () => {
    const forever = async () => ({ value: (await minting()()).value, expiration: undefined });
    assert.equal((await cache.getOrMint(id, forever)).isKept, false);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("gives what it mints where nothing can be written, and says why it is not kept", async (t) => {
    if (process.platform === "win32") return t.skip("SKIPPED: ulimit is of POSIX shells");
    await keyIn();
    const cacheModule = join(import.meta.dirname, "unwritable-driver.ts");
    const limited = `ulimit -f 0; exec "${process.execPath}" "${cacheModule}" "${folder}"`;
    const run = spawnSync("sh", ["-c", limited], { encoding: "utf8" });
    const lock = join(folder, `${"e".repeat(64)}.lock`);
    assert.equal(
      run.stdout,
      `ASIAMINTED false "${lock}" cannot be written: this shell allows no file of that size (ulimit -f)\n`,
      run.stderr,
    );
    assert.deepEqual(readdirSync(folder), [id]);
  });

  it("gives what it mints where its folder cannot be made", async () => {
    mkdirSync(dirname(dirname(folder)), { recursive: true });
    writeFileSync(dirname(folder), "a file");
    const session = await cache.getOrMint(id, minting());
    assert.deepEqual([session.isNew, session.isKept], [true, false]);
    assert.equal(session.whyNotKept, `"${folder}" cannot be used: a part of it is a file`);
  });

  it("asks nobody for a code while the keyring is locked", async () => {
    const locked = Object.assign(new Error("locked"), { code: "KeyringLocked" });
    keyring = { ...keyring, read: async () => Promise.reject(locked) };
    await assert.rejects(open().getOrMint(id, minting()), { code: "KeyringLocked" });
    assert.equal(mints, 0);
  });

  it("refuses a folder that others can enter, and an id that could leave it", async () => {
    await keyIn();
    chmodSync(folder, 0o755);
    await assert.rejects(keyIn(), { code: "FolderUnsafe", hint: `chmod 700 '${folder}'` });
    for (const bad of ["", "../x", id.toUpperCase(), `${id}0`])
      await assert.rejects(cache.getOrMint(bad, minting()), { code: "CacheIdMalformed" });
  });

  it("removes expired entries and old leftovers as it writes, a few at a time", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `${index}`.padStart(64, "0"));
    for (const other of ids) await cache.getOrMint(other, minting(600_000));
    writeFileSync(join(folder, `${id}.0011223344556677.tmp`), "half");
    utimesSync(join(folder, `${id}.0011223344556677.tmp`), 1, 1);
    writeFileSync(join(folder, "notes"), "not ours");
    clock.advance(601_000);
    await keyIn();
    assert.equal(readdirSync(folder).length, 20 + 3 - 16);
    await cache.getOrMint("c".repeat(64), minting());
    assert.deepEqual(readdirSync(folder).sort(), [id, "c".repeat(64), "notes"].sort());
  });

  it("never gives one id what was minted for another", async () => {
    const steps = fc.array(
      fc.record({ who: fc.nat(4), drop: fc.boolean(), swap: fc.nat(4), advanceMs: fc.nat(2 * hourMs) }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        for (const { who, drop, swap, advanceMs } of list) {
          const mine = cacheId({ role: String(who) });
          const other = join(folder, cacheId({ role: String(swap) }));
          if (swap !== who && existsSync(other)) writeFileSync(join(folder, mine), readFileSync(other));
          if (drop) await cache.drop(mine);
          clock.advance(advanceMs);
          const session = await cache.getOrMint(mine, minting(hourMs, `ROLE${who}-`));
          assert.match(session.value.accessKeyId, new RegExp(`^ROLE${who}-`));
          assert.deepEqual(session.about, { role: `ROLE${who}-` });
          assert.ok((session.expiration ?? 0) - clock.now() >= 300_000);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe("drop() and list()", () => {
  it("drop() forgets a session, and with a mark only the one that was refused", async () => {
    const refused = await cache.getOrMint(id, minting());
    assert.equal(await cache.drop(id, refused.mark), true);
    const better = await cache.getOrMint(id, minting());
    assert.equal(await cache.drop(id, refused.mark), false);
    assert.equal(await keyIn(), better.value.accessKeyId);
    assert.equal(await cache.drop(id), true);
    assert.equal(await cache.drop(id), false);
  });

  it("list() tells what is kept and lives, and no secrets", async () => {
    assert.deepEqual(await cache.list(), []);
    const { expiration } = await cache.getOrMint(id, minting(hourMs, "ADMIN"));
    await cache.getOrMint("b".repeat(64), minting(600_000));
    clock.advance(700_000);
    writeFileSync(join(folder, "c".repeat(64)), "");
    const listed = await open().list();
    assert.deepEqual(
      listed.map((entry) => [entry.id, entry.expiration, entry.about]),
      [[id, expiration, { role: "ADMIN" }]],
    );
  });
});

describe("cacheId()", () => {
  const inputs = {
    operation: "sts:AssumeRole",
    endpoint: null,
    region: "us-east-1",
    source: "AKIA1",
    roleArn: "arn:aws:iam::111122223333:role/a",
    roleSessionName: null,
    externalId: null,
    policy: null,
    tags: { a: "1", b: "2" },
    transitiveTagKeys: ["a"],
    sourceIdentity: null,
    durationSeconds: 3600,
    serial: null,
  };

  it("is the same whatever the order of names", () => {
    const reversed = Object.fromEntries(Object.entries(inputs).reverse());
    assert.equal(cacheId({ ...reversed, tags: { b: "2", a: "1" } }), cacheId(inputs));
    assert.match(cacheId(inputs), /^[0-9a-f]{64}$/);
  });

  it("is another for a change of any input", () => {
    const ids = Object.keys(inputs).map((name) => cacheId({ ...inputs, [name]: "changed" }));
    assert.equal(new Set([cacheId(inputs), ...ids]).size, ids.length + 1);
  });

  it("is another for any two different lists", () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.dictionary(fc.string(), fc.string()),
    );
    const list = fc.dictionary(fc.string(), value, { maxKeys: 3 });
    const normal = (object: unknown) =>
      JSON.stringify(object, (_, member) =>
        typeof member === "object" && member !== null && !Array.isArray(member)
          ? Object.entries(member)
              .sort(([left], [right]) => (left < right ? -1 : 1))
              .flat()
          : member,
      );
    fc.assert(
      fc.property(list, list, (left, right) => {
        assert.equal(cacheId(left) === cacheId(right), normal(left) === normal(right));
      }),
    );
  });
});

describe("sessionCacheFolder()", () => {
  it("is where each system wants caches", () => {
    const at = (platform: "linux" | "darwin" | "win32", home: string, env = {}) =>
      sessionCacheFolder({ platform, home, env });
    assert.equal(at("linux", "/home/a"), "/home/a/.cache/tegata/sessions");
    assert.equal(at("linux", "/home/a", { XDG_CACHE_HOME: "/c" }), "/c/tegata/sessions");
    assert.equal(at("linux", "/home/a", { XDG_CACHE_HOME: "relative" }), "/home/a/.cache/tegata/sessions");
    assert.equal(at("darwin", "/home/a", { XDG_CACHE_HOME: "/c" }), "/home/a/Library/Caches/tegata/sessions");
    assert.equal(at("win32", "C:\\Users\\a"), "C:\\Users\\a\\AppData\\Local\\tegata\\Cache\\sessions");
    assert.equal(at("win32", "C:\\Users\\a", { LOCALAPPDATA: "D:\\l" }), "D:\\l\\tegata\\Cache\\sessions");
  });
});
