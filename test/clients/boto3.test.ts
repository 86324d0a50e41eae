/** boto3, unmodified: what it does beyond the AWS CLI is in `boto3/journey.py`, one line of JSON per step. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { findProgram, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment, startServer } from "../support/server.ts";

const missing = findMissing();
if (missing !== undefined && process.env.CI === "true")
  throw new Error(`not on this machine: ${missing}; with CI=true nothing may be skipped`);

const steps = [
  "paginators answer everything, page by page",
  "errors carry AWS's codes, types and sentences",
  "clients of every region reach the one endpoint",
  "a presigned GetCallerIdentity as EKS uses it is answered, altered and expired it is refused",
  "tags are set, listed and removed",
  "the waiters user_exists, role_exists and policy_exists end",
  "sessions sign: AssumeRole, GetSessionToken and GetFederationToken",
  "an inline session policy limits a role session",
  "upload_file goes in parts with default checksums and comes back whole",
  "checksums of every algorithm that needs no further library are kept",
  "S3 paginators, delete_objects and presigned URLs work",
  "S3 errors carry S3's codes",
] as const;

test("boto3", { skip: missing !== undefined && `SKIPPED: not on this machine: ${missing}` }, async (t) => {
  const server = await startServer();
  t.after(() => server.stop());
  const run = await runProgram(
    ["python3", join(import.meta.dirname, "boto3/journey.py")],
    cleanEnvironment({
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: server.admin.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.admin.secretAccessKey,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      TEGATA_TEST_ACCOUNT: server.accountId,
      PYTHONDONTWRITEBYTECODE: "1",
    }),
  );
  const outcomes: { step: string; failure: string | null }[] = run.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  assert.equal(run.code, 0, run.stderr);
  assert.deepEqual(
    outcomes.map(({ step }) => step),
    steps,
  );
  for (const { step, failure } of outcomes)
    await t.test(`boto3: ${step}`, () => assert.equal(failure, null, failure ?? ""));
});

function findMissing(): string | undefined {
  if (findProgram("python3") === undefined) return "python3";
  return spawnSync("python3", ["-c", "import boto3"]).status === 0 ? undefined : "boto3";
}
