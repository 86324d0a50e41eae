/**
 * Report 1, the server's side: temporary credentials that could not call IAM, and the two remedies. Every claim is told
 * with the unmodified AWS CLI, and again with the AWS SDK for JavaScript.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { listOf } from "../support/aws-cli.ts";
import {
  answered,
  type ClaimClient,
  claimClients,
  type Outcome,
  type Step,
  sessionOf,
} from "../support/claim-clients.ts";
import { type Desk, deviceOf, openDesk, type Person } from "../support/desk.ts";
import { type Key, startServer } from "../support/server.ts";

const mayListUsers = { Action: "iam:ListUsers" };
const mayListBuckets = { Action: "s3:ListAllMyBuckets" };
const invalidClientTokenId =
  "An error occurred (InvalidClientTokenId) when calling the ListUsers operation: The security token included in the request is invalid";

for (const client of claimClients)
  describe(`report 1 with ${client.name}`, { concurrency: false }, () => tellReport1(client));

function tellReport1(client: ClaimClient): void {
  let desk: Desk;
  let folder = "";
  const it = (title: string, tell: (t: TestContext) => Promise<void>) =>
    test(title, async (t) => {
      if (client.isReady(t)) await tell(t);
    });
  const take = (as: Step["as"], service: Step["service"], operation: string, input: Step["input"] = {}) =>
    client.take({ endpoint: desk.server.endpoint, as, service, operation, input });
  const assume = (as: Key, RoleArn: string): Promise<Outcome> =>
    take(as, "sts", "AssumeRole", { RoleArn, RoleSessionName: "report-1" });

  before(async () => {
    if (!client.isPresent) return;
    desk = openDesk(await startServer());
    folder = mkdtempSync(join(tmpdir(), "tegata-test-claims-"));
  });
  after(async () => {
    if (!client.isPresent) return;
    await desk.server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  let session: Key;
  it("A2 a session made without MFA is refused by IAM, in AWS's words", async () => {
    const runner = await desk.addUser("terraform-runner", [mayListUsers, mayListBuckets]);
    assert.ok(
      listOf(answered(await take(runner, "iam", "ListUsers")).Users).length > 0,
      "the key itself may",
    );
    session = sessionOf(await take(runner, "sts", "GetSessionToken"));
    assert.equal((await take(session, "iam", "ListUsers")).refusal, invalidClientTokenId);
  });

  it("A3 the same session opens other services: aws s3 ls", async () => {
    answered(await take(session, "s3", "ListBuckets"));
  });

  it("A5 a registered MFA device: the session made with its code lists the users", async () => {
    const ann = await desk.addUser("ann", [
      mayListUsers,
      { Action: ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice"] },
    ]);
    const made = await client.createDevice(desk.server.endpoint, ann, "ann-phone");
    assert.equal(made.serial, `arn:aws:iam::${desk.accountId}:mfa/ann-phone`);
    const device = deviceOf(made.serial, made.base32Seed, desk);
    const [AuthenticationCode1, AuthenticationCode2] = await device.nextPair();
    answered(
      await take(ann, "iam", "EnableMFADevice", {
        UserName: "ann",
        SerialNumber: made.serial,
        AuthenticationCode1,
        AuthenticationCode2,
      }),
    );
    const session = sessionOf(
      await take(ann, "sts", "GetSessionToken", {
        SerialNumber: made.serial,
        TokenCode: await device.nextCode(),
      }),
    );
    const users = listOf(answered(await take(session, "iam", "ListUsers")).Users);
    const shown = users.find((user) => String(user.UserName) === "ann");
    assert.ok(shown, "ann is among the users");
    assert.deepEqual(Object.keys(shown).sort(), ["Arn", "CreateDate", "Path", "UserId", "UserName"]);
    assert.equal(shown.Path, "/");
    assert.match(String(shown.UserId), /^AIDA[A-Z2-7]{17}$/);
    assert.equal(shown.Arn, ann.arn);
    assert.ok(Math.abs(Date.parse(String(shown.CreateDate)) - desk.now()) < 300_000);
  });

  it("A6 a role with IAM's permissions, assumed by a profile, lists the users without MFA", async () => {
    const bob = await desk.addUser("bob", { Action: "sts:AssumeRole" });
    const arn = await desk.addRole("terraform", { Principal: { AWS: bob.arn } }, mayListUsers);
    assert.match(
      (await take(bob, "iam", "ListUsers")).refusal ?? "",
      /\(AccessDenied\) .* because no identity-based policy allows the iam:ListUsers action/,
    );
    const file = join(folder, "config");
    writeFileSync(
      file,
      `[profile runner]\naws_access_key_id = ${bob.accessKeyId}\naws_secret_access_key = ${bob.secretAccessKey}\n` +
        `[profile terraform]\nrole_arn = ${arn}\nsource_profile = runner\n`,
    );
    const as = { env: { AWS_CONFIG_FILE: file, AWS_PROFILE: "terraform", HOME: folder } };
    const users = listOf(answered(await take(as, "iam", "ListUsers")).Users);
    assert.ok(users.some((user) => String(user.UserName) === "bob"));
    const identity = answered(await take(as, "sts", "GetCallerIdentity"));
    assert.match(
      String(identity.Arn),
      new RegExp(`^arn:aws:sts::${desk.accountId}:assumed-role/terraform/[\\w-]+$`),
    );
  });

  describe("A7 trust and permission", () => {
    const root = () => ({ Principal: { AWS: `arn:aws:iam::${desk.accountId}:root` } });
    const direct = (person: Person) => ({ Principal: { AWS: person.arn } });
    const mayAssume = { Action: "sts:AssumeRole" };
    const refused = (person: Person, roleArn: string) =>
      "An error occurred (AccessDenied) when calling the AssumeRole operation: " +
      `User: ${person.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;

    it("A7 a trust policy that names the user is enough by itself; without it no permission helps", async () => {
      const named = await desk.addUser("named");
      const stranger = await desk.addUser("stranger", mayAssume);
      const role = await desk.addRole("trusts-named", direct(named));
      const [mine, theirs] = await Promise.all([assume(named, role), assume(stranger, role)]);
      answered(mine);
      assert.equal(theirs.refusal, refused(stranger, role));
    });

    it("A7 a trust policy that names the account needs the user's permission too", async () => {
      const [permitted, bare] = [await desk.addUser("permitted", mayAssume), await desk.addUser("bare")];
      const role = await desk.addRole("trusts-account", root());
      const [with_, without] = await Promise.all([assume(permitted, role), assume(bare, role)]);
      answered(with_);
      assert.equal(without.refusal, refused(bare, role));
    });

    it("A7 across accounts trust and permission are both needed", async () => {
      const other = await desk.addAccount();
      const guest = await other.addUser("guest", mayAssume);
      const bareGuest = await other.addUser("bare-guest");
      const role = await desk.addRole("trusts-guests", [direct(guest), direct(bareGuest)]);
      const closed = await desk.addRole("trusts-nobody-there", root());
      const [both, trustOnly] = await Promise.all([assume(guest, role), assume(bareGuest, role)]);
      answered(both);
      assert.equal(trustOnly.refusal, refused(bareGuest, role));
      assert.equal((await assume(guest, closed)).refusal, refused(guest, closed), "permission only");
    });

    it("A7 an explicit deny wins, the user's as the trust policy's", async () => {
      const barred = await desk.addUser("barred", [mayAssume, { ...mayAssume, Effect: "Deny" }]);
      const unwanted = await desk.addUser("unwanted", mayAssume);
      const trusting = await desk.addRole("trusts-barred", direct(barred));
      const denying = await desk.addRole("denies-unwanted", [
        root(),
        direct(unwanted),
        { ...direct(unwanted), Effect: "Deny" },
      ]);
      const [byUser, byTrust] = await Promise.all([assume(barred, trusting), assume(unwanted, denying)]);
      assert.equal(byUser.refusal, refused(barred, trusting));
      assert.equal(byTrust.refusal, refused(unwanted, denying));
    });
  });
}
