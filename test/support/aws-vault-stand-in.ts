/**
 * A stand-in for AWS Vault as its documentation and source describe it (99designs/aws-vault 7: cli/list.go, cli/exec.go):
 * `list --credentials`, and `exec --no-session PROFILE -- PROGRAM …` with one key in the child's environment. Its "keyring"
 * is a JSON file that opens only with AWS_VAULT_PASS_PREFIX, for a setting that has to reach it.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";

const { env } = process;

function fail(text: string): never {
  process.stderr.write(`aws-vault: error: ${text}\n`);
  process.exit(1);
}

appendFileSync(env.STAND_IN_LOG ?? "/dev/null", `${JSON.stringify(process.argv.slice(2))}\n`);
if (env.AWS_VAULT_PASS_PREFIX !== "aws") fail("the backend does not open");
const keys: Record<string, { id: string; secret: string }> = JSON.parse(
  readFileSync(env.STAND_IN_KEYS ?? "", "utf8"),
);
const [verb = "", flag, profile = "", dashes, program = "", ...args] = process.argv.slice(2);
if (verb === "list") {
  if (flag !== "--credentials") fail("only --credentials");
  process.stdout.write(
    Object.keys(keys)
      .map((name) => `${name}\n`)
      .join(""),
  );
  process.exit(0);
}
if (verb !== "exec" || flag !== "--no-session" || dashes !== "--") fail(`unknown command ${verb}`);
if (env.AWS_VAULT) fail("exec: aws-vault sessions should be nested with care, unset AWS_VAULT to force");
const key = keys[profile] ?? fail(`exec: Failed to get credentials for ${profile}`);
const config = readFileSync(env.AWS_CONFIG_FILE ?? `${env.HOME}/.aws/config`, "utf8");
const section = config.split(/^\[/m).find((text) => text.startsWith(`profile ${profile}]`)) ?? "";
const removed = [
  ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"],
  ...["AWS_CREDENTIAL_FILE", "AWS_DEFAULT_PROFILE", "AWS_PROFILE", "AWS_SDK_LOAD_CONFIG"],
];
const child: NodeJS.ProcessEnv = { ...env };
for (const name of removed) delete child[name];
Object.assign(child, { AWS_VAULT: profile, AWS_ACCESS_KEY_ID: key.id, AWS_SECRET_ACCESS_KEY: key.secret });
// A role's session, where the profile has a role.
if (section.includes("role_arn"))
  Object.assign(child, { AWS_SESSION_TOKEN: "token", AWS_SECURITY_TOKEN: "token" });
const { status } = spawnSync(program, args, { env: child, stdio: "inherit" });
process.exit(status ?? 1);
