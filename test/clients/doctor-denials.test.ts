/** Refusals by policy, durations and revoked sessions, as the real AWS CLI meets them; each is seen, told and mended. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { policyOf, sessionIn } from "../support/desk.ts";
import { quoted, type Variables, variablesOf } from "../support/doctor.ts";
import { linesOf, openPractice, withRoot } from "../support/practice.ts";

const whoAmI = "aws sts get-caller-identity";
const readsIam = { Action: ["iam:Get*", "iam:List*"] };
const mayAssume = { Action: "sts:AssumeRole" };
const refused = /AccessDenied/;
const onlyS3 = policyOf({ Action: "s3:*" });

/** Before a command of the shell. */
function quotedVariables(variables: Variables): string {
  return Object.entries(variables)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(value)}`]))
    .join(" ");
}

describe("tegata why, of refusals", () => {
  const practice = openPractice(withRoot);
  const { write, writeKey, writeRole, cure, administrator, person } = practice;

  // Under other names it is the same ailment: here for real, for every rule in test/doctor/other-names.test.ts.
  for (const name of ["deploy", "kikai"]) {
    it(`no permission (${name})`, async (t) => {
      if (!needs(t, "aws")) return;
      writeKey(name, await person(`${name}-bare`, readsIam));
      await cure({
        command: `aws iam create-group --group-name ${name} --profile ${name}`,
        shows: refused,
        profile: name,
        finding: ["permission-missing", "certain"],
        actor: "administrator",
        administrator: administrator(),
      });
    });
  }

  it("an explicit deny", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy";
    const key = await person("barred", readsIam, { Effect: "Deny", Action: "iam:ListGroups" });
    writeKey(name, key);
    await cure({
      command: `aws iam list-groups --profile ${name}`,
      shows: /explicit deny/,
      profile: name,
      finding: ["explicit-deny", "certain"],
      actor: "administrator",
      administrator: administrator(),
    });
  });

  it("an explicit deny of a whole service, which no command narrows", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "ran";
    const narrowed = { Effect: "Deny", Action: ["s3:Create*", "s3:Delete*", "s3:Get*", "s3:Put*"] };
    const key = await person(name, { Action: "*" }, { Effect: "Deny", Action: "s3:*" });
    writeKey(name, key);
    await cure({
      command: `aws s3 ls --profile ${name}`,
      shows: /explicit deny/,
      profile: name,
      finding: ["explicit-deny", "certain"],
      actor: "administrator",
      play: async ({ commands }) => {
        const read = await practice.clinic.sh(
          commands.join("\n"),
          variablesOf(practice.server.admin, practice.server),
        );
        assert.match(read.stdout, /"s3:\*"/, read.stderr);
        const still = await practice.clinic.sh(`aws s3 ls --profile ${name}`);
        assert.match(still.stderr, /explicit deny/);
        await practice.desk.setPolicy(key.userName, [{ Action: "*" }, narrowed]);
      },
    });
  });

  it("an explicit deny of several actions, of which one is excepted", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy";
    const Action = ["iam:ListGroups", "iam:ListRoles"];
    writeKey(name, await person("twice-barred", { Action: "*" }, { Effect: "Deny", Action }));
    await cure({
      command: `aws iam list-groups --profile ${name}`,
      shows: /explicit deny/,
      profile: name,
      finding: ["explicit-deny", "certain"],
      actor: "administrator",
      administrator: administrator(),
    });
    const other = await practice.clinic.sh(`aws iam list-roles --profile ${name}`);
    assert.match(other.stderr, /explicit deny/);
  });

  it("a boundary that does not allow", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai-2";
    const key = await person("bound", { Action: "*" });
    const UserName = key.userName;
    const PolicyDocument = onlyS3;
    const made = await practice.desk.ask("iam", "CreatePolicy", { PolicyName: "edge", PolicyDocument });
    const PermissionsBoundary = /<Arn>([^<]+)/.exec(made.text)?.[1] ?? "";
    await practice.desk.ask("iam", "PutUserPermissionsBoundary", { UserName, PermissionsBoundary });
    writeKey(name, key);
    const { findings } = await cure({
      command: `aws iam list-groups --profile ${name}`,
      shows: /permissions boundary/,
      profile: name,
      finding: ["permission-missing", "certain"],
      actor: "administrator",
      play: async () => {
        await practice.desk.ask("iam", "DeleteUserPermissionsBoundary", { UserName });
      },
    });
    assert.match(findings[0]?.what.en ?? "", /permissions boundary/);
  });

  it("a session policy that does not allow", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "team.a";
    const key = await person("narrow", { Action: "*" });
    const RoleArn = await practice.desk.addRole(
      `${name}-wide`,
      { Principal: { AWS: key.arn } },
      { Action: "*" },
    );
    const session = async (more = {}) =>
      sessionIn(
        await practice.desk.ask("sts", "AssumeRole", { RoleArn, RoleSessionName: name, ...more }, key),
      );
    const wide = quotedVariables(variablesOf(await session()));
    await cure({
      command: "aws iam list-groups",
      env: variablesOf(await session({ Policy: onlyS3 }), practice.server),
      shows: /session policy/,
      finding: ["permission-missing", "certain"],
      actor: "you",
      play: async ({ commands }) => assert.deepEqual(commands, []),
      again: `${wide} aws iam list-groups`,
    });
  });

  it("a user's session beyond a day and a half", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai";
    writeKey(name, await person("long"));
    await cure({
      command: `aws sts get-session-token --duration-seconds 200000 --profile ${name}`,
      shows: /ValidationError/,
      by: "run",
      finding: ["duration-beyond-limit", "certain"],
      actor: "you",
      again: "true",
    });
  });

  it("a session shorter than a quarter of an hour, which the AWS CLI refuses by itself", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy";
    const key = await person("hasty", mayAssume);
    const hasty = {
      shows: /Parameter validation failed:\s+Invalid value for parameter DurationSeconds, value: 600/,
      profile: name,
      finding: ["duration-beyond-limit", "certain"],
      actor: "you",
    } as const;
    const command = `aws sts get-session-token --duration-seconds 600 --profile ${name}`;
    writeKey(name, key);
    for (const by of ["run", "paste"] as const) await cure({ ...hasty, command, by, again: "true" });
    const role = await practice.desk.addRole(`${name}-hasty`, { Principal: { AWS: key.arn } });
    writeRole(name, key, role, "duration_seconds = 600\n");
    await cure({ ...hasty, command: `${whoAmI} --profile ${name}` });
  });

  it("a role's session beyond the role's maximum", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai-2";
    const key = await person("patient", mayAssume, readsIam);
    const role = await practice.desk.addRole(`${name}-short`, { Principal: { AWS: key.arn } });
    writeRole(name, key, role, "duration_seconds = 7200\n");
    await cure({
      command: `${whoAmI} --profile ${name}`,
      profile: name,
      shows: /MaxSessionDuration/,
      finding: ["duration-beyond-limit", "certain"],
      actor: "you",
    });
  });

  it("a chained role's session beyond an hour", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "team.a";
    const key = await person("chaining", mayAssume, readsIam);
    const trust = { Principal: { AWS: [key.arn, practice.desk.accountId] } };
    const role = await practice.desk.addRole(`${name}-link`, trust, mayAssume);
    write(
      `[profile ${name}]\nrole_arn = ${role}\nsource_profile = first\nduration_seconds = 7200\n${practice.there}` +
        `[profile first]\nrole_arn = ${role}\nsource_profile = base\n${practice.there}[profile base]\n${practice.there}`,
      `[base]\n${linesOf(key)}`,
    );
    await cure({
      command: `${whoAmI} --profile ${name}`,
      profile: name,
      shows: /role chaining/,
      finding: ["duration-beyond-limit", "certain"],
      actor: "you",
    });
  });

  it("a revoked session, kept by the vault and in the environment", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy";
    const key = await person("revoked", { Action: "*" });
    const profile = `${name}-revoked`;
    await practice.clinic.home.addKey(profile, key);
    write(`[profile ${profile}]\n${practice.there}`);
    const list = "aws s3api list-buckets";
    const session = sessionIn(await practice.desk.ask("sts", "GetSessionToken", {}, key));
    const throughVault = `tegata exec ${profile} -- ${list}`;
    assert.equal((await practice.clinic.sh(throughVault)).code, 0);
    await practice.desk.advance(2);
    const at = new Date(practice.desk.now()).toISOString().replace(/\.\d+/, "");
    await practice.desk.advance(2);
    await practice.desk.setPolicy(key.userName, [
      { Action: "*" },
      { Effect: "Deny", Action: "*", Condition: { DateLessThan: { "aws:TokenIssueTime": at } } },
    ]);
    const revoked = {
      shows: /explicit deny/,
      actor: "you",
    } as const;
    await cure({ ...revoked, command: throughVault, by: "run", finding: ["session-revoked", "likely"] });
    const { findings } = await cure({
      ...revoked,
      command: list,
      finding: ["environment-shadows-profile", "certain"],
      env: { AWS_PROFILE: profile, ...variablesOf(session, practice.server) },
      again: throughVault,
    });
    assert.equal(findings[1]?.code, "session-revoked");
  });

  it("C10 root assumes a role", async (t) => {
    if (!needs(t, "aws")) return;
    const { root } = practice.server;
    assert.ok(root);
    const ann = await practice.desk.addUser("ann", [mayAssume, readsIam]);
    const role = await practice.desk.addRole("anyones", {
      Principal: { AWS: [ann.arn, practice.desk.accountId] },
    });
    const command = `aws sts assume-role --role-arn ${quoted(role)} --role-session-name ann`;
    await cure({
      command,
      env: variablesOf(root, practice.server),
      shows: /Roles may not be assumed by root accounts/,
      finding: ["root-assumes-no-role", "certain"],
      actor: "administrator",
      play: async ({ commands }) => {
        const told = await practice.clinic.sh(commands.join("\n"), variablesOf(root, practice.server));
        assert.equal(told.code, 0, told.stderr);
        writeKey("ann", ann);
      },
      again: `unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN; ${command} --profile ann`,
    });
  });

  it("a user's session at the federation endpoint", async (t) => {
    if (!needs(t, "aws", "curl")) return;
    await practice.clinic.home.addKey("guest", await practice.desk.addUser("guest", { Action: "*" }));
    write(`[profile guest]\n${practice.there}`);
    const session =
      '{"sessionId":"\'"$AWS_ACCESS_KEY_ID"\'","sessionKey":"\'"$AWS_SECRET_ACCESS_KEY"\'","sessionToken":"\'"$AWS_SESSION_TOKEN"\'"}';
    const ask = `curl -s --fail-with-body -G ${practice.server.endpoint}/federation -d Action=getSigninToken --data-urlencode Session='${session}' >&2`;
    await cure({
      command: `tegata exec guest -- sh -c ${quoted(ask)}`,
      shows: /Only federation tokens or assume role tokens may be used/,
      profile: "guest",
      finding: ["session-at-sign-in", "certain"],
      actor: "you",
      fill: (line) => `${line} --stdout`,
      again: "true",
    });
  });
});
