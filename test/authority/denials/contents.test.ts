import assert from "node:assert/strict";
import { test } from "node:test";
import { explainDenial } from "../../../src/authority/denials/contents.ts";
import { type CompiledPolicy, compilePolicy, type EvaluationRequest } from "../../../src/policy/index.ts";

const ann = {
  type: "user",
  accountId: "111122223333",
  arn: "arn:aws:iam::111122223333:user/ann",
  uniqueId: "AIDAEXAMPLE",
} as const;

function policy(kind: "scp" | "rcp" | "identity", ...statements: readonly object[]): CompiledPolicy {
  const written = statements.map((statement) => ({
    Effect: "Allow",
    Action: "*",
    Resource: "*",
    ...statement,
  }));
  return compilePolicy(JSON.stringify({ Version: "2012-10-17", Statement: written }), kind, kind);
}

function tell(layers: EvaluationRequest["layers"], tags: Readonly<Record<string, string>> = {}): string {
  const context = new Map(Object.entries(tags).map(([key, value]) => [`aws:principaltag/${key}`, value]));
  const resource = "arn:aws:iam::111122223333:user/";
  return JSON.stringify(
    explainDenial({ principal: ann, action: "iam:ListUsers", resource, context, layers }, "request-1"),
  );
}

const denied = policy("identity", {}, { Effect: "Deny", Action: "iam:ListUsers" });

test("explainDenial proposes no value that only an organisation's policy knows, where the account's own policy denies", () => {
  const wants = { Condition: { StringEquals: { "aws:PrincipalTag/clearance": "not-for-your-eyes" } } };
  const told = tell({ scp: [[policy("scp", wants)]], identity: [denied] });
  assert.match(told, /"policyType":"identity"/);
  assert.doesNotMatch(told, /clearance|not-for-your-eyes/);
});

test("explainDenial does not tell which keys an organisation's policies ask for, of the caller's own policies it does", () => {
  const asks = (tag: string) => ({
    Effect: "Deny",
    Condition: { StringEquals: { [`aws:PrincipalTag/${tag}`]: "none" } },
  });
  const told = tell(
    {
      scp: [[policy("scp", {}, asks("veiled"))]],
      rcp: [[policy("rcp", { Principal: "*" }, { Principal: "*", ...asks("curtained") })]],
      identity: [policy("identity", asks("open"))],
    },
    { veiled: "1", curtained: "2", open: "3" },
  );
  assert.match(told, /aws:principaltag\/open/);
  assert.doesNotMatch(told, /veiled|curtained/);
});

test("explainDenial still proposes what the account's own policies want under an organisation that allows", () => {
  const wants = { Condition: { StringEquals: { "aws:PrincipalTag/team": "red" } } };
  const told = tell({ scp: [[policy("scp", {})]], identity: [policy("identity", wants)] });
  assert.match(told, /"key":"aws:PrincipalTag\/team","value":"red"/);
});

test("explainDenial proposes no change of a role that does not exist", () => {
  const arn = "arn:aws:iam::111122223333:role/deploy";
  const about = (Statement: readonly object[]) => {
    const trust = compilePolicy(JSON.stringify({ Version: "2012-10-17", Statement }), "trust", arn);
    const layers = { identity: [policy("identity", {})], trust };
    const asked = { principal: ann, action: "sts:AssumeRole", resource: arn, context: new Map(), layers };
    const { layers: told = [], changes = [] } = explainDenial(asked, "request-1").explanation;
    return [told.find(({ layer }) => layer === "trust")?.policies, changes.length];
  };
  const other = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  assert.deepEqual(about([]), [0, 0]);
  assert.deepEqual(about([other]), [1, 1]);
});
