/** Sessions that a service refuses, as the real AWS CLI meets them; each is seen, told and mended. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { type Person, policyOf, sessionIn } from "../support/desk.ts";
import { variablesOf } from "../support/doctor.ts";
import { linesOf, openPractice } from "../support/practice.ts";
import { repository } from "../support/server.ts";

const whoAmI = "aws sts get-caller-identity";
const all = { Action: "*" };
const refused = /InvalidClientTokenId/;

describe("tegata why, of sessions", () => {
  const practice = openPractice();
  const { write, writeKey, cure, administrator, session, deadSession } = practice;
  let ann: Person;

  before(async () => {
    ann = await practice.desk.addUser("ann", all);
  });

  const withoutMfa = (name: string) =>
    ({
      command: `tegata exec ${name} -- aws iam list-users`,
      shows: refused,
      profile: name,
    }) as const;

  it("a session without MFA at IAM: a device of one's own", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const name = "terraform-runner";
    await practice.clinic.home.addKey(name, await practice.desk.addUser(name, all));
    write(`[profile ${name}]\n${practice.there}`);
    await cure({
      ...withoutMfa(name),
      finding: ["session-without-mfa", "certain"],
      actor: "you-in-person",
      terminal: ["python3", join(repository, "test/support/authenticator.py"), "0", "y"],
    });
  });

  // Under other names it is the same ailment: here for real, for every rule in test/doctor/other-names.test.ts.
  for (const name of ["deploy", "kikai"]) {
    it(`a session without MFA at IAM: a role (${name})`, async (t) => {
      if (!needs(t, "aws")) return;
      await practice.clinic.home.addKey(name, await practice.desk.addUser(`${name}-user`, all));
      write(`[profile ${name}]\n${practice.there}`);
      await cure({
        ...withoutMfa(name),
        finding: ["session-without-mfa", "certain"],
        by: "run",
        actor: "administrator",
        remedy: 1,
        administrator: administrator(),
      });
    });
  }

  it("a session without MFA in the shell of exec", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const name = "team.b";
    const user = await practice.desk.addUser("ben", all);
    await practice.clinic.home.addKey(name, user);
    write(`[profile ${name}]\n${practice.there}`);
    await cure({
      command: "aws iam list-users",
      env: { AWS_VAULT: name, ...variablesOf(await session(user), practice.server) },
      shows: refused,
      by: "run",
      finding: ["session-without-mfa", "certain"],
      actor: "you-in-person",
      terminal: ["python3", join(repository, "test/support/authenticator.py"), "0", "y"],
      again: `tegata exec --nested ${name} -- aws iam list-users`,
    });
  });

  it("a session asks for a session", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "terraform-runner";
    write(`[profile ${name}]\n${practice.there}`);
    await cure({
      command: `tegata exec ${name} -- aws sts get-session-token --duration-seconds 900`,
      shows: /Cannot call GetSessionToken with session credentials/,
      by: "run",
      finding: ["session-asks-for-session", "certain"],
      actor: "you",
      again: "true",
    });
  });

  it("a session asks for a federated session", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai";
    writeKey(name, ann);
    await cure({
      command: "aws sts get-federation-token --name guest",
      env: { AWS_PROFILE: name, ...variablesOf(await session(ann), practice.server) },
      shows: /Cannot call GetFederationToken with session credentials/,
      finding: ["session-asks-for-session", "certain"],
      actor: "you",
    });
  });

  it("a federated session at IAM", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy-2";
    writeKey(name, ann);
    const asked = { Name: "guest", Policy: policyOf(all) };
    const guest = sessionIn(await practice.desk.ask("sts", "GetFederationToken", asked, ann));
    await cure({
      command: "aws iam list-users",
      env: { AWS_PROFILE: name, ...variablesOf(guest, practice.server) },
      shows: refused,
      finding: ["session-without-mfa", "certain"],
      actor: "you",
    });
  });

  it("a federated session assumes a role", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "team.a";
    writeKey(name, ann);
    const role = await practice.desk.addRole("guests", { Principal: { AWS: ann.arn } });
    const asked = { Name: "guest", Policy: policyOf(all) };
    const guest = sessionIn(await practice.desk.ask("sts", "GetFederationToken", asked, ann));
    await cure({
      command: `aws sts assume-role --role-arn ${role} --role-session-name guest`,
      env: { AWS_PROFILE: name, ...variablesOf(guest, practice.server) },
      shows: /Cannot call AssumeRole with session credentials/,
      finding: ["session-asks-for-session", "certain"],
      actor: "you",
    });
  });

  it("a role's session asks for a session", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai-3";
    writeKey(name, ann);
    const RoleArn = await practice.desk.addRole("asking", { Principal: { AWS: ann.arn } }, all);
    const asked = { RoleArn, RoleSessionName: "asking" };
    const ofRole = sessionIn(await practice.desk.ask("sts", "AssumeRole", asked, ann));
    await cure({
      command: "aws sts get-session-token",
      env: { AWS_PROFILE: name, ...variablesOf(ofRole, practice.server) },
      shows: /Cannot call GetSessionToken with session credentials/,
      finding: ["session-asks-for-session", "certain"],
      actor: "you",
    });
  });

  it("a session in the environment asks for a session", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "team.a";
    writeKey(name, ann);
    await cure({
      command: "aws sts get-session-token",
      env: { AWS_PROFILE: name, ...variablesOf(await session(ann), practice.server) },
      shows: /Cannot call GetSessionToken with session credentials/,
      finding: ["session-asks-for-session", "certain"],
      actor: "you",
    });
  });

  it("a session in the environment, and a profile that no variable names", async (t) => {
    if (!needs(t, "aws")) return;
    writeKey("kiku-prod", ann);
    await cure({
      command: "aws sts get-session-token",
      env: { AWS_PROFILE: undefined, ...variablesOf(await session(ann), practice.server) },
      shows: /Cannot call GetSessionToken with session credentials/,
      finding: ["session-asks-for-session", "certain"],
      actor: "you",
    });
    await cure({
      command: whoAmI,
      env: { AWS_PROFILE: undefined, ...variablesOf(await deadSession(ann), practice.server) },
      shows: /ExpiredToken/,
      finding: ["expired-in-environment", "certain"],
      actor: "you",
    });
  });

  for (const [service, asked, shows] of [
    ["STS", whoAmI, /ExpiredToken.*The security token included in the request is expired/],
    ["IAM", "aws iam list-users", /ExpiredToken.*The security token included in the request is expired/],
    ["S3", "aws s3api list-buckets", /ExpiredToken.*The provided token has expired/],
  ] as const)
    it(`a session in the environment is over, at ${service}`, async (t) => {
      if (!needs(t, "aws")) return;
      const name = `runner-${service}`;
      writeKey(name, ann);
      await cure({
        command: asked,
        env: { AWS_PROFILE: name, ...variablesOf(await deadSession(ann), practice.server) },
        shows,
        finding: ["expired-in-environment", "certain"],
        actor: "you",
      });
    });

  it("a session is over, and an answer to HEAD has nothing but a status", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "runner-head";
    writeKey(name, ann);
    const made = await practice.clinic.sh(`aws s3 mb s3://heads --profile ${name}`);
    assert.equal(made.code, 0, made.stderr);
    await cure({
      command: "aws s3api head-bucket --bucket heads",
      env: { AWS_PROFILE: name, ...variablesOf(await deadSession(ann), practice.server) },
      shows: /\(400\) when calling the HeadBucket operation: Bad Request/,
      finding: ["expired-in-environment", "certain"],
      actor: "you",
    });
  });

  it("a session in a shell of the vault is over", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "terraform-runner";
    write(`[profile ${name}]\n${practice.there}`);
    const AWS_CREDENTIAL_EXPIRATION = new Date(Date.now() - 60_000).toISOString();
    await cure({
      command: whoAmI,
      env: {
        AWS_VAULT: name,
        AWS_CREDENTIAL_EXPIRATION,
        ...variablesOf(await deadSession(ann), practice.server),
      },
      shows: /refreshed credentials are still expired/,
      finding: ["expired-in-environment", "certain"],
      actor: "you",
      again: "true",
    });
  });

  it("the token of another key", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "team.a";
    write(`[profile ${name}]\n${practice.there}`);
    const { sessionToken } = await session(ann);
    await cure({
      command: whoAmI,
      env: { ...variablesOf({ ...ann, sessionToken }, practice.server) },
      shows: refused,
      finding: ["token-of-another-key", "certain"],
      actor: "you",
    });
  });

  it("half a session in the environment", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "terraform-runner";
    writeKey(name, ann);
    const { sessionToken: _, ...half } = await session(ann);
    await cure({
      command: whoAmI,
      env: { AWS_PROFILE: name, ...variablesOf(half, practice.server) },
      shows: refused,
      finding: ["session-without-token", "certain"],
      actor: "you",
    });
  });

  it("a role's session that the AWS CLI and the vault keep, and that no longer counts", async (t) => {
    if (!needs(t, "aws")) return;
    const makeRole = () => practice.desk.addRole("reader", { Principal: { AWS: ann.arn } });
    const role = await makeRole();
    write(
      `[profile reader]\nrole_arn = ${role}\nsource_profile = ann\n${practice.there}[profile ann]\n${practice.there}`,
      `[ann]\n${linesOf(ann)}`,
    );
    const commands = [`${whoAmI} --profile reader`, `tegata exec reader -- ${whoAmI}`] as const;
    for (const command of commands) assert.equal((await practice.clinic.sh(command)).code, 0);
    await practice.desk.ask("iam", "DeleteRole", { RoleName: "reader" });
    await makeRole();
    const [command, throughVault] = commands;
    await cure({
      command,
      shows: refused,
      profile: "reader",
      finding: ["expired-in-cli-cache", "certain"],
      actor: "you",
    });
    const healed = await practice.clinic.sh(throughVault);
    assert.equal(healed.code, 0, `the vault makes another by itself: ${healed.stderr}`);
  });

  it("a session that the vault keeps and hands over unchecked", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "unchecked";
    await practice.clinic.home.addKey(name, await practice.desk.addUser(name, all));
    write(`[profile ${name}]\n${practice.there}`);
    const command = `tegata exec --no-check ${name} -- ${whoAmI}`;
    assert.equal((await practice.clinic.sh(command)).code, 0);
    // By the service's clock alone it is over.
    const seconds = 13 * 3_600;
    await practice.desk.advance(seconds);
    await cure({
      command,
      by: "run",
      shows: /ExpiredToken/,
      finding: ["expired-in-vault", "certain"],
      actor: "you",
    });
    await practice.desk.advance(-seconds);
  });

  describe("two causes at once, told one after the other", () => {
    it("a wrong secret under a clock that is ahead", async (t) => {
      if (!needs(t, "aws", "faketime")) return;
      const name = "kikai-9";
      const wrong = { ...ann, secretAccessKey: "x".repeat(40) };
      writeKey(name, wrong);
      const command = `${whoAmI} --profile ${name}`;
      await cure({
        command,
        under: "faketime -f +10m ",
        shows: /Signature not yet current/,
        profile: name,
        finding: ["clock-skew", "certain"],
        actor: "administrator",
        play: async ({ commands }) => assert.deepEqual(commands, ["sudo timedatectl set-ntp true"]),
        again: `! ${command}`,
      });
      await cure({
        command,
        shows: /SignatureDoesNotMatch/,
        profile: name,
        finding: ["secret-key-wrong", "certain"],
        actor: "you-in-person",
        input: `${ann.accessKeyId}\n${ann.secretAccessKey}\n\n\n`,
      });
    });

    it("a session that is over before a profile whose key is inactive", async (t) => {
      if (!needs(t, "aws")) return;
      const name = "deploy-9";
      const key = await practice.desk.addUser(`${name}-tired`, all);
      const { userName: UserName, accessKeyId: AccessKeyId } = key;
      await practice.desk.ask("iam", "UpdateAccessKey", { UserName, AccessKeyId, Status: "Inactive" });
      writeKey(name, key);
      const env = { AWS_PROFILE: name, ...variablesOf(await deadSession(ann), practice.server) };
      await cure({
        command: whoAmI,
        env,
        shows: /ExpiredToken/,
        finding: ["expired-in-environment", "certain"],
        actor: "you",
        again: `! ${whoAmI}`,
      });
      await cure({
        command: whoAmI,
        env: { AWS_PROFILE: name },
        shows: refused,
        finding: ["key-unknown", "certain"],
        actor: "administrator",
        administrator: administrator(),
      });
    });
  });
});
