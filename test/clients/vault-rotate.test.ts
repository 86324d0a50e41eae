/** `tegata rotate` against a real authority: killed with SIGKILL at each call, gone on with, and seen by the AWS CLI. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readStoredKey } from "../../src/vault/stored-keys/index.ts";
import { aws, listOf, needs } from "../support/aws-cli.ts";
import { type DeadlyProxy, type Death, startDeadlyProxy } from "../support/deadly-proxy.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";
import { elementOf, sendQuery } from "../support/signed.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const ownKeys = {
  Action: ["iam:*AccessKey*"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the policy language.
  Resource: "arn:aws:iam::*:user/${aws:username}",
};

/** Each goes on where the one before it was killed. */
const deaths: readonly {
  readonly action: string;
  readonly args: readonly string[];
  readonly death: Death;
}[] = [
  { action: "CreateAccessKey", args: [], death: { at: 3, isAfter: false } },
  { action: "CreateAccessKey", args: [], death: { at: 3, isAfter: true } },
  // Before it the lost key's last use, its deletion, and another creation.
  { action: "GetCallerIdentity", args: ["--yes"], death: { at: 6, isAfter: false } },
  { action: "UpdateAccessKey", args: [], death: { at: 4, isAfter: false } },
  { action: "UpdateAccessKey", args: [], death: { at: 3, isAfter: true } },
  { action: "DeleteAccessKey", args: [], death: { at: 3, isAfter: true } },
];

describe("tegata rotate", () => {
  let server: RunningServer;
  let desk: Desk;
  let proxy: DeadlyProxy;
  let home: VaultHome;
  let ann: Person;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    proxy = await startDeadlyProxy(server.endpoint);
    ann = await desk.addUser("ann", ownKeys);
    home = makeVaultHome();
    await home.addKey("work", ann);
    home.writeConfig(
      `[profile work]\nregion = us-east-1\nendpoint_url = ${proxy.endpoint}\n\n[profile admin]\nrole_arn = arn:aws:iam::${server.accountId}:role/none\nsource_profile = work\n`,
    );
  });
  after(async () => {
    home.remove();
    await proxy.close();
    await server.stop();
  });

  const storedKey = async (profile = "work"): Promise<Key> => {
    const key = await readStoredKey(home.keyring, profile);
    assert.ok(key);
    return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey.reveal() };
  };
  const whoIs = async (key: Key) => {
    const to = { endpoint: server.endpoint, key };
    return elementOf(await sendQuery(to, "sts", "GetCallerIdentity"), "Arn");
  };
  const keysOf = async (UserName: string) => {
    const { text } = await desk.ask("iam", "ListAccessKeys", { UserName });
    const ids = [...text.matchAll(/<AccessKeyId>(\w+)/g)].map(([, id]) => id);
    const states = [...text.matchAll(/<Status>(\w+)/g)].map(([, state]) => state);
    return ids.map((id, at) => `${id} ${states[at]}`);
  };
  const assertOneKey = async () => {
    const key = await storedKey();
    assert.deepEqual(await keysOf("ann"), [`${key.accessKeyId} Active`]);
    assert.equal(await whoIs(key), ann.arn);
    assert.deepEqual(await home.keyring.list(), ["access-key.work"]);
  };

  it("makes a new key that works, deletes the old one, and shows no secret", async (t) => {
    if (!needs(t, "aws")) return;
    const old = await storedKey();
    const run = await proxy.run(home, ["rotate", "admin", "--json"]);
    assert.equal(run.code, 0, run.stderr);
    const key = await storedKey();
    assert.deepEqual(JSON.parse(run.stdout), {
      Profile: "work",
      UserName: "ann",
      NewAccessKeyId: key.accessKeyId,
      OldAccessKeyId: old.accessKeyId,
      OldKey: "deleted",
    });
    assert.deepEqual(proxy.actions, [
      "GetCallerIdentity",
      "ListAccessKeys",
      "CreateAccessKey",
      "GetCallerIdentity",
      "UpdateAccessKey",
      "DeleteAccessKey",
    ]);
    assert.ok(!(run.stdout + run.stderr).includes(key.secretAccessKey));
    assert.match(run.stderr, /tegata: the new key AKIA\w+ works and is now that of profile "work"\n/);
    await assertOneKey();
    const seen = await aws(["iam", "list-access-keys"], { endpoint: server.endpoint, key });
    assert.deepEqual(
      listOf(seen.json.AccessKeyMetadata).map(({ AccessKeyId, Status }) => [AccessKeyId, Status]),
      [[key.accessKeyId, "Active"]],
    );
    assert.equal(await whoIs(old), undefined);
  });

  it("goes on each time when it is killed at one step after the other", async () => {
    for (const { action, args, death } of deaths) {
      const killed = await proxy.run(home, ["rotate", "work", ...args], death);
      assert.equal(killed.signal, "SIGKILL", action);
      assert.equal(proxy.actions.at(-1), action);
      assert.equal(await whoIs(await storedKey()), ann.arn, `the stored key works after ${action}`);
      if (args.length > 0 || action !== "CreateAccessKey" || !death.isAfter) continue;
      const asked = await proxy.run(home, ["rotate", "work"]);
      assert.equal(asked.code, 3, asked.stderr);
      assert.match(asked.stderr, /the key AKIA\w+, whose secret nobody kept, is in the way/);
      assert.equal((await keysOf("ann")).length, 2, "nothing is deleted unasked");
    }
    const last = await proxy.run(home, ["rotate", "work"]);
    assert.equal(last.code, 0, last.stderr);
    assert.match(last.stderr, /going on with the rotation of profile "work" that began 20/);
    assert.match(last.stdout, /^profile "work" has the new key AKIA\w+; the old one, AKIA\w+, is deleted\n$/);
    await assertOneKey();
  });

  it("keeps the old key inactive with --keep-old, and deletes it next time after being told to", async () => {
    const run = await proxy.run(home, ["rotate", "work", "--keep-old", "--quiet"]);
    assert.equal(run.code, 0, run.stderr);
    assert.equal(run.stderr, "");
    assert.match(run.stdout, /; the old one, AKIA\w+, is deactivated\n$/);
    assert.equal((await keysOf("ann")).filter((key) => key.endsWith("Inactive")).length, 1);
    const full = await proxy.run(home, ["rotate", "work"]);
    assert.equal(full.code, 3);
    assert.match(
      full.stderr,
      /user "ann" has two access keys, AKIA\w+ and AKIA\w+ \(inactive, .*\), and AWS allows no third one\n {2}tegata exec -n work -- aws iam delete-access-key --access-key-id AKIA\w+ --user-name ann\n/,
    );
    const again = await proxy.run(home, ["rotate", "work", "--yes"]);
    assert.equal(again.code, 0, again.stderr);
    await assertOneKey();
  });

  it("deletes no active key for --yes", async () => {
    await desk.addKey("ann");
    const run = await proxy.run(home, ["rotate", "work", "--yes"]);
    assert.equal(run.code, 3, run.stderr);
    assert.equal((await keysOf("ann")).length, 2);
  });

  it("calls IAM with MFA where the profile has a device, asking for one code", async () => {
    const bob = await desk.addUser("bob", {
      ...ownKeys,
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    });
    const device = await desk.addDevice("bob");
    const other = makeVaultHome();
    try {
      await other.addKey("bob", bob);
      other.writeConfig(
        `[profile bob]\nendpoint_url = ${proxy.endpoint}\nmfa_serial = ${device.serial}\nmfa_process = echo ${await device.nextCode()}\n`,
      );
      const run = await proxy.run(other, ["rotate", "bob"]);
      assert.equal(run.code, 0, run.stderr);
      assert.equal(proxy.actions.filter((action) => action === "GetSessionToken").length, 1);
      assert.equal((await keysOf("bob")).length, 1);
      assert.notEqual((await keysOf("bob"))[0], `${bob.accessKeyId} Active`);
      const denied = await proxy.run(other, ["rotate", "bob", "-n"]);
      assert.equal(denied.code, 1);
      assert.match(denied.stderr, /iam:ListAccessKeys .* was refused with AccessDenied/);
    } finally {
      other.remove();
    }
  });

  it("names the user without its path, and refuses a key that is not the keyring's", async () => {
    await desk.ask("iam", "CreateUser", { UserName: "cy", Path: "/team/eu/" });
    await desk.setPolicy("cy", { Action: "iam:*", Resource: "*" });
    const other = makeVaultHome();
    try {
      await other.addKey("cy", await desk.addKey("cy"));
      other.writeConfig(
        `[profile cy]\nendpoint_url = ${proxy.endpoint}\n[profile file]\naws_access_key_id = AKIAX\naws_secret_access_key = x\n`,
      );
      const run = await proxy.run(other, ["rotate", "cy", "--json"]);
      assert.equal(run.code, 0, run.stderr);
      assert.equal(JSON.parse(run.stdout).UserName, "cy");
      const file = await proxy.run(other, ["rotate", "file"]);
      assert.equal(file.code, 1);
      assert.match(
        file.stderr,
        /the credentials of profile "file" begin with the key in the files of "file" at .*config:4, and not with a key in the keyring\n {2}tegata add file /,
      );
    } finally {
      other.remove();
    }
  });
});
