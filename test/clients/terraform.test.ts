/** Terraform with the unmodified hashicorp/aws provider: apply, an empty plan, changes in place, an empty plan, destroy. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { aws, type Json, listOf, type Run, runProgram } from "../support/aws-cli.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { missingForTerraform, terraformEnvironment, terraformSettings } from "../support/terraform.ts";

/** `terraform plan -detailed-exitcode`: nothing to do. */
const nothingToDo = 0;

const missing = missingForTerraform;
if (missing.length > 0 && process.env.CI === "true")
  throw new Error(`not on this machine: ${missing.join(", ")}; with CI=true nothing may be skipped`);

describe("terraform", {
  skip: missing.length > 0 && `SKIPPED: not on this machine: ${missing.join(", ")}`,
}, () => {
  let server: RunningServer;
  let folder: string;
  let outputs: Json;

  before(async () => {
    server = await startServer();
    folder = mkdtempSync(join(tmpdir(), "tegata-terraform-"));
    cpSync(join(import.meta.dirname, "terraform"), folder, { recursive: true });
    writeFileSync(join(folder, "cli.tfrc"), terraformSettings());
    await succeed("init", "-input=false");
  });

  after(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("applies every resource", async () => {
    await succeed("apply", "-auto-approve", "-var=revision=one");
    outputs = (await succeed("output", "-json")).json;
    assert.equal(outputs.caller?.value, `arn:aws:iam::${server.accountId}:user/admin`);
  });

  it("plans nothing after an apply", async () => {
    assert.equal((await plan("one")).code, nothingToDo);
  });

  it("changes in place what AWS changes in place", async () => {
    const made = stateOf();
    const run = await succeed("apply", "-auto-approve", "-json", "-var=revision=two");
    // What hangs on the group's name is made anew by the provider when the group is renamed, and so is an alias.
    assert.deepEqual(replacedIn(run).sort(), [
      "aws_iam_account_alias.this",
      "aws_iam_group_policy.makers",
      "aws_iam_group_policy_attachment.makers",
    ]);
    assert.deepEqual(stateOf(), made);
    const { json } = await succeed("output", "-json");
    for (const name of ["user_id", "role_id", "profile_id"])
      assert.deepEqual(json[name], outputs[name], `${name} stays, since nothing was made anew`);
    const { Role: role } = (await ask("iam", "get-role", "--role-name", "deployer")).json;
    assert.equal(role?.MaxSessionDuration, 7200);
    assert.equal(role?.Description, "deploys, revision two");
    assert.match(JSON.stringify(role?.PermissionsBoundary), /policy\/team\/read/);
  });

  it("plans nothing after a change", async () => {
    assert.equal((await plan("two")).code, nothingToDo);
  });

  it("destroys everything", async () => {
    await succeed("destroy", "-auto-approve", "-var=revision=two");
    assert.deepEqual(stateOf(), []);
    const details = (await ask("iam", "get-account-authorization-details")).json;
    const left = ["UserDetailList", "GroupDetailList", "RoleDetailList"].flatMap((kind) =>
      listOf(details[kind]).map(({ UserName, GroupName, RoleName }) => UserName ?? GroupName ?? RoleName),
    );
    assert.deepEqual(left, ["admin"]);
  });

  function terraform(...args: readonly string[]): Promise<Run> {
    return runProgram(["terraform", ...args], terraformEnvironment(server, folder), "", folder);
  }

  async function succeed(...args: readonly string[]): Promise<Run> {
    const run = await terraform(...args);
    assert.equal(run.code, 0, `terraform ${args[0]}\n${run.stdout}\n${run.stderr}`);
    return run;
  }

  async function plan(revision: string): Promise<Run> {
    const run = await terraform("plan", "-detailed-exitcode", "-no-color", `-var=revision=${revision}`);
    assert.notEqual(run.code, 1, run.stderr);
    assert.equal(run.code, nothingToDo, run.stdout);
    return run;
  }

  function ask(...args: readonly string[]): Promise<Run> {
    return aws(args, { endpoint: server.endpoint, key: server.admin });
  }

  /** The addresses of the resources that Terraform holds. */
  function stateOf(): string[] {
    const { resources }: { resources: { mode: string; type: string; name: string }[] } = JSON.parse(
      readFileSync(join(folder, "terraform.tfstate"), "utf8"),
    );
    return resources
      .filter(({ mode }) => mode === "managed")
      .map(({ type, name }) => `${type}.${name}`)
      .sort();
  }
});

/** Addresses that were destroyed and made again, from the events of `apply -json`. */
function replacedIn(run: Run): string[] {
  const events: {
    readonly type?: string;
    readonly change?: { readonly action: string; readonly resource: { readonly addr: string } };
  }[] = run.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  return events
    .filter(({ type, change }) => type === "planned_change" && change?.action === "replace")
    .map(({ change }) => change?.resource.addr ?? "");
}
