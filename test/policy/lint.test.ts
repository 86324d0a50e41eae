/** lintPolicy(): every rule of the table finds what it is for, and leaves what is near it alone. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { lintTableFile, renderLintTable } from "../../scripts/lint-table.ts";
import { type Finding, guessPolicyKind, lintPolicy, type PolicyKind } from "../../src/policy/index.ts";
import { lintRules } from "../../src/policy/lint/rules.ts";
import { serviceReference } from "../../src/policy/reference/index.ts";
import { cases } from "./lint-cases.ts";

function lint(policy: object | string, kind: PolicyKind = "identity", known = true): readonly Finding[] {
  const text = typeof policy === "string" ? policy : JSON.stringify(policy, null, 2);
  return lintPolicy(text, { kind, reference: known ? serviceReference : undefined });
}

function codes(findings: readonly Finding[]): string[] {
  return findings.map(({ code }) => code);
}

describe("lintPolicy() finds each thing of the table", () => {
  it("every rule has a case, and every case a rule", () => {
    const known = lintRules.map(({ code }) => code);
    assert.equal(new Set(known).size, known.length);
    assert.deepEqual(Object.keys(cases).sort(), known.toSorted());
    for (const code of known) assert.match(code, /^[a-z]+(?:-[a-z]+)+$/);
  });

  for (const [code, { finds, spares, kind, says }] of Object.entries(cases)) {
    it(`${code} is found where it is, and not near it`, () => {
      const severity = lintRules.find((rule) => rule.code === code)?.severity;
      const found = lint(finds(), kind).filter((finding) => finding.code === code);
      assert.equal(found.length, 1, [...new Set(codes(lint(finds(), kind)))].join(" "));
      assert.equal(found[0]?.severity, severity);
      assert.match(found[0]?.message ?? "", says);
      for (const near of spares)
        assert.ok(!codes(lint(near(), kind)).includes(code), JSON.stringify(near()).slice(0, 400));
    });
  }

  it("messages are one sentence in lower case, and say it in one line", () => {
    for (const { finds, kind } of Object.values(cases))
      for (const { message } of lint(finds(), kind)) {
        assert.match(message, /^(?:[a-z"$]|[A-Z]\w*(?:\+| |s ))/);
        assert.doesNotMatch(message, /\n/);
        assert.ok(message.length < 600);
      }
  });

  it("rules that need the reference are silent without it, the others are not", () => {
    const needing = new Set(
      lintRules.filter(({ needsReference }) => needsReference === true).map(({ code }) => code),
    );
    for (const [code, { finds, kind }] of Object.entries(cases))
      if (code !== "not-all-compared")
        assert.equal(codes(lint(finds(), kind, false)).includes(code), !needing.has(code), code);
  });
});

describe("lintPolicy() says where", () => {
  it("a finding covers the word that it is about", () => {
    const text =
      '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow",\n    "Action": ["s3:GetObjct"], "Resource": "*" }]\n}';
    const [finding] = lint(text);
    assert.equal(finding?.code, "unknown-action");
    assert.equal(finding.statementIndex, 0);
    assert.deepEqual([finding.position.line, finding.position.column], [4, 16]);
    assert.equal(text.slice(finding.position.offset, finding.end?.offset), '"s3:GetObjct"');
    assert.match(finding.message, /did you mean "GetObject"\?$/);
  });

  it("findings stand in the order of the text", () => {
    const statement = { Effect: "Allow", Action: ["s3:Nope", "iam:Nope", "nope:Nope"], Resource: "*" };
    const offsets = lint({ Version: "2012-10-17", Statement: [statement, statement] }).map(
      ({ position }) => position.offset,
    );
    assert.ok(offsets.length >= 6);
    assert.deepEqual(
      offsets,
      offsets.toSorted((left, right) => left - right),
    );
  });
});

describe("guessPolicyKind()", () => {
  it("tells identity, resource and trust policies apart", () => {
    const of = (statement: object) => guessPolicyKind(JSON.stringify({ Statement: statement }));
    assert.equal(of({ Action: "s3:*", Resource: "*" }), "identity");
    assert.equal(of({ Principal: "*", Action: "s3:*", Resource: "*" }), "resource");
    assert.equal(of({ Principal: { AWS: "1" }, Action: ["sts:AssumeRole", "sts:TagSession"] }), "trust");
    assert.equal(of({ Principal: { AWS: "1" }, Action: ["sts:AssumeRole", "sqs:SendMessage"] }), "resource");
    assert.equal(guessPolicyKind("{"), "identity");
  });
});

describe("docs/policy/lint.md", () => {
  it("is made from the table of rules", () => {
    assert.equal(readFileSync(lintTableFile, "utf8"), renderLintTable(), "type: npm run docs");
  });
});
