/** The claims of the second report, with the unmodified AWS CLI. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { aws, credentialsOf, needs, type Run } from "../support/aws-cli.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";

const rootKey = {
  accessKeyId: "AKIAROOTROOTROOTROOT",
  secretAccessKey: "root-secret-for-tests-only-0123456789abcd",
};

describe("the claims of report 2, with the AWS CLI", () => {
  let server: RunningServer;
  /** Without test mode, whose signatures may fit either of two clocks. */
  let strict: RunningServer;
  let folder: string;

  before(async () => {
    if (!needs({ skip: () => undefined }, "aws", "faketime")) return;
    const env = {
      TEGATA_ROOT_ACCESS_KEY_ID: rootKey.accessKeyId,
      TEGATA_ROOT_SECRET_ACCESS_KEY: rootKey.secretAccessKey,
    };
    [server, strict] = await Promise.all([startServer({ env }), startServer({ testMode: false })]);
    folder = mkdtempSync(join(tmpdir(), "tegata-claims-"));
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: arn("user/admin") },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      ],
    });
    const made = await as(
      server.admin,
      ...["iam", "create-role", "--role-name", "long", "--assume-role-policy-document", trust],
      ...["--max-session-duration", "7200"],
    );
    assert.equal(made.code, 0, made.stderr);
    const allowed = await as(
      server.admin,
      ...["iam", "attach-role-policy", "--role-name", "long"],
      ...["--policy-arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
    );
    assert.equal(allowed.code, 0, allowed.stderr);
  });

  after(async () => {
    await Promise.all([server?.stop(), strict?.stop()]);
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const as = (key: Key | undefined, ...args: string[]) => aws(args, { endpoint: server.endpoint, key });
  const arn = (resource: string) => `arn:aws:iam::${server.accountId}:${resource}`;
  const assume = (...more: string[]) =>
    as(
      server.admin,
      "sts",
      "assume-role",
      "--role-arn",
      arn("role/long"),
      "--role-session-name",
      "shift",
      ...more,
    );
  const secondsLeft = (run: Run) => (Date.parse(credentialsOf(run).expiration) - Date.now()) / 1000;
  const refused = (run: Run, sentence: string) => {
    assert.notEqual(run.code, 0);
    assert.ok(run.stderr.includes(sentence), `wanted: ${sentence}\nheard: ${run.stderr}`);
  };

  it("B1 AssumeRole lasts an hour, and up to the role's maximum when asked", async (t) => {
    if (!needs(t, "aws", "faketime")) return;
    assert.ok(Math.abs(secondsLeft(await assume()) - 3600) < 30);
    assert.ok(Math.abs(secondsLeft(await assume("--duration-seconds", "7200")) - 7200) < 30);
    refused(
      await assume("--duration-seconds", "7201"),
      "An error occurred (ValidationError) when calling the AssumeRole operation: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  });

  it("B2 a request is accepted 4 min 50 s off, and refused 5 min 10 s off; S3 14:50 and 15:10", async (t) => {
    if (!needs(t, "aws", "faketime")) return;
    const shifted = (offset: string, ...args: string[]) =>
      aws(args, { endpoint: strict.endpoint, key: strict.admin, prefix: ["faketime", "-f", offset] });
    for (const [service, accepted, late, window] of [
      [["sts", "get-caller-identity"], ["-290s", "+290s"], ["-310s", "+310s"], "5 min."],
      [["s3api", "list-buckets"], ["-890s", "+890s"], ["-910s", "+910s"], "900000"],
    ] as const) {
      for (const offset of accepted) {
        const run = await shifted(offset, ...service);
        assert.equal(run.code, 0, `${service[0]} ${offset}: ${run.stderr}`);
      }
      for (const offset of late) {
        const run = await shifted(offset, ...service);
        assert.notEqual(run.code, 0, `${service[0]} ${offset}`);
        if (service[0] !== "sts") {
          assert.match(run.stderr, /RequestTimeTooSkewed/);
          continue;
        }
        const sentence = offset.startsWith("-")
          ? /\(SignatureDoesNotMatch\).*Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)/
          : /\(SignatureDoesNotMatch\).*Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)/;
        assert.match(run.stderr, sentence, window);
      }
    }
  });

  it("B3 expired credentials: ExpiredToken in S3's words and in those of STS and IAM", async (t) => {
    if (!needs(t, "aws", "faketime")) return;
    const session = credentialsOf(await assume("--duration-seconds", "900"));
    assert.equal((await as(session, "s3", "ls")).code, 0);
    await server.advance(901);
    const [s3, sts, iam] = await Promise.all([
      as(session, "s3", "ls"),
      as(session, "sts", "get-caller-identity"),
      as(session, "iam", "list-users"),
    ]);
    refused(
      s3,
      "An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.",
    );
    const sentence = "The security token included in the request is expired";
    refused(
      sts,
      `An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: ${sentence}`,
    );
    refused(iam, `An error occurred (ExpiredToken) when calling the ListUsers operation: ${sentence}`);
    await server.advance(-901);
  });

  it("B6 assume-role answers the assumed role and a new set of credentials each time", async (t) => {
    if (!needs(t, "aws", "faketime")) return;
    const [first, second] = [await assume(), await assume()];
    assert.deepEqual(Object.keys(first.json).sort(), ["AssumedRoleUser", "Credentials"]);
    assert.match(String(first.json.AssumedRoleUser?.AssumedRoleId), /^AROA[A-Z2-7]{17}:shift$/);
    assert.equal(first.json.AssumedRoleUser?.Arn, `arn:aws:sts::${server.accountId}:assumed-role/long/shift`);
    const [one, two] = [credentialsOf(first), credentialsOf(second)];
    for (const member of ["accessKeyId", "secretAccessKey", "sessionToken"] as const)
      assert.notEqual(one[member], two[member]);
  });

  it("B7 role_arn and source_profile, in either file: assumed, cached, and renewed by itself", async (t) => {
    if (!needs(t, "aws", "faketime")) return;
    const { accessKeyId, secretAccessKey } = server.admin;
    const key = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    const role = `role_arn = ${arn("role/long")}\nsource_profile = base\n`;
    const ask = (home: string, config: string, credentials: string) => {
      mkdirSync(join(home, ".aws"), { recursive: true });
      writeFileSync(join(home, ".aws/config"), config);
      writeFileSync(join(home, ".aws/credentials"), credentials);
      return aws(["sts", "get-caller-identity", "--profile", "shift"], {
        endpoint: server.endpoint,
        env: {
          HOME: home,
          AWS_CONFIG_FILE: join(home, ".aws/config"),
          AWS_SHARED_CREDENTIALS_FILE: join(home, ".aws/credentials"),
        },
      });
    };
    const home = join(folder, "b7");
    const inConfig = () => ask(home, `[profile shift]\n${role}`, `[base]\n${key}`);
    const identity = await inConfig();
    assert.match(String(identity.json.Arn), /:assumed-role\/long\//, identity.stderr);
    const cached = () => {
      const cache = join(home, ".aws/cli/cache");
      const file = join(cache, readdirSync(cache).find((name) => /^[0-9a-f]{40}\.json$/.test(name)) ?? "");
      return { file, text: readFileSync(file, "utf8") };
    };
    const first = cached();
    await inConfig();
    assert.equal(cached().text, first.text, "the cached session is used again");
    const expired = first.text.replace(/"Expiration": "[^"]+"/, '"Expiration": "2020-01-01T00:00:00Z"');
    writeFileSync(first.file, expired);
    assert.match(String((await inConfig()).json.Arn), /:assumed-role\/long\//);
    assert.notEqual(cached().text, expired, "an expired session is renewed");
    const inCredentials = await ask(join(folder, "b7-other"), "", `[base]\n${key}[shift]\n${role}`);
    assert.match(String(inCredentials.json.Arn), /:assumed-role\/long\//, inCredentials.stderr);
  });

  it("B10 get-caller-identity shows user, role session, root and federated user", async (t) => {
    if (!needs(t, "aws", "faketime")) return;
    const role = credentialsOf(await assume());
    const federated = credentialsOf(await as(server.admin, "sts", "get-federation-token", "--name", "guest"));
    const [user, session, root, guest] = (
      await Promise.all(
        [server.admin, role, rootKey, federated].map((key) => as(key, "sts", "get-caller-identity")),
      )
    ).map((run) => run.json);
    const account = server.accountId;
    assert.equal(user?.Arn, arn("user/admin"));
    assert.match(String(user?.UserId), /^AIDA/);
    assert.equal(session?.Arn, `arn:aws:sts::${account}:assumed-role/long/shift`);
    assert.match(String(session?.UserId), /^AROA[A-Z2-7]{17}:shift$/);
    assert.equal(root?.Arn, arn("root"));
    assert.equal(root?.UserId, account);
    assert.equal(guest?.Arn, `arn:aws:sts::${account}:federated-user/guest`);
    assert.equal(guest?.UserId, `${account}:guest`);
  });
});
