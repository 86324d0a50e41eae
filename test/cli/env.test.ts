/** `tegata env`, evaluated by the shells that it is meant for. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setLine, unsetLine } from "../../src/vault/deliver/index.ts";
import { findProgram, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment, startServer } from "../support/server.ts";
import { assertRefused, entry, tegata, temporaryFolder } from "./support.ts";

const endpoint = "http://127.0.0.1:4711";
const keyId = "AKIAIOSFODNN7EXAMPLE";
/** A quote, a dollar, a backslash: what a shell could trip over. */
const secret = `it's/$HOME\\+"quoted"`;
const expected = [endpoint, "eu-west-1", "eu-west-1", keyId, secret, "", ""];
const names = [
  "AWS_ENDPOINT_URL",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_PROFILE",
];

function dataFolder(t: TestContext): string {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, "credentials"),
    `[other]\naws_access_key_id = NO\naws_secret_access_key = NO\n\n[tegata-admin]\naws_access_key_id = ${keyId}\naws_secret_access_key = ${secret}\n`,
  );
  return folder;
}

const shadows = { AWS_SESSION_TOKEN: "an earlier session's", AWS_PROFILE: "somebody" };

async function evaluate(t: TestContext, shell: "sh" | "fish", script: (command: string) => string) {
  const flags = `--shell ${shell} --data ${dataFolder(t)} --endpoint ${endpoint} --region eu-west-1`;
  const run = await runProgram(
    [shell, "-c", script(`${process.execPath} ${entry} env ${flags}`)],
    cleanEnvironment(shadows),
  );
  assert.equal(run.code, 0, run.stderr);
  assert.equal(run.stderr, "");
  return run.stdout.split("\n").slice(0, names.length);
}

const printAll = names.map((name) => `printf '%s\\n' "$${name}"`).join("; ");

test("tegata env sets, and unsets what would shadow it, in sh", async (t) => {
  assert.deepEqual(await evaluate(t, "sh", (command) => `eval "$(${command})"; ${printAll}`), expected);
});

test("tegata env --unset takes it back in sh", async (t) => {
  const values = await evaluate(
    t,
    "sh",
    (command) => `eval "$(${command})"; eval "$(${command} --unset)"; ${printAll}`,
  );
  assert.deepEqual(values, ["", "", "", "", "", "", ""]);
});

test("tegata env sets in fish", async (t) => {
  if (findProgram("fish") === undefined) return t.skip("SKIPPED: not on this machine: fish");
  assert.deepEqual(await evaluate(t, "fish", (command) => `${command} | source; ${printAll}`), expected);
});

test("tegata env --unset takes it back in fish", async (t) => {
  if (findProgram("fish") === undefined) return t.skip("SKIPPED: not on this machine: fish");
  const values = await evaluate(
    t,
    "fish",
    (command) => `${command} | source; ${command} --unset | source; ${printAll}`,
  );
  assert.deepEqual(values, ["", "", "", "", "", "", ""]);
});

test("setLine() and unsetLine() speak PowerShell and cmd", () => {
  assert.equal(setLine("powershell", "A", "it's $x"), "$env:A = 'it''s $x'");
  assert.equal(unsetLine("powershell", "A"), "Remove-Item Env:A -ErrorAction SilentlyContinue");
  assert.equal(setLine("cmd", "A", "a b&c"), 'set "A=a b&c"');
  assert.equal(unsetLine("cmd", "A"), 'set "A="');
});

test("tegata env chooses the shell from the environment, and prints JSON for programs", async (t) => {
  const data = dataFolder(t);
  const fish = await tegata(["env", "--data", data], { env: { SHELL: "/usr/bin/fish" } });
  assert.match(fish.stdout, /^set -gx AWS_ENDPOINT_URL 'http:\/\/127\.0\.0\.1:4600'$/m);
  const json = await tegata(["env", "--json", "--data", data], { env: { TEGATA_ENDPOINT: endpoint } });
  assert.deepEqual(json.json as unknown, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: keyId,
    AWS_SECRET_ACCESS_KEY: secret,
  });
});

test("tegata env without a credentials file, or with another profile, ends with one sentence and exit code 1", async (t) => {
  const data = dataFolder(t);
  const nowhere = await tegata(["env", "--data", join(data, "none")]);
  assertRefused(nowhere, 1, /there is no key of profile "tegata-admin" in ".*none.credentials"/);
  assertRefused(await tegata(["env", "--data", data, "--profile", "x"]), 1, /no key of profile "x"/);
});

test("tegata env --session hands over a session, keeps the key behind it as a profile, and takes both back", async (t) => {
  const data = join(temporaryFolder(t), "data");
  const server = await startServer({ data, testMode: false });
  t.after(() => server.stop());
  const flags = ["env", "--data", data, "--endpoint", server.endpoint];
  const { json } = await tegata([...flags, "--session", "--json"]);
  assert.match(String(json.AWS_ACCESS_KEY_ID), /^ASIA/);
  assert.ok(String(json.AWS_SESSION_TOKEN).length > 0);
  const file = join(data, "credentials");
  assert.deepEqual([json.AWS_SHARED_CREDENTIALS_FILE, json.AWS_PROFILE], [file, "tegata-admin"]);
  const env = { SHELL: "/bin/sh", AWS_SHARED_CREDENTIALS_FILE: file, AWS_PROFILE: "tegata-admin" };
  for (const undo of [[], ["--unset"]]) {
    const { stdout } = await tegata([...flags, ...undo], { env });
    assert.match(stdout, /^unset AWS_SHARED_CREDENTIALS_FILE$/m);
    assert.match(stdout, /^unset AWS_PROFILE$/m);
  }
});

test("tegata env --unset leaves a profile and a file that are a person's own", async (t) => {
  const env = { SHELL: "/bin/sh", AWS_SHARED_CREDENTIALS_FILE: "/mine", AWS_PROFILE: "mine" };
  const { stdout } = await tegata(["env", "--unset", "--data", dataFolder(t)], { env });
  assert.doesNotMatch(stdout, /AWS_PROFILE|AWS_SHARED/);
});

test("tegata env --session ends with one sentence where no authority answers", async (t) => {
  const nowhere = "http://127.0.0.1:1";
  const run = await tegata(["env", "--session", "--data", dataFolder(t), "--endpoint", nowhere]);
  assert.equal(run.code, 1);
  assert.equal(run.stdout, "");
  assert.match(run.stderr, /^tegata: .*127\.0\.0\.1/);
});
