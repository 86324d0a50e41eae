/** A rotation that is killed before or after anything it does outside, over and over, against IAM in memory. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Secret, TegataError } from "../../../src/base/index.ts";
import {
  createMemoryKeyring,
  type Keyring,
  readStoredKey,
  writeStoredKey,
} from "../../../src/vault/index.ts";
import type { AccessKeys, ListedKey } from "../../../src/vault/rotate/access-keys.ts";
import { Rotation, type RotationPorts, readJournal } from "../../../src/vault/rotate/index.ts";
import { fc } from "../../support/random.ts";

const profile = "work";
const ownerArn = "arn:aws:iam::123456789012:user/team/ann";

class Killed extends Error {}

/** IAM, as far as keys go: two at most, and only what was created exists. */
class Iam {
  readonly keys = new Map<string, { isActive: boolean; secret: string; lastUse: number | "never" }>();
  #count = 0;

  make(lastUse: number | "never" = "never", isActive = true): { id: string; secret: string } {
    if (this.keys.size >= 2) throw new TegataError("LimitExceeded", "two keys");
    this.#count += 1;
    const id = `AKIA${this.#count}`;
    this.keys.set(id, { isActive, secret: `secret of ${id}`, lastUse });
    return { id, secret: `secret of ${id}` };
  }

  works(id: string, secret: string): boolean {
    const key = this.keys.get(id);
    return key?.isActive === true && key.secret === secret;
  }
}

/** Counts what is done outside, and dies before or after the one that is chosen. */
class Fate {
  #left: number;
  readonly #isAfter: boolean;

  constructor(left: number, isAfter: boolean) {
    this.#left = left;
    this.#isAfter = isAfter;
  }

  async act<T>(work: () => T | Promise<T>): Promise<T> {
    this.#left -= 1;
    if (this.#left === 0 && !this.#isAfter) throw new Killed();
    const result = await work();
    if (this.#left === 0) throw new Killed();
    return result;
  }
}

function accessKeysOf(iam: Iam, fate: Fate, signs: () => Promise<boolean>): AccessKeys {
  const call = <T>(work: () => T) =>
    fate.act(async () => {
      assert.ok(await signs(), "IAM is called with a key that does not work");
      return work();
    });
  return {
    list: () => call(() => [...iam.keys].map(([id, { isActive }]): ListedKey => ({ id, isActive }))),
    create: () =>
      call(() => {
        const { id, secret } = iam.make();
        return { accessKeyId: id, secretAccessKey: new Secret(secret) };
      }),
    deactivate: (id) =>
      call(() => {
        const key = iam.keys.get(id);
        if (key !== undefined) iam.keys.set(id, { ...key, isActive: false });
      }),
    delete: (id) => call(() => void iam.keys.delete(id)),
    lastUse: (id) => call(() => iam.keys.get(id)?.lastUse ?? "never"),
  };
}

function dying(keyring: Keyring, fate: Fate): Keyring {
  return {
    kind: keyring.kind,
    read: (name) => keyring.read(name),
    write: (name, secret) => fate.act(() => keyring.write(name, secret)),
    remove: (name) => fate.act(() => keyring.remove(name)),
    list: () => keyring.list(),
    lock: () => keyring.lock(),
  };
}

async function storedWorks(iam: Iam, keyring: Keyring, name = profile): Promise<boolean> {
  const key = await readStoredKey(keyring, name);
  return key !== undefined && iam.works(key.accessKeyId, key.secretAccessKey.reveal());
}

interface World {
  readonly iam: Iam;
  readonly keyring: Keyring;
  readonly asked: string[];
  readonly notes: string[];
  run(over?: Partial<RotationPorts>, fate?: Fate): ReturnType<Rotation["run"]>;
}

async function makeWorld(): Promise<World> {
  const iam = new Iam();
  const keyring = createMemoryKeyring();
  const { id, secret } = iam.make();
  await writeStoredKey(
    keyring,
    profile,
    { accessKeyId: id, secretAccessKey: new Secret(secret), mfaSerial: "arn:x" },
    ownerArn,
  );
  const asked: string[] = [];
  const notes: string[] = [];
  const run = (over: Partial<RotationPorts> = {}, fate = new Fate(0, true)) =>
    new Rotation({
      profile,
      ownerArn,
      userName: "ann",
      keepOld: false,
      keyring: dying(keyring, fate),
      accessKeys: accessKeysOf(iam, fate, () => storedWorks(iam, keyring)),
      verify: (key) =>
        fate.act(() => {
          if (iam.works(key.accessKeyId, key.secretAccessKey.reveal())) return ownerArn;
          throw new TegataError("InvalidClientTokenId", "unknown");
        }),
      confirm: async (question) => {
        asked.push(question);
        return true;
      },
      onReplaced: async () => undefined,
      onNote: (text) => {
        notes.push(text);
      },
      now: () => Date.UTC(2026, 0, 1),
      ...over,
    }).run();
  return { iam, keyring, asked, notes, run };
}

/** What must hold whenever a process is dead. */
async function assertSafe({ iam, keyring }: World): Promise<void> {
  assert.ok(await storedWorks(iam, keyring), "the profile is left with a key that does not work");
}

async function assertDone(world: World, keepOld = false): Promise<void> {
  await assertSafe(world);
  const { iam, keyring } = world;
  const key = await readStoredKey(keyring, profile);
  assert.deepEqual(
    [...iam.keys].filter(([, { isActive }]) => isActive).map(([id]) => id),
    [key?.accessKeyId],
  );
  if (!keepOld) assert.equal(iam.keys.size, 1);
  assert.equal(key?.mfaSerial, "arn:x");
  assert.equal(await readJournal(keyring, profile), undefined);
  assert.notEqual(key?.accessKeyId, "AKIA1");
}

describe("Rotation", () => {
  it("run() creates, keeps, verifies, replaces, deactivates and deletes", async () => {
    const world = await makeWorld();
    const rotated = await world.run();
    assert.deepEqual(rotated, {
      profile,
      userName: "ann",
      newKeyId: "AKIA2",
      oldKeyId: "AKIA1",
      oldKey: "deleted",
    });
    await assertDone(world);
    assert.deepEqual(world.asked, []);
    assert.ok(!world.notes.join().includes("secret"));
  });

  it("run() with keepOld leaves the old key inactive, also when only the killed run was told so", async () => {
    const world = await makeWorld();
    assert.equal((await world.run({ keepOld: true })).oldKey, "deactivated");
    await assertDone(world, true);
    assert.equal(world.iam.keys.size, 2);

    const killed = await makeWorld();
    await assert.rejects(killed.run({ keepOld: true }, new Fate(6, true)), Killed);
    assert.equal((await killed.run()).oldKey, "deactivated");
  });

  it("run() ends with one key that works, killed anywhere, any number of times", async () => {
    const deaths = fc.array(fc.record({ at: fc.integer({ min: 1, max: 14 }), isAfter: fc.boolean() }), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(deaths, async (fates) => {
        const world = await makeWorld();
        for (const { at, isAfter } of fates) {
          try {
            await world.run({}, new Fate(at, isAfter));
            break;
          } catch (error) {
            assert.ok(error instanceof Killed, String(error));
            await assertSafe(world);
          }
        }
        const { keyring } = world;
        const isDone =
          (await readJournal(keyring, profile)) === undefined &&
          (await readStoredKey(keyring, profile))?.accessKeyId !== "AKIA1";
        if (!isDone) await world.run();
        await assertDone(world);
      }),
      { numRuns: 400 },
    );
  });

  it("run() deletes a key whose secret died with its process, after asking", async () => {
    const world = await makeWorld();
    // list, journal, create.
    await assert.rejects(world.run({}, new Fate(3, true)), Killed);
    assert.equal(world.iam.keys.size, 2);
    const refused = await world.run({ confirm: async () => false }).catch((error: unknown) => error);
    assert.ok(refused instanceof TegataError && refused.code === "OrphanKept");
    assert.equal(refused.exitCode, 3);
    assert.match(refused.hint ?? "", /delete-access-key --access-key-id AKIA2 --user-name ann$/);
    assert.equal(world.iam.keys.size, 2);
    await world.run();
    assert.match(world.asked[0] ?? "", /AKIA2 was made while .* \(never used\)\. Delete it\?/);
    await assertDone(world);
  });

  it("run() asks before it makes room, and says of an active key that it may be in use", async () => {
    for (const isActive of [true, false]) {
      const world = await makeWorld();
      world.iam.make(Date.UTC(2025, 4, 1), isActive);
      const seen: boolean[] = [];
      const confirm = async (_: string, isInUse: boolean) => {
        seen.push(isInUse);
        return false;
      };
      const refused = await world.run({ confirm }).catch((error: unknown) => error);
      assert.ok(refused instanceof TegataError && refused.code === "TwoAccessKeys");
      assert.match(
        refused.message,
        /"ann" has two access keys, AKIA1 and AKIA2 \((in)?active, last used 2025-05-01T/,
      );
      assert.deepEqual(seen, [isActive]);
      assert.equal(world.iam.keys.size, 2);
      assert.equal(await readJournal(world.keyring, profile), undefined);
      await world.run();
      await assertDone(world);
    }
  });

  it("run() gives the new key to every profile that shares the old one", async () => {
    const world = await makeWorld();
    const old = await readStoredKey(world.keyring, profile);
    assert.ok(old);
    await writeStoredKey(world.keyring, "twin", old, ownerArn);
    await writeStoredKey(world.keyring, "other", { ...old, accessKeyId: "AKIAOTHER" }, ownerArn);
    await world.run();
    assert.ok(await storedWorks(world.iam, world.keyring, "twin"));
    assert.equal((await readStoredKey(world.keyring, "other"))?.accessKeyId, "AKIAOTHER");
  });

  it("run() leaves the profile alone when the new key is another's", async () => {
    const world = await makeWorld();
    const refused = await world
      .run({ verify: async () => "arn:aws:iam::123456789012:user/eve" })
      .catch((error: unknown) => error);
    assert.ok(refused instanceof TegataError && refused.code === "NewKeyOfAnother");
    assert.equal((await readStoredKey(world.keyring, profile))?.accessKeyId, "AKIA1");
  });

  it("run() does not touch a key that the profile was given meanwhile", async () => {
    const world = await makeWorld();
    // list, journal, create, journal.
    await assert.rejects(world.run({}, new Fate(4, true)), Killed);
    world.iam.keys.delete("AKIA1");
    const { id, secret } = world.iam.make();
    const key = { accessKeyId: id, secretAccessKey: new Secret(secret), mfaSerial: "arn:x" };
    await writeStoredKey(world.keyring, profile, key, ownerArn);
    const refused = await world.run({ confirm: async () => false }).catch((error: unknown) => error);
    assert.ok(refused instanceof TegataError && refused.code === "RotationOutdated");
    assert.ok(world.iam.keys.has(id));
    await world.run();
    assert.match(world.asked[0] ?? "", /was given the key AKIA3 .* Delete AKIA2/);
    await assertDone(world);
  });

  it("run() refuses a key that IAM does not list", async () => {
    const world = await makeWorld();
    const accessKeys = accessKeysOf(world.iam, new Fate(0, true), async () => true);
    const refused = await world
      .run({ accessKeys: { ...accessKeys, list: async () => [] } })
      .catch((error: unknown) => error);
    assert.ok(refused instanceof TegataError && refused.code === "KeyNotListed");
  });
});
