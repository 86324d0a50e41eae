import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { assertRefused, tegata, temporaryFolder } from "./support.ts";

const ann = "arn:aws:iam::111122223333:user/ann";
const withMfa = `{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "WithMfa", "Effect": "Allow", "Action": "iam:*", "Resource": "*",
     "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
  ]
}
`;
const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';

function folderWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const explainUser = ["policy", "explain", "--principal", ann, "--action", "iam:ListUsers"];

test("tegata policy explain tells the near miss with its place, and what would help", async (t) => {
  const cwd = folderWith(t, { "user.json": withMfa });
  const { stdout, stderr, code } = await tegata([...explainUser, "--policy", "user.json"], { cwd });
  assert.equal(code, 0, stderr);
  assert.equal(
    stdout,
    `iam:ListUsers on *: denied, since nothing allows it (identity-based policies)
  identity-based policies: says nothing (1 policy)
nearly allowed by
  Allow  user.json, statement 1 "WithMfa" (line 4, column 5)
    line 5: Bool aws:MultiFactorAuthPresent wants "true"; the request has none, from the session's MFA; absent for long-lived keys
what would allow it (tried)
  1. with aws:MultiFactorAuthPresent = "true"
  2. add to the identity-based policies: {"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"}
`,
  );
});

test("tegata policy explain fills in what follows from the caller and takes --context over it", async (t) => {
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: {
        StringEquals: { "aws:username": "ann", "aws:PrincipalAccount": "111122223333" },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] },
        Null: { "aws:TagKeys": "false", "aws:PrincipalType": "true" },
      },
    },
  });
  const cwd = folderWith(t, { "user.json": policy });
  const context = ["aws:TagKeys=a", "aws:tagkeys=b", "aws:PrincipalType="];
  const run = await tegata(
    [...explainUser, "--policy", "user.json", "--context", ...context, "--expect", "allow", "--json"],
    { cwd },
  );
  assert.equal(run.code, 0, run.stdout + run.stderr);
  assert.equal(JSON.parse(run.stdout).decision.allowed, true);
});

test("tegata policy explain judges every layer it is given", async (t) => {
  const cwd = folderWith(t, {
    "all.json": everything,
    "none.json": '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}',
    "trust.json": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"${ann}"},"Action":"sts:AssumeRole"}}`,
  });
  const assume = [
    "policy",
    "explain",
    "--principal",
    ann,
    "--action",
    "sts:AssumeRole",
    "--trust",
    "trust.json",
  ];
  const layers: readonly (readonly [readonly string[], string | undefined])[] = [
    [[], undefined],
    [["--boundary", "none.json"], undefined],
    [["--scp", "all.json", "none.json"], "scp"],
    [["--resource-account", "999999999999"], "identity"],
    [["--resource-account", "999999999999", "--policy", "all.json", "--boundary", "none.json"], "boundary"],
    [["--vpce-policy", "none.json"], "vpce"],
    [["--policy", "all.json", "--resource-must-allow"], undefined],
  ];
  for (const [flags, layer] of layers) {
    const { stdout } = await tegata([...assume, ...flags, "--json"], { cwd });
    assert.equal(JSON.parse(stdout).decision.layer, layer, flags.join(" "));
  }
});

test("tegata policy explain --expect fails when the answer is another", async () => {
  const input = everything;
  const run = await tegata([...explainUser, "--policy", "-", "--expect", "deny"], { input });
  assert.equal(run.code, 1);
  assert.match(run.stdout, /allowed/);
  assert.match(run.stdout, /\(standard input\), statement 1/);
});

test("tegata policy explain tells what is wrong with a policy and goes on", async () => {
  const input =
    '{"Version":"2012-10-17",\n "Statement":{"Effect":"Allow","Action":"*","Resource":"*","Effect":"Deny"}}';
  const { stdout, stderr, code } = await tegata([...explainUser, "--policy", "-"], { input });
  assert.equal(code, 0);
  assert.match(stderr, /^\(standard input\):2:\d+: the key "Effect" is repeated\n$/);
  assert.match(stdout, /cannot be read, and says nothing: \(standard input\)/);
});

test("tegata policy explain refuses what it cannot read, with exit code 2", async (t) => {
  const cwd = temporaryFolder(t);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [["--principal", "ann", "--action", "iam:ListUsers"], /"ann" names no principal/],
    [["--principal", ann, "--action", "ListUsers"], /"ListUsers" is no action/],
    [
      [...explainUser.slice(2), "--policy", "nowhere.json"],
      /cannot read the policy file "nowhere.json" \(ENOENT\)/,
    ],
    [[...explainUser.slice(2), "--context", "alone"], /"alone" is not key=value/],
    [[...explainUser.slice(2), "--resource-account", "12"], /"12" is no account/],
    [[...explainUser.slice(2), "--resource", "nonsense"], /"nonsense" is no ARN/],
    [["--principal", ann], /required option '--action <action>' not specified/],
  ];
  for (const [args, sentence] of cases)
    assertRefused(await tegata(["policy", "explain", ...args], { cwd }), 2, sentence);
});

test("tegata policy explain --expect is not met while a policy cannot be read, whatever it would have denied", async (t) => {
  const cwd = folderWith(t, { "all.json": everything, "broken.json": '{"Statement":[' });
  const args = [...explainUser, "--policy", "all.json", "broken.json", "--expect"];
  assert.equal((await tegata([...args, "allow"], { cwd })).code, 1);
  assert.equal((await tegata([...args, "deny"], { cwd })).code, 1);
});

test("tegata policy explain refuses standard input for two policies", async () => {
  const run = await tegata([...explainUser, "--policy", "-", "--boundary", "-"], { input: everything });
  assertRefused(run, 2, /only one of the policies can be standard input/);
});

test("tegata policy explain and diff keep a policy's control characters from the terminal", async (t) => {
  const key = "aws:PrincipalTag/\u001b[2J";
  const hostile = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Sid: "a\u001b[31m\nb",
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { StringEquals: { [key]: "\u001b[31mred" } },
    },
  });
  const cwd = folderWith(t, { "hostile.json": hostile, "all.json": everything });
  const runs = [
    await tegata([...explainUser, "--policy", "hostile.json"], { cwd }),
    await tegata(["policy", "diff", "all.json", "hostile.json"], { cwd }),
  ];
  for (const { stdout, stderr } of runs) {
    assert.match(stdout, /PrincipalTag\/\\u001b\[2J/);
    assert.doesNotMatch(stdout + stderr, /[^\P{Cc}\n]/u);
  }
});
