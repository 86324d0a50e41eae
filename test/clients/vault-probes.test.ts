/** Where other vaults were seen to hand out the wrong identity, or to break: each with real processes. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { randomBytes } from "../../src/crypto/index.ts";
import { sessionCacheFolder } from "../../src/vault/index.ts";
import { sessionCacheKeyItem } from "../../src/vault/keyring/index.ts";
import { needs, type Run } from "../support/aws-cli.ts";
import { type Desk, type Device, openDesk, type Person } from "../support/desk.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";
import { elementOf, sendQuery } from "../support/signed.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

describe("probes of the vault", () => {
  let server: RunningServer;
  let desk: Desk;
  let ann: Person;
  let bob: Person;
  let device: Device;
  let home: VaultHome;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    [ann, bob] = [
      await desk.addUser("ann", { Action: "sts:*" }),
      await desk.addUser("bob", { Action: "sts:*" }),
    ];
    device = await desk.addDevice("ann");
    for (const name of ["one", "two"]) await addRole(name);
  });
  after(() => server.stop());

  const trust = () => ({ Principal: { AWS: [ann.arn, bob.arn] } });
  async function addRole(name: string): Promise<void> {
    await desk.addRole(name, trust());
    await desk.ask("iam", "UpdateRole", { RoleName: name, MaxSessionDuration: "7200" });
  }
  const arnOf = (role: string): string => `arn:aws:iam::${desk.accountId}:role/${role}`;

  beforeEach(async () => {
    home = makeVaultHome();
    await home.keyring.write(sessionCacheKeyItem, randomBytes(32));
    await home.addKey("ann", ann);
    await home.addKey("bob", bob);
  });
  afterEach(() => home.remove());

  /** A device's codes by `mfa_process`, which counts how often it is asked. */
  function writeConfig(role: string): void {
    home.writeConfig(`[profile ann]
endpoint_url = ${server.endpoint}
mfa_serial = ${device.serial}
mfa_process = echo asked >> ${home.folder}/asked; cat ${home.folder}/code
[profile admin]
source_profile = ann
role_arn = ${arnOf(role)}
mfa_serial = ${device.serial}
[profile ann-reader]
source_profile = ann
role_arn = ${arnOf("one")}
role_session_name = reading
[profile bob]
endpoint_url = ${server.endpoint}
[profile bob-reader]
source_profile = bob
role_arn = ${arnOf("one")}
role_session_name = reading
`);
  }
  const giveCode = async (): Promise<void> =>
    writeFileSync(join(home.folder, "code"), await device.nextCode());
  const asked = (): number => {
    try {
      return readFileSync(join(home.folder, "asked"), "utf8").trim().split("\n").length;
    } catch {
      return 0;
    }
  };
  const issue = (...args: readonly string[]): Promise<Run> =>
    home.tegata(["export", "--format", "json", ...args]);
  const keyOf = (run: Run): Key => {
    assert.equal(run.code, 0, run.stderr);
    return {
      accessKeyId: String(run.json.AccessKeyId),
      secretAccessKey: String(run.json.SecretAccessKey),
      sessionToken: String(run.json.SessionToken),
    };
  };
  const whoIs = async (run: Run) =>
    elementOf(
      await sendQuery({ endpoint: server.endpoint, key: keyOf(run) }, "sts", "GetCallerIdentity"),
      "Arn",
    );
  const cached = (): readonly string[] => {
    const folder = sessionCacheFolder(home.machine);
    return readdirSync(folder)
      .filter((name) => !name.endsWith(".lock"))
      .map((name) => join(folder, name));
  };

  it("stale identity: after role_arn is edited the next exec runs as the other role, and back", async (t) => {
    if (!needs(t, "aws")) return;
    const exec = async (role: string) => {
      writeConfig(role);
      const command = ["aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"];
      return home.tegata(["exec", "--duration", "2h", "admin", "--", ...command]);
    };
    await giveCode();
    assert.match((await exec("one")).stdout, /:assumed-role\/one\//);
    await giveCode();
    const second = await exec("two");
    assert.match(second.stdout, /:assumed-role\/two\//, second.stderr);
    assert.equal(asked(), 2);
    assert.match((await exec("one")).stdout, /:assumed-role\/one\//);
    assert.equal(asked(), 2, "the first session is still kept");
  });

  it("shared identity: two keys that assume one role with one device have a session each", async () => {
    writeConfig("one");
    const config = readFileSync(home.configFile, "utf8");
    home.writeConfig(`${config}
[profile second]
include_profile = ann
[profile second-admin]
include_profile = admin
source_profile = second
`);
    await home.addKey("second", await desk.addKey("ann"));
    const exec = async (profile: string): Promise<string> => {
      await giveCode();
      return keyOf(await issue("--duration", "2h", profile)).accessKeyId;
    };
    const [first, second] = [await exec("admin"), await exec("second-admin")];
    assert.notEqual(first, second);
    assert.equal(asked(), 2);
    assert.deepEqual([await exec("admin"), await exec("second-admin")], [first, second]);
    assert.equal(asked(), 2);
  });

  const corruptions: Readonly<Record<string, (file: string) => void>> = {
    "has no byte": (file) => truncateSync(file, 0),
    "was cut off": (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2)),
    "is something else": (file) => writeFileSync(file, '{"Credentials":{"AccessKeyId":"ASIA'),
    "has one bit changed": (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
  };
  it("corrupt cache: a file that has no byte, was cut off or altered is written anew, and nothing is said", async () => {
    writeConfig("one");
    let kept = await whole(await issue("bob"));
    for (const [what, corrupt] of Object.entries(corruptions)) {
      const [file = "", ...others] = cached();
      assert.deepEqual(others, []);
      corrupt(file);
      const broken = readFileSync(file);
      const renewed = await whole(await issue("bob"));
      assert.notEqual(renewed, kept, what);
      assert.ok(!readFileSync(file).equals(broken), what);
      assert.equal(await whole(await issue("bob")), renewed, `what is written after a file ${what} is found`);
      kept = renewed;
    }
  });

  it("corrupt cache: a session that was copied to another's name is not taken for it", async () => {
    writeConfig("one");
    await giveCode();
    await issue("bob");
    const [ofBob = ""] = cached();
    const annFirst = await whoIs(await issue("ann"));
    const ofAnn = cached().find((file) => file !== ofBob) ?? "";
    writeFileSync(ofAnn, readFileSync(ofBob));
    await giveCode();
    assert.equal(await whoIs(await issue("ann")), annFirst);
    assert.equal(asked(), 2);
  });

  const keyIdOf = ["sh", "-c", "echo $AWS_ACCESS_KEY_ID"];

  it("revocation: the session of a role that was deleted and made again is made once more, with one code", async () => {
    await addRole("again");
    writeConfig("again");
    await giveCode();
    const exec = (): Promise<Run> => home.tegata(["exec", "--duration", "2h", "admin", "--", ...keyIdOf]);
    const first = await exec();
    assert.equal((await exec()).stdout, first.stdout);
    await desk.ask("iam", "DeleteRole", { RoleName: "again" });
    await addRole("again");
    await giveCode();
    const second = await exec();
    assert.match(second.stdout, /^ASIA/, second.stderr);
    assert.notEqual(second.stdout, first.stdout);
    assert.match(second.stderr, /the kept session is refused by its service; making a new one/);
    assert.equal(asked(), 2);
  });

  it("revocation: a user who is gone is told by the service's word, once, and not by a command's failure", async () => {
    const eve = await desk.addUser("eve", { Action: "sts:*" });
    await home.addKey("bob", eve);
    writeConfig("one");
    const exec = (): Promise<Run> => home.tegata(["exec", "--quiet", "bob", "--", ...keyIdOf]);
    assert.match((await exec()).stdout, /^ASIA/);
    await desk.ask("iam", "DeleteAccessKey", { UserName: "eve", AccessKeyId: eve.accessKeyId });
    await desk.ask("iam", "DeleteUserPolicy", { UserName: "eve", PolicyName: "own" });
    await desk.ask("iam", "DeleteUser", { UserName: "eve" });
    const gone = await exec();
    assert.deepEqual([gone.code, gone.stdout], [1, ""]);
    assert.match(gone.stderr, /^tegata: sts:GetSessionToken .* was refused with InvalidClientTokenId: /);
    assert.deepEqual(cached(), []);
  });

  it("revocation: after the authority was set back, sessions of its new users are made without any clearing", async () => {
    const other = await startServer();
    try {
      const fill = async (): Promise<void> => {
        const again = openDesk(other);
        await home.addKey("bob", await again.addUser("bob", { Action: "sts:*" }));
      };
      home.writeConfig(`[profile bob]\nendpoint_url = ${other.endpoint}\n`);
      await fill();
      const exec = (): Promise<Run> => home.tegata(["exec", "--quiet", "bob", "--", ...keyIdOf]);
      const first = await exec();
      await other.testCall("/_tegata/reset", {});
      const refused = await exec();
      assert.match(refused.stderr, /was refused with InvalidClientTokenId/);
      await fill();
      const second = await exec();
      assert.match(second.stdout, /^ASIA/, second.stderr);
      assert.notEqual(second.stdout, first.stdout);
    } finally {
      await other.stop();
    }
  });

  /** The access key id of a session that works. */
  async function whole(run: Run): Promise<string> {
    assert.match((await whoIs(run)) ?? "", /^arn:/);
    assert.doesNotMatch(run.stderr, /cache|corrupt|damaged/);
    return keyOf(run).accessKeyId;
  }
});
