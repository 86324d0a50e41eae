/** Simulations through real clients, each compared with what the authority does when the call is really made. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { aws, findProgram, type Json, listOf, type Run, runProgram } from "../support/aws-cli.ts";
import { openDesk, sessionIn } from "../support/desk.ts";
import { cleanEnvironment, type Key, type RunningServer, startServer } from "../support/server.ts";
import { missingForTerraform, terraformEnvironment, terraformSettings } from "../support/terraform.ts";
import { cases, documents, textOf } from "./simulation-cases.ts";

const missingPython =
  findProgram("python3") === undefined || spawnSync("python3", ["-c", "import boto3"]).status !== 0
    ? ["boto3"]
    : [];
const missingCli = findProgram("aws") === undefined ? ["aws"] : [];
const missing = [...missingCli, ...missingPython, ...missingForTerraform];
if (missing.length > 0 && process.env.CI === "true")
  throw new Error(`not on this machine: ${missing.join(", ")}; with CI=true nothing may be skipped`);
const skipWithout = (lacking: readonly string[]) =>
  lacking.length > 0 && `SKIPPED: not on this machine: ${lacking.join(", ")}`;

describe("simulations", { skip: skipWithout(missingCli) }, () => {
  let server: RunningServer;
  let folder: string;
  const keys = new Map<string, Key>();

  before(async () => {
    server = await startServer();
    folder = mkdtempSync(join(tmpdir(), "tegata-simulate-"));
    await furnish();
  });
  after(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (args: readonly string[], key: Key | undefined = server.admin) =>
    aws(args, { endpoint: server.endpoint, key });
  async function does(...args: readonly string[]): Promise<Run> {
    const done = await run(args);
    assert.equal(done.code, 0, `aws ${args.join(" ")}: ${done.stderr}`);
    return done;
  }
  const answer = async (...args: readonly string[]): Promise<Json> =>
    (await does(...args, "--output", "json")).json;
  const arnOf = (name: string) =>
    `arn:aws:iam::${server.accountId}:${name === "job" ? "role" : "user"}/${name}`;

  /** By the desk: what is looked at are the simulations, not how people and roles are made. */
  async function furnish(): Promise<void> {
    const { ask, addKey } = openDesk(server);
    const PermissionsBoundary = `arn:aws:iam::${server.accountId}:policy/cap`;
    await ask("iam", "CreatePolicy", { PolicyName: "cap", PolicyDocument: textOf("cap") });
    const all = { PolicyName: "all", PolicyDocument: textOf("all") };
    await ask("iam", "CreateUser", { UserName: "ann" });
    await ask("iam", "PutUserPolicy", { UserName: "ann", PolicyName: "own", PolicyDocument: textOf("own") });
    await ask("iam", "CreateGroup", { GroupName: "makers" });
    await ask("iam", "AddUserToGroup", { GroupName: "makers", UserName: "ann" });
    const team = { PolicyName: "team", PolicyDocument: textOf("group") };
    await ask("iam", "PutGroupPolicy", { GroupName: "makers", ...team });
    await ask("iam", "CreateUser", { UserName: "ben", PermissionsBoundary });
    await ask("iam", "PutUserPolicy", { UserName: "ben", ...all });
    const trust = { Effect: "Allow", Principal: { AWS: server.accountId }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: trust });
    await ask("iam", "CreateRole", { RoleName: "job", AssumeRolePolicyDocument, PermissionsBoundary });
    await ask("iam", "PutRolePolicy", { RoleName: "job", ...all });
    for (const name of ["ann", "ben"]) keys.set(name, await addKey(name));
    const job = { RoleArn: arnOf("job"), RoleSessionName: "it" };
    keys.set("job", sessionIn(await ask("sts", "AssumeRole", job)));
    await does("s3api", "create-bucket", "--bucket", "home");
    const file = join(folder, "notes");
    writeFileSync(file, "notes");
    for (const key of ["ann/notes", "ben/notes"])
      await does("s3api", "put-object", "--bucket", "home", "--key", key, "--body", file);
  }

  for (const { title, who, action, resource, context = [], decision, call } of cases)
    it(`simulate-principal-policy says of ${title} (${action}) what happens: ${decision}`, async () => {
      const entries = context.map((entry) => {
        const [name, type, value] = entry.split("=");
        return `ContextKeyName=${name},ContextKeyType=${type},ContextKeyValues=${value}`;
      });
      const simulated = await answer(
        ...["iam", "simulate-principal-policy", "--policy-source-arn", arnOf(who), "--action-names", action],
        ...["--resource-arns", resource.replace("ACCOUNT", server.accountId)],
        ...(entries.length === 0 ? [] : ["--context-entries", ...entries]),
      );
      const [result] = listOf(simulated.EvaluationResults);
      assert.equal(result?.EvalDecision, decision);
      const { code, stderr } = await run(call, keys.get(who));
      if (decision === "allowed") assert.equal(code, 0, stderr);
      else {
        assert.match(stderr, /\((AccessDenied|AccessDeniedException)\)/);
        assert.equal(/with an explicit deny/.test(stderr), decision === "explicitDeny", stderr);
      }
    });

  it("simulate-principal-policy shows where the statement stands, and whose policy it is", async () => {
    const { EvaluationResults: results } = await answer(
      ...[
        "iam",
        "simulate-principal-policy",
        "--policy-source-arn",
        arnOf("ann"),
        "--action-names",
        "iam:CreateUser",
      ],
    );
    const [result] = listOf(results);
    assert.equal(result?.EvalResourceName, "*");
    const [matched, ...others] = listOf(result?.MatchedStatements);
    assert.equal(others.length, 0);
    assert.equal(matched?.SourcePolicyId, "group_makers_team");
    assert.equal(matched?.SourcePolicyType, "IAM Policy");
    const text = textOf("group");
    const deny = JSON.stringify(documents.group[1]);
    const end = text.indexOf(deny) + deny.length;
    assert.deepEqual(matched?.StartPosition, { Line: 1, Column: text.indexOf(deny) });
    assert.deepEqual(matched?.EndPosition, { Line: 1, Column: end + 1 });
    assert.deepEqual(result?.MissingContextValues, ["aws:SecureTransport"]);
  });

  it("simulate-custom-policy answers for a policy that nobody has, each resource by itself", async () => {
    const { EvaluationResults: results } = await answer(
      ...[
        "iam",
        "simulate-custom-policy",
        "--policy-input-list",
        textOf("own"),
        "--action-names",
        "s3:GetObject",
      ],
      ...["--resource-arns", "arn:aws:s3:::home/ann/notes", "arn:aws:s3:::home/ben/notes"],
      ...["--context-entries", "ContextKeyName=aws:username,ContextKeyType=string,ContextKeyValues=ann"],
    );
    const [result, ...others] = listOf(results);
    assert.equal(others.length, 0);
    assert.equal(result?.EvalDecision, "implicitDeny");
    assert.deepEqual(
      listOf(result?.ResourceSpecificResults).map((one) => [one.EvalResourceName, one.EvalResourceDecision]),
      [
        ["arn:aws:s3:::home/ann/notes", "allowed"],
        ["arn:aws:s3:::home/ben/notes", "implicitDeny"],
      ],
    );
  });

  it("get-context-keys-for-… names the keys of the policies", async () => {
    const custom = await answer(
      "iam",
      "get-context-keys-for-custom-policy",
      "--policy-input-list",
      textOf("own"),
    );
    const own = [
      "aws:username",
      "s3:prefix",
      "aws:SourceIp",
      "aws:MultiFactorAuthPresent",
      "aws:CurrentTime",
    ];
    assert.deepEqual(custom.ContextKeyNames, own);
    const principal = await answer(
      "iam",
      "get-context-keys-for-principal-policy",
      "--policy-source-arn",
      arnOf("ann"),
    );
    assert.deepEqual(principal.ContextKeyNames, [...own, "aws:SecureTransport"]);
  });

  it("a user may simulate only the principals that its policies name", async () => {
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "iam:SimulatePrincipalPolicy", Resource: arnOf("ann") },
    });
    const { ask, addKey } = openDesk(server);
    await ask("iam", "CreateUser", { UserName: "auditor" });
    await ask("iam", "PutUserPolicy", { UserName: "auditor", PolicyName: "a", PolicyDocument: policy });
    const key = await addKey("auditor");
    const simulate = (arn: string) =>
      run(
        ["iam", "simulate-principal-policy", "--policy-source-arn", arn, "--action-names", "s3:GetObject"],
        key,
      );
    assert.equal((await simulate(arnOf("ann"))).code, 0);
    for (const arn of [arnOf("ben"), arnOf("nobody"), "arn:aws:iam::210987654321:user/ann"])
      assert.match((await simulate(arn)).stderr, /AccessDenied.*iam:SimulatePrincipalPolicy on resource: /);
    const custom = [
      "iam",
      "simulate-custom-policy",
      "--policy-input-list",
      textOf("all"),
      "--action-names",
      "s3:GetObject",
    ];
    assert.match((await run(custom, key)).stderr, /AccessDenied.*iam:SimulateCustomPolicy/);
  });

  it("boto3's paginators go through simulations", { skip: skipWithout(missingPython) }, async () => {
    const environment = cleanEnvironment({
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: server.admin.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.admin.secretAccessKey,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      TEGATA_TEST_PRINCIPAL: arnOf("ben"),
      PYTHONDONTWRITEBYTECODE: "1",
    });
    const done = await runProgram(["python3", join(import.meta.dirname, "boto3/simulate.py")], environment);
    assert.equal(done.code, 0, done.stderr);
    assert.deepEqual(done.json, {
      sizes: [3, 3, 1],
      actions: true,
      decisions: [...Array.from({ length: 5 }, () => "implicitDeny"), "allowed", "implicitDeny"],
      custom: ["allowed", "implicitDeny"],
      refused: "InvalidInput",
    });
  });

  it("Terraform's data source reads simulations", { skip: skipWithout(missingForTerraform) }, async () => {
    writeFileSync(join(folder, "cli.tfrc"), terraformSettings());
    writeFileSync(join(folder, "main.tf"), terraformFile(arnOf("ann")));
    const terraform = async (...args: readonly string[]): Promise<Run> => {
      const done = await runProgram(["terraform", ...args], terraformEnvironment(server, folder), "", folder);
      assert.equal(done.code, 0, `terraform ${args[0]}\n${done.stdout}\n${done.stderr}`);
      return done;
    };
    await terraform("init", "-input=false");
    await terraform("apply", "-auto-approve");
    const { own, others } = (await terraform("output", "-json")).json;
    assert.equal(own?.value?.all_allowed, true);
    const [result] = listOf(own?.value?.results);
    assert.equal(result?.decision, "allowed");
    assert.equal(result?.resource_arn, "arn:aws:s3:::home/ann/notes");
    assert.equal(listOf(result?.matched_statements)[0]?.source_policy_id, "user_ann_own");
    assert.equal(others?.value?.all_allowed, false);
    assert.deepEqual(
      listOf(others?.value?.results)
        .map(({ action_name: name, decision }) => `${name} ${decision}`)
        .sort(),
      ["iam:CreateUser explicitDeny", "s3:GetObject implicitDeny"],
    );
  });
});

function terraformFile(policySourceArn: string): string {
  const simulation = (name: string, actions: readonly string[], more: string) =>
    `data "aws_iam_principal_policy_simulation" "${name}" {
  policy_source_arn = ${JSON.stringify(policySourceArn)}
  action_names      = ${JSON.stringify(actions)}
${more}
}
output "${name}" {
  value = data.aws_iam_principal_policy_simulation.${name}
}
`;
  const own = `  resource_arns = ["arn:aws:s3:::home/ann/notes"]
  context {
    key    = "aws:username"
    type   = "string"
    values = ["ann"]
  }`;
  return `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
provider "aws" {}
${simulation("own", ["s3:GetObject"], own)}
${simulation("others", ["s3:GetObject", "iam:CreateUser"], "")}`;
}
