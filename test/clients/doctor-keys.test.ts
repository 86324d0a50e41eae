/** Keys and clocks that a service refuses, and sessions that are written into files, as the real AWS CLI meets them; each is seen, told and mended. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { openDesk, type Person } from "../support/desk.ts";
import { variablesOf } from "../support/doctor.ts";
import { editor } from "../support/doctor-person.ts";
import { linesOf, openPractice } from "../support/practice.ts";
import { type Key, startServer } from "../support/server.ts";

const whoAmI = "aws sts get-caller-identity";
const all = { Action: "*" };
const refused = /InvalidClientTokenId/;
const expired = /ExpiredToken/;

describe("tegata why, of keys", () => {
  const practice = openPractice();
  const { write, writeKey, cure, administrator, session, deadSession } = practice;
  let ann: Person;

  before(async () => {
    ann = await practice.desk.addUser("ann", all);
  });

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
      if (file === "config") write(`[profile ${name}]\n${practice.there}${lines}`);
      else write(`[profile ${name}]\n${practice.there}`, `[${name}]\n${lines}`);
      t.after(() => practice.clinic.home.tegata(["remove", "--force", name]));
      const command = `${whoAmI} --profile ${name}`;
      const ailment = { command, shows: expired, by: "run", actor: "you-in-person" } as const;
      await cure({
        ...ailment,
        finding: ["expired-in-file", "certain"],
        answers: () => newKey(ann),
        again: `! ${command}`,
      });
      // The editor reads the terminal: no line is pasted behind it.
      await cure({
        ...ailment,
        finding: ["expired-in-file", "certain"],
        env: editor(practice.clinic, "/^aws_/d"),
      });
    });

  it("half a session in a file", async (t) => {
    if (!needs(t, "aws")) return;
    const name = "kikai-2";
    const { sessionToken, ...half } = await session(ann);
    writeKey(name, half);
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
    const key = await practice.desk.addUser(`${name}-tired`);
    await practice.desk.ask("iam", "UpdateAccessKey", {
      UserName: key.userName,
      AccessKeyId: key.accessKeyId,
      Status: "Inactive",
    });
    writeKey(name, key);
    await cure({
      command: `${whoAmI} --profile ${name}`,
      shows: refused,
      profile: name,
      finding: ["key-unknown", "certain"],
      actor: "administrator",
      administrator: administrator(),
    });
  });

  // Under other names it is the same ailment: here for real, for every rule in test/doctor/other-names.test.ts.
  for (const name of ["deploy", "kikai-2"]) {
    it(`a deleted key in a file (${name})`, async (t) => {
      if (!needs(t, "aws")) return;
      const key = await practice.desk.addUser(`${name}-gone`);
      const { userName: UserName, accessKeyId: AccessKeyId } = key;
      await practice.desk.ask("iam", "DeleteAccessKey", { UserName, AccessKeyId });
      writeKey(name, key);
      const other = await practice.desk.addKey(UserName);
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
    const key = await practice.desk.addUser(`${name}-past`);
    const { userName: UserName, accessKeyId: AccessKeyId } = key;
    await practice.clinic.home.addKey(`${name}-past`, key);
    await practice.desk.ask("iam", "DeleteAccessKey", { UserName, AccessKeyId });
    write(`[profile ${name}-past]\n${practice.there}`);
    const other = await practice.desk.addKey(UserName);
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
    writeKey(name, { ...ann, secretAccessKey: "x".repeat(40) });
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
      env: variablesOf({ ...ann, secretAccessKey: "x".repeat(40) }, practice.server),
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
      writeKey("ann", ann);
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
    writeKey("bob", bob);
    const { findings } = await cure({
      command: `${whoAmI} --profile bob`,
      shows: refused,
      profile: "bob",
      finding: ["key-unknown", "certain"],
      actor: "administrator",
      play: async () =>
        practice.clinic.home.writeConfig(
          `[profile bob]\nregion = us-east-1\nendpoint_url = ${other.endpoint}\n`,
        ),
    });
    assert.ok(findings[0]?.what.en.includes(practice.server.endpoint));
  });
});
