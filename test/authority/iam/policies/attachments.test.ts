import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boundaryDocument,
  loadIdentityPolicies,
} from "../../../../src/authority/store/policies/identity-policies.ts";
import { accountId, allow, type Desk, documentOfSize, openDesk, otherAccountId, trusting } from "../desk.ts";

const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";
const s3ReadOnly = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

async function openStaffedDesk(t: Parameters<typeof openDesk>[0]): Promise<Desk> {
  const desk = await openDesk(t);
  await desk.run("CreateUser", { UserName: "Ann", Path: "/team/", Tags: [{ Key: "Team", Value: "blue" }] });
  await desk.run("CreateGroup", { GroupName: "Readers", Path: "/team/" });
  await desk.run("CreateRole", {
    RoleName: "Deploy",
    Path: "/ci/",
    AssumeRolePolicyDocument: trusting({ AWS: accountId }),
  });
  return desk;
}

async function createPolicies(desk: Desk, count: number): Promise<string[]> {
  const arns: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const PolicyName = `P${String(index).padStart(2, "0")}`;
    const { Policy } = await desk.run("CreatePolicy", { PolicyName, PolicyDocument: allow("s3:GetObject") });
    arns.push(Policy?.Arn ?? "");
  }
  return arns;
}

test("attach, list and detach work for users, groups and roles, with names in any case", async (t) => {
  const desk = await openStaffedDesk(t);
  const [own = ""] = await createPolicies(desk, 1);
  for (const PolicyArn of [own, administrator, administrator]) {
    await desk.run("AttachUserPolicy", { UserName: "ANN", PolicyArn });
    await desk.run("AttachGroupPolicy", { GroupName: "readers", PolicyArn });
    await desk.run("AttachRolePolicy", { RoleName: "deploy", PolicyArn });
  }
  const both = [
    { PolicyName: "AdministratorAccess", PolicyArn: administrator },
    { PolicyName: "P00", PolicyArn: own },
  ];
  const ofUser = await desk.run("ListAttachedUserPolicies", { UserName: "Ann" });
  assert.deepEqual(ofUser, { AttachedPolicies: both, IsTruncated: false });
  assert.deepEqual(
    (await desk.run("ListAttachedGroupPolicies", { GroupName: "Readers" })).AttachedPolicies,
    both,
  );
  assert.deepEqual(
    (await desk.run("ListAttachedRolePolicies", { RoleName: "Deploy" })).AttachedPolicies,
    both,
  );
  await desk.run("DetachUserPolicy", { UserName: "Ann", PolicyArn: administrator });
  await desk.run("DetachGroupPolicy", { GroupName: "Readers", PolicyArn: administrator });
  await desk.run("DetachRolePolicy", { RoleName: "Deploy", PolicyArn: administrator });
  assert.deepEqual((await desk.run("ListAttachedRolePolicies", { RoleName: "Deploy" })).AttachedPolicies, [
    { PolicyName: "P00", PolicyArn: own },
  ]);
  assert.deepEqual(await desk.refusal("DetachUserPolicy", { UserName: "Ann", PolicyArn: administrator }), [
    "NoSuchEntity",
    `Policy ${administrator} was not found.`,
  ]);
});

test("attach refuses ARNs that cannot be parsed, are absent, or are another account's", async (t) => {
  const desk = await openStaffedDesk(t);
  const attach = (PolicyArn: string) => desk.refusal("AttachRolePolicy", { RoleName: "Deploy", PolicyArn });
  assert.deepEqual(await attach("AmazonS3ReadOnlyAccess"), [
    "ValidationError",
    "Invalid ARN:  Could not be parsed!",
  ]);
  const absent = `arn:aws:iam::${accountId}:policy/Absent`;
  assert.deepEqual(await attach(absent), [
    "NoSuchEntity",
    `Policy ${absent} does not exist or is not attachable.`,
  ]);
  assert.equal((await attach("arn:aws:iam::aws:policy/NoSuchAccess"))[0], "NoSuchEntity");
  await desk.run("CreatePolicy", { PolicyName: "Theirs", PolicyDocument: allow("s3:*") }, otherAccountId);
  assert.equal((await attach(`arn:aws:iam::${otherAccountId}:policy/Theirs`))[0], "NoSuchEntity");
  assert.deepEqual(await desk.refusal("AttachUserPolicy", { UserName: "Bob", PolicyArn: administrator }), [
    "NoSuchEntity",
    "The user with name Bob cannot be found.",
  ]);
});

test("attach allows ten managed policies per entity", async (t) => {
  const desk = await openStaffedDesk(t);
  const arns = await createPolicies(desk, 11);
  for (const PolicyArn of arns.slice(0, 10)) {
    await desk.run("AttachUserPolicy", { UserName: "Ann", PolicyArn });
    await desk.run("AttachGroupPolicy", { GroupName: "Readers", PolicyArn });
    await desk.run("AttachRolePolicy", { RoleName: "Deploy", PolicyArn });
  }
  const PolicyArn = arns[10] ?? "";
  const over = (quota: string) => ["LimitExceeded", `Cannot exceed quota for ${quota}: 10`];
  assert.deepEqual(
    await desk.refusal("AttachUserPolicy", { UserName: "Ann", PolicyArn }),
    over("PoliciesPerUser"),
  );
  assert.deepEqual(
    await desk.refusal("AttachGroupPolicy", { GroupName: "Readers", PolicyArn }),
    over("PoliciesPerGroup"),
  );
  assert.deepEqual(
    await desk.refusal("AttachRolePolicy", { RoleName: "Deploy", PolicyArn }),
    over("PoliciesPerRole"),
  );
});

test("attach shows policies the entity with its stored path and tags, the policy and the boundary in force", async (t) => {
  const desk = await openStaffedDesk(t);
  const input = { UserName: "ann", PolicyArn: administrator };
  assert.deepEqual(await desk.resources("AttachUserPolicy", input), [
    { arn: `arn:aws:iam::${accountId}:user/team/Ann`, tags: { Team: "blue" } },
  ]);
  assert.deepEqual(await desk.context("AttachUserPolicy", input), { "iam:policyarn": administrator });
  await desk.run("PutUserPermissionsBoundary", { UserName: "Ann", PermissionsBoundary: s3ReadOnly });
  assert.deepEqual(await desk.context("AttachUserPolicy", input), {
    "iam:policyarn": administrator,
    "iam:permissionsboundary": s3ReadOnly,
  });
  assert.deepEqual(await desk.context("DeleteUserPolicy", { UserName: "Ann", PolicyName: "x" }), {
    "iam:permissionsboundary": s3ReadOnly,
  });
  assert.deepEqual(
    await desk.context("PutUserPermissionsBoundary", { UserName: "Ann", PermissionsBoundary: administrator }),
    { "iam:permissionsboundary": administrator },
  );
  assert.deepEqual(await desk.context("DeleteUserPermissionsBoundary", { UserName: "Ann" }), {
    "iam:permissionsboundary": s3ReadOnly,
  });
});

test("boundaries are set and removed for users and roles, and must be managed policies at hand", async (t) => {
  const desk = await openStaffedDesk(t);
  const [own = ""] = await createPolicies(desk, 1);
  await desk.run("PutRolePermissionsBoundary", { RoleName: "Deploy", PermissionsBoundary: own });
  const { Role } = await desk.run("GetRole", { RoleName: "Deploy" });
  assert.equal(Role.PermissionsBoundary?.PermissionsBoundaryArn, own);
  await desk.run("DeleteRolePermissionsBoundary", { RoleName: "Deploy" });
  assert.equal((await desk.run("GetRole", { RoleName: "Deploy" })).Role.PermissionsBoundary, undefined);
  const put = (arn: string) =>
    desk.refusal("PutUserPermissionsBoundary", { UserName: "Ann", PermissionsBoundary: arn });
  const absent = `arn:aws:iam::${accountId}:policy/Absent`;
  assert.deepEqual(await put(absent), [
    "NoSuchEntity",
    `Scope ARN: ${absent} does not exist or is not attachable.`,
  ]);
  assert.equal((await put("not an arn at all, sir"))[0], "ValidationError");
  await desk.run("CreatePolicy", { PolicyName: "Theirs", PolicyDocument: allow("s3:*") }, otherAccountId);
  assert.equal((await put(`arn:aws:iam::${otherAccountId}:policy/Theirs`))[0], "NoSuchEntity");
});

test("inline policies are put, replaced, shown, listed and deleted", async (t) => {
  const desk = await openStaffedDesk(t);
  const PolicyDocument = allow("s3:Get*");
  for (const PolicyName of ["b", "a", "b"]) {
    await desk.run("PutUserPolicy", { UserName: "ann", PolicyName, PolicyDocument });
    await desk.run("PutGroupPolicy", { GroupName: "Readers", PolicyName, PolicyDocument });
    await desk.run("PutRolePolicy", { RoleName: "Deploy", PolicyName, PolicyDocument });
  }
  assert.deepEqual(await desk.run("ListUserPolicies", { UserName: "Ann" }), {
    PolicyNames: ["a", "b"],
    IsTruncated: false,
  });
  assert.deepEqual((await desk.run("ListGroupPolicies", { GroupName: "Readers" })).PolicyNames, ["a", "b"]);
  const shown = await desk.run("GetRolePolicy", { RoleName: "deploy", PolicyName: "a" });
  assert.equal(shown.RoleName, "Deploy");
  assert.equal(decodeURIComponent(shown.PolicyDocument), PolicyDocument);
  assert.ok(shown.PolicyDocument.includes("Get%2A"));
  await desk.run("DeleteGroupPolicy", { GroupName: "Readers", PolicyName: "a" });
  assert.deepEqual(await desk.refusal("GetGroupPolicy", { GroupName: "Readers", PolicyName: "a" }), [
    "NoSuchEntity",
    "The group policy with name a cannot be found.",
  ]);
  assert.deepEqual(await desk.refusal("DeleteRolePolicy", { RoleName: "Deploy", PolicyName: "c" }), [
    "NoSuchEntity",
    "The role policy with name c cannot be found.",
  ]);
  assert.equal(
    (await desk.refusal("PutUserPolicy", { UserName: "Ann", PolicyName: "x", PolicyDocument: "{}" }))[0],
    "MalformedPolicyDocument",
  );
});

test("inline policies together fit their entity's quota, the one to be replaced not counted", async (t) => {
  const desk = await openStaffedDesk(t);
  const user = { UserName: "Ann" };
  await desk.run("PutUserPolicy", { ...user, PolicyName: "a", PolicyDocument: documentOfSize(1000) });
  await desk.run("PutUserPolicy", { ...user, PolicyName: "b", PolicyDocument: documentOfSize(1048) });
  assert.deepEqual(
    await desk.refusal("PutUserPolicy", { ...user, PolicyName: "a", PolicyDocument: documentOfSize(1001) }),
    ["LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user Ann"],
  );
  await desk.run("PutUserPolicy", { ...user, PolicyName: "b", PolicyDocument: documentOfSize(1047) });
  await desk.run("PutUserPolicy", { ...user, PolicyName: "a", PolicyDocument: documentOfSize(1001) });
  const group = { GroupName: "Readers", PolicyName: "a" };
  await desk.run("PutGroupPolicy", { ...group, PolicyDocument: documentOfSize(5120) });
  assert.equal(
    (await desk.refusal("PutGroupPolicy", { ...group, PolicyDocument: documentOfSize(5121) }))[1],
    "Maximum policy size of 5120 bytes exceeded for group Readers",
  );
  const role = { RoleName: "Deploy", PolicyName: "a" };
  await desk.run("PutRolePolicy", { ...role, PolicyDocument: documentOfSize(10240) });
  assert.equal(
    (await desk.refusal("PutRolePolicy", { ...role, PolicyDocument: documentOfSize(10241) }))[1],
    "Maximum policy size of 10240 bytes exceeded for role Deploy",
  );
});

test("loadIdentityPolicies() gathers own, attached and group policies in force, each once", async (t) => {
  const desk = await openStaffedDesk(t);
  const [own = ""] = await createPolicies(desk, 1);
  await desk.run("AddUserToGroup", { UserName: "Ann", GroupName: "Readers" });
  await desk.run("PutUserPolicy", {
    UserName: "Ann",
    PolicyName: "u",
    PolicyDocument: allow("s3:ListBucket"),
  });
  await desk.run("PutGroupPolicy", {
    GroupName: "Readers",
    PolicyName: "g",
    PolicyDocument: allow("s3:PutObject"),
  });
  await desk.run("AttachUserPolicy", { UserName: "Ann", PolicyArn: own });
  await desk.run("AttachGroupPolicy", { GroupName: "Readers", PolicyArn: own });
  await desk.run("AttachGroupPolicy", { GroupName: "Readers", PolicyArn: administrator });
  await desk.run("CreatePolicyVersion", {
    PolicyArn: own,
    PolicyDocument: allow("s3:DeleteObject"),
    SetAsDefault: true,
  });
  const { User } = await desk.run("GetUser", { UserName: "Ann" });
  const policies = await loadIdentityPolicies(desk.store.read, accountId, "user", User.UserId);
  assert.deepEqual(policies, [
    {
      source: { type: "inline", entity: `arn:aws:iam::${accountId}:user/team/Ann`, name: "u" },
      document: allow("s3:ListBucket"),
    },
    { source: { type: "managed", arn: own }, document: allow("s3:DeleteObject") },
    {
      source: { type: "inline", entity: `arn:aws:iam::${accountId}:group/team/Readers`, name: "g" },
      document: allow("s3:PutObject"),
    },
    {
      source: { type: "managed", arn: administrator },
      document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    },
  ]);
  assert.deepEqual(await loadIdentityPolicies(desk.store.read, otherAccountId, "user", User.UserId), []);
  assert.deepEqual(await loadIdentityPolicies(desk.store.read, accountId, "role", User.UserId), []);
});

test("loadIdentityPolicies() throws rather than leave out an attached policy that has no document", async (t) => {
  const desk = await openStaffedDesk(t);
  const { Role } = await desk.run("GetRole", { RoleName: "Deploy" });
  await desk.store.record((tx) =>
    tx
      .insertInto("attached_policy")
      .values({
        account_id: accountId,
        entity_kind: "role",
        entity_id: Role.RoleId,
        policy_arn: `arn:aws:iam::${accountId}:policy/Gone`,
        attached_at: 0,
      })
      .execute(),
  );
  await assert.rejects(
    loadIdentityPolicies(desk.store.read, accountId, "role", Role.RoleId),
    /has no document/,
  );
});

test("boundaryDocument() answers the version in force, and nothing for a policy that is not there", async (t) => {
  const desk = await openStaffedDesk(t);
  const [own = ""] = await createPolicies(desk, 1);
  assert.equal(await boundaryDocument(desk.store.read, own), allow("s3:GetObject"));
  assert.match((await boundaryDocument(desk.store.read, administrator)) ?? "", /"Action":"\*"/);
  assert.equal(await boundaryDocument(desk.store.read, `${own}x`), undefined);
});
