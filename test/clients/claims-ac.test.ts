/** The claims of the first and third report, each lived through by the unmodified AWS CLI against a started server. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { decodeBase32 } from "../../src/base/index.ts";
import { totpCode, totpStep } from "../../src/crypto/index.ts";
import { aws, credentialsOf, listOf, needs, type Run, runProgram } from "../support/aws-cli.ts";
import {
  cleanEnvironment,
  type Key,
  type RunningServer,
  repository,
  startServer,
} from "../support/server.ts";
import { sendQuery } from "../support/signed.ts";

const rootKey = {
  accessKeyId: "AKIAROOTROOTROOTROOT",
  secretAccessKey: "root-secret-for-tests-only-0123456789abcd",
};
const invalidToken = (operation: string) =>
  `An error occurred (InvalidClientTokenId) when calling the ${operation} operation: The security token included in the request is invalid`;
const allowAll = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

describe("the claims of reports 1 and 3, with the AWS CLI", () => {
  let server: RunningServer;
  let folder: string;
  let offsetSeconds = 0;
  let user: Key;

  before(async () => {
    if (!needs({ skip: () => undefined }, "aws")) return;
    server = await startServer({
      env: {
        TEGATA_ROOT_ACCESS_KEY_ID: rootKey.accessKeyId,
        TEGATA_ROOT_SECRET_ACCESS_KEY: rootKey.secretAccessKey,
      },
    });
    folder = mkdtempSync(join(tmpdir(), "tegata-claims-"));
    user = await newUser("terraform-runner");
    await must(
      "iam",
      "attach-user-policy",
      "--user-name",
      "terraform-runner",
      "--policy-arn",
      "arn:aws:iam::aws:policy/AdministratorAccess",
    );
  });

  after(async () => {
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const as = (key: Key | undefined, ...args: string[]) => aws(args, { endpoint: server.endpoint, key });
  const must = async (...args: string[]): Promise<Run> => {
    const run = await as(server.admin, ...args);
    assert.equal(run.code, 0, run.stderr);
    return run;
  };
  const advance = async (seconds: number) => {
    await server.advance(seconds);
    offsetSeconds += seconds;
  };
  const newUser = async (name: string): Promise<Key> => {
    await must("iam", "create-user", "--user-name", name);
    const { AccessKey } = (await must("iam", "create-access-key", "--user-name", name)).json;
    return {
      accessKeyId: String(AccessKey?.AccessKeyId),
      secretAccessKey: String(AccessKey?.SecretAccessKey),
    };
  };
  const arn = (resource: string) => `arn:aws:iam::${server.accountId}:${resource}`;
  const trust = (principal: string, condition: object = {}) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole", ...condition }],
    });
  const newRole = (name: string, document: string) =>
    must("iam", "create-role", "--role-name", name, "--assume-role-policy-document", document);
  const assume = (key: Key, role: string, ...more: string[]) =>
    as(
      key,
      "sts",
      "assume-role",
      "--role-arn",
      arn(`role/${role}`),
      "--role-session-name",
      "session",
      ...more,
    );
  /** The authority's clock, which the test moves. */
  const code = (seed: Uint8Array, stepsAhead = 0) =>
    totpCode(seed, totpStep(Date.now() + offsetSeconds * 1000) + stepsAhead);
  const refused = (run: Run, sentence: string) => {
    assert.notEqual(run.code, 0);
    assert.ok(run.stderr.includes(sentence), `wanted: ${sentence}\nheard: ${run.stderr}`);
  };
  const newVirtualDevice = async (userName: string, deviceName: string) => {
    const seedFile = join(folder, `${deviceName}.seed`);
    const made = await must(
      ...["iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", deviceName],
      ...["--outfile", seedFile, "--bootstrap-method", "Base32StringSeed"],
    );
    const serial = String(made.json.VirtualMFADevice?.SerialNumber);
    const seed = decodeBase32(readFileSync(seedFile, "utf8").trim());
    assert.ok(seed);
    await must(
      ...["iam", "enable-mfa-device", "--user-name", userName, "--serial-number", serial],
      ...["--authentication-code1", code(seed, -1), "--authentication-code2", code(seed)],
    );
    return { serial, seed };
  };

  it("A2 C7 GetSessionToken credentials without MFA calling IAM are invalid there", async (t) => {
    if (!needs(t, "aws")) return;
    const session = credentialsOf(await as(user, "sts", "get-session-token"));
    refused(await as(session, "iam", "list-users"), invalidToken("ListUsers"));
    // A3: the same credentials work elsewhere. C7: in STS only AssumeRole and GetCallerIdentity.
    assert.equal((await as(session, "s3", "ls")).code, 0, "A3");
    const identity = await as(session, "sts", "get-caller-identity");
    assert.equal(identity.json.Arn, arn("user/terraform-runner"));
    refused(
      await as(session, "sts", "get-session-token"),
      "An error occurred (AccessDenied) when calling the GetSessionToken operation: Cannot call GetSessionToken with session credentials",
    );
    refused(
      await as(session, "sts", "get-federation-token", "--name", "bob"),
      "(AccessDenied) when calling the GetFederationToken operation: Cannot call GetFederationToken with session credentials",
    );
  });

  it("A3 GetSessionToken credentials without MFA work with S3", async (t) => {
    if (!needs(t, "aws")) return;
    const session = credentialsOf(await as(user, "sts", "get-session-token"));
    assert.equal((await as(session, "s3", "mb", "s3://claim-a3")).code, 0);
    const listed = await as(session, "s3", "ls");
    assert.match(listed.stdout, /claim-a3/);
  });

  it("A5 C2 with MFA the session calls IAM", async (t) => {
    if (!needs(t, "aws")) return;
    const { serial, seed } = await newVirtualDevice("terraform-runner", "terraform-runner");
    assert.equal(serial, arn("mfa/terraform-runner"));
    await advance(30);
    const token = code(seed);
    const session = credentialsOf(
      await as(user, "sts", "get-session-token", "--serial-number", serial, "--token-code", token),
    );
    const users = listOf((await as(session, "iam", "list-users")).json.Users);
    const shown = users.find(({ UserName }) => String(UserName) === "terraform-runner");
    assert.deepEqual(Object.keys(shown ?? {}).sort(), ["Arn", "CreateDate", "Path", "UserId", "UserName"]);
    refused(
      await as(user, "sts", "get-session-token", "--serial-number", serial, "--token-code", token),
      "MultiFactorAuthentication failed with invalid MFA one time pass code.",
    );
  });

  it("A6 a role that trusts the user is assumed from the same profile, without MFA", async (t) => {
    if (!needs(t, "aws")) return;
    await newRole("deployer", trust(arn("user/terraform-runner")));
    await must(
      "iam",
      "put-role-policy",
      "--role-name",
      "deployer",
      "--policy-name",
      "all",
      "--policy-document",
      allowAll,
    );
    const session = credentialsOf(await assume(user, "deployer"));
    assert.equal((await as(session, "iam", "list-users")).code, 0);
    const config = join(folder, "config");
    writeFileSync(
      config,
      `[profile key]\naws_access_key_id = ${user.accessKeyId}\naws_secret_access_key = ${user.secretAccessKey}\n` +
        `[profile deploy]\nrole_arn = ${arn("role/deployer")}\nsource_profile = key\n`,
    );
    const run = await aws(["iam", "list-users", "--profile", "deploy"], {
      endpoint: server.endpoint,
      env: { AWS_CONFIG_FILE: config, HOME: folder },
    });
    assert.equal(run.code, 0, run.stderr);
  });

  it("A7 trust is always needed, permission when the trust names the account or the role is another account's", async (t) => {
    if (!needs(t, "aws")) return;
    const plain = await newUser("plain");
    const denied = (role: string) =>
      `(AccessDenied) when calling the AssumeRole operation: User: ${arn("user/plain")} is not authorized to perform: sts:AssumeRole on resource: ${arn(`role/${role}`)}`;
    const grant = (effect: string, name: string) =>
      must(
        ...["iam", "put-user-policy", "--user-name", "plain", "--policy-name", name, "--policy-document"],
        JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: effect, Action: "sts:AssumeRole", Resource: "*" }],
        }),
      );
    await newRole("names-plain", trust(arn("user/plain")));
    await newRole("names-account", trust(arn("root")));
    await newRole("names-other", trust(arn("user/terraform-runner")));
    assert.equal((await assume(plain, "names-plain")).code, 0, "named directly: no permission is needed");
    refused(await assume(plain, "names-account"), denied("names-account"));
    refused(await assume(plain, "no-such-role"), denied("no-such-role"));
    await grant("Allow", "may-assume");
    assert.equal((await assume(plain, "names-account")).code, 0, "the account named: permission is enough");
    refused(await assume(plain, "names-other"), denied("names-other"));
    const other = await server.testCall("/_tegata/accounts", { AccountId: "210987654321" });
    const otherAdmin = other.Admin as { AccessKeyId: string; SecretAccessKey: string };
    const otherKey = { accessKeyId: otherAdmin.AccessKeyId, secretAccessKey: otherAdmin.SecretAccessKey };
    const foreign = "arn:aws:iam::210987654321:role/foreign";
    const made = await as(
      otherKey,
      "iam",
      "create-role",
      "--role-name",
      "foreign",
      "--assume-role-policy-document",
      trust(arn("user/plain")),
    );
    assert.equal(made.code, 0, made.stderr);
    const assumeForeign = () =>
      as(plain, "sts", "assume-role", "--role-arn", foreign, "--role-session-name", "session");
    assert.equal((await assumeForeign()).code, 0, "another account's: trust and permission");
    await must("iam", "delete-user-policy", "--user-name", "plain", "--policy-name", "may-assume");
    refused(await assumeForeign(), `not authorized to perform: sts:AssumeRole on resource: ${foreign}`);
    await grant("Deny", "may-not");
    refused(await assume(plain, "names-plain"), denied("names-plain"));
  });

  it("C1 get-session-token answers a key id ASIA…, a secret, a token and an expiration in UTC", async (t) => {
    if (!needs(t, "aws")) return;
    const before = Date.now() + offsetSeconds * 1000;
    const session = credentialsOf(await as(user, "sts", "get-session-token", "--duration-seconds", "3600"));
    assert.match(session.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.equal(session.secretAccessKey.length, 40);
    assert.ok(Math.abs(Date.parse(session.expiration) - before - 3_600_000) < 15_000);
    assert.match(session.expiration, /(?:Z|\+00:00)$/);
  });

  it("C2 a hardware device is named by its serial", async (t) => {
    if (!needs(t, "aws")) return;
    const holder = await newUser("hardware-holder");
    const seed = new Uint8Array(20).fill(7);
    const seedFile = join(folder, "hardware.seed");
    writeFileSync(seedFile, "A4DQOBYHA4DQOBYHA4DQOBYHA4DQOBYH\n");
    const registered = await runProgram(
      [
        ...[process.execPath, join(repository, "bin/tegata.mjs"), "mfa", "register-hardware"],
        ...["--user", "hardware-holder", "--serial", "GAHT12345678", "--seed-file", seedFile],
        ...["--endpoint", server.endpoint],
      ],
      cleanEnvironment({
        AWS_ACCESS_KEY_ID: server.admin.accessKeyId,
        AWS_SECRET_ACCESS_KEY: server.admin.secretAccessKey,
      }),
    );
    assert.equal(registered.code, 0, registered.stderr);
    await must(
      ...["iam", "enable-mfa-device", "--user-name", "hardware-holder", "--serial-number", "GAHT12345678"],
      ...["--authentication-code1", code(seed, -1), "--authentication-code2", code(seed)],
    );
    await advance(30);
    const run = await as(
      holder,
      "sts",
      "get-session-token",
      "--serial-number",
      "GAHT12345678",
      "--token-code",
      code(seed),
    );
    assert.equal(run.code, 0, run.stderr);
  });

  it("C3 durations: users 900 to 129600, default 43200; root default 3600 and clamped to it", async (t) => {
    if (!needs(t, "aws")) return;
    const lasts = async (key: Key, ...more: string[]) => {
      const start = Date.now() + offsetSeconds * 1000;
      const run = await as(key, "sts", "get-session-token", ...more);
      return Math.round((Date.parse(credentialsOf(run).expiration) - start) / 60_000) * 60;
    };
    assert.equal(await lasts(user), 43_200);
    assert.equal(await lasts(user, "--duration-seconds", "129600"), 129_600);
    assert.equal(await lasts(rootKey), 3_600);
    assert.equal(await lasts(rootKey, "--duration-seconds", "43200"), 3_600);
    // The CLI's own model refuses these before they are sent.
    const { endpoint } = server;
    for (const DurationSeconds of ["899", "129601"]) {
      const answer = await sendQuery({ endpoint, key: user }, "sts", "GetSessionToken", { DurationSeconds });
      assert.equal(answer.status, 400);
      assert.match(answer.text, /<Code>ValidationError<\/Code>/);
      assert.match(answer.text, /at 'durationSeconds' failed to satisfy constraint: Member must have value/);
    }
  });

  it("C4 the credentials work from the environment, the credentials file and the config file", async (t) => {
    if (!needs(t, "aws")) return;
    const session = credentialsOf(await as(user, "sts", "get-session-token"));
    const lines = `aws_access_key_id = ${session.accessKeyId}\naws_secret_access_key = ${session.secretAccessKey}\naws_session_token = ${session.sessionToken}\n`;
    const credentials = join(folder, "c4-credentials");
    const config = join(folder, "c4-config");
    writeFileSync(credentials, `[temporary]\n${lines}`);
    writeFileSync(config, `[profile temporary]\n${lines}`);
    const asked = (env: Record<string, string>) =>
      aws(["sts", "get-caller-identity", "--profile", "temporary"], { endpoint: server.endpoint, env });
    for (const run of await Promise.all([
      as(session, "sts", "get-caller-identity"),
      asked({ AWS_SHARED_CREDENTIALS_FILE: credentials }),
      asked({ AWS_CONFIG_FILE: config }),
    ]))
      assert.equal(run.json.Arn, arn("user/terraform-runner"));
  });

  it("C5 expired credentials are refused with ExpiredToken", async (t) => {
    if (!needs(t, "aws")) return;
    const session = credentialsOf(await as(user, "sts", "get-session-token", "--duration-seconds", "900"));
    await advance(901);
    refused(
      await as(session, "sts", "get-caller-identity"),
      "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired",
    );
  });

  it("C6 policies are those of the moment of the request", async (t) => {
    if (!needs(t, "aws")) return;
    const key = await newUser("changing");
    const session = credentialsOf(await as(key, "sts", "get-session-token"));
    refused(await as(session, "s3api", "list-buckets"), "AccessDenied");
    await must(
      "iam",
      "attach-user-policy",
      "--user-name",
      "changing",
      "--policy-arn",
      "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    );
    assert.equal((await as(session, "s3api", "list-buckets")).code, 0);
    await must(
      "iam",
      "detach-user-policy",
      "--user-name",
      "changing",
      "--policy-arn",
      "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    );
    refused(await as(session, "s3api", "list-buckets"), "AccessDenied");
  });

  it("C7 federation sessions may call GetCallerIdentity alone, role sessions all but the two that want a user", async (t) => {
    if (!needs(t, "aws")) return;
    const federated = credentialsOf(
      await as(user, "sts", "get-federation-token", "--name", "bob", "--policy", allowAll),
    );
    const identity = await as(federated, "sts", "get-caller-identity");
    assert.equal(identity.json.Arn, `arn:aws:sts::${server.accountId}:federated-user/bob`);
    refused(await as(federated, "iam", "list-users"), invalidToken("ListUsers"));
    refused(await assume(federated, "deployer"), "(AccessDenied)");
    const role = credentialsOf(await assume(user, "deployer"));
    refused(
      await as(role, "sts", "get-session-token"),
      "Cannot call GetSessionToken with session credentials",
    );
    refused(
      await as(role, "sts", "get-federation-token", "--name", "bob"),
      "Cannot call GetFederationToken with session credentials",
    );
    assert.equal((await as(role, "sts", "get-access-key-info", "--access-key-id", user.accessKeyId)).code, 0);
  });

  it("C9 a policy on aws:TokenIssueTime ends earlier sessions and spares the key and later sessions", async (t) => {
    if (!needs(t, "aws")) return;
    const early = credentialsOf(await as(user, "sts", "get-session-token"));
    await advance(60);
    const now = new Date(Date.now() + (offsetSeconds - 30) * 1000).toISOString();
    const revoke = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: { DateLessThan: { "aws:TokenIssueTime": now } },
        },
      ],
    });
    await must(
      "iam",
      "put-user-policy",
      "--user-name",
      "terraform-runner",
      "--policy-name",
      "revoke",
      "--policy-document",
      revoke,
    );
    refused(await as(early, "s3", "ls"), "AccessDenied");
    assert.equal((await as(user, "s3", "ls")).code, 0, "the long-lived key");
    const late = credentialsOf(await as(user, "sts", "get-session-token"));
    assert.equal((await as(late, "s3", "ls")).code, 0, "a later session");
  });

  it("C10 root sessions are short and root assumes no roles", async (t) => {
    if (!needs(t, "aws")) return;
    refused(
      await assume(rootKey, "deployer"),
      "An error occurred (AccessDenied) when calling the AssumeRole operation: Roles may not be assumed by root accounts.",
    );
    const session = credentialsOf(await as(rootKey, "sts", "get-session-token"));
    refused(await as(session, "iam", "list-users"), invalidToken("ListUsers"));
    assert.equal((await as(rootKey, "iam", "list-users")).code, 0);
    assert.equal((await as(rootKey, "sts", "get-caller-identity")).json.Arn, arn("root"));
  });
});
