/**
 * Report 3, the server's side: temporary credentials of an IAM user. Every claim is told with the unmodified AWS CLI,
 * and again with the AWS SDK for JavaScript.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { listOf, runProgram } from "../support/aws-cli.ts";
import { answered, type ClaimClient, claimClients, type Step, sessionOf } from "../support/claim-clients.ts";
import { type Desk, deviceOf, openDesk, type Person, sessionIn } from "../support/desk.ts";
import { cleanEnvironment, type Key, startServer, tegataProgram } from "../support/server.ts";

const rootKey = {
  accessKeyId: "AKIAROOTROOTROOTROOT",
  secretAccessKey: "a-root-secret-for-tests-of-40-characters",
};
const mayListUsers = { Action: "iam:ListUsers" };
const mayListBuckets = { Action: "s3:ListAllMyBuckets" };
const withMfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };

const refusedWith = (code: string, operation: string, sentence: string) =>
  `An error occurred (${code}) when calling the ${operation} operation: ${sentence}`;
const invalidOnIam = refusedWith(
  "InvalidClientTokenId",
  "ListUsers",
  "The security token included in the request is invalid",
);
const notWithSession = (operation: string) =>
  refusedWith("AccessDenied", operation, `Cannot call ${operation} with session credentials`);
const outOfBounds = (value: number, bound: string) =>
  refusedWith(
    "ValidationError",
    "GetSessionToken",
    `1 validation error detected: Value '${value}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
  );

for (const client of claimClients)
  describe(`report 3 with ${client.name}`, { concurrency: false }, () => tellReport3(client));

function tellReport3(client: ClaimClient): void {
  let desk: Desk;
  let folder = "";
  let ann: Person;
  const it = (title: string, tell: (t: TestContext) => Promise<void>) =>
    test(title, async (t) => {
      if (client.isReady(t)) await tell(t);
    });
  const take = (as: Step["as"], service: Step["service"], operation: string, input: Step["input"] = {}) =>
    client.take({ endpoint: desk.server.endpoint, as, service, operation, input });
  const getSession = (as: Step["as"], input: Step["input"] = {}) => take(as, "sts", "GetSessionToken", input);
  /** A session that the claim is not about: made without the client's start-up time. */
  const mint = async (
    key: Key,
    action = "GetSessionToken",
    parameters: Readonly<Record<string, string>> = {},
  ) => sessionIn(await desk.ask("sts", action, parameters, key));
  const arnOf = async (as: Step["as"]) => String(answered(await take(as, "sts", "GetCallerIdentity")).Arn);
  const writeConfig = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };

  before(async () => {
    if (!client.isPresent) return;
    const { accessKeyId, secretAccessKey } = rootKey;
    const env = { TEGATA_ROOT_ACCESS_KEY_ID: accessKeyId, TEGATA_ROOT_SECRET_ACCESS_KEY: secretAccessKey };
    desk = openDesk(await startServer({ env }));
    folder = mkdtempSync(join(tmpdir(), "tegata-test-claims-"));
    ann = await desk.addUser("ann", [mayListBuckets, { ...mayListUsers, ...withMfa }]);
  });
  after(async () => {
    if (!client.isPresent) return;
    await desk.server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("C1 get-session-token answers ASIA…, a secret, a token and an expiration in UTC", async () => {
    const before = Math.floor(desk.now() / 1000) * 1000;
    const outcome = await getSession(ann, { DurationSeconds: 3600 });
    const session = sessionOf(outcome);
    assert.match(session.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.match(session.secretAccessKey, /^[A-Za-z0-9+/]{40}$/);
    assert.match(session.sessionToken ?? "", /^[A-Za-z0-9+/=_-]{100,4096}$/);
    const expiration = String(outcome.answer?.Credentials?.Expiration);
    assert.match(expiration, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.000)?(?:Z|\+00:00)$/);
    const issued = Date.parse(expiration) - 3_600_000;
    assert.ok(issued >= before && issued <= desk.now(), "the duration is exact to the second");
    assert.equal(await arnOf(session), ann.arn);
  });

  it("C2 a virtual device's ARN and its code make a session with MFA", async () => {
    const device = await desk.addDevice("ann");
    assert.equal(device.serial, `arn:aws:iam::${desk.accountId}:mfa/ann`);
    const TokenCode = await device.nextCode();
    const session = sessionOf(await getSession(ann, { SerialNumber: device.serial, TokenCode }));
    assert.ok(listOf(answered(await take(session, "iam", "ListUsers")).Users).length > 0);
  });

  it("C2 a hardware device that the operator registered is called by its serial number", async () => {
    const serial = "GAHT12345678";
    const holder = await desk.addUser("holder", [{ ...mayListUsers, ...withMfa }]);
    const seed = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    const seedFile = writeConfig("seed", `${seed}\n`);
    const { accessKeyId, secretAccessKey } = desk.server.admin;
    const registered = await runProgram(
      [
        ...[process.execPath, tegataProgram, "mfa", "register-hardware"],
        ...["--user", "holder", "--serial", serial, "--seed-file", seedFile],
        ...["--endpoint", desk.server.endpoint],
      ],
      cleanEnvironment({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }),
    );
    assert.equal(registered.code, 0, registered.stderr);
    const device = deviceOf(serial, seed, desk);
    const [AuthenticationCode1, AuthenticationCode2] = await device.nextPair();
    const codes = { AuthenticationCode1, AuthenticationCode2 };
    await desk.ask("iam", "EnableMFADevice", { UserName: "holder", SerialNumber: serial, ...codes });
    const TokenCode = await device.nextCode();
    const session = sessionOf(await getSession(holder, { SerialNumber: serial, TokenCode }));
    answered(await take(session, "iam", "ListUsers"));
  });

  it("C3 a user's session lasts 900 to 129600 seconds, 43200 by default, and nothing else", async () => {
    assert.equal(await secondsOf(ann), 43_200);
    assert.deepEqual(await Promise.all([secondsOf(ann, 900), secondsOf(ann, 129_600)]), [900, 129_600]);
    const [short, long] = await Promise.all([unjudged(ann, 899), unjudged(ann, 129_601)]);
    assert.equal(short, outOfBounds(899, "greater than or equal to 900"));
    assert.equal(long, outOfBounds(129_601, "less than or equal to 129600"));
  });

  it("C3 root's session lasts 900 to 3600 seconds, 3600 by default and when more is asked for", async () => {
    assert.equal(await secondsOf(rootKey), 3600);
    assert.deepEqual(await Promise.all([secondsOf(rootKey, 900), secondsOf(rootKey, 3601)]), [900, 3600]);
    const [longest, short] = await Promise.all([secondsOf(rootKey, 129_600), unjudged(rootKey, 899)]);
    assert.equal(longest, 3600);
    assert.equal(short, outOfBounds(899, "greater than or equal to 900"));
  });

  /** How long the session lasts that is answered, by the authority's clock. */
  async function secondsOf(key: Key, wished?: number): Promise<number> {
    const outcome = await getSession(key, wished === undefined ? {} : { DurationSeconds: wished });
    const expires = Date.parse(String(answered(outcome).Credentials?.Expiration));
    const seconds = (expires - desk.now()) / 1000;
    // The client's own start-up and way back lie between; every bound is a multiple of five minutes.
    return Math.ceil(seconds / 300) * 300;
  }

  /** The refusal of the authority itself: the AWS CLI judges bounds before it sends anything, unless told not to. */
  async function unjudged({ accessKeyId, secretAccessKey }: Key, seconds: number) {
    const file = writeConfig("unjudged", "[default]\nparameter_validation = false\n");
    const key = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const outcome = await getSession(
      { env: { ...key, AWS_CONFIG_FILE: file } },
      { DurationSeconds: seconds },
    );
    return outcome.refusal;
  }

  it("C4 the credentials work from the environment and from either file", async () => {
    const session = await mint(ann);
    const environment = {
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken ?? "",
    };
    const settings = Object.entries(environment).map(([name, value]) => `${name.toLowerCase()} = ${value}\n`);
    const credentials = writeConfig("credentials", `[temporary]\n${settings.join("")}`);
    const config = writeConfig("config", `[profile temporary]\n${settings.join("")}`);
    const profile = { AWS_PROFILE: "temporary" };
    assert.equal(await arnOf({ env: environment }), ann.arn);
    assert.deepEqual(
      await Promise.all([
        arnOf({ env: { ...profile, AWS_SHARED_CREDENTIALS_FILE: credentials } }),
        arnOf({ env: { ...profile, AWS_CONFIG_FILE: config } }),
      ]),
      [ann.arn, ann.arn],
    );
  });

  it("C5 an expired session is refused as expired: by STS, by IAM and, in its own words, by S3", async () => {
    const session = await mint(ann, "GetSessionToken", { DurationSeconds: "900" });
    await desk.advance(880);
    await desk.ask("sts", "GetCallerIdentity", {}, session);
    await desk.advance(21);
    const expired = "The security token included in the request is expired";
    const refusals = await Promise.all([
      take(session, "sts", "GetCallerIdentity"),
      take(session, "iam", "ListUsers"),
      take(session, "s3", "ListBuckets"),
    ]);
    assert.deepEqual(
      refusals.map(({ refusal }) => refusal),
      [
        refusedWith("ExpiredToken", "GetCallerIdentity", expired),
        refusedWith("ExpiredToken", "ListUsers", expired),
        refusedWith("ExpiredToken", "ListBuckets", "The provided token has expired."),
      ],
    );
  });

  it("C6 policies are the user's at the moment of the request", async () => {
    const bob = await desk.addUser("bob", mayListUsers);
    const session = await mint(bob);
    assert.match(
      (await take(session, "s3", "ListBuckets")).refusal ?? "",
      /^An error occurred \(AccessDenied\) when calling the ListBuckets operation: User: \S+user\/bob is not authorized to perform: s3:ListAllMyBuckets(?: on resource: \S+)? because no identity-based policy allows the s3:ListAllMyBuckets action$/,
    );
    await desk.setPolicy("bob", mayListBuckets);
    answered(await take(session, "s3", "ListBuckets"));
    await desk.setPolicy("bob", [mayListBuckets, { ...mayListBuckets, Effect: "Deny" }]);
    assert.match(
      (await take(session, "s3", "ListBuckets")).refusal ?? "",
      /\(AccessDenied\).* with an explicit deny in an identity-based policy$/,
    );
  });

  describe("C7 what sessions may ask of STS and IAM", () => {
    let all: Person;
    let role: string;
    let assume: { RoleArn: string; RoleSessionName: string };
    const federate = {
      Name: "visitor",
      Policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    };
    const about = { AccessKeyId: "AKIAROOTROOTROOTROOT" };

    before(async () => {
      if (!client.isPresent) return;
      all = await desk.addUser("all", { Action: "*" });
      const trust = { Principal: { AWS: `arn:aws:iam::${desk.accountId}:root` } };
      role = await desk.addRole("any", trust, { Action: "*" });
      assume = { RoleArn: role, RoleSessionName: "c7" };
    });

    it("C7 GetSessionToken sessions: AssumeRole and GetCallerIdentity; IAM only with MFA", async () => {
      const device = await desk.addDevice("all");
      const plain = await mint(all);
      const TokenCode = await device.nextCode();
      const mfa = await mint(all, "GetSessionToken", { SerialNumber: device.serial, TokenCode });
      for (const session of [plain, mfa]) {
        const [again, federated] = await Promise.all([
          getSession(session),
          take(session, "sts", "GetFederationToken", federate),
        ]);
        assert.equal(
          again.refusal,
          "An error occurred (AccessDenied) when calling the GetSessionToken operation: Cannot call GetSessionToken with session credentials",
        );
        assert.equal(federated.refusal, notWithSession("GetFederationToken"));
        const [assumed, arn] = await Promise.all([
          take(session, "sts", "AssumeRole", assume),
          arnOf(session),
        ]);
        answered(assumed);
        assert.equal(arn, all.arn);
      }
      const [info, onIam, onIamWithMfa] = await Promise.all([
        take(plain, "sts", "GetAccessKeyInfo", about),
        take(plain, "iam", "ListUsers"),
        take(mfa, "iam", "ListUsers"),
      ]);
      assert.equal(info.refusal, notWithSession("GetAccessKeyInfo"));
      assert.equal(onIam.refusal, invalidOnIam);
      answered(onIamWithMfa);
    });

    it("C7 federation sessions: GetCallerIdentity alone, and no IAM", async () => {
      const federated = await mint(all, "GetFederationToken", federate);
      assert.equal(await arnOf(federated), `arn:aws:sts::${desk.accountId}:federated-user/visitor`);
      const refusals = await Promise.all([
        getSession(federated),
        take(federated, "sts", "GetFederationToken", federate),
        take(federated, "sts", "AssumeRole", assume),
        take(federated, "iam", "ListUsers"),
      ]);
      assert.deepEqual(
        refusals.map(({ refusal }) => refusal),
        [
          notWithSession("GetSessionToken"),
          notWithSession("GetFederationToken"),
          notWithSession("AssumeRole"),
          invalidOnIam,
        ],
      );
      answered(await take(federated, "s3", "ListBuckets"));
    });

    it("C7 role sessions: everything but GetSessionToken and GetFederationToken, IAM too", async () => {
      const session = await mint(all, "AssumeRole", assume);
      assert.equal(await arnOf(session), `arn:aws:sts::${desk.accountId}:assumed-role/any/c7`);
      const [again, federated] = await Promise.all([
        getSession(session),
        take(session, "sts", "GetFederationToken", federate),
      ]);
      assert.equal(again.refusal, notWithSession("GetSessionToken"));
      assert.equal(federated.refusal, notWithSession("GetFederationToken"));
      const answers = await Promise.all([
        take(session, "sts", "AssumeRole", assume),
        take(session, "sts", "GetAccessKeyInfo", about),
        take(session, "iam", "ListUsers"),
      ]);
      answers.forEach(answered);
    });
  });

  it("C9 aws:TokenIssueTime revokes earlier sessions at once, not the key and not later sessions", async () => {
    const eve = await desk.addUser("eve", mayListBuckets);
    const early = await mint(eve);
    await desk.advance(5);
    const revokedAt = new Date(desk.now()).toISOString();
    await desk.advance(5);
    const late = await mint(eve);
    const revoke = {
      Effect: "Deny",
      Action: "*",
      Condition: { DateLessThan: { "aws:TokenIssueTime": revokedAt } },
    };
    await desk.setPolicy("eve", [mayListBuckets, revoke]);
    const outcomes = await Promise.all([early, late, eve].map((key) => take(key, "s3", "ListBuckets")));
    const [killed, later, longLived] = outcomes;
    assert.match(
      killed?.refusal ?? "",
      /\(AccessDenied\) when calling the ListBuckets operation: .* with an explicit deny in an identity-based policy$/,
    );
    assert.deepEqual([later?.refusal, longLived?.refusal], [undefined, undefined]);
  });

  it("C10 root assumes no roles, and root's session is root, but not for IAM", async () => {
    const role = await desk.addRole("for-all", { Principal: { AWS: "*" } });
    const assumed = await take(rootKey, "sts", "AssumeRole", { RoleArn: role, RoleSessionName: "c10" });
    const barred = refusedWith("AccessDenied", "AssumeRole", "Roles may not be assumed by root accounts.");
    assert.equal(assumed.refusal, barred);
    const session = await mint(rootKey);
    const [arn, again, onIam] = await Promise.all([
      arnOf(session),
      take(session, "sts", "AssumeRole", { RoleArn: role, RoleSessionName: "c10" }),
      take(session, "iam", "ListUsers"),
    ]);
    assert.equal(arn, `arn:aws:iam::${desk.accountId}:root`);
    assert.equal(again.refusal, barred);
    assert.equal(onIam.refusal, invalidOnIam);
    await desk.advance(3601);
    assert.match(
      (await take(session, "s3", "ListBuckets")).refusal ?? "",
      /\(ExpiredToken\)/,
      "an hour at most",
    );
  });
}
