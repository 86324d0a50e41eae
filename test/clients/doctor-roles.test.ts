/** Roles that are not assumed, and MFA devices, as the real AWS CLI meets them; each is seen, told and mended. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { type Device, policyOf } from "../support/desk.ts";
import { quoted, variablesOf } from "../support/doctor.ts";
import { openPractice } from "../support/practice.ts";

const whoAmI = "aws sts get-caller-identity";
const readsIam = { Action: ["iam:Get*", "iam:List*"] };
const mayAssume = { Action: "sts:AssumeRole" };
const refused = /AccessDenied/;

describe("tegata why, of roles", () => {
  const practice = openPractice();
  const { writeRole, cure, administrator, person } = practice;

  const code = async (from: Device) => [["Enter MFA code", await from.nextCode()]] as const;
  /** A role for those who have shown a code, and who may. */
  const guarded = async (name: string) => {
    const key = await person(`${name}-mfa`, readsIam, mayAssume);
    const device = await practice.desk.addDevice(key.userName);
    const role = await practice.desk.addRole(`${name}-mfa`, {
      Principal: { AWS: key.arn },
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    });
    return { device, key, role };
  };

  // Under other names it is the same ailment: here for real, for every rule in test/doctor/other-names.test.ts.
  for (const name of ["deploy", "kikai"]) {
    it(`a role that trusts somebody else (${name})`, async (t) => {
      if (!needs(t, "aws")) return;
      const key = await person(`${name}-trusted`, readsIam, mayAssume);
      const role = await practice.desk.addRole(`${name}-other`, {
        Principal: { Service: "ec2.amazonaws.com" },
      });
      writeRole(name, key, role);
      await cure({
        command: `${whoAmI} --profile ${name}`,
        shows: refused,
        profile: name,
        finding: ["role-not-assumable", "certain"],
        actor: "administrator",
        administrator: administrator(),
      });
    });
  }

  it("a role that the caller may not read, and that trusts somebody else on a condition", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy";
    const key = await person("unseeing", mayAssume);
    const partner = {
      Effect: "Allow",
      Principal: { AWS: practice.desk.accountId },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "our-agreed-id" } },
    };
    const RoleName = `${name}-unseen`;
    writeRole(name, key, await practice.desk.addRole(RoleName, partner));
    const { findings } = await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: refused,
      profile: name,
      finding: ["role-not-assumable", "likely"],
      actor: "administrator",
      play: async ({ commands }) => {
        const read = await practice.clinic.sh(
          commands.join("\n"),
          variablesOf(practice.server.admin, practice.server),
        );
        assert.match(read.stdout, /our-agreed-id/, read.stderr);
        const caller = { Effect: "Allow", Principal: { AWS: key.arn }, Action: "sts:AssumeRole" };
        const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [partner, caller] });
        await practice.desk.ask("iam", "UpdateAssumeRolePolicy", { RoleName, PolicyDocument });
      },
    });
    assert.doesNotMatch(JSON.stringify(findings), /update-assume-role-policy/);
  });

  it("a role that trusts the account, and a user who may not", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy";
    const key = await person("mayless", readsIam);
    const role = await practice.desk.addRole(`${name}-account`, {
      Principal: { AWS: practice.desk.accountId },
    });
    writeRole(name, key, role);
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: refused,
      profile: name,
      finding: ["permission-missing", "certain"],
      actor: "administrator",
      administrator: administrator(),
    });
  });

  it("a role that trusts a user whose own policy, or whose group's, denies", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "team.a";
    const denies = { Effect: "Deny", Action: "sts:AssumeRole" };
    const deny = { command: `${whoAmI} --profile ${name}`, shows: refused, profile: name } as const;
    const own = await person("barred", readsIam, mayAssume, denies);
    writeRole(name, own, await practice.desk.addRole(`${name}-barred`, { Principal: { AWS: own.arn } }));
    const { findings } = await cure({
      ...deny,
      finding: ["explicit-deny", "certain"],
      actor: "administrator",
      administrator: administrator(),
    });
    assert.match(JSON.stringify(findings[0]?.evidence), /statement 3 of .*own.*user barred/);

    const grouped = await person("grouped", readsIam);
    const GroupName = "barred";
    const PolicyDocument = policyOf([denies, mayAssume]);
    const made = await practice.desk.ask("iam", "CreatePolicy", { PolicyName: "guard", PolicyDocument });
    const PolicyArn = /<Arn>([^<]+)/.exec(made.text)?.[1] ?? "";
    await practice.desk.ask("iam", "CreateGroup", { GroupName });
    await practice.desk.ask("iam", "AttachGroupPolicy", { GroupName, PolicyArn });
    await practice.desk.ask("iam", "AddUserToGroup", { GroupName, UserName: grouped.userName });
    writeRole(
      name,
      grouped,
      await practice.desk.addRole(`${name}-grouped`, { Principal: { AWS: practice.desk.accountId } }),
    );
    await cure({
      ...deny,
      finding: ["explicit-deny", "certain"],
      actor: "administrator",
      administrator: administrator(),
    });
  });

  it("a role that a user may not assume without MFA", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const name = "kikai";
    const Condition = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
    const key = await person("codeless", readsIam, { Effect: "Deny", Action: "sts:*", Condition });
    const device = await practice.desk.addDevice(key.userName);
    writeRole(name, key, await practice.desk.addRole(`${name}-codeless`, { Principal: { AWS: key.arn } }));
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: refused,
      profile: name,
      finding: ["explicit-deny", "certain"],
      actor: "you-in-person",
      answers: () => code(device),
    });
  });

  it("a deny that the user may not read, and one that the simulator tells", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy-2";
    const denies = { Effect: "Deny", Action: "sts:AssumeRole" };
    for (const [userName, may, expected] of [
      ["blind", [], ["role-not-assumable", "likely"]],
      ["reader", [{ Action: "iam:GetRole" }], ["explicit-deny", "likely"]],
      ["asking", [{ Action: "iam:SimulatePrincipalPolicy" }], ["explicit-deny", "certain"]],
    ] as const) {
      const key = await person(userName, mayAssume, denies, ...may);
      writeRole(
        name,
        key,
        await practice.desk.addRole(`${name}-${userName}`, { Principal: { AWS: key.arn } }),
      );
      const shown = await practice.clinic.sh(`${whoAmI} --profile ${name}`);
      assert.match(shown.stderr, refused);
      const { findings } = await practice.clinic.why(`${name} --error ${quoted(shown.stderr)}`);
      assert.deepEqual([findings[0]?.code, findings[0]?.certainty], expected, userName);
      const told = findings[0]?.remedies.at(-1)?.commands.join("\n") ?? "";
      const seen = await practice.clinic.sh(told, variablesOf(practice.server.admin, practice.server));
      assert.match(seen.stdout, /explicitDeny/, `${told} ${seen.stderr}`);
    }
  });

  it("no external id, or a wrong one", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai-2";
    const key = await person("ext", readsIam, mayAssume);
    const role = await practice.desk.addRole(`${name}-ext`, {
      Principal: { AWS: key.arn },
      Condition: { StringEquals: { "sts:ExternalId": "our-agreed-id" } },
    });
    for (const given of ["", "external_id = wrong\n"]) {
      writeRole(name, key, role, given);
      await cure({
        command: `${whoAmI} --profile ${name}`,
        shows: refused,
        profile: name,
        finding: ["external-id-missing", "certain"],
        actor: "you",
      });
    }
  });

  it("session tags that the trust policy does not allow", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai";
    const key = await person("tagging", readsIam, { Action: "sts:*" });
    const role = await practice.desk.addRole(`${name}-tags`, { Principal: { AWS: key.arn } });
    practice.writeKey(name, key);
    await cure({
      command: `aws sts assume-role --role-arn ${role} --role-session-name ${name} --tags Key=a,Value=b --profile ${name}`,
      shows: /not authorized to perform: sts:TagSession/,
      profile: name,
      finding: ["role-not-assumable", "certain"],
      actor: "administrator",
      administrator: administrator(),
    });
  });

  it("a deny to whom shows no code", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const name = "ran";
    const key = await person(
      "handheld",
      { Action: "*" },
      {
        ...{ Effect: "Deny", NotAction: ["iam:Get*", "iam:List*", "sts:*"] },
        Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      },
    );
    const device = await practice.desk.addDevice(key.userName);
    await practice.clinic.home.addKey(name, key);
    practice.write(`[profile ${name}]\n${practice.there}`);
    await cure({
      command: `tegata exec --no-session ${name} -- aws s3api list-buckets`,
      by: "run",
      shows: /explicit deny in an identity-based policy/,
      profile: name,
      finding: ["explicit-deny", "certain"],
      actor: "you-in-person",
      answers: () => code(device),
      again: `tegata exec ${name} -- aws s3api list-buckets`,
    });
  });

  it("MFA that a role asks for", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const name = "deploy";
    const { device, key, role } = await guarded(name);
    writeRole(name, key, role);
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: refused,
      profile: name,
      finding: ["mfa-required", "certain"],
      actor: "you-in-person",
      answers: () => code(device),
    });
  });

  it("mfa_serial of the user, and of nobody's device", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const name = "kikai-2";
    const { device, key, role } = await guarded(name);
    for (const [serial, finding] of [
      [device.serial.replace(":mfa/", ":user/"), "mfa-serial-of-wrong-kind"],
      [device.serial.replace(/[^/]+$/, "nobodys"), "mfa-device-not-the-users"],
    ] as const) {
      writeRole(name, key, role, `mfa_serial = ${serial}\n`);
      await cure({
        command: `${whoAmI} --profile ${name}`,
        asks: () => code(device),
        shows: /unable to validate MFA code/,
        profile: name,
        finding: [finding, "certain"],
        actor: "you",
        answers: () => code(device),
      });
    }
  });

  it("a code that was used", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const name = "team.a";
    const { device, key, role } = await guarded(name);
    writeRole(name, key, role, `mfa_serial = ${device.serial}\n`);
    const used = await code(device);
    const TokenCode = used[0][1];
    await practice.desk.ask("sts", "GetSessionToken", { SerialNumber: device.serial, TokenCode }, key);
    await cure({
      command: `${whoAmI} --profile ${name}`,
      asks: () => used,
      shows: /invalid MFA one time pass code/,
      profile: name,
      finding: ["mfa-code-refused", "certain"],
      actor: "you-in-person",
      answers: () => code(device),
      again: "true",
    });
  });
});
