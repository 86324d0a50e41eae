/** `tegata policy check`: what it prints, what it ends with. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { renderChecked } from "../../src/cli/verbs/policy/findings.ts";
import { lintPolicy } from "../../src/policy/index.ts";
import { assertRefused, tegata, temporaryFolder } from "./support.ts";

const clean = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" },
};
const typo =
  '{\n  "Version": "2012-10-17",\n  "Statement": {"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}\n}\n';
const trust = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
};

function write(t: TestContext, files: Readonly<Record<string, object | string>>): string {
  const folder = temporaryFolder(t);
  for (const [name, policy] of Object.entries(files))
    writeFileSync(join(folder, name), typeof policy === "string" ? policy : JSON.stringify(policy));
  return folder;
}

describe("tegata policy check", () => {
  it("says where, what and which rule, shows the line, and tells how it took the file", async (t) => {
    const run = await tegata(["policy", "check", "typo.json"], { cwd: write(t, { "typo.json": typo }) });
    assert.equal(run.code, 0, run.stderr);
    assert.equal(run.stderr, "");
    assert.deepEqual(run.stdout.split("\n"), [
      'typo.json:3:46: warning: Amazon S3 has no action "GetObjct"; did you mean "GetObject"? (unknown-action)',
      '      "Statement": {"Effect": "Allow", "Action": "s3:GetObjct", "Resource": "*"}',
      "                                                 ^~~~~~~~~~~~~",
      "typo.json: identity policy (guessed; --kind says otherwise): 1 warning",
      "",
    ]);
  });

  it("ends with 0 for warnings, with 1 for errors, and for warnings when strict", async (t) => {
    const cwd = write(t, { "clean.json": clean, "typo.json": typo, "bad.json": "{" });
    const codeOf = async (...args: string[]) => (await tegata(["policy", "check", ...args], { cwd })).code;
    assert.equal(await codeOf("--strict", "clean.json"), 0);
    assert.equal(await codeOf("--strict", "clean.json", "typo.json"), 1);
    assert.equal(await codeOf("clean.json", "bad.json"), 1);
  });

  it("reads standard input, and prints JSON for programs", async (t) => {
    const run = await tegata(["policy", "check", "--json", "-", "trust.json"], {
      cwd: write(t, { "trust.json": trust }),
      input: '{"Version": "2012-10-17"}',
    });
    assert.equal(run.code, 1);
    const [first, second] = run.json as unknown as Record<string, unknown>[];
    assert.deepEqual([first?.file, first?.kind, first?.kindGuessed], ["-", "identity", true]);
    assert.deepEqual(first?.findings, [
      {
        code: "invalid-policy",
        severity: "error",
        message: "Statement is missing; AWS answers: Syntax errors in policy.",
        position: { offset: 0, line: 1, column: 1 },
      },
    ]);
    assert.deepEqual(second, { file: "trust.json", kind: "trust", kindGuessed: true, findings: [] });
  });

  it("takes the kind that it is told", async (t) => {
    const cwd = write(t, { "trust.json": trust });
    const run = await tegata(["policy", "check", "--kind", "identity", "trust.json"], { cwd });
    assert.equal(run.code, 1);
    assert.match(
      run.stdout,
      /AWS answers: Policy document should not specify a principal\. \(invalid-policy\)/,
    );
    assert.match(run.stdout, /^trust\.json: identity policy: /m);
  });

  it("refuses a missing file, an unknown kind and no file with 2", async () => {
    assertRefused(
      await tegata(["policy", "check", "nowhere.json"]),
      2,
      /cannot read the policy file "nowhere\.json" \(ENOENT\)/,
    );
    assertRefused(
      await tegata(["policy", "check", "--kind", "role", "x"]),
      2,
      /Allowed choices are identity, resource, trust/,
    );
    assertRefused(await tegata(["policy", "check"]), 2, /missing required argument 'file'/);
  });
});

describe("renderChecked()", () => {
  const rendered = (text: string, colour = false) =>
    renderChecked(
      {
        file: "f",
        text,
        kind: "identity",
        kindGuessed: false,
        findings: lintPolicy(text, { kind: "identity" }),
      },
      colour,
    );

  it("colours the severity alone, and only when asked to", () => {
    assert.ok(rendered("{", true).startsWith("f:1:2: \u001b[31merror\u001b[0m: a key"));
    assert.ok(!rendered("{").includes("\u001b"));
  });

  it("shows a piece of a long line with the caret under its place", () => {
    const statement = { Effect: "Allow", Action: ["s3:GetObject", "s3:A,B", "s3:PutObject"], Resource: "*" };
    const text = JSON.stringify({ Version: "2012-10-17", Id: "x".repeat(500), Statement: statement });
    const [, line = "", caret = ""] = rendered(text).split("\n");
    assert.ok(line.length <= 104);
    assert.equal(line.slice(caret.indexOf("^"), caret.length), '"s3:A,B"');
  });

  it("lets no control character of a policy reach the terminal", () => {
    const text =
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:\\u001b[2J,\u009b2J","Resource":"*"}}';
    const shown = rendered(text);
    assert.match(shown, /comma-in-action/);
    const controls = [...shown].filter((character) => /\p{Cc}/u.test(character) && character !== "\n");
    assert.deepEqual(controls, []);
  });
});

it("tegata policy check refuses standard input twice", async () => {
  const run = await tegata(["policy", "check", "-", "-"], { input: "{}" });
  assertRefused(run, 2, /only one of the policies can be standard input/);
});
