/** The vault as embedders use it, against a real authority: sessions kept, taken back and made once more. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { MovableClock, Secret, type TegataError } from "../../src/base/index.ts";
import { createVault, type Issued, type IssueRequest, type Vault } from "../../src/vault/index.ts";
import { type Desk, type Device, openDesk, type Person } from "../support/desk.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { elementOf, sendQuery } from "../support/signed.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";
import { keyOfCredentials } from "../support/vault-steps.ts";

describe("Vault.issue() against an authority", () => {
  let server: RunningServer;
  let desk: Desk;
  let home: VaultHome;
  let ann: Person;
  let device: Device;
  const roles: Record<string, string> = {};
  let codes = 0;

  before(async () => {
    [server, home] = [await startServer(), makeVaultHome()];
    desk = openDesk(server);
    ann = await desk.addUser("ann", { Action: ["sts:*", "iam:*"] });
    device = await desk.addDevice("ann");
    for (const name of ["one", "two"])
      roles[name] = await desk.addRole(name, { Principal: { AWS: ann.arn } });
    await home.addKey("ann", ann);
    writeConfig("one");
  });
  after(async () => {
    home.remove();
    await server.stop();
  });

  function writeConfig(role: string): void {
    home.writeConfig(`[profile ann]
mfa_serial = ${device.serial}
endpoint_url = ${server.endpoint}
[profile admin]
source_profile = ann
role_arn = ${roles[role]}
mfa_serial = ${device.serial}
[profile bare]
endpoint_url = ${server.endpoint}
`);
  }

  const open = (over: { readonly clock?: MovableClock } = {}): Vault =>
    createVault({
      machine: { ...home.machine, ...over },
      openKeyring: async () => ({ keyring: home.keyring, kind: "file", why: "a test" }),
      askMfa: async () => {
        codes += 1;
        return device.nextCode();
      },
    });

  const issue = (profile: string, request: IssueRequest = {}, vault = open()): Promise<Issued> =>
    vault.issue({ profile: { name: profile, setting: "the argument" }, ...request });

  const whoIs = async ({ credentials }: Issued) => {
    const key = keyOfCredentials(credentials);
    return elementOf(await sendQuery({ endpoint: server.endpoint, key }, "sts", "GetCallerIdentity"), "Arn");
  };

  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => "none",
      (error: TegataError) => error.code,
    );

  it("asks for one code for a session that serves two roles, in one process and the next", async () => {
    codes = 0;
    assert.match((await whoIs(await issue("admin"))) ?? "", /assumed-role\/one\/tegata-/);
    writeConfig("two");
    assert.match((await whoIs(await issue("admin"))) ?? "", /assumed-role\/two\/tegata-/);
    assert.equal(codes, 1);
    writeConfig("one");
  });

  it("gives the session of the role that the profile names now, not of the one that is kept", async () => {
    const request: IssueRequest = { options: { durationSeconds: { value: 7_200, setting: "--duration" } } };
    for (const name of ["one", "two"])
      await desk.ask("iam", "UpdateRole", { RoleName: name, MaxSessionDuration: "7200" });
    const first = await issue("admin", request);
    assert.match((await whoIs(first)) ?? "", /assumed-role\/one\//);
    assert.equal((await issue("admin", request)).isNew, false);
    writeConfig("two");
    const second = await issue("admin", request);
    assert.match((await whoIs(second)) ?? "", /assumed-role\/two\//);
    assert.notEqual(second.credentials.accessKeyId, first.credentials.accessKeyId);
    writeConfig("one");
    assert.equal((await issue("admin", request)).credentials.accessKeyId, first.credentials.accessKeyId);
  });

  it("makes a session again after the user's sessions ended with the key that made them", async () => {
    const bob = await desk.addUser("bob", { Action: "sts:*" });
    await home.addKey("bare", bob);
    const first = await issue("bare", { check: true });
    assert.equal(await whoIs(first), bob.arn);
    await desk.ask("iam", "DeleteAccessKey", { UserName: "bob", AccessKeyId: bob.accessKeyId });
    await home.addKey("bare", await desk.addKey("bob"));
    const second = await issue("bare", { check: true });
    assert.equal(second.isNew, true, "another key is another session");
    assert.equal(await whoIs(second), bob.arn);
  });

  it("with check: forgets the session of a user who is gone, and fails once with the service's word", async () => {
    const carol = await desk.addUser("carol", { Action: "sts:*" });
    await home.addKey("bare", carol);
    const first = await issue("bare", { check: true });
    assert.equal((await issue("bare", { check: true })).isNew, false);
    await desk.ask("iam", "DeleteAccessKey", { UserName: "carol", AccessKeyId: carol.accessKeyId });
    assert.equal((await issue("bare", { check: true })).isNew, false, "AWS: sessions outlive their key");
    await desk.ask("iam", "DeleteUserPolicy", { UserName: "carol", PolicyName: "own" });
    await desk.ask("iam", "DeleteUser", { UserName: "carol" });
    assert.equal((await issue("bare")).credentials.accessKeyId, first.credentials.accessKeyId);
    assert.equal(await codeOf(issue("bare", { check: true })), "InvalidClientTokenId");
    assert.equal(await codeOf(issue("bare")), "InvalidClientTokenId", "what was refused is not kept");
  });

  it("with check: makes the session of a role once more that was deleted and made again", async () => {
    const trust = { Principal: { AWS: ann.arn } };
    roles.again = await desk.addRole("again", trust);
    await desk.ask("iam", "UpdateRole", { RoleName: "again", MaxSessionDuration: "7200" });
    writeConfig("again");
    const request: IssueRequest = { options: { durationSeconds: { value: 7_200, setting: "--duration" } } };
    const first = await issue("admin", request);
    await desk.ask("iam", "DeleteRole", { RoleName: "again" });
    await desk.addRole("again", trust);
    await desk.ask("iam", "UpdateRole", { RoleName: "again", MaxSessionDuration: "7200" });
    codes = 0;
    const second = await issue("admin", { ...request, check: true });
    assert.notEqual(second.credentials.accessKeyId, first.credentials.accessKeyId);
    assert.match((await whoIs(second)) ?? "", /assumed-role\/again\//);
    assert.equal(codes, 1);
    assert.equal((await issue("admin", { ...request, check: true })).isNew, false);
    writeConfig("one");
  });

  it("says what the service says when a role is gone, and leaves the session before it alone", async () => {
    await desk.addRole("gone", { Principal: { AWS: ann.arn } });
    roles.gone = `arn:aws:iam::${desk.accountId}:role/gone`;
    writeConfig("gone");
    await issue("admin");
    codes = 0;
    await desk.ask("iam", "DeleteRole", { RoleName: "gone" });
    assert.equal(await codeOf(issue("admin")), "AccessDenied");
    writeConfig("one");
    await issue("admin");
    assert.equal(codes, 0);
  });

  it("asks for one code when six ask at once, and all have the same session", async () => {
    codes = 0;
    const request: IssueRequest = { fresh: true };
    await issue("ann", request);
    codes = 0;
    const sessions = await open().openSessions();
    for (const { id } of await sessions.list()) await sessions.drop(id);
    const issued = await Promise.all(Array.from({ length: 6 }, () => issue("ann")));
    assert.equal(codes, 1);
    assert.equal(new Set(issued.map(({ credentials }) => credentials.accessKeyId)).size, 1);
  });

  it("does not use what is over by the clock, and says how far the clocks are apart", async () => {
    const clock = new MovableClock();
    const offsets: number[] = [];
    const vault = createVault({
      machine: { ...home.machine, clock },
      openKeyring: async () => ({ keyring: home.keyring, kind: "file", why: "a test" }),
      askMfa: () => device.nextCode(),
      onClockOffset: ({ milliseconds }) => void offsets.push(milliseconds),
    });
    const first = await issue("ann", {}, vault);
    await desk.advance(3_700);
    clock.advance(3_700_000);
    const second = await issue("ann", { check: true }, vault);
    assert.equal(second.isNew, true);
    assert.notEqual(second.credentials.accessKeyId, first.credentials.accessKeyId);
    assert.equal(await whoIs(second), ann.arn);
    assert.ok(offsets.length > 0);
  });

  it("hands nothing of its secrets to whoever prints what was issued", async () => {
    const issued = await issue("ann");
    const printed = `${JSON.stringify(issued)}${String(issued.credentials.secretAccessKey)}`;
    assert.ok(issued.credentials.secretAccessKey instanceof Secret);
    assert.ok(!printed.includes(issued.credentials.secretAccessKey.reveal()));
    assert.ok(!printed.includes(ann.secretAccessKey));
  });
});
