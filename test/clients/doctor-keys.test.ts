/** Keys and clocks that a service refuses, and sessions that are written into files, as the real AWS CLI meets them; each is seen, told and mended. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { type Desk, openDesk, type Person, sessionIn } from "../support/desk.ts";
import { type Ailment, type Clinic, openClinic, variablesOf } from "../support/doctor.ts";
import { editor } from "../support/doctor-person.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";

const whoAmI = "aws sts get-caller-identity";
const all = { Action: "*" };
const refused = /InvalidClientTokenId/;
const expired = /ExpiredToken/;

function linesOf({ accessKeyId, secretAccessKey, sessionToken }: Key): string {
  const token = sessionToken === undefined ? "" : `aws_session_token = ${sessionToken}\n`;
  return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${token}`;
}

describe("tegata why, of keys", () => {
  let server: RunningServer;
  let desk: Desk;
  let clinic: Clinic;
  let ann: Person;
  /** Region and endpoint of every profile. */
  let there: string;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    clinic = openClinic();
    ann = await desk.addUser("ann", all);
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
  const session = async (key: Key, seconds = 3_600) =>
    sessionIn(await desk.ask("sts", "GetSessionToken", { DurationSeconds: String(seconds) }, key));
  /** Over since a minute, with no clock set wrong. */
  const deadSession = async (key: Key) => {
    await desk.advance(-960);
    const made = await session(key, 900);
    await desk.advance(960);
    return made;
  };
  const newKey = (key: Key) =>
    [
      ["Access Key ID", key.accessKeyId],
      ["Secret Access Key", key.secretAccessKey],
    ] as const;

  /** To `aws configure`, which asks for region and output too. */
  const typed = ({ accessKeyId, secretAccessKey }: Key) => `${accessKeyId}\n${secretAccessKey}\n\n\n`;

  for (const [file, name] of [
    ["credentials", "deploy"],
    ["config", "kikai"],
  ] as const)
    it(`a session in the ${file} file is over`, async (t) => {
      if (!needs(t, "aws")) return;
      const lines = linesOf(await deadSession(ann));
      if (file === "config") write(`[profile ${name}]\n${there}${lines}`);
      else write(`[profile ${name}]\n${there}`, `[${name}]\n${lines}`);
      t.after(() => clinic.home.tegata(["remove", "--force", name]));
      await cure({
        command: `${whoAmI} --profile ${name}`,
        shows: expired,
        profile: name,
        finding: ["expired-in-file", "certain"],
        actor: "you-in-person",
        env: editor(clinic, "/^aws_/d"),
        answers: () => newKey(ann),
      });
    });

  it("half a session in a file", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai-2";
    const { sessionToken, ...half } = await session(ann);
    write(`[profile ${name}]\n${there}`, `[${name}]\n${linesOf(half)}`);
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: refused,
      profile: name,
      finding: ["session-without-token", "certain"],
      actor: "you-in-person",
      fill: (line) => line.replace("TOKEN", sessionToken),
    });
  });

  it("an inactive key in a file", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "team.a";
    const key = await desk.addUser(`${name}-tired`);
    await desk.ask("iam", "UpdateAccessKey", {
      UserName: key.userName,
      AccessKeyId: key.accessKeyId,
      Status: "Inactive",
    });
    write(`[profile ${name}]\n${there}`, `[${name}]\n${linesOf(key)}`);
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: refused,
      profile: name,
      finding: ["key-unknown", "certain"],
      actor: "administrator",
      administrator: { server },
    });
  });

  // Under other names it is the same ailment: here for real, for every rule in test/doctor/other-names.test.ts.
  for (const name of ["deploy", "kikai-2"]) {
    it(`a deleted key in a file (${name})`, async (t) => {
      if (!needs(t, "aws")) return;
      const key = await desk.addUser(`${name}-gone`);
      const { userName: UserName, accessKeyId: AccessKeyId } = key;
      await desk.ask("iam", "DeleteAccessKey", { UserName, AccessKeyId });
      write(`[profile ${name}]\n${there}`, `[${name}]\n${linesOf(key)}`);
      const other = await desk.addKey(UserName);
      await cure({
        command: `${whoAmI} --profile ${name}`,
        shows: refused,
        profile: name,
        finding: ["key-unknown", "certain"],
        actor: "you-in-person",
        remedy: 1,
        input: typed(other),
      });
    });
  }

  it("a deleted key in the vault", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "deploy";
    const key = await desk.addUser(`${name}-past`);
    const { userName: UserName, accessKeyId: AccessKeyId } = key;
    await clinic.home.addKey(`${name}-past`, key);
    await desk.ask("iam", "DeleteAccessKey", { UserName, AccessKeyId });
    write(`[profile ${name}-past]\n${there}`);
    const other = await desk.addKey(UserName);
    await cure({
      command: `tegata exec ${name}-past -- ${whoAmI}`,
      shows: refused,
      by: "run",
      finding: ["key-unknown", "certain"],
      actor: "you-in-person",
      remedy: 1,
      answers: () => newKey(other),
    });
  });

  it("a wrong secret", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai-2";
    write(
      `[profile ${name}]\n${there}`,
      `[${name}]\n${linesOf({ ...ann, secretAccessKey: "x".repeat(40) })}`,
    );
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: /SignatureDoesNotMatch/,
      profile: name,
      finding: ["secret-key-wrong", "certain"],
      actor: "you-in-person",
      input: typed(ann),
    });
  });

  it("a wrong secret in the environment", async (t) => {
    if (!needs(t, "aws")) return;
    write("");
    await cure({
      command: whoAmI,
      env: variablesOf({ ...ann, secretAccessKey: "x".repeat(40) }, server),
      shows: /SignatureDoesNotMatch/,
      finding: ["secret-key-wrong", "certain"],
      actor: "you-in-person",
      answers: () => newKey(ann),
    });
  });

  for (const [clock, offset, asked, shows] of [
    ["ten minutes ahead, at STS", "+10m", whoAmI, /SignatureDoesNotMatch.*Signature not yet current/],
    ["ten minutes behind, at IAM", "-10m", "aws iam list-users", /SignatureDoesNotMatch.*Signature expired/],
    ["twenty minutes behind, at S3", "-20m", "aws s3api list-buckets", /RequestTimeTooSkewed/],
  ] as const)
    it(`a clock that is ${clock}`, async (t) => {
      if (!needs(t, "aws", "faketime")) return;
      write(`[profile ann]\n${there}`, `[ann]\n${linesOf(ann)}`);
      const command = `${asked} --profile ann`;
      await cure({
        under: `faketime -f ${offset} `,
        command,
        shows,
        profile: "ann",
        finding: ["clock-skew", "certain"],
        actor: "administrator",
        play: async ({ commands }) => assert.deepEqual(commands, ["sudo timedatectl set-ntp true"]),
      });
    });

  it("a key of another endpoint", async (t) => {
    if (!needs(t, "aws")) return;
    const other = await startServer();
    t.after(() => other.stop());
    const bob = await openDesk(other).addUser("bob");
    write(`[profile bob]\n${there}`, `[bob]\n${linesOf(bob)}`);
    const { findings } = await cure({
      command: `${whoAmI} --profile bob`,
      shows: refused,
      profile: "bob",
      finding: ["key-unknown", "certain"],
      actor: "administrator",
      play: async () =>
        clinic.home.writeConfig(`[profile bob]\nregion = us-east-1\nendpoint_url = ${other.endpoint}\n`),
    });
    assert.ok(findings[0]?.what.en.includes(server.endpoint));
  });
});
