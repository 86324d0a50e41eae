/** What the doctor has an administrator write: a deny loses the refused call alone, and no trust policy is replaced unread. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "../../src/doctor/index.ts";
import type { Json } from "./vectors.ts";
import { factsOf } from "./vectors.ts";

const user = "arn:aws:iam::123456789012:user/ann";
const bucket = "arn:aws:s3:::photos";
const all = { Effect: "Allow", Action: "*", Resource: "*" };
const inline = { kind: "identity", name: "p", owner: { kind: "user", name: "ann" } };

/** The first remedy where the policy denies the call. */
function remedyOf(statements: readonly Json[], call: Json, policy: Json = inline, shell = "sh") {
  const text = JSON.stringify({ Version: "2012-10-17", Id: "kept", Statement: statements });
  const facts = factsOf({
    shell,
    symptom: {
      by: "service",
      code: "AccessDenied",
      sentence: "an explicit deny",
      denial: { user, isExplicit: true, policyType: policy.kind, ...call },
    },
    endpoint: {
      reach: "reached",
      caller: { arn: user, policies: [{ ...policy, text }], isWhole: true },
    },
  });
  const finding = judge(facts).find(({ code }) => code === "explicit-deny");
  const remedy = finding?.remedies[0];
  assert.ok(remedy !== undefined && remedy.by === "administrator");
  return { text: remedy.text, command: remedy.commands.join("\n") };
}

function statementsIn(command: string): unknown {
  const document = JSON.parse(/--policy-document '(.*)'$/.exec(command)?.[1] ?? "{}");
  assert.equal(document.Id, "kept");
  return document.Statement;
}

const list = { action: "s3:ListBucket", resource: bucket };
const deny = (members: Json) => ({ Effect: "Deny", Resource: "*", ...members });

describe("an explicit deny", () => {
  for (const [title, statement, left] of [
    [
      "of one action loses the resource",
      { Action: "s3:ListBucket", Sid: "a" },
      [{ Sid: "a", Effect: "Deny", Action: "s3:ListBucket", NotResource: bucket }],
    ],
    [
      "of several actions is split, and keeps its condition and its id once",
      {
        Sid: "a",
        Action: ["s3:listbucket", "s3:Put*"],
        Condition: { StringEquals: { "aws:username": "ann" } },
      },
      [
        {
          Sid: "a",
          ...deny({ Action: ["s3:Put*"] }),
          Condition: { StringEquals: { "aws:username": "ann" } },
        },
        {
          Effect: "Deny",
          Action: "s3:ListBucket",
          NotResource: bucket,
          Condition: { StringEquals: { "aws:username": "ann" } },
        },
      ],
    ],
    [
      "of all loses the action on the resource",
      { Action: "*" },
      [
        deny({ NotAction: "s3:ListBucket" }),
        { Effect: "Deny", Action: "s3:ListBucket", NotResource: bucket },
      ],
    ],
    [
      "of all but some, on a list of resources, keeps the others",
      { NotAction: "iam:*", Resource: [bucket, "arn:aws:s3:::logs*"] },
      [
        { Effect: "Deny", NotAction: ["iam:*", "s3:ListBucket"], Resource: [bucket, "arn:aws:s3:::logs*"] },
        { Effect: "Deny", Action: "s3:ListBucket", Resource: ["arn:aws:s3:::logs*"] },
      ],
    ],
    ["of this and no other is removed", { Action: "s3:ListBucket", Resource: bucket }, []],
  ] as const)
    it(title, () => {
      const { command, text } = remedyOf([all, deny(statement)], list);
      assert.match(command, /^aws iam put-user-policy --user-name ann --policy-name p /);
      assert.deepEqual(statementsIn(command), [all, ...left]);
      assert.match(
        text.en,
        left.length === 0 ? /remove statement 2/ : /except s3:ListBucket on .*photos from statement 2/,
      );
    });

  it("that is the whole of its policy takes the policy with it, and says so", () => {
    const only = [deny({ Action: "s3:ListBucket", Resource: bucket })];
    const { command, text } = remedyOf(only, list);
    assert.equal(command, "aws iam delete-user-policy --user-name ann --policy-name p");
    assert.match(text.en, /delete the policy/);
  });

  for (const [title, statement, call] of [
    ["of a pattern of actions", { Action: "s3:*" }, list],
    ["of an action that a pattern fits too", { Action: ["s3:ListBucket", "s3:List*"] }, list],
    ["of a pattern of resources", { Action: "s3:ListBucket", Resource: "arn:aws:s3:::*" }, list],
    [
      "of a resource named by a variable",
      {
        Action: "s3:ListBucket",
        Resource: ["*", "x"].slice(1).concat("arn:aws:s3:::$" + "{aws:username}s", bucket),
      },
      { ...list, resource: "arn:aws:s3:::anns" },
    ],
    ["of a call whose resource is not told", { Action: "s3:ListBucket" }, { action: "s3:ListBucket" }],
    [
      "of a call whose resource is a pattern",
      { Action: "s3:ListAllMyBuckets" },
      { action: "s3:ListAllMyBuckets", resource: "arn:aws:s3:::*" },
    ],
  ] as const)
    it(`${title} is narrowed by hand: the policy is read, and nothing is written`, () => {
      for (const others of [[], [all]]) {
        const { command, text } = remedyOf([...others, deny(statement)], call);
        assert.equal(
          command,
          "aws iam get-user-policy --user-name ann --policy-name p --query PolicyDocument",
        );
        assert.match(text.en, new RegExp(`narrow statement ${others.length + 1} of "p" by hand`));
        assert.match(text.ja, /手作業/);
      }
    });

  it("of an action that knows no resources loses the action", () => {
    const { command } = remedyOf([all, deny({ Action: ["ec2:DescribeVpcs", "ec2:DescribeTags"] })], {
      action: "ec2:DescribeTags",
      resource: "*",
    });
    assert.deepEqual(statementsIn(command), [all, deny({ Action: ["ec2:DescribeVpcs"] })]);
  });

  it("of AWS's own policy is read, in the words of each shell", () => {
    const arn = "arn:aws:iam::aws:policy/Guard";
    const query = `aws iam get-policy --policy-arn ${arn} --query Policy.DefaultVersionId --output text`;
    for (const [shell, version] of [
      ["sh", `"$(${query})"`],
      ["fish", `(${query})`],
      ["powershell", `$(${query})`],
      ["cmd", "VERSION"],
    ] as const)
      assert.equal(
        remedyOf([all, deny({ Action: "s3:ListBucket" })], list, { ...inline, arn }, shell).command,
        `aws iam get-policy-version --policy-arn ${arn} --version-id ${version} --query PolicyVersion.Document`,
      );
  });

  it("of a policy that others have too says so", () => {
    const arn = "arn:aws:iam::123456789012:policy/guard";
    const { command, text } = remedyOf([all, deny({ Action: "s3:ListBucket" })], list, { ...inline, arn });
    assert.match(command, /^aws iam create-policy-version --set-as-default /);
    assert.match(text.en, /all to whom the policy applies/);
  });
});

const role = "arn:aws:iam::123456789012:role/deploy";

function trustRemedies(trustPolicy: string | undefined) {
  const facts = factsOf({
    symptom: {
      by: "service",
      code: "AccessDenied",
      sentence: "not authorized",
      denial: { user, action: "sts:AssumeRole", resource: role, isExplicit: false },
    },
    endpoint: { reach: "reached", ...(trustPolicy !== undefined && { role: { arn: role, trustPolicy } }) },
  });
  const finding = judge(facts).find(({ code }) => code === "role-not-assumable");
  return finding?.remedies ?? [];
}

describe("a role that is not assumed", () => {
  it("is read first where nobody has read its trust policy, and never overwritten", () => {
    const remedies = trustRemedies(undefined);
    assert.deepEqual(remedies[0]?.commands, [
      "aws iam get-role --role-name deploy --query Role.AssumeRolePolicyDocument",
    ]);
    assert.ok(remedies.every(({ by }) => by === "administrator"));
    assert.match(remedies[1]?.commands[0] ?? "", /simulate-principal-policy/);
    assert.doesNotMatch(JSON.stringify(remedies), /update-assume-role-policy/);
  });

  it("keeps all that its trust policy has when the caller is added", () => {
    const other = {
      Sid: "partner",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::999999999999:root" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "agreed" } },
    };
    const trust = { Version: "2012-10-17", Id: "kept", Statement: [other] };
    const command = trustRemedies(JSON.stringify(trust))[0]?.commands[0] ?? "";
    assert.match(command, /^aws iam update-assume-role-policy --role-name deploy /);
    assert.deepEqual(statementsIn(command), [
      other,
      { Effect: "Allow", Principal: { AWS: user }, Action: "sts:AssumeRole" },
    ]);
  });
});

describe("a grant", () => {
  it("has a name of its own for each resource, so that none overwrites another", () => {
    const names = [bucket, "arn:aws:s3:::logs", "*", undefined, `arn:aws:s3:::${"x".repeat(200)}`].map(
      (resource) => {
        const facts = factsOf({
          symptom: {
            by: "service",
            code: "AccessDenied",
            sentence: "not authorized",
            denial: { user, action: "s3:ListBucket", resource, isExplicit: false, policyType: "identity" },
          },
        });
        const finding = judge(facts).find(({ code }) => code === "permission-missing");
        return /--policy-name (\S+) /.exec(finding?.remedies[0]?.commands[0] ?? "")?.[1];
      },
    );
    assert.deepEqual(names.slice(0, 4), [
      "allow-s3-ListBucket-photos",
      "allow-s3-ListBucket-logs",
      "allow-s3-ListBucket-all",
      "allow-s3-ListBucket-all",
    ]);
    assert.equal(names[4]?.length, 128);
  });
});
