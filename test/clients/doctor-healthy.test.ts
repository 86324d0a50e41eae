/** Set-ups in which nothing is wrong: the call succeeds, `why` finds no failure, and it says what it looked at. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { type Device, type Person, sessionIn } from "../support/desk.ts";
import { type Variables, variablesOf } from "../support/doctor.ts";
import { standWebIdentity } from "../support/doctor-servers.ts";
import { linesOf, openPractice } from "../support/practice.ts";
import { elementOf } from "../support/signed.ts";
import { startSso } from "../support/sso-stand-in.ts";

const whoAmI = "aws sts get-caller-identity";

describe("tegata why, where nothing is wrong", () => {
  const practice = openPractice();
  const { write, writeKey } = practice;
  let ann: Person;
  let device: Device;
  let role: string;
  let next: string;

  before(async () => {
    ann = await practice.desk.addUser("ann", { Action: "sts:AssumeRole" });
    device = await practice.desk.addDevice("ann");
    role = await practice.desk.addRole(
      "reader",
      { Principal: { AWS: ann.arn } },
      { Action: "sts:AssumeRole" },
    );
    next = await practice.desk.addRole("writer", { Principal: { AWS: role } });
    await practice.clinic.home.addKey("ann", ann);
  });

  const surroundings = () => ({
    AWS_ENDPOINT_URL: practice.server.endpoint,
    AWS_DEFAULT_REGION: "us-east-1",
  });
  const sessionOfRole = async () => {
    const asked = { RoleArn: role, RoleSessionName: "healthy" };
    const answer = await practice.desk.ask("sts", "AssumeRole", asked, ann);
    return { ...sessionIn(answer), expiration: elementOf(answer, "Expiration") ?? "" };
  };

  /** The command succeeds; then nothing is found but what is no failure, and what was looked at is told. */
  const isHealthy = async (
    command: string,
    why: string,
    env: Variables = {},
    hygiene: readonly string[] = [],
  ) => {
    const run = await practice.clinic.sh(command, env);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /arn:aws:/);
    const seen = await practice.clinic.why(why, env);
    assert.deepEqual(
      seen.findings.map(({ code }) => code),
      hygiene,
      JSON.stringify(seen.findings, undefined, 1),
    );
    assert.ok(seen.findings.every(({ concern }) => concern === "hygiene"));
    const checked = seen.checked.join("\n");
    for (const part of ["the profile", "the environment", "the shared files", "the caches", "reached"])
      assert.ok(checked.includes(part), checked);
    assert.equal(seen.run.code, 0);
    return checked;
  };

  it("a long-lived key in the vault", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ann]\n${practice.there}tegata_warn_without_mfa = false\n`);
    const checked = await isHealthy(`tegata exec ann -- ${whoAmI}`, "ann");
    assert.match(checked, /the plan: a long-lived key in the keyring → GetSessionToken/);
    const told = await practice.clinic.sh("tegata why ann");
    assert.match(told.stdout, /^nothing wrong was found\nchecked:\n {3}- the profile "ann"/);
    const japanese = await practice.clinic.sh("tegata why ann", { TEGATA_LANG: "ja" });
    assert.match(japanese.stdout, /^問題は見つかりませんでした\n確認した項目:\n {3}- プロファイル「ann」/);
  });

  it("A4 names a session without MFA before IAM refuses it, by the command that exec names", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ann]\n${practice.there}`);
    const run = await practice.clinic.sh(`tegata exec --fresh ann -- ${whoAmI}`);
    assert.equal(run.code, 0, run.stderr);
    const named = /IAM will answer InvalidClientTokenId \(tegata (why .+)\)/.exec(run.stderr)?.[1];
    const { findings } = await practice.clinic.why(named?.slice("why ".length) ?? "");
    assert.deepEqual(
      findings.map(({ code, concern }) => [code, concern]),
      [["session-without-mfa", "hygiene"]],
    );
    assert.deepEqual(findings[0]?.remedies[0]?.commands, ["tegata mfa add ann"]);
  });

  it("A4 names it in the shell of exec, too, where the keyring is locked", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ann]\n${practice.there}`);
    const seen = async (command: string) =>
      (await practice.clinic.sh(`tegata exec ann -- ${command}`)).stdout;
    const { profile, findings, checked } = JSON.parse(await seen("tegata why --json"));
    assert.equal(profile, "ann");
    assert.ok(checked.includes("no plan: the keyring is locked"), checked.join("\n"));
    const [finding, ...more] = findings;
    assert.deepEqual([finding?.code, finding?.concern, more], ["session-without-mfa", "hygiene", []]);
    const refused = await seen(`sh -c 'tegata why -- aws iam list-users 2>&1'`);
    assert.match(refused, /^1\. the credentials of "ann" are .*made without MFA.*\(certain\)$/m);
    assert.match(refused, /STS takes it: GetCallerIdentity answers arn:aws:iam::\d{12}:user\/ann$/m);
    write(`[profile ann]\n${practice.there}tegata_warn_without_mfa = false\n`);
    assert.deepEqual(JSON.parse(await seen("tegata why --json")).findings, []);
  });

  it("a long-lived key in the environment", async (t) => {
    if (!needs(t, "aws")) return;
    write("");
    await isHealthy(whoAmI, "", { ...variablesOf(ann), ...surroundings() });
  });

  it("a long-lived key in a file, which is no failure", async (t) => {
    if (!needs(t, "aws")) return;
    writeKey("plain", ann);
    await isHealthy(`${whoAmI} --profile plain`, "plain", {}, ["keys-in-clear-text"]);
  });

  it("a session with MFA by the vault", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ann]\n${practice.there}mfa_serial = ${device.serial}\n`);
    const code = await device.nextCode();
    await isHealthy(`tegata exec -t ${code} ann -- ${whoAmI}`, "ann");
  });

  it("a role by the vault", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ann]\n${practice.there}role_arn = ${role}\n`);
    await isHealthy(`tegata exec ann -- ${whoAmI}`, "ann");
  });

  it("a role by the AWS CLI, whose session is in its cache", async (t) => {
    if (!needs(t, "aws")) return;
    write(
      `[profile r]\n${practice.there}role_arn = ${role}\nsource_profile = plain\n[profile plain]\n${linesOf(ann)}${practice.there}`,
    );
    const checked = await isHealthy(`${whoAmI} --profile r`, "r", {}, ["keys-in-clear-text"]);
    assert.match(checked, /vault: [1-9]\d* entr/);
  });

  it("a chain of roles", async (t) => {
    if (!needs(t, "aws")) return;
    write(
      `[profile far]\n${practice.there}role_arn = ${next}\nsource_profile = near\n` +
        `[profile near]\n${practice.there}role_arn = ${role}\nsource_profile = ann\n[profile ann]\n${practice.there}`,
    );
    const checked = await isHealthy(`tegata exec far -- ${whoAmI}`, "far");
    assert.match(checked, /AssumeRole → AssumeRole/);
  });

  it("a credential_process", async (t) => {
    if (!needs(t, "aws")) return;
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await sessionOfRole();
    const answer = {
      Version: 1,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: expiration,
    };
    const program = join(practice.clinic.home.folder, "process.sh");
    writeFileSync(program, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
    chmodSync(program, 0o700);
    write(`[profile process]\n${practice.there}credential_process = ${program}\n`);
    await isHealthy(`${whoAmI} --profile process`, "process");
  });

  it("the vault as the AWS CLI's credential_process", async (t) => {
    if (!needs(t, "aws")) return;
    write(
      `[profile ann]\n${practice.there}tegata_warn_without_mfa = false\ncredential_process = tegata export --format json ann\n`,
    );
    await isHealthy(`${whoAmI} --profile ann`, "ann");
  });

  it("the container endpoint of exec --server", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ann]\n${practice.there}role_arn = ${role}\n`);
    const run = await practice.clinic.sh(
      `tegata exec --server ann -- sh -c '${whoAmI} > "$HOME/who" && tegata why --json'`,
      {
        AWS_DEFAULT_REGION: "us-east-1",
      },
    );
    assert.equal(run.code, 0, run.stderr);
    const { findings, checked } = JSON.parse(run.stdout);
    assert.deepEqual(findings, []);
    assert.match(
      checked.join("\n"),
      /the environment: no keys, AWS_CONTAINER_CREDENTIALS_FULL_URI = http:\/\/127/,
    );
  });

  it("inside tegata exec", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ann]\n${practice.there}role_arn = ${role}\n`);
    const run = await practice.clinic.sh(
      `tegata exec ann -- sh -c '${whoAmI} > "$HOME/who" && tegata why --json'`,
    );
    assert.equal(run.code, 0, run.stderr);
    const { findings, checked } = JSON.parse(run.stdout);
    assert.deepEqual(findings, []);
    assert.match(checked.join("\n"), /ASIA/);
  });

  it("a session in the environment that lives", async (t) => {
    if (!needs(t, "aws")) return;
    write("");
    const session = await sessionOfRole();
    await isHealthy(whoAmI, "", {
      ...variablesOf(session),
      ...surroundings(),
      AWS_CREDENTIAL_EXPIRATION: session.expiration,
    });
  });

  it("a session in a file that lives", async (t) => {
    if (!needs(t, "aws")) return;
    writeKey("written", await sessionOfRole());
    await isHealthy(`${whoAmI} --profile written`, "written");
  });

  it("two profiles, the one that AWS_PROFILE names", async (t) => {
    if (!needs(t, "aws")) return;
    const bob = await practice.desk.addUser("bob");
    write(
      `[profile one]\n${practice.there}[profile two]\n${practice.there}`,
      `[one]\n${linesOf(ann)}[two]\n${linesOf(bob)}`,
    );
    for (const AWS_PROFILE of ["one", "two"])
      await isHealthy(whoAmI, "", { AWS_PROFILE }, ["keys-in-clear-text"]);
  });

  it("SSO, with a token that lives", async (t) => {
    if (!needs(t, "aws")) return;
    const session = await sessionOfRole();
    const portal = await startSso({
      roles: [`${practice.desk.accountId}/Reader`],
      mint: async () => ({ ...session, expiration: Date.parse(session.expiration) }),
    });
    t.after(() => portal.close());
    write(
      `[profile work]\nsso_session = corp\nsso_account_id = ${practice.desk.accountId}\nsso_role_name = Reader\nservices = local\n` +
        `region = us-east-1\n[services local]\nsts =\n  endpoint_url = ${practice.server.endpoint}\nsso =\n  endpoint_url = ${portal.endpoint}\n` +
        "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n",
    );
    const folder = join(practice.clinic.home.folder, ".aws/sso/cache");
    mkdirSync(folder, { recursive: true });
    const token = {
      startUrl: "https://d-1.awsapps.com/start",
      region: "eu-west-1",
      accessToken: portal.grantToken(),
      expiresAt: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, "Z"),
    };
    const name = createHash("sha1").update("corp").digest("hex");
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(token));
    const checked = await isHealthy(`${whoAmI} --profile work`, "work");
    assert.match(checked, /the plan: SSO/);
  });

  it("a web identity", async (t) => {
    if (!needs(t, "aws")) return;
    const arn = `arn:aws:sts::${practice.desk.accountId}:assumed-role/reader/web`;
    const sts = await standWebIdentity(practice.server.endpoint, { ...(await sessionOfRole()), arn });
    t.after(sts.close);
    const token = join(practice.clinic.home.folder, "token");
    writeFileSync(token, "eyJ.eyJ.sig", { mode: 0o600 });
    write(
      `[profile web]\nrole_arn = ${role}\nweb_identity_token_file = ${token}\nregion = us-east-1\nendpoint_url = http://127.0.0.1:${sts.port}\n`,
    );
    const checked = await isHealthy(`${whoAmI} --profile web`, "web");
    assert.match(checked, /the plan: AssumeRoleWithWebIdentity/);
  });

  it("the agent, without a passphrase in the environment", async (t) => {
    if (!needs(t, "aws")) return;
    write(`[profile ann]\n${practice.there}role_arn = ${role}\n`);
    t.after(() => practice.clinic.sh("tegata agent stop"));
    const started = await practice.clinic.sh("tegata agent start");
    assert.equal(started.code, 0, started.stderr);
    await isHealthy(`tegata exec ann -- ${whoAmI}`, "ann", { TEGATA_FILE_PASSPHRASE: undefined });
  });

  it("a locked keyring, of which nobody is asked the passphrase", async (t) => {
    if (!needs(t, "aws")) return;
    writeKey("plain", ann);
    await practice.clinic.sh("tegata agent stop");
    const env = { TEGATA_FILE_PASSPHRASE: undefined };
    await isHealthy(`${whoAmI} --profile plain`, "plain", env, ["keys-in-clear-text"]);
    const inTerminal = await practice.clinic.shInTerminal(
      [],
      "tegata why plain < /dev/null; echo finished",
      env,
    );
    assert.doesNotMatch(inTerminal.stdout, /[Pp]assphrase/);
    assert.match(inTerminal.stdout, /finished/);
  });
});
