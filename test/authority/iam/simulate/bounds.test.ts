/** What binds a simulation from outside: the organisation's policies, and what it may cost. */
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { iamOperations } from "../../../../src/authority/iam/index.ts";
import { attachPolicy, putPolicy } from "../../../../src/authority/organization/index.ts";
import { openAuthority, performer, refuses } from "../../../support/authority.ts";
import { allow, otherAccountId } from "../desk.ts";

const perform = performer(iamOperations);
const annArn = `arn:aws:iam::${otherAccountId}:user/ann`;

async function openAccounts(t: TestContext) {
  const authority = await openAuthority();
  t.after(async () => authority[Symbol.asyncDispose]());
  await authority.addAccount(otherAccountId);
  return authority;
}

describe("simulations and the organisation", () => {
  it("SimulatePrincipalPolicy keeps to the account's service control policies, and tells of nothing else where they refuse", async (t) => {
    const { services, accountId, root, makeCall } = await openAccounts(t);
    const call = makeCall({ caller: { ...root, accountId: otherAccountId } });
    await perform("CreateUser", { UserName: "ann" }, call);
    const policy = { UserName: "ann", PolicyName: "all", PolicyDocument: allow("*") };
    await perform("PutUserPolicy", policy, call);
    const simulate = async () => {
      const input = { PolicySourceArn: annArn, ActionNames: ["s3:GetObject", "sqs:SendMessage"] };
      const { EvaluationResults: results = [] } = await perform("SimulatePrincipalPolicy", input, call);
      return results.map((one) => [
        one.EvalDecision,
        one.OrganizationsDecisionDetail?.AllowedByOrganizations,
        one.MatchedStatements?.length,
      ]);
    };
    assert.deepEqual(await simulate(), [
      ["allowed", undefined, 1],
      ["allowed", undefined, 1],
    ]);
    const desk = { services, managementId: accountId };
    const document = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Deny", Action: "sqs:*", Resource: "*" },
    });
    await putPolicy(desk, { name: "NoQueues", kind: "scp", document, description: undefined });
    await attachPolicy(desk, "NoQueues", otherAccountId);
    assert.deepEqual(await simulate(), [
      ["allowed", true, 1],
      ["explicitDeny", false, 0],
    ]);
  });
});

describe("what a simulation may cost", () => {
  it("SimulateCustomPolicy gives up after five seconds", async (t) => {
    const { makeCall } = await openAccounts(t);
    const call = makeCall();
    let now = 0;
    // Each look at the clock takes a second.
    const clock = { now: () => (now += 1_000) };
    const slow = { ...call, services: { ...call.services, clock } };
    const input = {
      PolicyInputList: [allow("*")],
      ActionNames: Array.from({ length: 20 }, (_, at) => `s3:A${at}`),
    };
    await refuses(perform("SimulateCustomPolicy", input, slow), "PolicyEvaluation");
    assert.ok(now < 10_000, "it ends soon after");
    assert.ok(await perform("SimulateCustomPolicy", input, call));
  });

  it("SimulateCustomPolicy refuses what one evaluation could not do in bounded time", async (t) => {
    const { makeCall } = await openAccounts(t);
    const statement = { Effect: "Allow", Action: "s3:*", Resource: `arn:aws:s3:::*${"a".repeat(1_000)}b*` };
    const policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: Array.from({ length: 100 }, (_, at) => ({ ...statement, Sid: `S${at}` })),
    });
    const input = {
      PolicyInputList: [policy],
      ActionNames: ["s3:GetObject"],
      ResourceArns: [`arn:aws:s3:::${"a".repeat(2_000)}`],
    };
    await refuses(perform("SimulateCustomPolicy", input, makeCall()), "InvalidInput", /at most 100000000/);
    const short = { ...input, ResourceArns: ["arn:aws:s3:::home"] };
    assert.ok(await perform("SimulateCustomPolicy", short, makeCall()));
  });

  it("SimulateCustomPolicy counts the values of context keys too", async (t) => {
    const { makeCall } = await openAccounts(t);
    const input = {
      PolicyInputList: [`${allow("s3:*")}${" ".repeat(100_000)}`],
      ActionNames: ["s3:GetObject"],
      ContextEntries: [
        {
          ContextKeyName: "s3:prefix",
          ContextKeyType: "string",
          ContextKeyValues: ["a".repeat(1_001)],
        } as const,
      ],
    };
    await refuses(perform("SimulateCustomPolicy", input, makeCall()), "InvalidInput", /at most 100000000/);
  });
});
