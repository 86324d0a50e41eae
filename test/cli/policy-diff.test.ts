import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { assertRefused, tegata, temporaryFolder } from "./support.ts";

const before = `{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"},
    {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::data/secret/*"}
  ]
}
`;
const after = before
  .replace('"s3:GetObject"', '["s3:GetObject", "s3:PutObject"]')
  .replace('"arn:aws:s3:::data/secret/*"', '["arn:aws:s3:::data/secret/*", "arn:aws:s3:::data/old/*"]');
const turned = before.replace('"s3:GetObject"', '["S3:getobject"]');

function folderWith(t: TestContext): string {
  const folder = temporaryFolder(t);
  const files = {
    "old.json": before,
    "new.json": after,
    "same.json": turned,
    "broken.json": '{"Version":\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test("tegata policy diff tells access added and removed, each with a request and the statement that makes it", async (t) => {
  const { stdout, stderr, code } = await tegata(["policy", "diff", "old.json", "new.json"], {
    cwd: folderWith(t),
  });
  assert.equal(code, 1, stderr);
  assert.equal(
    stdout,
    `access added:
+ s3:PutObject on arn:aws:s3:::data/example
    new.json, statement 1 "Read" (line 4, column 5) allows it
access removed:
- s3:GetObject on arn:aws:s3:::data/old/example
    new.json, statement 2 (line 5, column 5) denies it
`,
  );
});

test("tegata policy diff exits with 0 when it is proven that nothing changed", async (t) => {
  const run = await tegata(["policy", "diff", "old.json", "-"], { cwd: folderWith(t), input: turned });
  assert.deepEqual([run.code, run.stdout], [0, "access added: none\naccess removed: none\n"], run.stderr);
});

test("tegata policy diff --fail-on names the direction that counts", async (t) => {
  const cwd = folderWith(t);
  const codes = ["added", "removed", "any", "none"].map(async (direction) => {
    const args = ["policy", "diff", "same.json", "new.json", "--fail-on", direction];
    return (await tegata(args, { cwd })).code;
  });
  assert.deepEqual(await Promise.all(codes), [1, 1, 1, 0]);
  const narrowed = await tegata(["policy", "diff", "new.json", "new.json", "--fail-on", "added"], { cwd });
  assert.equal(narrowed.code, 0);
});

test("tegata policy diff --json prints the same for programs", async (t) => {
  const run = await tegata(["policy", "diff", "old.json", "new.json", "--json"], { cwd: folderWith(t) });
  const diff = JSON.parse(run.stdout);
  assert.deepEqual([diff.kind, diff.added, diff.removed, diff.unknown], ["identity", "found", "found", []]);
  const [first] = diff.differences;
  assert.deepEqual([first.action, first.responsible.source], ["s3:PutObject", "new.json"]);
});

test("tegata policy diff refuses what it cannot read", async (t) => {
  const cwd = folderWith(t);
  const broken = await tegata(["policy", "diff", "old.json", "broken.json"], { cwd });
  assertRefused(broken, 2, /"broken\.json" is no policy: .* \(line 2, column 1\)/);
  assertRefused(
    await tegata(["policy", "diff", "old.json", "none.json"], { cwd }),
    2,
    /cannot read the policy file "none\.json"/,
  );
  assertRefused(await tegata(["policy", "diff", "-", "-"], { cwd, input: before }), 2, /only one/);
});
