import assert from "node:assert/strict";
import { test } from "node:test";
import { findRole } from "../../../../src/authority/store/principals/roles.ts";
import { accountId, allow, type Desk, openDesk, otherAccountId, trusting } from "../desk.ts";

const accountRoot = `arn:aws:iam::${accountId}:root`;
const administrator = "arn:aws:iam::aws:policy/AdministratorAccess";

async function createRole(desk: Desk, principal: unknown = { AWS: accountRoot }, name = "Deploy") {
  const AssumeRolePolicyDocument = trusting(principal);
  return (await desk.run("CreateRole", { RoleName: name, AssumeRolePolicyDocument })).Role;
}

async function trustOf(desk: Desk, name = "Deploy") {
  const stored = (await findRole(desk.store.read, accountId, name))?.trust_policy ?? "";
  const { Role } = await desk.run("GetRole", { RoleName: name });
  return { stored, shown: decodeURIComponent(Role.AssumeRolePolicyDocument ?? "") };
}

async function refusedTrust(desk: Desk, principal: unknown): Promise<string | undefined> {
  const AssumeRolePolicyDocument = trusting(principal);
  const [code, sentence] = await desk.refusal("CreateRole", {
    RoleName: "Refused",
    AssumeRolePolicyDocument,
  });
  assert.equal(code, "MalformedPolicyDocument");
  return sentence;
}

test("CreateRole() and GetRole() show the role, one hour being the default maximum session", async (t) => {
  const desk = await openDesk(t);
  const { Role } = await desk.run("CreateRole", {
    RoleName: "Deploy",
    Path: "/ci/",
    Description: "ships it",
    AssumeRolePolicyDocument: trusting({ AWS: accountRoot }),
    PermissionsBoundary: administrator,
    Tags: [{ Key: "Team", Value: "blue" }],
  });
  assert.match(Role.RoleId, /^AROA[A-Z2-7]{17}$/);
  assert.equal(Role.Arn, `arn:aws:iam::${accountId}:role/ci/Deploy`);
  assert.equal(Role.MaxSessionDuration, 3600);
  assert.deepEqual(Role.Tags, [{ Key: "Team", Value: "blue" }]);
  assert.deepEqual(
    desk.demands.map(({ action, resource, context }) => [action, resource.arn, context]),
    [["iam:TagRole", Role.Arn, { "aws:requesttag/team": "blue", "aws:tagkeys": ["Team"] }]],
  );
  const shown = (await desk.run("GetRole", { RoleName: "DEPLOY" })).Role;
  assert.deepEqual(shown, { ...Role, RoleLastUsed: {} });
  assert.equal(shown.PermissionsBoundary?.PermissionsBoundaryArn, administrator);
});

test("CreateRole() refuses a taken name in any case, a missing boundary and one role too many", async (t) => {
  const desk = await openDesk(t);
  await createRole(desk);
  const AssumeRolePolicyDocument = trusting({ AWS: accountRoot });
  assert.deepEqual(await desk.refusal("CreateRole", { RoleName: "DEPLOY", AssumeRolePolicyDocument }), [
    "EntityAlreadyExists",
    "Role with name DEPLOY already exists.",
  ]);
  const PermissionsBoundary = `arn:aws:iam::${accountId}:policy/Absent`;
  assert.equal(
    (
      await desk.refusal("CreateRole", { RoleName: "Other", AssumeRolePolicyDocument, PermissionsBoundary })
    )[0],
    "NoSuchEntity",
  );
  await desk.store.record(async (tx) => {
    const template = await findRole(tx, accountId, "Deploy");
    assert.ok(template);
    for (let index = 1; index < 1000; index += 1)
      await tx
        .insertInto("iam_role")
        .values({ ...template, role_id: `AROA${index}`, name: `r${index}`, name_key: `r${index}` })
        .execute();
  });
  assert.deepEqual(await desk.refusal("CreateRole", { RoleName: "Other", AssumeRolePolicyDocument }), [
    "LimitExceeded",
    "Cannot exceed quota for RolesPerAccount: 1000",
  ]);
});

test("CreateRole() tells policies the boundary and tags that are asked for", async (t) => {
  const desk = await openDesk(t);
  const context = await desk.context("CreateRole", {
    RoleName: "Deploy",
    AssumeRolePolicyDocument: "{}",
    PermissionsBoundary: administrator,
    Tags: [{ Key: "Team", Value: "blue" }],
  });
  assert.deepEqual(context, {
    "iam:permissionsboundary": administrator,
    "aws:requesttag/team": "blue",
    "aws:tagkeys": ["Team"],
  });
});

test("trust policies are refused with AWS's sentences", async (t) => {
  const desk = await openDesk(t);
  const refused = (AssumeRolePolicyDocument: string) =>
    desk.refusal("CreateRole", { RoleName: "Refused", AssumeRolePolicyDocument });
  assert.deepEqual(await refused("not json"), [
    "MalformedPolicyDocument",
    "This policy contains invalid Json",
  ]);
  assert.deepEqual(await refused(allow("sts:AssumeRole")), [
    "MalformedPolicyDocument",
    "Missing required field Principal",
  ]);
  const long = trusting({
    AWS: Array.from({ length: 60 }, (_, index) => `arn:aws:iam::${100000000000 + index}:root`),
  });
  assert.deepEqual(await refused(long), ["LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048"]);
});

test("a trusted user or role is stored by its unique id and shown by its ARN, also after a move", async (t) => {
  const desk = await openDesk(t);
  const { User } = await desk.run("CreateUser", { UserName: "ann", Path: "/team/" });
  const caller = await createRole(desk, { AWS: accountRoot }, "Caller");
  assert.ok(User);
  await createRole(desk, { AWS: [User.Arn, caller.Arn, accountRoot] });
  const { stored, shown } = await trustOf(desk);
  assert.equal(stored, trusting({ AWS: [User.UserId, caller.RoleId, accountRoot] }));
  assert.equal(shown, trusting({ AWS: [User.Arn, caller.Arn, accountRoot] }));
  await desk.run("UpdateUser", { UserName: "ann", NewPath: "/", NewUserName: "anna" });
  assert.equal(
    (await trustOf(desk)).shown,
    trusting({ AWS: [`arn:aws:iam::${accountId}:user/anna`, caller.Arn, accountRoot] }),
  );
});

test("a trusted user that is deleted and made again is not trusted: the old id is shown", async (t) => {
  const desk = await openDesk(t);
  const { User } = await desk.run("CreateUser", { UserName: "ann" });
  assert.ok(User);
  await createRole(desk, { AWS: User.Arn });
  await desk.run("DeleteUser", { UserName: "ann" });
  await desk.run("CreateUser", { UserName: "ann" });
  const { stored, shown } = await trustOf(desk);
  assert.equal(stored, trusting({ AWS: User.UserId }));
  assert.equal(shown, stored);
  assert.equal(
    await refusedTrust(desk, { AWS: User.UserId }),
    `Invalid principal in policy: "AWS":"${User.UserId}"`,
  );
});

test("users and roles of other accounts of the authority are resolved, too", async (t) => {
  const desk = await openDesk(t);
  const { User } = await desk.run("CreateUser", { UserName: "bob" }, otherAccountId);
  assert.ok(User);
  await createRole(desk, { AWS: User.Arn });
  assert.equal((await trustOf(desk)).stored, trusting({ AWS: User.UserId }));
  assert.equal((await trustOf(desk)).shown, trusting({ AWS: User.Arn }));
});

test("principals that do not exist or cannot be are refused", async (t) => {
  const desk = await openDesk(t);
  await desk.run("CreateUser", { UserName: "ann", Path: "/team/" });
  const iam = `arn:aws:iam::${accountId}`;
  for (const principal of [
    `${iam}:user/absent`,
    `${iam}:user/ann`,
    `${iam}:user/team/Ann`,
    `${iam}:role/absent`,
    `${iam}:user/*`,
    `${iam}:group/readers`,
    "arn:aws:iam::999999999999:role/elsewhere",
    "AROAAAAAAAAAAAAAAAAAA",
    "arn:aws-cn:iam::123456789012:root",
    "12345",
  ])
    assert.equal(
      await refusedTrust(desk, { AWS: principal }),
      `Invalid principal in policy: "AWS":"${principal}"`,
    );
  assert.equal(
    await refusedTrust(desk, { Service: "ec2.example.com" }),
    'Invalid principal in policy: "SERVICE":"ec2.example.com"',
  );
  assert.equal(
    await refusedTrust(desk, { Federated: "provider" }),
    'Invalid principal in policy: "FEDERATED":"provider"',
  );
});

test("accounts, sessions, services and providers are kept as written, an account number as its root", async (t) => {
  const desk = await openDesk(t);
  const principal = {
    AWS: [
      `arn:aws:sts::${accountId}:assumed-role/Deploy/session`,
      `arn:aws:sts::${accountId}:federated-user/bob`,
      "arn:aws:iam::999999999999:root",
      "*",
    ],
    Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"],
    Federated: `arn:aws:iam::${accountId}:oidc-provider/idp.example.com`,
  };
  await createRole(desk, principal);
  assert.equal((await trustOf(desk)).stored, trusting(principal));
  await createRole(desk, { AWS: "999999999999" }, "Supplier");
  assert.equal((await trustOf(desk, "Supplier")).shown, trusting({ AWS: "arn:aws:iam::999999999999:root" }));
});

test("UpdateAssumeRolePolicy() replaces the trust, and keeps the old one when it refuses", async (t) => {
  const desk = await openDesk(t);
  await createRole(desk);
  const PolicyDocument = `\n${trusting({ AWS: `arn:aws:iam::${otherAccountId}:root` })} `;
  await desk.run("UpdateAssumeRolePolicy", { RoleName: "Deploy", PolicyDocument });
  assert.equal((await trustOf(desk)).shown, PolicyDocument);
  const [code] = await desk.refusal("UpdateAssumeRolePolicy", {
    RoleName: "Deploy",
    PolicyDocument: trusting({ AWS: `arn:aws:iam::${accountId}:role/absent` }),
  });
  assert.equal(code, "MalformedPolicyDocument");
  assert.equal((await trustOf(desk)).shown, PolicyDocument);
});

test("UpdateRole() and UpdateRoleDescription() change what is given and nothing else", async (t) => {
  const desk = await openDesk(t);
  await createRole(desk);
  assert.deepEqual(await desk.run("UpdateRole", { RoleName: "Deploy", MaxSessionDuration: 43200 }), {});
  await desk.run("UpdateRole", { RoleName: "Deploy", Description: "ships it" });
  const { Role } = await desk.run("GetRole", { RoleName: "Deploy" });
  assert.deepEqual([Role.MaxSessionDuration, Role.Description], [43200, "ships it"]);
  const updated = await desk.run("UpdateRoleDescription", { RoleName: "Deploy", Description: "" });
  assert.equal(updated.Role?.Description, undefined);
  assert.deepEqual(await desk.refusal("UpdateRole", { RoleName: "Absent" }), [
    "NoSuchEntity",
    "The role with name Absent cannot be found.",
  ]);
});

test("DeleteRole() wants profiles, attachments and inline policies gone first", async (t) => {
  const desk = await openDesk(t);
  await createRole(desk);
  const RoleName = "Deploy";
  const InstanceProfileName = "Web";
  await desk.run("CreateInstanceProfile", { InstanceProfileName });
  await desk.run("AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
  await desk.run("AttachRolePolicy", { RoleName, PolicyArn: administrator });
  await desk.run("PutRolePolicy", { RoleName, PolicyName: "p", PolicyDocument: allow("s3:*") });
  const conflict = async () => {
    const [code, sentence] = await desk.refusal("DeleteRole", { RoleName });
    assert.equal(code, "DeleteConflict");
    return sentence;
  };
  assert.equal(await conflict(), "Cannot delete entity, must remove roles from instance profile first.");
  await desk.run("RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName });
  assert.equal(await conflict(), "Cannot delete entity, must detach all policies first.");
  await desk.run("DetachRolePolicy", { RoleName, PolicyArn: administrator });
  assert.equal(await conflict(), "Cannot delete entity, must delete policies first.");
  await desk.run("DeleteRolePolicy", { RoleName, PolicyName: "p" });
  await desk.run("DeleteRole", { RoleName });
  assert.equal((await desk.refusal("GetRole", { RoleName }))[0], "NoSuchEntity");
});

test("ListRoles() pages by name under a path prefix, without tags and boundary", async (t) => {
  const desk = await openDesk(t);
  for (const [RoleName, Path] of [
    ["c", "/x/"],
    ["A", "/x/y/"],
    ["b", "/"],
    ["d", "/x/"],
  ] as const)
    await desk.run("CreateRole", {
      RoleName,
      Path,
      AssumeRolePolicyDocument: trusting({ AWS: accountId }),
      PermissionsBoundary: administrator,
      Tags: [{ Key: "k", Value: "v" }],
    });
  const first = await desk.run("ListRoles", { PathPrefix: "/x/", MaxItems: 2 });
  const second = await desk.run("ListRoles", { PathPrefix: "/x/", MaxItems: 2, Marker: first.Marker });
  assert.deepEqual(
    [first, second].map((page) => [page.Roles.map(({ RoleName }) => RoleName), page.IsTruncated]),
    [
      [["A", "c"], true],
      [["d"], false],
    ],
  );
  const [role] = first.Roles;
  assert.deepEqual(
    [role?.Tags, role?.PermissionsBoundary, role?.RoleLastUsed],
    [undefined, undefined, undefined],
  );
  assert.deepEqual((await desk.run("ListRoles", {}, otherAccountId)).Roles, []);
});

test("GetRole() tells when and where the role was last used", async (t) => {
  const desk = await openDesk(t);
  await createRole(desk);
  await desk.store.record((tx) =>
    tx
      .updateTable("iam_role")
      .set({ last_used_at: 1000, last_used_region: "eu-west-1" })
      .where("name", "=", "Deploy")
      .execute(),
  );
  const { Role } = await desk.run("GetRole", { RoleName: "Deploy" });
  assert.deepEqual(Role.RoleLastUsed, { LastUsedDate: 1000, Region: "eu-west-1" });
});

test("tags of a role are changed, listed and seen by policies with the stored path", async (t) => {
  const desk = await openDesk(t);
  await createRole(desk);
  const RoleName = "deploy";
  await desk.run("TagRole", { RoleName, Tags: [{ Key: "Team", Value: "blue" }] });
  assert.deepEqual((await desk.run("ListRoleTags", { RoleName })).Tags, [{ Key: "Team", Value: "blue" }]);
  assert.deepEqual(await desk.resources("DeleteRole", { RoleName }), [
    { arn: `arn:aws:iam::${accountId}:role/Deploy`, tags: { Team: "blue" } },
  ]);
  assert.deepEqual(await desk.resources("DeleteRole", { RoleName: "absent" }), [
    { arn: `arn:aws:iam::${accountId}:role/absent` },
  ]);
  assert.deepEqual(await desk.context("UntagRole", { RoleName, TagKeys: ["Team"] }), {
    "aws:tagkeys": ["Team"],
  });
  await desk.run("UntagRole", { RoleName, TagKeys: ["TEAM"] });
  assert.deepEqual((await desk.run("ListRoleTags", { RoleName })).Tags, []);
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  await desk.run("TagRole", { RoleName, Tags: many });
  assert.deepEqual(await desk.refusal("TagRole", { RoleName, Tags: [{ Key: "one more", Value: "" }] }), [
    "LimitExceeded",
    "Cannot exceed quota for TagsPerRole: 50",
  ]);
});
