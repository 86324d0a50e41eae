import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { type Decision, evaluate, type Layer } from "../../src/policy/index.ts";
import { type LayerTexts, type RequestText, requestOf } from "./support.ts";

interface Vector {
  readonly name: string;
  readonly given: RequestText;
  readonly expect: { readonly outcome: Decision["outcome"]; readonly layer?: Layer };
}

const vectors: readonly Vector[] = JSON.parse(readFileSync("vectors/policy-decisions.json", "utf8"));

describe("evaluate() agrees with vectors/policy-decisions.json", () => {
  for (const { name, given, expect } of vectors) {
    it(name, () => {
      const decision = evaluate(requestOf(given));
      assert.equal(decision.outcome, expect.outcome);
      assert.equal(decision.allowed, expect.outcome === "allow");
      if (expect.outcome === "allow") assert.equal(decision.layer, undefined);
      else if (expect.layer !== undefined) assert.equal(decision.layer, expect.layer);
    });
  }
});

describe("evaluate() answers with data", () => {
  const principal = {
    type: "user",
    accountId: "111122223333",
    arn: "arn:aws:iam::111122223333:user/ann",
    uniqueId: "AIDAANN00000000000001",
  } as const;
  const ask = (layers: LayerTexts): Decision =>
    evaluate(requestOf({ principal, action: "iam:ListUsers", resource: "*", layers }));
  const text = [
    "{",
    '  "Version": "2012-10-17",',
    '  "Statement": [',
    '    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},',
    '    {"Sid": "Lists", "Effect": "Allow", "Action": "iam:List*", "Resource": "*"}',
    "  ]",
    "}",
  ].join("\n");

  it("names the statement that allowed, with its place", () => {
    const { statements } = ask({ identity: [text] });
    assert.equal(statements.length, 1);
    assert.deepEqual(statements[0], {
      layer: "identity",
      source: "identity-0",
      index: 1,
      sid: "Lists",
      position: { offset: text.indexOf('{"Sid"'), line: 5, column: 5 },
    });
  });

  it("names one statement of each layer that was needed", () => {
    const { statements } = ask({ identity: [text], boundary: text });
    assert.deepEqual(
      statements.map(({ layer }) => layer),
      ["identity", "boundary"],
    );
  });

  it("names the documents that could not be read", () => {
    assert.deepEqual(ask({ identity: [text, "no json"] }).unreadable, ["identity-1"]);
  });

  it("heeds a list of policies that changed since it was last asked", () => {
    const request = requestOf({
      principal,
      action: "iam:ListUsers",
      resource: "*",
      layers: { identity: [text] },
    });
    const identity = [...request.layers.identity];
    const changing = { ...request, layers: { identity } };
    assert.equal(evaluate(changing).allowed, true);
    identity.pop();
    assert.equal(evaluate(changing).allowed, false);
  });

  it("asks for each context key at most once", () => {
    const condition = { StringEquals: { "a:b": "x" }, StringLike: { "a:b": "?" } };
    const statement = { Effect: "Allow", Action: "*", Resource: "*", Condition: condition };
    const request = requestOf({
      principal,
      action: "iam:ListUsers",
      resource: "*",
      layers: { identity: [{ Version: "2012-10-17", Statement: [statement, { ...statement, Sid: "2" }] }] },
    });
    const asked: string[] = [];
    const context = { get: (key: string) => void asked.push(key) };
    evaluate({ ...request, context });
    assert.deepEqual(asked, ["a:b"]);
  });
});
