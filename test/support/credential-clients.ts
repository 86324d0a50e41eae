/** Clients that we did not write, each asked who it is with whatever credentials its own chain finds. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { needs, type Run, runProgram } from "./aws-cli.ts";
import { stepScript } from "./sdk-step.ts";
import { missingForTerraform, terraformSettings } from "./terraform.ts";

export interface CredentialClient {
  readonly name: string;
  readonly isReady: (t: TestContext) => boolean;
  /** A program that prints the answer of GetCallerIdentity. */
  readonly command: (endpoint: string) => readonly string[];
}

export const credentialClients: readonly [CredentialClient, ...CredentialClient[]] = [
  {
    name: "the AWS CLI",
    isReady: (t) => needs(t, "aws"),
    command: () => ["aws", "sts", "get-caller-identity"],
  },
  {
    name: "boto3",
    isReady: (t) => needs(t, "python3") && needsBoto3(t),
    command: () => ["python3", "-c", "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"],
  },
  {
    name: "the AWS SDK for JavaScript",
    isReady: () => true,
    command: (endpoint) => {
      const step = JSON.stringify({ endpoint, service: "sts", operation: "GetCallerIdentity" });
      return ["sh", "-c", 'printf %s "$1" | "$2" "$3"', "sh", step, process.execPath, stepScript];
    },
  },
];

const identityArn = /"?(arn:aws:sts::\d+:assumed-role\/[^"\s]+)"?/;

/** That the answer names a session of that role. */
export function assertRole(roleName: string, run: Run): void {
  assert.equal(run.code, 0, run.stdout + run.stderr);
  assert.match(identityArn.exec(run.stdout)?.[1] ?? run.stdout, new RegExp(`:assumed-role/${roleName}/`));
}

export function needsBoto3(t: TestContext): boolean {
  return spawnSync("python3", ["-c", "import boto3"]).status === 0 || needs(t, "boto3");
}

export function needsTerraform(t: TestContext): boolean {
  if (missingForTerraform.length > 0 && process.env.CI === "true")
    throw new Error(missingForTerraform.join(", "));
  if (missingForTerraform.length === 0) return true;
  t.skip(`SKIPPED: not on this machine: ${missingForTerraform.join(", ")}`);
  return false;
}

export interface TerraformCaller {
  /** A folder that was initialised. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Makes a folder whose `terraform apply` says who it is; `init` is done. @param provider lines of the provider's block. */
export async function makeTerraformCaller(
  parent: string,
  env: NodeJS.ProcessEnv,
  provider = "",
): Promise<TerraformCaller> {
  const folder = mkdtempSync(join(parent, "terraform-"));
  const settings = join(folder, "cli.tfrc");
  writeFileSync(settings, terraformSettings());
  const lines = [
    provider === "" ? "" : `provider "aws" {\n${provider}\n}`,
    'data "aws_caller_identity" "this" {}',
    'output "caller" { value = data.aws_caller_identity.this.arn }',
  ];
  writeFileSync(join(folder, "main.tf"), `${lines.join("\n")}\n`);
  const own = { TF_CLI_CONFIG_FILE: settings, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
  const init = await runProgram(["terraform", "init", "-input=false"], { ...env, ...own }, "", folder);
  assert.equal(init.code, 0, init.stdout + init.stderr);
  return { folder, env: own };
}

/** Applies and prints the caller, as one program of a shell. */
export const terraformCommand = [
  "sh",
  "-c",
  "terraform apply -auto-approve -no-color >apply.log 2>&1 || { cat apply.log; exit 1; }; terraform output -raw caller",
] as const;
