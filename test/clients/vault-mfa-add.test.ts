/** `tegata mfa add` on a terminal of its own, with an authenticator app that reads it, and the AWS CLI as the witness. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { decodeBase32 } from "../../src/base/index.ts";
import { totpCode, totpStep } from "../../src/crypto/index.ts";
import { readStoredKey } from "../../src/vault/index.ts";
import { readSeed } from "../../src/vault/mfa-devices/index.ts";
import { aws, credentialsOf, listOf, needs } from "../support/aws-cli.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { type RunningServer, repository, startServer } from "../support/server.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const authenticator = join(repository, "test/support/authenticator.py");
const ownDevice = { Action: ["iam:*MFADevice*"], Resource: "*" };
const withMfa = {
  Action: ["iam:ListUsers", "iam:*AccessKey*"],
  Resource: "*",
  Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
};

describe("tegata mfa add", () => {
  let server: RunningServer;
  let desk: Desk;
  let home: VaultHome;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    home = makeVaultHome();
  });
  after(async () => {
    home.remove();
    await server.stop();
  });

  const addPerson = async (name: string): Promise<Person> => {
    const person = await desk.addUser(name, [ownDevice, withMfa]);
    await home.addKey(name, person);
    home.writeConfig(configOf(name));
    return person;
  };
  const configOf = (name: string) =>
    `# mine\n[profile ${name}]\nendpoint_url=${server.endpoint}   # the desk's\n\n[profile other]\nregion = eu-west-1\n`;
  const add = (args: readonly string[], mistakes = 0, yes = "y") =>
    home.run(["python3", authenticator, String(mistakes), yes, ...home.command, "mfa", "add", ...args]);
  const devicesOf = async (key: Person) => {
    const run = await aws(["iam", "list-mfa-devices", "--user-name", key.userName], {
      endpoint: server.endpoint,
      key,
    });
    return listOf(run.json.MFADevices).map(({ SerialNumber }) => String(SerialNumber));
  };

  it("shows a device, takes two codes after wrong ones, and changes one line of the profile", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const ann = await addPerson("ann");
    const run = await add(["ann"], 1);
    assert.equal(run.code, 0, run.stdout);
    const serial = `arn:aws:iam::${server.accountId}:mfa/ann`;
    assert.ok(run.stdout.endsWith(`${serial}\r\n`), run.stdout);
    assert.match(run.stdout, /the codes were refused: they must be two that follow each other/);
    assert.match(run.stdout, /\p{Cc}\[30m\p{Cc}\[107m[ █▀▄]+\p{Cc}\[0m/u);
    assert.deepEqual(await devicesOf(ann), [serial]);
    assert.equal(
      readFileSync(home.configFile, "utf8"),
      configOf("ann").replace("the desk's\n", `the desk's\nmfa_serial=${serial}\n`),
    );

    const secret =
      /\n {2}((?:[A-Z2-7]{4} )+[A-Z2-7]{1,4})\r\n/.exec(run.stdout)?.[1]?.replaceAll(" ", "") ?? "";
    assert.equal(secret.length, 64);
    const seed = decodeBase32(secret);
    assert.ok(seed);
    const nextCode = totpCode(seed, totpStep(Date.now() + 30_000));
    const session = await aws(
      ["sts", "get-session-token", "--serial-number", serial, "--token-code", nextCode],
      { endpoint: server.endpoint, key: ann },
    );
    for (const [key, isListed] of [
      [ann, false],
      [credentialsOf(session), true],
    ] as const) {
      const users = await aws(["iam", "list-users"], { endpoint: server.endpoint, key });
      assert.equal(users.code === 0, isListed, users.stderr);
    }
    const again = await add(["ann"]);
    assert.equal(again.code, 1);
    assert.match(
      again.stdout,
      /the MFA device "arn:\S+:mfa\/ann" is in use already\r\n {2}tegata mfa add ann --name ann-2\r\n/,
    );
  });

  it("makes a device anew that was never enabled, after asking", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const bob = await addPerson("bob");
    await desk.ask("iam", "CreateVirtualMFADevice", { VirtualMFADeviceName: "phone" });
    const refused = await add(["bob", "--name", "phone"], 0, "n");
    assert.equal(refused.code, 3, refused.stdout);
    assert.match(
      refused.stdout,
      /mfa\/phone was made earlier and never enabled\. Delete it and make it anew\? \[y\/N\]: n/,
    );
    const run = await add(["bob", "--name", "phone", "--yes", "--no-qr", "--json"]);
    assert.equal(run.code, 0, run.stdout);
    assert.ok(!/[█▀▄]/.test(run.stdout));
    const serial = `arn:aws:iam::${server.accountId}:mfa/phone`;
    assert.deepEqual(JSON.parse(run.stdout.slice(run.stdout.indexOf("{"))), {
      SerialNumber: serial,
      UserName: "bob",
      Profile: "bob",
      WrittenTo: home.configFile,
    });
    assert.deepEqual(await devicesOf(bob), [serial]);
  });

  it("gives up after three wrong pairs, and leaves the profile as it was", async (t) => {
    if (!needs(t, "python3")) return;
    await addPerson("cy");
    const run = await add(["cy"], 3);
    assert.equal(run.code, 3, run.stdout);
    assert.match(
      run.stdout,
      /the MFA device "\S+" was made and is not enabled\r\n {2}tegata mfa add cy {3}# makes it anew/,
    );
    assert.equal(readFileSync(home.configFile, "utf8"), configOf("cy"));
  });

  it("keeps a seed with --store-seed, which then answers for the codes", async (t) => {
    if (!needs(t, "faketime", "setsid")) return;
    const dan = await addPerson("dan");
    const run = await home.run([
      "setsid",
      "-w",
      ...home.command,
      ...["mfa", "add", "dan", "--store-seed", "--yes"],
    ]);
    assert.equal(run.code, 0, run.stderr);
    const serial = run.stdout.trim();
    assert.match(run.stderr, /tegata: with --store-seed the codes lie beside the key/);
    const seed = await readSeed(home.keyring, serial);
    assert.ok(seed);
    assert.ok(!(run.stdout + run.stderr).includes(totpCode(seed, totpStep(Date.now()))));
    // The next code's time, so that nobody waits for it.
    const rotated = await home.run([
      ...["faketime", "-f", "+30s", "setsid", "-w"],
      ...home.command,
      ...["rotate", "dan"],
    ]);
    assert.equal(rotated.code, 0, rotated.stderr);
    assert.notEqual((await readStoredKey(home.keyring, "dan"))?.accessKeyId, dan.accessKeyId);
  });
});
