import assert from "node:assert/strict";
import { test } from "node:test";
import { iamOperations } from "../../../../src/authority/iam/index.ts";
import {
  openAuthority,
  performer,
  refuses,
  type TestAuthority,
  testStart,
} from "../../../support/authority.ts";
import { closing } from "../../../support/closing.ts";

const perform = performer(iamOperations);
const ReadOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
});
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:user/admin" },
      Action: "sts:AssumeRole",
    },
  ],
});

async function furnish(authority: TestAuthority): Promise<void> {
  const call = authority.makeCall();
  await perform("CreateUser", { UserName: "ann", Tags: [{ Key: "Team", Value: "blue" }] }, call);
  await perform("CreateGroup", { GroupName: "devs" }, call);
  await perform("AddUserToGroup", { GroupName: "devs", UserName: "ann" }, call);
  await perform("AttachGroupPolicy", { GroupName: "devs", PolicyArn: ReadOnly }, call);
  await perform("PutUserPolicy", { UserName: "ann", PolicyName: "own", PolicyDocument: document }, call);
  await perform("CreateRole", { RoleName: "deployer", AssumeRolePolicyDocument: trust }, call);
  await perform("CreateInstanceProfile", { InstanceProfileName: "web" }, call);
  await perform("AddRoleToInstanceProfile", { InstanceProfileName: "web", RoleName: "deployer" }, call);
  const { Policy } = await perform("CreatePolicy", { PolicyName: "p", PolicyDocument: document }, call);
  await perform("AttachRolePolicy", { RoleName: "deployer", PolicyArn: Policy?.Arn ?? "" }, call);
}

test("GetAccountAuthorizationDetails shows users, groups, roles and policies with what hangs on them", async () => {
  const authority = closing(await openAuthority());
  await furnish(authority);
  const details = await perform("GetAccountAuthorizationDetails", {}, authority.makeCall());
  const ann = details.UserDetailList?.find(({ UserName }) => UserName === "ann");
  assert.deepEqual(ann?.GroupList, ["devs"]);
  assert.deepEqual(ann?.Tags, [{ Key: "Team", Value: "blue" }]);
  const [inline] = ann?.UserPolicyList ?? [];
  assert.equal(decodeURIComponent(inline?.PolicyDocument ?? ""), document);
  const [group] = details.GroupDetailList ?? [];
  assert.deepEqual(group?.AttachedManagedPolicies, [{ PolicyName: "ReadOnlyAccess", PolicyArn: ReadOnly }]);
  const [role] = details.RoleDetailList ?? [];
  assert.equal(role?.InstanceProfileList?.[0]?.InstanceProfileName, "web");
  assert.equal(role?.AttachedManagedPolicies?.[0]?.PolicyName, "p");
  assert.match(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ""), /user\/admin/);
  const names = details.Policies?.map(({ PolicyName }) => PolicyName);
  assert.deepEqual(names, ["p", "AdministratorAccess", "ReadOnlyAccess"]);
  assert.equal(details.Policies?.[0]?.AttachmentCount, 1);
  assert.equal(details.Policies?.[0]?.PolicyVersionList?.length, 1);
  assert.equal(details.IsTruncated, false);
});

test("GetAccountAuthorizationDetails filters by kind and pages across kinds without loss", async () => {
  const authority = closing(await openAuthority());
  await furnish(authority);
  const call = authority.makeCall();
  const some = await perform("GetAccountAuthorizationDetails", { Filter: ["Group", "Role"] }, call);
  assert.equal(some.UserDetailList?.length, 0);
  assert.equal(some.GroupDetailList?.length, 1);
  assert.equal(some.RoleDetailList?.length, 1);
  assert.equal(some.Policies?.length, 0);
  const seen: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await perform("GetAccountAuthorizationDetails", { MaxItems: 1, Marker }, call);
    seen.push(...(page.UserDetailList ?? []).map((one) => one.UserName));
    seen.push(...(page.GroupDetailList ?? []).map((one) => one.GroupName));
    seen.push(...(page.RoleDetailList ?? []).map((one) => one.RoleName));
    seen.push(...(page.Policies ?? []).map((one) => one.PolicyName));
    Marker = page.Marker;
  } while (Marker !== undefined);
  const expected = ["admin", "ann", "devs", "deployer", "p", "AdministratorAccess", "ReadOnlyAccess"];
  assert.deepEqual(seen, expected);
  const foreign = await perform("ListUsers", { MaxItems: 1 }, call);
  const wrong = perform("GetAccountAuthorizationDetails", { Marker: foreign.Marker }, call);
  await refuses(wrong, "ValidationError");
});

test("GetCredentialReport wants a report that was generated in the last four hours", async () => {
  const authority = closing(await openAuthority());
  await refuses(perform("GetCredentialReport", {}, authority.makeCall()), "ReportNotPresent");
  assert.equal((await perform("GenerateCredentialReport", {}, authority.makeCall())).State, "STARTED");
  assert.equal((await perform("GenerateCredentialReport", {}, authority.makeCall())).State, "COMPLETE");
  const report = await perform("GetCredentialReport", {}, authority.makeCall());
  assert.equal(report.GeneratedTime, testStart);
  assert.equal(report.ReportFormat, "text/csv");
  authority.clock.advance(4 * 3_600_000);
  await refuses(perform("GetCredentialReport", {}, authority.makeCall()), "ReportExpired");
  assert.equal((await perform("GenerateCredentialReport", {}, authority.makeCall())).State, "STARTED");
});

test("GetCredentialReport tells root and users apart and quotes names with commas", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await perform("CreateUser", { UserName: "ann,b" }, call);
  const use = { at: testStart, service: "s3", region: "eu-west-1" };
  authority.services.store.lastUsed.noteAccessKey(authority.admin.accessKeyId, use);
  await perform("GenerateCredentialReport", {}, call);
  const { Content } = await perform("GetCredentialReport", {}, call);
  const lines = Buffer.from(Content ?? [])
    .toString()
    .split("\n");
  assert.equal(lines.length, 4);
  assert.match(lines[0] ?? "", /^user,arn,user_creation_time,password_enabled,/);
  assert.match(
    lines[1] ?? "",
    /^<root_account>,arn:aws:iam::123456789012:root,2026-01-02T03:04:05Z,not_supp/,
  );
  const cells = (lines[2] ?? "").split(",");
  assert.equal(cells.length, (lines[0] ?? "").split(",").length);
  assert.deepEqual(cells.slice(7, 13), [
    "false",
    "true",
    "2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05Z",
    "eu-west-1",
    "s3",
  ]);
  assert.match(lines[3] ?? "", /^"ann,b","arn:aws:iam::123456789012:user\/ann,b",/);
});
