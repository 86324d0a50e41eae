/** The agent without a socket, on a clock that the test moves. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { MovableClock, Secret, TegataError } from "../../../src/base/index.ts";
import { Agent, AgentLocked, CallersOwn, createRoutes } from "../../../src/vault/agent/index.ts";
import { decodeFailure, decodeIssued } from "../../../src/vault/agent/protocol/answers.ts";
import { type AgentRequest, buildAgentRequest } from "../../../src/vault/agent/protocol/request.ts";
import { createMemoryKeyring, type Keyring, type Machine } from "../../../src/vault/index.ts";
import { createFileKeyring } from "../../../src/vault/keyring/index.ts";
import { writeStoredKey } from "../../../src/vault/stored-keys/index.ts";

const home = mkdtempSync(join(tmpdir(), "tegata-agent-"));
after(() => rmSync(home, { recursive: true, force: true }));
mkdirSync(join(home, ".aws"));
writeFileSync(
  join(home, ".aws", "credentials"),
  "[here]\naws_access_key_id = ASIAHERE\naws_secret_access_key = s3\naws_session_token = t0\n",
);
writeFileSync(
  join(home, ".aws", "config"),
  "[profile program]\ncredential_process = /bin/true\n[profile odd]\nrole_arn = arn:aws:iam::1:role/r\n",
);

const startMs = Date.parse("2026-11-21T00:00:00Z");
const nobody = { askMfa: () => Promise.reject(new Error("nobody")), onNote: () => {} };
const env = { XDG_CACHE_HOME: join(home, "cache") };

async function makeAgent(keyring: Keyring = createMemoryKeyring()) {
  const clock = new MovableClock({ now: () => startMs });
  const machine: Machine = { platform: "linux", home, env, clock };
  const agent = await Agent.create({
    machine,
    processId: 7,
    openKeyring: async () => ({ keyring, kind: "pass", why: "the test says so" }),
  });
  return { agent, clock, machine };
}

function wants(profile: string, more: Partial<AgentRequest> = {}): AgentRequest {
  return {
    wanted: { profile: { name: profile, setting: "the argument" } },
    keyring: undefined,
    home,
    env,
    ...more,
  };
}

describe("Agent.issue()", () => {
  it("gives credentials for as long as it was unlocked, and no moment longer", async () => {
    const { agent, clock } = await makeAgent();
    await assert.rejects(agent.issue(wants("here"), nobody), AgentLocked);
    await agent.unlock(undefined, { forSeconds: 3600 });
    assert.equal((await agent.issue(wants("here"), nobody)).credentials.accessKeyId, "ASIAHERE");
    clock.advance(3_599_000);
    await agent.issue(wants("here"), nobody);
    clock.advance(1_000);
    await assert.rejects(agent.issue(wants("here"), nobody), AgentLocked);
    assert.equal(agent.status().isLocked, true);
  });

  it("gives none once it is locked", async () => {
    const { agent } = await makeAgent();
    await agent.unlock(undefined, { forSeconds: 3600 });
    await agent.lock();
    await assert.rejects(agent.issue(wants("here"), nobody), AgentLocked);
    await assert.rejects(agent.storedKeys(), AgentLocked);
  });

  it("locks when nobody asks for the idle time, and a status is no asking", async () => {
    const { agent, clock } = await makeAgent();
    await agent.unlock(undefined, { forSeconds: 3600, idleSeconds: 60 });
    for (let minute = 0; minute < 3; minute += 1) {
      clock.advance(59_000);
      await agent.issue(wants("here"), nobody);
    }
    clock.advance(59_000);
    assert.equal(agent.status().isLocked, false);
    clock.advance(1_000);
    await assert.rejects(agent.issue(wants("here"), nobody), AgentLocked);
  });

  it("is locked when the clock was set back before it was unlocked", async () => {
    const { agent, clock } = await makeAgent();
    await agent.unlock(undefined, { forSeconds: 60 });
    clock.advance(-3_600_000);
    await assert.rejects(agent.issue(wants("here"), nobody), AgentLocked);
  });

  it("lets those who unlock it at a time come one after the other, a wrong guess among them", async () => {
    const folder = mkdtempSync(join(home, "keyring-"));
    const written = createFileKeyring({
      folder,
      platform: "linux",
      passphrase: { ask: async () => new Secret("right") },
      logN: 4,
    });
    await written.write("item", new Uint8Array(1));
    const clock = new MovableClock({ now: () => startMs });
    const agent = await Agent.create({
      machine: { platform: "linux", home, env, clock },
      processId: 7,
      openKeyring: async (ask) => ({
        keyring: createFileKeyring({ folder, platform: "linux", passphrase: { ask }, logN: 4 }),
        kind: "file",
        why: "the test says so",
      }),
    });
    const outcomes = await Promise.allSettled(
      ["right", "wrong", "right"].map((text) => agent.unlock(new Secret(text), { forSeconds: 60 })),
    );
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
    assert.equal(agent.status().isLocked, false);
  });

  it("lets go of the keyring when its time is over", async () => {
    let locked = 0;
    const keyring = createMemoryKeyring();
    const { agent, clock } = await makeAgent({ ...keyring, lock: async () => void locked++ });
    await agent.unlock(undefined, { forSeconds: 60 });
    await agent.lockWhenOver();
    assert.equal(locked, 0);
    clock.advance(60_000);
    await agent.lockWhenOver();
    assert.equal(locked, 1);
  });

  for (const [what, request] of [
    ["a process, which needs the caller's environment", wants("program")],
    ["another keyring by flag", wants("here", { keyring: "file" })],
    ["another keyring by variable", wants("here", { env: { ...env, TEGATA_KEYRING: "file" } })],
    ["another folder of the same keyring", wants("here", { env: { ...env, TEGATA_PASS_DIR: "/p" } })],
    ["another cache", wants("here", { env: {} })],
    ["another home", wants("here", { home: "/elsewhere" })],
    [
      "a long-lived key as it is",
      wants("keyed", {
        wanted: {
          ...wants("keyed").wanted,
          options: { noSession: { value: true, setting: "--no-session" } },
        },
      }),
    ],
    [
      "keys in the caller's environment",
      wants("here", {
        wanted: {},
        env: { ...env, AWS_ACCESS_KEY_ID: "untold", AWS_SECRET_ACCESS_KEY: "untold" },
      }),
    ],
  ] as const)
    it(`leaves to the caller ${what}`, async () => {
      const keyring = createMemoryKeyring();
      await writeStoredKey(
        keyring,
        "keyed",
        { accessKeyId: "AKIAKEYED", secretAccessKey: new Secret("x") },
        undefined,
      );
      const { agent } = await makeAgent(keyring);
      await agent.unlock(undefined, { forSeconds: 60 });
      await assert.rejects(agent.issue(request, nobody), CallersOwn);
    });

  it("takes the agent's own keyring for meant where it is named as such", async () => {
    const { agent } = await makeAgent();
    await agent.unlock(undefined, { forSeconds: 60 });
    await agent.issue(wants("here", { keyring: "pass" }), nobody);
    await agent.issue(wants("here", { env: { ...env, TEGATA_KEYRING: "pass" } }), nobody);
  });
});

describe("Agent.unlock()", () => {
  it("wants the passphrase of the keyring's file each time, and says when it is wrong", async () => {
    const folder = join(home, "keyring");
    const key = { accessKeyId: "AKIA", secretAccessKey: new Secret("x") };
    const options = { folder, platform: "linux", logN: 10 } as const;
    const own = { variable: "X", passphrase: new Secret("right") };
    await writeStoredKey(
      createFileKeyring({ ...options, passphrase: { fromEnvironment: own } }),
      "p",
      key,
      undefined,
    );
    const { machine } = await makeAgent();
    const agent = await Agent.create({
      machine,
      processId: 7,
      openKeyring: async (ask) => ({
        keyring: createFileKeyring({ ...options, passphrase: { ask } }),
        kind: "file",
        why: "the test says so",
      }),
    });
    const span = { forSeconds: 60 };
    await assert.rejects(agent.unlock(undefined, span), { code: "KeyringLocked" });
    await assert.rejects(agent.unlock(new Secret("wrong"), span), { code: "PassphraseWrong", exitCode: 3 });
    assert.equal(agent.status().isLocked, true);
    await agent.unlock(new Secret("right"), span);
    assert.deepEqual([...(await agent.storedKeys()).storedKeys], ["p"]);
    await assert.rejects(agent.unlock(new Secret("wrong"), span), { code: "PassphraseWrong" });
    assert.equal(agent.status().isLocked, true, "a wrong guess must not leave it open");
  });
});

describe("createRoutes()", () => {
  const post = (path: string, form = "") => ({ method: "POST", path, form, onGone: () => {} });

  it("answers the vault's own form, and credential_process's", async () => {
    const { agent, machine } = await makeAgent();
    const route = createRoutes(agent, () => {});
    const form = buildAgentRequest(wants("here").wanted, undefined, machine) ?? "";
    assert.equal((await route(post("/issued", form))).status, 423);
    assert.equal((await route(post("/unlock", "for=60"))).status, 200);
    const issued = await route(post("/issued", form));
    assert.equal(decodeIssued(JSON.stringify(issued.body))?.credentials.secretAccessKey.reveal(), "s3");
    const answer = await route(post("/credentials", form));
    assert.equal(
      answer.body,
      '{"Version":1,"AccessKeyId":"ASIAHERE","SecretAccessKey":"s3","SessionToken":"t0"}\n',
    );
  });

  it("passes a failure on as it was, to our client and to a person", async () => {
    const { agent, machine } = await makeAgent();
    const route = createRoutes(agent, () => {});
    await route(post("/unlock", "for=60"));
    const form = buildAgentRequest(wants("odd").wanted, undefined, machine) ?? "";
    const answer = await route(post("/issued", form));
    assert.equal(answer.status, 422);
    const failure = decodeFailure(JSON.stringify(answer.body));
    assert.ok(failure instanceof TegataError);
    const text = await route(post("/credentials", form));
    assert.equal(text.status, 422);
    assert.equal(String(text.body).split("\n")[0], `tegata: ${failure.message}`);
  });

  for (const [path, form, status] of [
    ["/issued", "protocol=9", 409],
    ["/issued", "nonsense", 409],
    ["/issued", "protocol=1", 400],
    ["/unlock", "for=-1", 400],
    ["/unlock", "for=1e9", 400],
    ["/unlock", "for=60&idle=0", 400],
    ["/answers", "id=x&code=123456", 404],
    ["/elsewhere", "", 404],
  ] as const)
    it(`refuses ${path} ${form} with ${status}`, async () => {
      const { agent } = await makeAgent();
      assert.equal((await createRoutes(agent, () => {})(post(path, form))).status, status);
    });
});
