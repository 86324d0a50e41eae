/** `tegata decision`: what an administrator learns by a request's id, and others do not. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { aws, needs, type Run, runProgram } from "../support/aws-cli.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import {
  cleanEnvironment,
  type Key,
  type RunningServer,
  startServer,
  tegataProgram,
} from "../support/server.ts";

describe("tegata decision", () => {
  let server: RunningServer;
  let desk: Desk;
  let ann: Person;
  const folder = mkdtempSync(join(tmpdir(), "tegata-decision-"));

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    ann = await desk.addUser("ann", [
      { Action: "s3:*" },
      {
        Sid: "WithMfa",
        Action: "iam:ListUsers",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      },
    ]);
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The id of a refused request, as the AWS CLI's log shows it. */
  const refusedId = async (key: Key, ...args: string[]): Promise<string> => {
    const run = await aws([...args, "--debug"], { endpoint: server.endpoint, key });
    assert.notEqual(run.code, 0);
    assert.match(run.stderr, /AccessDenied/);
    const id = /'x-amz(?:n-requestid|-request-id)': '([^']+)'/i.exec(run.stderr)?.[1];
    assert.ok(id, run.stderr);
    return id;
  };

  /** As another operator's file would say it. */
  const fileOf = ({ accessKeyId, secretAccessKey }: Key): string => {
    const file = join(folder, accessKeyId);
    const lines = [
      "[tegata-admin]",
      `aws_access_key_id = ${accessKeyId}`,
      `aws_secret_access_key = ${secretAccessKey}`,
    ];
    writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
    return file;
  };

  const decision = (key: Key, id: string, ...args: string[]): Promise<Run> =>
    runProgram(
      [process.execPath, tegataProgram, "decision", id, "--endpoint", server.endpoint, ...args],
      cleanEnvironment({ TEGATA_CREDENTIALS_FILE: fileOf(key) }),
    );

  it("shows each layer, the statement that missed and the change that would let in", async (t) => {
    if (!needs(t, "aws")) return;
    const id = await refusedId(ann, "iam", "list-users");
    const run = await decision(server.admin, id);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^iam:ListUsers on \S+: denied, since nothing allows it/);
    assert.match(run.stdout, /identity-based policies: says nothing/);
    assert.match(run.stdout, /"WithMfa" \(line 1, column \d+\)/);
    assert.match(run.stdout, /Bool aws:MultiFactorAuthPresent wants "true"; the request has none/);
    assert.match(run.stdout, /1\. with aws:MultiFactorAuthPresent = "true"/);
    assert.match(run.stdout, /user\/ann asked/);
  });

  it("knows S3's refusals too", async (t) => {
    if (!needs(t, "aws")) return;
    await desk.setPolicy("ann", { Action: "iam:ListUsers" });
    const id = await refusedId(ann, "s3api", "list-buckets");
    const run = await decision(server.admin, id, "--json");
    assert.equal(run.code, 0, run.stderr);
    const { context } = JSON.parse(run.stdout).Decision;
    assert.equal(context.action, "s3:ListAllMyBuckets");
  });

  it("says that there is no such role, and proposes nothing for it", async (t) => {
    if (!needs(t, "aws")) return;
    const RoleArn = `arn:aws:iam::${desk.accountId}:role/nobodys`;
    const id = await refusedId(
      ann,
      ...["sts", "assume-role", "--role-arn", RoleArn],
      "--role-session-name",
      "ann",
    );
    const run = await decision(server.admin, id);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^there is no such role$/m);
    assert.doesNotMatch(run.stdout, /what would allow it/);
  });

  it("tells a caller without the permission, and another account's admin, nothing", async (t) => {
    if (!needs(t, "aws")) return;
    const id = await refusedId(ann, "iam", "list-roles");
    const own = await decision(ann, id);
    assert.equal(own.code, 1);
    assert.match(own.stderr, /not authorized to perform: tegata:GetDecision/);
    const made = await server.testCall("/_tegata/accounts", {});
    const { AccessKeyId, SecretAccessKey } = made.Admin as Readonly<Record<string, string>>;
    const stranger = { accessKeyId: AccessKeyId ?? "", secretAccessKey: SecretAccessKey ?? "" };
    const neverMade = "0d6f0c3e-3a5b-4c55-9a0c-7a1f5f1f9e57";
    for (const run of [await decision(stranger, id), await decision(server.admin, neverMade)]) {
      assert.equal(run.code, 1);
      assert.match(run.stderr, /DecisionNotFoundException: No refusal with the request id \S+ is remembered/);
    }
    assert.equal((await decision(server.admin, id)).code, 0);
  });
});
