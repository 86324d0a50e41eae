/** The organisation's operations: what they make, what they refuse, and that each binds at the next request. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../../src/base/index.ts";
import { managementId, memberId, openScene, refusalOf, type Scene, type Signer } from "./scene.ts";

const scp = "SERVICE_CONTROL_POLICY";
const rcp = "RESOURCE_CONTROL_POLICY";
const denying = (Action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action, Resource: "*" }] });
const denyRoles = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole", Resource: "*" }],
});

/** The operator's own words, with the code of a refusal or the answer. */
function deskOf({ ask, management }: Scene) {
  return async (operation: string, body: unknown = {}) => {
    const answer = await ask(management.admin.key, operation, body);
    return answer.status === 200 ? answer.value : refusalOf(answer)[1];
  };
}

async function withMember(t: { after(close: () => Promise<void>): void }) {
  const scene = await openScene(t);
  const operate = deskOf(scene);
  const { Admin } = await operate("CreateAccount", { AccountId: memberId });
  const member: Signer = {
    accessKeyId: Admin.AccessKeyId,
    secretAccessKey: new Secret(Admin.SecretAccessKey),
  };
  return { scene, operate, member };
}

test("DescribeOrganization() answers ids that follow from the management account", async (t) => {
  const operate = deskOf(await openScene(t));
  const { Organization } = await operate("DescribeOrganization");
  assert.match(Organization.Id, /^o-[a-z0-9]{10}$/);
  assert.match(Organization.RootId, /^r-[a-z0-9]{4}$/);
  assert.equal(Organization.Arn, `arn:aws:organizations::${managementId}:organization/${Organization.Id}`);
  const again = deskOf(await openScene(t));
  assert.deepEqual((await again("DescribeOrganization")).Organization, Organization);
});

test("PutOrganizationPolicy() makes a policy with AWS's ARN and replaces its document, keeping its id", async (t) => {
  const operate = deskOf(await openScene(t));
  const { Organization } = await operate("DescribeOrganization");
  const made = await operate("PutOrganizationPolicy", {
    PolicyName: "No users",
    Type: scp,
    Content: denying("iam:CreateUser"),
    Description: "why",
  });
  const { PolicyId, Arn } = made.Policy;
  assert.match(PolicyId, /^p-[a-z0-9]{8}$/);
  const prefix = `arn:aws:organizations::${managementId}:policy/${Organization.Id}/service_control_policy/`;
  assert.equal(Arn, prefix + PolicyId);
  const again = await operate("PutOrganizationPolicy", {
    PolicyName: "No users",
    Content: denying("iam:*"),
  });
  assert.equal(again.Policy.PolicyId, PolicyId);
  const { Policy } = await operate("DescribeOrganizationPolicy", { PolicyName: "No users" });
  assert.deepEqual([Policy.Content, Policy.Description, Policy.Targets], [denying("iam:*"), "why", []]);
});

test("PutOrganizationPolicy() refuses what AWS refuses, with its code", async (t) => {
  const operate = deskOf(await openScene(t));
  await operate("PutOrganizationPolicy", { PolicyName: "Is", Type: scp, Content: denying("iam:*") });
  const long = denying(`iam:${"x".repeat(5_120)}`);
  const cases: readonly (readonly [unknown, string])[] = [
    [{ PolicyName: "New", Content: denying("s3:*") }, "InvalidInputException"],
    [{ PolicyName: "Is", Type: rcp, Content: denyRoles }, "InvalidInputException"],
    [{ PolicyName: "New", Type: "scp", Content: denying("s3:*") }, "ValidationException"],
    [{ PolicyName: "a/b", Type: scp, Content: denying("s3:*") }, "ValidationException"],
    [{ PolicyName: "New", Type: scp, Content: "{" }, "MalformedPolicyDocumentException"],
    [{ PolicyName: "New", Type: scp, Content: denyRoles }, "MalformedPolicyDocumentException"],
    [{ PolicyName: "New", Type: rcp, Content: denying("s3:*") }, "MalformedPolicyDocumentException"],
    [{ PolicyName: "New", Type: scp, Content: long }, "ConstraintViolationException"],
    [{ PolicyName: "FullAWSAccess", Type: scp, Content: denying("s3:*") }, "ConstraintViolationException"],
  ];
  for (const [body, code] of cases)
    assert.equal(await operate("PutOrganizationPolicy", body), code, JSON.stringify(body).slice(0, 120));
  const { Policies } = await operate("ListOrganizationPolicies");
  assert.deepEqual(
    Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName),
    ["FullAWSAccess", "RCPFullAWSAccess", "Is"],
  );
});

test("a malformed policy is told with line and column", async (t) => {
  const { ask, management } = await openScene(t);
  const answer = await ask(management.admin.key, "PutOrganizationPolicy", {
    PolicyName: "New",
    Type: rcp,
    Content: denying("s3:*"),
  });
  assert.equal(
    answer.value.message,
    "The provided policy document does not meet the requirements of the specified policy type. " +
      'Principal must be "*" (line 1, column 38)',
  );
});

test("AttachOrganizationPolicy() holds five of a kind on a target, AWS's own among them", async (t) => {
  const { operate } = await withMember(t);
  for (const n of [1, 2, 3, 4, 5])
    await operate("PutOrganizationPolicy", { PolicyName: `P${n}`, Type: scp, Content: denying(`a${n}:*`) });
  const attach = (PolicyName: string, Target = memberId) =>
    operate("AttachOrganizationPolicy", { PolicyName, Target });
  for (const n of [1, 2, 3, 4])
    assert.deepEqual(await attach(`P${n}`), { PolicyName: `P${n}`, Target: memberId });
  assert.equal(await attach("P5"), "ConstraintViolationException");
  assert.equal(await attach("P1"), "DuplicatePolicyAttachmentException");
  assert.equal(await attach("Gone"), "PolicyNotFoundException");
  assert.equal(await attach("P5", "999999999999"), "TargetNotFoundException");
  for (const target of ["Production", "/a//b", "/a/b/c/d/e/f", "/ ", "12"])
    assert.equal(await attach("P5", target), "ValidationException", target);
  assert.deepEqual(await attach("P5", "/Production/Payments"), {
    PolicyName: "P5",
    Target: "/Production/Payments",
  });
});

test("DetachOrganizationPolicy() leaves a target one policy of each kind, and RCPFullAWSAccess always", async (t) => {
  const { operate } = await withMember(t);
  const detach = (PolicyName: string) => operate("DetachOrganizationPolicy", { PolicyName, Target: "/" });
  await operate("PutOrganizationPolicy", { PolicyName: "S", Type: scp, Content: denying("iam:*") });
  await operate("PutOrganizationPolicy", { PolicyName: "R", Type: rcp, Content: denyRoles });
  assert.equal(await detach("S"), "PolicyNotAttachedException");
  assert.equal(await detach("FullAWSAccess"), "ConstraintViolationException");
  await operate("AttachOrganizationPolicy", { PolicyName: "S", Target: "/" });
  await operate("AttachOrganizationPolicy", { PolicyName: "R", Target: "/" });
  assert.equal(typeof (await detach("FullAWSAccess")), "object");
  assert.equal(await detach("S"), "ConstraintViolationException");
  assert.equal(await detach("RCPFullAWSAccess"), "ConstraintViolationException");
  const { Policies } = await operate("ListOrganizationPolicies", { Target: "/" });
  assert.deepEqual(
    Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName),
    ["RCPFullAWSAccess", "R", "S"],
  );
});

test("DeleteOrganizationPolicy() refuses what is attached, and AWS's own", async (t) => {
  const operate = deskOf(await openScene(t));
  const remove = (PolicyName: string) => operate("DeleteOrganizationPolicy", { PolicyName });
  await operate("PutOrganizationPolicy", { PolicyName: "S", Type: scp, Content: denying("iam:*") });
  await operate("AttachOrganizationPolicy", { PolicyName: "S", Target: "/" });
  assert.equal(await remove("S"), "PolicyInUseException");
  await operate("DetachOrganizationPolicy", { PolicyName: "S", Target: "/" });
  assert.deepEqual(await remove("S"), { PolicyName: "S" });
  assert.equal(await remove("S"), "PolicyNotFoundException");
  assert.equal(await remove("FullAWSAccess"), "ConstraintViolationException");
});

test("MoveAccount() puts an account into a unit, which lists show", async (t) => {
  const { operate } = await withMember(t);
  const move = (Unit: string, AccountId = memberId) => operate("MoveAccount", { AccountId, Unit });
  const unitOf = async () => (await operate("ListAccounts")).Accounts[1].Unit;
  assert.equal(await unitOf(), undefined);
  await move("/Production/Payments");
  assert.equal(await unitOf(), "/Production/Payments");
  await move("/");
  assert.equal(await unitOf(), undefined);
  assert.equal(await move("/x", "999999999999"), "AccountNotFoundException");
  assert.equal(await move("x"), "InvalidInputException");
});

test("the organisation's operations refuse a member account's admin", async (t) => {
  const { scene, member } = await withMember(t);
  for (const [operation, body] of [
    ["DescribeOrganization", {}],
    ["PutOrganizationPolicy", { PolicyName: "P", Type: scp, Content: denying("s3:*") }],
    ["DescribeOrganizationPolicy", { PolicyName: "FullAWSAccess" }],
    ["ListOrganizationPolicies", {}],
    ["AttachOrganizationPolicy", { PolicyName: "FullAWSAccess", Target: "/" }],
    ["DetachOrganizationPolicy", { PolicyName: "FullAWSAccess", Target: "/" }],
    ["DeleteOrganizationPolicy", { PolicyName: "P" }],
    ["MoveAccount", { AccountId: memberId, Unit: "/free" }],
  ] as const)
    assert.deepEqual(
      refusalOf(await scene.ask(member, operation, body)),
      [403, "AccessDeniedException"],
      operation,
    );
});
