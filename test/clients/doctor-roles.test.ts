/** Roles that are not assumed, and MFA devices, as the real AWS CLI meets them; each is seen, told and mended. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { type Desk, type Device, openDesk } from "../support/desk.ts";
import { type Ailment, type Clinic, openClinic } from "../support/doctor.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";

const whoAmI = "aws sts get-caller-identity";
const readsIam = { Action: ["iam:Get*", "iam:List*"] };
const mayAssume = { Action: "sts:AssumeRole" };
const refused = /AccessDenied/;

function linesOf({ accessKeyId, secretAccessKey }: Key): string {
  return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
}

describe("tegata why, of roles", () => {
  let server: RunningServer;
  let desk: Desk;
  let clinic: Clinic;
  /** Region and endpoint of every profile. */
  let there: string;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    clinic = openClinic();
    there = `region = us-east-1\nendpoint_url = ${server.endpoint}\n`;
  });
  after(async () => {
    clinic.home.remove();
    await server.stop();
  });

  const write = (config: string, credentials = "") => {
    clinic.home.writeConfig(config);
    clinic.home.writeCredentials(credentials);
    rmSync(join(clinic.home.folder, ".aws/cli"), { recursive: true, force: true });
  };
  const cure = (ailment: Ailment) => clinic.cure(ailment);
  /** The plain AWS CLI with a profile that assumes the role with the key of `base`. */
  const writeRole = (name: string, key: Key, roleArn: string, lines = "") =>
    write(
      `[profile ${name}]\nrole_arn = ${roleArn}\nsource_profile = base\n${lines}${there}[profile base]\n${there}`,
      `[base]\n${linesOf(key)}`,
    );
  const administrator = () => ({ server });

  const person = (userName: string, ...statements: readonly object[]) => desk.addUser(userName, statements);
  const code = async (from: Device) => [["Enter MFA code", await from.nextCode()]] as const;
  /** A role for those who have shown a code, and who may. */
  const guarded = async (name: string) => {
    const key = await person(`${name}-mfa`, readsIam, mayAssume);
    const device = await desk.addDevice(key.userName);
    const role = await desk.addRole(`${name}-mfa`, {
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
      const role = await desk.addRole(`${name}-other`, { Principal: { Service: "ec2.amazonaws.com" } });
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

  it("a role that trusts the account, and a user who may not", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy";
    const key = await person("mayless", readsIam);
    const role = await desk.addRole(`${name}-account`, { Principal: { AWS: desk.accountId } });
    writeRole(name, key, role);
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: refused,
      profile: name,
      finding: ["permission-missing", "likely"],
      actor: "administrator",
      administrator: administrator(),
    });
  });

  it("no external id, or a wrong one", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai-2";
    const key = await person("ext", readsIam, mayAssume);
    const role = await desk.addRole(`${name}-ext`, {
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
    await desk.ask("sts", "GetSessionToken", { SerialNumber: device.serial, TokenCode }, key);
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
