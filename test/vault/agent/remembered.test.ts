import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { MovableClock, Secret, same } from "../../../src/base/index.ts";
import { Remembered } from "../../../src/vault/agent/server/remembered.ts";
import { createMemoryKeyring, type Issued, type Machine } from "../../../src/vault/index.ts";
import { announceChanges } from "../../../src/vault/keyring/changes.ts";
import type { Plan } from "../../../src/vault/plan/index.ts";

const root = mkdtempSync(join(tmpdir(), "tegata-remembered-"));
after(() => rmSync(root, { recursive: true, force: true }));

/** Files of a second ago, as the clock has it. */
function makePlace() {
  const home = mkdtempSync(join(root, "home-"));
  for (const folder of [".aws", ".cache/tegata/sessions", ".local/share/tegata/keyring"])
    mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
  const files = {
    config: join(home, ".aws/config"),
    credentials: join(home, ".aws/credentials"),
    keyring: join(home, ".local/share/tegata/keyring/keyring.age"),
    session: join(home, ".cache/tegata/sessions/one"),
  };
  for (const file of Object.values(files)) writeFileSync(file, "1");
  const started = Date.now();
  const clock = new MovableClock({ now: () => started });
  clock.advance(1_000);
  const machine: Machine = { platform: "linux", home, env: {}, clock };
  return { machine, clock, files };
}

function issuedFor(machine: Machine, seconds: number, more: Partial<Issued> = {}): Issued {
  const reason = { text: same("the test says so") };
  const plan: Plan = {
    profile: "p",
    steps: [{ kind: "stored-key", profile: "p", reason }],
    region: undefined,
    stsEndpoint: undefined,
    ssoEndpoint: undefined,
    ssoOidcEndpoint: undefined,
    mfaCodes: 0,
    longestSeconds: undefined,
    reuseAboveSeconds: { seconds: 300, reason },
    cannot: [],
    warnings: [],
    skipped: [],
  };
  const expiration = machine.clock.now() + seconds * 1000;
  const credentials = { accessKeyId: "ASIA", secretAccessKey: new Secret("x"), expiration };
  return { plan, credentials, isNew: false, endpointUrl: undefined, ...more };
}

describe("Remembered", () => {
  it("finds what nothing has changed for, until it would be made anew or a minute has passed", () => {
    const { machine, clock } = makePlace();
    const remembered = new Remembered(machine, "file");
    const issued = issuedFor(machine, 330);
    remembered.keep("k", remembered.stateFor(machine), issued);
    assert.equal(remembered.find("k", remembered.stateFor(machine)), issued);
    assert.equal(remembered.find("other", remembered.stateFor(machine)), undefined);
    clock.advance(30_000);
    assert.equal(remembered.find("k", remembered.stateFor(machine)), undefined, "300 s are left");
    const longer = issuedFor(machine, 3_600);
    remembered.keep("k", remembered.stateFor(machine), longer);
    clock.advance(59_999);
    assert.equal(remembered.find("k", remembered.stateFor(machine)), longer);
    clock.advance(1);
    assert.equal(remembered.find("k", remembered.stateFor(machine)), undefined);
  });

  for (const file of ["config", "credentials", "keyring"] as const)
    it(`forgets when the ${file} file says something else`, () => {
      const { machine, clock, files } = makePlace();
      const remembered = new Remembered(machine, "file");
      remembered.keep("k", remembered.stateFor(machine), issuedFor(machine, 3_600));
      writeFileSync(files[file], "2");
      clock.advance(1_000);
      assert.equal(remembered.find("k", remembered.stateFor(machine)), undefined);
    });

  it("forgets when a kept session was taken away, as one that its service refused", () => {
    const { machine, clock, files } = makePlace();
    const remembered = new Remembered(machine, "file");
    remembered.keep("k", remembered.stateFor(machine), issuedFor(machine, 3_600));
    rmSync(files.session);
    clock.advance(1_000);
    assert.equal(remembered.find("k", remembered.stateFor(machine)), undefined);
  });

  it("forgets when a process of ours changed the system's keyring", async () => {
    const { machine, clock } = makePlace();
    const remembered = new Remembered(machine, "secret-service");
    const keyring = announceChanges(createMemoryKeyring(), machine);
    for (const change of [() => keyring.write("a", new Uint8Array([1])), () => keyring.remove("a")]) {
      remembered.keep("k", remembered.stateFor(machine), issuedFor(machine, 3_600));
      assert.notEqual(remembered.find("k", remembered.stateFor(machine)), undefined);
      await change();
      clock.advance(1_000);
      assert.equal(remembered.find("k", remembered.stateFor(machine)), undefined);
    }
  });

  it("trusts no file that was changed a moment ago: it may change again within the same tick", () => {
    const { machine, clock, files } = makePlace();
    clock.advance(-1_000);
    const remembered = new Remembered(machine, "file");
    writeFileSync(files.config, "2");
    assert.equal(remembered.stateFor(machine), undefined);
    remembered.keep("k", undefined, issuedFor(machine, 3_600));
    clock.advance(1_000);
    assert.equal(remembered.find("k", remembered.stateFor(machine)), undefined);
  });

  it("keeps nothing that was made anew, since such is made anew each time", () => {
    const { machine } = makePlace();
    const remembered = new Remembered(machine, "file");
    remembered.keep("k", remembered.stateFor(machine), issuedFor(machine, 3_600, { isNew: true }));
    assert.equal(remembered.find("k", remembered.stateFor(machine)), undefined);
  });

  it("forgets all when it is told to", () => {
    const { machine } = makePlace();
    const remembered = new Remembered(machine, "file");
    remembered.keep("k", remembered.stateFor(machine), issuedFor(machine, 3_600));
    remembered.clear();
    assert.equal(remembered.find("k", remembered.stateFor(machine)), undefined);
  });
});
