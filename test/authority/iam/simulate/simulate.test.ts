/** SimulateCustomPolicy and SimulatePrincipalPolicy: decisions, the statements that made them, and what is told beside. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { accountId, allow, type Desk, openDesk, otherAccountId, trusting } from "../desk.ts";

const bucket = "arn:aws:s3:::home";
const object = `${bucket}/ann/notes.txt`;
const annArn = `arn:aws:iam::${accountId}:user/ann`;

function document(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const read = { Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/*` };
const denySecrets = { Effect: "Deny", Action: "s3:*", Resource: `${bucket}/secret*` };

async function custom(desk: Desk, input: Partial<Parameters<typeof desk.run<"SimulateCustomPolicy">>[1]>) {
  const { EvaluationResults: results = [] } = await desk.run("SimulateCustomPolicy", {
    PolicyInputList: [document(read)],
    ActionNames: ["s3:GetObject"],
    ...input,
  });
  return results;
}

async function only(desk: Desk, input: Parameters<typeof custom>[1]) {
  const [result, ...others] = await custom(desk, input);
  assert.ok(result !== undefined && others.length === 0);
  return result;
}

describe("SimulateCustomPolicy", () => {
  it("SimulateCustomPolicy shows the statement that allowed, from where AWS counts it", async (t) => {
    const desk = await openDesk(t);
    const result = await only(desk, { ResourceArns: [object] });
    const matched = [
      {
        SourcePolicyId: "PolicyInputList.1",
        SourcePolicyType: "IAM Policy",
        StartPosition: { Line: 1, Column: 38 },
        EndPosition: { Line: 1, Column: document(read).length - 1 },
      },
    ];
    assert.deepEqual(result, {
      EvalActionName: "s3:GetObject",
      EvalResourceName: object,
      EvalDecision: "allowed",
      MatchedStatements: matched,
      MissingContextValues: [],
      EvalDecisionDetails: {},
      ResourceSpecificResults: [
        {
          EvalResourceName: object,
          EvalResourceDecision: "allowed",
          MatchedStatements: matched,
          MissingContextValues: [],
          EvalDecisionDetails: {},
        },
      ],
    });
  });

  it("SimulateCustomPolicy places statements as recorded from AWS: after the bracket, and after the statement before", async (t) => {
    const desk = await openDesk(t);
    // The positions AWS gives for AdministratorAccess and for Python's way of writing JSON.
    const administrator = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }
  ]
}`;
    const [first] = (await only(desk, { PolicyInputList: [administrator] })).MatchedStatements ?? [];
    assert.deepEqual(
      [first?.StartPosition, first?.EndPosition],
      [
        { Line: 3, Column: 17 },
        { Line: 8, Column: 6 },
      ],
    );
    const python = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}`;
    const [spaced] = (await only(desk, { PolicyInputList: [python] })).MatchedStatements ?? [];
    assert.deepEqual(spaced?.StartPosition, { Line: 1, Column: 41 });
    const two = document(denySecrets, read);
    const [second] =
      (await only(desk, { PolicyInputList: [two], ResourceArns: [object] })).MatchedStatements ?? [];
    assert.deepEqual(second?.StartPosition, { Line: 1, Column: two.indexOf(',{"Effect":"Allow"') + 1 });
  });

  it("SimulateCustomPolicy shows every Allow that applies, and of a Deny the Deny alone", async (t) => {
    const desk = await openDesk(t);
    const policies = [document(read), document(denySecrets, read)];
    const allowed = await only(desk, { PolicyInputList: policies, ResourceArns: [object] });
    assert.deepEqual(
      allowed.MatchedStatements?.map(({ SourcePolicyId }) => SourcePolicyId),
      ["PolicyInputList.1", "PolicyInputList.2"],
    );
    const denied = await only(desk, { PolicyInputList: policies, ResourceArns: [`${bucket}/secret`] });
    assert.equal(denied.EvalDecision, "explicitDeny");
    assert.deepEqual(
      denied.MatchedStatements?.map(({ SourcePolicyId, StartPosition }) => [SourcePolicyId, StartPosition]),
      [["PolicyInputList.2", { Line: 1, Column: 38 }]],
    );
    const silent = await only(desk, { ActionNames: ["s3:PutObject"] });
    assert.equal(silent.EvalDecision, "implicitDeny");
    assert.deepEqual(silent.MatchedStatements, []);
  });

  it("SimulateCustomPolicy answers one result an action, the strictest, with each resource's own beside it", async (t) => {
    const desk = await openDesk(t);
    const resources = [object, `${bucket}/secret`, "arn:aws:s3:::other/x"];
    const result = await only(desk, {
      PolicyInputList: [document(read, denySecrets)],
      ResourceArns: resources,
    });
    assert.equal(result.EvalDecision, "explicitDeny");
    assert.equal(result.MatchedStatements?.length, 1);
    assert.deepEqual(
      result.ResourceSpecificResults?.map((one) => [one.EvalResourceName, one.EvalResourceDecision]),
      [
        [object, "allowed"],
        [`${bucket}/secret`, "explicitDeny"],
        ["arn:aws:s3:::other/x", "implicitDeny"],
      ],
    );
  });

  it("SimulateCustomPolicy takes all resources for the resource when none is given, and tells of no single one", async (t) => {
    const desk = await openDesk(t);
    const result = await only(desk, { PolicyInputList: [allow("s3:GetObject")] });
    assert.equal(result.EvalResourceName, "*");
    assert.equal(result.EvalDecision, "allowed");
    assert.ok(!("ResourceSpecificResults" in result) && !("EvalDecisionDetails" in result));
  });

  it("SimulateCustomPolicy evaluates conditions with the entries given and names those that are missing", async (t) => {
    const desk = await openDesk(t);
    const policy = document(
      {
        ...read,
        Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" }, Bool: { "aws:SecureTransport": "true" } },
      },
      {
        Effect: "Allow",
        Action: "sqs:*",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalTag/Team": "x" } },
      },
    );
    const input = { PolicyInputList: [policy], ResourceArns: [object] };
    const without = await only(desk, input);
    assert.equal(without.EvalDecision, "implicitDeny");
    assert.deepEqual(without.MissingContextValues, ["aws:SourceIp", "aws:SecureTransport"]);
    const entries = (ip: string) => [
      { ContextKeyName: "aws:sourceip", ContextKeyType: "ip", ContextKeyValues: [ip] } as const,
      {
        ContextKeyName: "aws:SecureTransport",
        ContextKeyType: "boolean",
        ContextKeyValues: ["true"],
      } as const,
    ];
    const inside = await only(desk, { ...input, ContextEntries: entries("192.0.2.7") });
    assert.equal(inside.EvalDecision, "allowed");
    assert.deepEqual(inside.MissingContextValues, []);
    const outside = await only(desk, { ...input, ContextEntries: entries("198.51.100.7") });
    assert.equal(outside.EvalDecision, "implicitDeny");
  });

  it("SimulateCustomPolicy lets a boundary cap what the policies grant, and says so", async (t) => {
    const desk = await openDesk(t);
    const capped = await only(desk, {
      PolicyInputList: [allow("s3:*")],
      PermissionsBoundaryPolicyInputList: [allow("s3:PutObject")],
    });
    assert.equal(capped.EvalDecision, "implicitDeny");
    assert.deepEqual(capped.PermissionsBoundaryDecisionDetail, { AllowedByPermissionsBoundary: false });
    const denied = await only(desk, {
      PolicyInputList: [allow("s3:*")],
      PermissionsBoundaryPolicyInputList: [document({ Effect: "Deny", Action: "s3:Get*", Resource: "*" })],
    });
    assert.equal(denied.EvalDecision, "explicitDeny");
    assert.ok(
      denied.MatchedStatements?.some(
        ({ SourcePolicyId }) => SourcePolicyId === "PermissionsBoundaryPolicyInputList.1",
      ),
    );
    const within = await only(desk, {
      PolicyInputList: [allow("s3:*")],
      PermissionsBoundaryPolicyInputList: [allow("s3:*")],
    });
    assert.equal(within.EvalDecision, "allowed");
    assert.deepEqual(within.PermissionsBoundaryDecisionDetail, { AllowedByPermissionsBoundary: true });
  });

  it("SimulateCustomPolicy judges a resource's policy by the caller, in one account and across accounts", async (t) => {
    const desk = await openDesk(t);
    const input = {
      PolicyInputList: [allow("sqs:SendMessage")],
      ResourcePolicy: document({ ...read, Principal: { AWS: annArn } }),
      ResourceArns: [object],
      CallerArn: annArn,
    };
    const own = await only(desk, input);
    assert.equal(own.EvalDecision, "allowed");
    assert.deepEqual(
      own.MatchedStatements?.map((one) => [one.SourcePolicyId, one.SourcePolicyType]),
      [["ResourcePolicy", "Resource Policy"]],
    );
    assert.deepEqual(own.EvalDecisionDetails, {});
    const ben = await only(desk, { ...input, CallerArn: `arn:aws:iam::${accountId}:user/ben` });
    assert.equal(ben.EvalDecision, "implicitDeny");
    const across = await only(desk, { ...input, ResourceOwner: `arn:aws:iam::${otherAccountId}:root` });
    assert.equal(across.EvalDecision, "implicitDeny");
    assert.deepEqual(across.EvalDecisionDetails, {
      "IAM Policy": "implicitDeny",
      "Resource Policy": "allowed",
    });
    const both = await only(desk, {
      ...input,
      PolicyInputList: [document(read)],
      ResourceOwner: `arn:aws:iam::${otherAccountId}:root`,
    });
    assert.equal(both.EvalDecision, "allowed");
    assert.deepEqual(both.EvalDecisionDetails, { "IAM Policy": "allowed", "Resource Policy": "allowed" });
  });

  it("SimulateCustomPolicy shows the Allow of the caller's policies beside the Deny of the resource's", async (t) => {
    const desk = await openDesk(t);
    const result = await only(desk, {
      ResourcePolicy: document({ ...denySecrets, Resource: `${bucket}/*`, Principal: "*" }),
      ResourceArns: [object],
      CallerArn: annArn,
    });
    assert.equal(result.EvalDecision, "explicitDeny");
    assert.deepEqual(
      result.MatchedStatements?.map(({ SourcePolicyId }) => SourcePolicyId),
      ["ResourcePolicy", "PolicyInputList.1"],
    );
  });

  it("SimulateCustomPolicy asks the caller's policies alone when no resource policy comes, whoever owns the resource", async (t) => {
    const desk = await openDesk(t);
    const role = `arn:aws:iam::${otherAccountId}:role/deployer`;
    const result = await only(desk, {
      PolicyInputList: [allow("sts:AssumeRole")],
      ActionNames: ["sts:AssumeRole"],
      ResourceArns: [role],
    });
    assert.equal(result.EvalDecision, "allowed");
  });

  it("SimulateCustomPolicy answers page by page in the order of the actions", async (t) => {
    const desk = await openDesk(t);
    const actions = ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"];
    const input = { PolicyInputList: [allow("s3:*")], ActionNames: actions, MaxItems: 2 };
    const first = await desk.run("SimulateCustomPolicy", input);
    assert.equal(first.IsTruncated, true);
    const second = await desk.run("SimulateCustomPolicy", { ...input, Marker: first.Marker });
    assert.equal(second.IsTruncated, false);
    assert.deepEqual(
      [...(first.EvaluationResults ?? []), ...(second.EvaluationResults ?? [])].map(
        (one) => one.EvalActionName,
      ),
      actions,
    );
  });
});

describe("SimulatePrincipalPolicy", () => {
  it("SimulatePrincipalPolicy takes a user's own, attached and groups' policies, each under AWS's name for it", async (t) => {
    const desk = await openDesk(t);
    await desk.run("CreateUser", { UserName: "ann" });
    await desk.run("CreateGroup", { GroupName: "makers" });
    await desk.run("AddUserToGroup", { GroupName: "makers", UserName: "ann" });
    await desk.run("PutUserPolicy", { UserName: "ann", PolicyName: "own", PolicyDocument: allow("s3:A") });
    await desk.run("PutGroupPolicy", {
      GroupName: "makers",
      PolicyName: "team",
      PolicyDocument: allow("s3:B"),
    });
    const { Policy: policy } = await desk.run("CreatePolicy", {
      PolicyName: "shared",
      Path: "/team/",
      PolicyDocument: allow("s3:C"),
    });
    await desk.run("AttachGroupPolicy", { GroupName: "makers", PolicyArn: policy?.Arn ?? "" });
    const { EvaluationResults: results = [] } = await desk.run("SimulatePrincipalPolicy", {
      PolicySourceArn: annArn,
      ActionNames: ["s3:A", "s3:B", "s3:C", "s3:D", "s3:E"],
      PolicyInputList: [allow("s3:E")],
    });
    assert.deepEqual(
      results.map((one) => [one.EvalDecision, one.MatchedStatements?.[0]?.SourcePolicyId]),
      [
        ["allowed", "user_ann_own"],
        ["allowed", "group_makers_team"],
        ["allowed", "shared"],
        ["implicitDeny", undefined],
        ["allowed", "PolicyInputList.1"],
      ],
    );
    const ofGroup = await desk.run("SimulatePrincipalPolicy", {
      PolicySourceArn: `arn:aws:iam::${accountId}:group/makers`,
      ActionNames: ["s3:A", "s3:B", "s3:C"],
    });
    assert.deepEqual(
      ofGroup.EvaluationResults?.map(({ EvalDecision }) => EvalDecision),
      ["implicitDeny", "allowed", "allowed"],
    );
  });

  it("SimulatePrincipalPolicy keeps to a role's boundary until another one is given", async (t) => {
    const desk = await openDesk(t);
    const { Policy: cap } = await desk.run("CreatePolicy", {
      PolicyName: "cap",
      PolicyDocument: allow("s3:A"),
    });
    await desk.run("CreateRole", {
      RoleName: "job",
      AssumeRolePolicyDocument: trusting({ AWS: accountId }),
      PermissionsBoundary: cap?.Arn ?? "",
    });
    await desk.run("PutRolePolicy", { RoleName: "job", PolicyName: "all", PolicyDocument: allow("s3:*") });
    const input = { PolicySourceArn: `arn:aws:iam::${accountId}:role/job`, ActionNames: ["s3:A", "s3:B"] };
    const decisions = async (more: object) =>
      (await desk.run("SimulatePrincipalPolicy", { ...input, ...more })).EvaluationResults?.map((one) => [
        one.EvalDecision,
        one.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
      ]);
    assert.deepEqual(await decisions({}), [
      ["allowed", true],
      ["implicitDeny", false],
    ]);
    assert.deepEqual(await decisions({ PermissionsBoundaryPolicyInputList: [allow("s3:B")] }), [
      ["implicitDeny", false],
      ["allowed", true],
    ]);
  });

  it("SimulatePrincipalPolicy simulates one user with another's policies", async (t) => {
    const desk = await openDesk(t);
    await desk.run("CreateUser", { UserName: "ann" });
    await desk.run("CreateUser", { UserName: "ben" });
    const result = async (CallerArn?: string) => {
      const { EvaluationResults: results } = await desk.run("SimulatePrincipalPolicy", {
        PolicySourceArn: annArn,
        ActionNames: ["s3:GetObject"],
        ResourceArns: [object],
        ResourcePolicy: document({ ...read, Principal: { AWS: `arn:aws:iam::${accountId}:user/ben` } }),
        CallerArn,
      });
      return results?.[0]?.EvalDecision;
    };
    assert.equal(await result(), "implicitDeny");
    assert.equal(await result(`arn:aws:iam::${accountId}:user/ben`), "allowed");
  });

  it("SimulatePrincipalPolicy is asked for with the simulated principal as resource", async (t) => {
    const desk = await openDesk(t);
    await desk.run("CreateUser", { UserName: "ann", Tags: [{ Key: "team", Value: "red" }] });
    const input = { PolicySourceArn: annArn, ActionNames: ["s3:A"] };
    assert.deepEqual(await desk.resources("SimulatePrincipalPolicy", input), [
      { arn: annArn, tags: { team: "red" } },
    ]);
    assert.deepEqual(await desk.resources("GetContextKeysForPrincipalPolicy", { PolicySourceArn: annArn }), [
      { arn: annArn, tags: { team: "red" } },
    ]);
  });
});

describe("GetContextKeysFor…", () => {
  it("GetContextKeysForCustomPolicy names the keys of all documents", async (t) => {
    const desk = await openDesk(t);
    const { ContextKeyNames: names } = await desk.run("GetContextKeysForCustomPolicy", {
      PolicyInputList: [
        document({ ...read, Condition: { IpAddress: { "aws:SourceIp": "192.0.2.1" } } }),
        document({
          ...read,
          Condition: { Bool: { "AWS:sourceip": "true", "aws:MultiFactorAuthPresent": "true" } },
        }),
      ],
    });
    assert.deepEqual(names, ["aws:SourceIp", "aws:MultiFactorAuthPresent"]);
  });

  it("GetContextKeysForPrincipalPolicy adds the keys of the entity's own policies", async (t) => {
    const desk = await openDesk(t);
    await desk.run("CreateUser", { UserName: "ann" });
    const conditioned = document({ ...read, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } });
    await desk.run("PutUserPolicy", { UserName: "ann", PolicyName: "own", PolicyDocument: conditioned });
    const { ContextKeyNames: names } = await desk.run("GetContextKeysForPrincipalPolicy", {
      PolicySourceArn: annArn,
      PolicyInputList: [document({ ...read, Condition: { StringEquals: { "aws:RequestTag/a": "x" } } })],
    });
    assert.deepEqual(names, ["aws:MultiFactorAuthPresent", "aws:RequestTag/a"]);
  });
});
