import assert from "node:assert/strict";
import { test } from "node:test";
import { ServiceError } from "../../../../src/base/index.ts";
import { fc } from "../../../support/random.ts";
import {
  accountId,
  allow,
  type Desk,
  documentOfSize,
  now,
  openDesk,
  otherAccountId,
  trusting,
} from "../desk.ts";

const arnOf = (name: string) => `arn:aws:iam::${accountId}:policy/${name}`;
const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";

async function createPolicy(desk: Desk, name = "Readers"): Promise<string> {
  await desk.run("CreatePolicy", { PolicyName: name, PolicyDocument: allow("s3:GetObject") });
  return arnOf(name);
}

test("CreatePolicy() answers the policy with version v1 in force and nothing attached", async (t) => {
  const desk = await openDesk(t);
  const { Policy } = await desk.run("CreatePolicy", {
    PolicyName: "Readers",
    Path: "/team/",
    Description: "who reads",
    PolicyDocument: allow("s3:GetObject"),
    Tags: [{ Key: "Team", Value: "blue" }],
  });
  assert.match(Policy?.PolicyId ?? "", /^ANPA[A-Z2-7]{17}$/);
  assert.deepEqual(
    { ...Policy, PolicyId: undefined },
    {
      PolicyName: "Readers",
      PolicyId: undefined,
      Arn: arnOf("team/Readers"),
      Path: "/team/",
      DefaultVersionId: "v1",
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: now,
      UpdateDate: now,
      Tags: [{ Key: "Team", Value: "blue" }],
    },
  );
  assert.deepEqual(
    desk.demands.map(({ action }) => action),
    ["iam:TagPolicy"],
  );
  const shown = await desk.run("GetPolicy", { PolicyArn: arnOf("team/Readers") });
  assert.equal(shown.Policy?.Description, "who reads");
});

test("CreatePolicy() refuses a name that is taken in another case, at any path", async (t) => {
  const desk = await openDesk(t);
  await createPolicy(desk);
  assert.deepEqual(
    await desk.refusal("CreatePolicy", {
      PolicyName: "READERS",
      Path: "/x/",
      PolicyDocument: allow("s3:GetObject"),
    }),
    ["EntityAlreadyExists", "A policy called READERS already exists. Duplicate names are not allowed."],
  );
});

test("CreatePolicy() refuses what breaks the grammar, with AWS's sentence", async (t) => {
  const desk = await openDesk(t);
  const refused = (document: string) =>
    desk.refusal("CreatePolicy", { PolicyName: "Broken", PolicyDocument: document });
  assert.deepEqual(await refused("{"), ["MalformedPolicyDocument", "Syntax errors in policy."]);
  assert.deepEqual(await refused(trusting({ AWS: "*" })), [
    "MalformedPolicyDocument",
    "Policy document should not specify a principal.",
  ]);
});

test("CreatePolicy() counts 6144 characters and no white space", async (t) => {
  const desk = await openDesk(t);
  const spacious = documentOfSize(6144)
    .replaceAll(":", " : ")
    .replace("s3 : ", "s3:")
    .replaceAll(",", ",\n\t");
  await desk.run("CreatePolicy", { PolicyName: "Full", PolicyDocument: spacious });
  assert.deepEqual(
    await desk.refusal("CreatePolicy", { PolicyName: "Over", PolicyDocument: documentOfSize(6145) }),
    ["LimitExceeded", "Cannot exceed quota for PolicySize: 6144"],
  );
});

test("GetPolicyVersion() shows the document as it was given, URL-encoded as RFC 3986 has it", async (t) => {
  const desk = await openDesk(t);
  const document = `${allow("s3:Get*")} \n`;
  await desk.run("CreatePolicy", { PolicyName: "Stars", PolicyDocument: document });
  const { PolicyVersion } = await desk.run("GetPolicyVersion", {
    PolicyArn: arnOf("Stars"),
    VersionId: "v1",
  });
  assert.equal(decodeURIComponent(PolicyVersion?.Document ?? ""), document);
  assert.match(PolicyVersion?.Document ?? "", /^%7B%22Version%22%3A%222012-10-17%22.*s3%3AGet%2A.*%20%0A$/);
});

test("policy versions count up, are never used twice and are at most five", async (t) => {
  const desk = await openDesk(t);
  const PolicyArn = await createPolicy(desk);
  const add = (SetAsDefault?: boolean) =>
    desk.run("CreatePolicyVersion", { PolicyArn, PolicyDocument: allow("s3:PutObject"), SetAsDefault });
  assert.equal((await add()).PolicyVersion?.VersionId, "v2");
  await desk.run("DeletePolicyVersion", { PolicyArn, VersionId: "v2" });
  assert.equal((await add()).PolicyVersion?.VersionId, "v3");
  assert.deepEqual((await add(true)).PolicyVersion, {
    VersionId: "v4",
    IsDefaultVersion: true,
    CreateDate: now,
  });
  await add();
  await add();
  assert.deepEqual(
    await desk.refusal("CreatePolicyVersion", { PolicyArn, PolicyDocument: allow("s3:PutObject") }),
    [
      "LimitExceeded",
      "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    ],
  );
  const { Versions } = await desk.run("ListPolicyVersions", { PolicyArn });
  assert.deepEqual(
    Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
    [
      ["v6", false],
      ["v5", false],
      ["v4", true],
      ["v3", false],
      ["v1", false],
    ],
  );
});

test("ListPolicyVersions() pages through all versions, the newest first", async (t) => {
  const desk = await openDesk(t);
  const PolicyArn = await createPolicy(desk);
  for (let count = 0; count < 3; count += 1)
    await desk.run("CreatePolicyVersion", { PolicyArn, PolicyDocument: allow("s3:PutObject") });
  const first = await desk.run("ListPolicyVersions", { PolicyArn, MaxItems: 3 });
  const second = await desk.run("ListPolicyVersions", { PolicyArn, MaxItems: 3, Marker: first.Marker });
  assert.deepEqual(
    [...(first.Versions ?? []), ...(second.Versions ?? [])].map(({ VersionId }) => VersionId),
    ["v4", "v3", "v2", "v1"],
  );
  assert.equal(second.IsTruncated, false);
});

test("DeletePolicyVersion() refuses the default version and one that is not there", async (t) => {
  const desk = await openDesk(t);
  const PolicyArn = await createPolicy(desk);
  assert.deepEqual(await desk.refusal("DeletePolicyVersion", { PolicyArn, VersionId: "v1" }), [
    "DeleteConflict",
    "Cannot delete the default version of a policy.",
  ]);
  const [code] = await desk.refusal("DeletePolicyVersion", { PolicyArn, VersionId: "v2" });
  assert.equal(code, "NoSuchEntity");
});

test("SetDefaultPolicyVersion() puts another version in force", async (t) => {
  const desk = await openDesk(t);
  const PolicyArn = await createPolicy(desk);
  await desk.run("CreatePolicyVersion", { PolicyArn, PolicyDocument: allow("s3:PutObject") });
  const version = desk.store.version(accountId);
  await desk.run("SetDefaultPolicyVersion", { PolicyArn, VersionId: "v2" });
  assert.equal((await desk.run("GetPolicy", { PolicyArn })).Policy?.DefaultVersionId, "v2");
  assert.ok(desk.store.version(accountId) > version, "caches are told");
  const [code] = await desk.refusal("SetDefaultPolicyVersion", { PolicyArn, VersionId: "v9" });
  assert.equal(code, "NoSuchEntity");
});

test("DeletePolicy() refuses a policy with versions, attachments or boundaries, and then deletes it", async (t) => {
  const desk = await openDesk(t);
  const PolicyArn = await createPolicy(desk);
  await desk.run("CreateUser", { UserName: "ann" });
  const conflict = async () => (await desk.refusal("DeletePolicy", { PolicyArn }))[1];

  await desk.run("CreatePolicyVersion", { PolicyArn, PolicyDocument: allow("s3:PutObject") });
  assert.match((await conflict()) ?? "", /^This policy has more than one version\./);
  await desk.run("DeletePolicyVersion", { PolicyArn, VersionId: "v2" });

  await desk.run("AttachUserPolicy", { UserName: "ann", PolicyArn });
  assert.equal(await conflict(), "Cannot delete a policy attached to entities.");
  await desk.run("DetachUserPolicy", { UserName: "ann", PolicyArn });

  await desk.run("PutUserPermissionsBoundary", { UserName: "ann", PermissionsBoundary: PolicyArn });
  assert.equal(await conflict(), "Cannot delete a policy attached to entities.");
  await desk.run("DeleteUserPermissionsBoundary", { UserName: "ann" });

  await desk.run("DeletePolicy", { PolicyArn });
  assert.deepEqual(await desk.refusal("GetPolicy", { PolicyArn }), [
    "NoSuchEntity",
    `Policy ${PolicyArn} was not found.`,
  ]);
});

test("AWS's policies can be read in every account and changed in none", async (t) => {
  const desk = await openDesk(t);
  const { Policy } = await desk.run("GetPolicy", { PolicyArn: readOnly }, otherAccountId);
  assert.equal(Policy?.Arn, readOnly);
  const VersionId = Policy?.DefaultVersionId ?? "";
  await desk.run("GetPolicyVersion", { PolicyArn: readOnly, VersionId });
  const denied = (action: string) => [
    "AccessDenied",
    `User: arn:aws:iam::${accountId}:root is not authorized to perform: iam:${action} on resource: policy ${readOnly}`,
  ];
  const target = { PolicyArn: readOnly, VersionId };
  assert.deepEqual(await desk.refusal("DeletePolicy", target), denied("DeletePolicy"));
  assert.deepEqual(
    await desk.refusal("CreatePolicyVersion", { ...target, PolicyDocument: allow("s3:*") }),
    denied("CreatePolicyVersion"),
  );
  assert.deepEqual(await desk.refusal("DeletePolicyVersion", target), denied("DeletePolicyVersion"));
  assert.deepEqual(await desk.refusal("SetDefaultPolicyVersion", target), denied("SetDefaultPolicyVersion"));
  assert.deepEqual(
    await desk.refusal("TagPolicy", { ...target, Tags: [{ Key: "a", Value: "b" }] }),
    denied("TagPolicy"),
  );
  assert.deepEqual(await desk.refusal("UntagPolicy", { ...target, TagKeys: ["a"] }), denied("UntagPolicy"));
});

test("policies of another account are denied, whether they exist or not", async (t) => {
  const desk = await openDesk(t);
  const PolicyArn = await createPolicy(desk);
  for (const arn of [PolicyArn, arnOf("Missing")]) {
    assert.equal((await desk.refusal("GetPolicy", { PolicyArn: arn }, otherAccountId))[0], "AccessDenied");
    assert.equal((await desk.refusal("DeletePolicy", { PolicyArn: arn }, otherAccountId))[0], "AccessDenied");
  }
});

test("GetPolicy() refuses what is no ARN, and no policy's ARN", async (t) => {
  const desk = await openDesk(t);
  assert.deepEqual(await desk.refusal("GetPolicy", { PolicyArn: "AdministratorAccessPolicy" }), [
    "ValidationError",
    "Invalid ARN:  Could not be parsed!",
  ]);
  const [code] = await desk.refusal("GetPolicy", { PolicyArn: `arn:aws:iam::${accountId}:user/ann` });
  assert.equal(code, "ValidationError");
});

test("ListPolicies() filters by scope, attachment, path and use", async (t) => {
  const desk = await openDesk(t);
  const attached = await createPolicy(desk, "Attached");
  const bounding = await createPolicy(desk, "Bounding");
  await desk.run("CreatePolicy", { PolicyName: "Idle", Path: "/idle/", PolicyDocument: allow("s3:*") });
  await desk.run("CreateUser", { UserName: "ann", PermissionsBoundary: bounding });
  await desk.run("AttachUserPolicy", { UserName: "ann", PolicyArn: attached });
  await desk.run("AttachUserPolicy", { UserName: "ann", PolicyArn: readOnly });
  const names = async (input: Parameters<typeof desk.run<"ListPolicies">>[1]) =>
    (await desk.run("ListPolicies", input)).Policies?.map(({ PolicyName }) => PolicyName);
  assert.deepEqual(await names({ Scope: "Local" }), ["Attached", "Bounding", "Idle"]);
  assert.deepEqual(await names({ OnlyAttached: true }), [
    "AdministratorAccess",
    "Attached",
    "ReadOnlyAccess",
  ]);
  assert.deepEqual(await names({ Scope: "AWS", OnlyAttached: true }), [
    "AdministratorAccess",
    "ReadOnlyAccess",
  ]);
  assert.deepEqual(await names({ PathPrefix: "/idle/" }), ["Idle"]);
  assert.deepEqual(await names({ PolicyUsageFilter: "PermissionsBoundary" }), ["Bounding"]);
  assert.deepEqual(await names({ PolicyUsageFilter: "PermissionsPolicy", Scope: "Local" }), ["Attached"]);
  const all = await desk.run("ListPolicies", { MaxItems: 1000 });
  const counts = new Map(all.Policies?.map((policy) => [policy.PolicyName, policy]));
  assert.equal(counts.get("Attached")?.AttachmentCount, 1);
  assert.equal(counts.get("Bounding")?.PermissionsBoundaryUsageCount, 1);
  assert.equal(counts.get("ReadOnlyAccess")?.AttachmentCount, 1);
  assert.equal(counts.get("AdministratorAccess")?.AttachmentCount, 1);
  assert.equal(counts.get("PowerUserAccess")?.AttachmentCount, 0);
  const elsewhere = await desk.run("ListPolicies", { Scope: "Local" }, otherAccountId);
  assert.deepEqual(elsewhere.Policies, []);
});

test("ListEntitiesForPolicy() lists groups, users and roles, attached or bounded", async (t) => {
  const desk = await openDesk(t);
  const PolicyArn = await createPolicy(desk);
  await desk.run("CreateUser", { UserName: "ann", Path: "/team/" });
  await desk.run("CreateGroup", { GroupName: "readers" });
  await desk.run("CreateRole", {
    RoleName: "reader",
    AssumeRolePolicyDocument: trusting({ AWS: accountId }),
    PermissionsBoundary: PolicyArn,
  });
  await desk.run("AttachUserPolicy", { UserName: "ann", PolicyArn });
  await desk.run("AttachGroupPolicy", { GroupName: "readers", PolicyArn });
  const names = async (input: object) => {
    const listed = await desk.run("ListEntitiesForPolicy", { PolicyArn, ...input });
    return [
      ...(listed.PolicyGroups ?? []).map(({ GroupName }) => GroupName),
      ...(listed.PolicyUsers ?? []).map(({ UserName }) => UserName),
      ...(listed.PolicyRoles ?? []).map(({ RoleName }) => RoleName),
    ];
  };
  assert.deepEqual(await names({}), ["readers", "ann", "reader"]);
  assert.deepEqual(await names({ EntityFilter: "User" }), ["ann"]);
  assert.deepEqual(await names({ EntityFilter: "LocalManagedPolicy" }), []);
  assert.deepEqual(await names({ PathPrefix: "/team/" }), ["ann"]);
  assert.deepEqual(await names({ PolicyUsageFilter: "PermissionsBoundary" }), ["reader"]);
  assert.deepEqual(await names({ PolicyUsageFilter: "PermissionsPolicy" }), ["readers", "ann"]);
  const page = await desk.run("ListEntitiesForPolicy", { PolicyArn, MaxItems: 2 });
  assert.equal(page.IsTruncated, true);
  const rest = await desk.run("ListEntitiesForPolicy", { PolicyArn, Marker: page.Marker });
  assert.equal(
    [rest.PolicyGroups, rest.PolicyUsers, rest.PolicyRoles].reduce(
      (sum, list) => sum + (list?.length ?? 0),
      0,
    ),
    1,
  );
});

test("tags of a policy are added, replaced in any case, removed and seen by policies", async (t) => {
  const desk = await openDesk(t);
  const PolicyArn = await createPolicy(desk);
  await desk.run("TagPolicy", { PolicyArn, Tags: [{ Key: "Team", Value: "blue" }] });
  await desk.run("TagPolicy", {
    PolicyArn,
    Tags: [
      { Key: "TEAM", Value: "red" },
      { Key: "Cost", Value: "1" },
    ],
  });
  assert.deepEqual((await desk.run("ListPolicyTags", { PolicyArn })).Tags, [
    { Key: "Cost", Value: "1" },
    { Key: "TEAM", Value: "red" },
  ]);
  assert.deepEqual(await desk.resources("DeletePolicy", { PolicyArn }), [
    { arn: PolicyArn, tags: { TEAM: "red", Cost: "1" } },
  ]);
  await desk.run("UntagPolicy", { PolicyArn, TagKeys: ["cost", "absent"] });
  assert.deepEqual((await desk.run("ListPolicyTags", { PolicyArn })).Tags, [{ Key: "TEAM", Value: "red" }]);
  assert.deepEqual(await desk.context("TagPolicy", { PolicyArn, Tags: [{ Key: "Team", Value: "x" }] }), {
    "aws:requesttag/team": "x",
    "aws:tagkeys": ["Team"],
  });
});

test("policy versions keep their rules under any order of changes", async (t) => {
  const desk = await openDesk(t);
  const step = fc.record({
    kind: fc.constantFrom("add", "add and set", "set", "delete"),
    version: fc.integer({ min: 1, max: 12 }),
  });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      round += 1;
      const PolicyArn = await createPolicy(desk, `Round${round}`);
      const seen = new Set(["v1"]);
      for (const { kind, version } of steps) {
        const VersionId = `v${version}`;
        try {
          if (kind === "set") await desk.run("SetDefaultPolicyVersion", { PolicyArn, VersionId });
          else if (kind === "delete") await desk.run("DeletePolicyVersion", { PolicyArn, VersionId });
          else {
            const added = await desk.run("CreatePolicyVersion", {
              PolicyArn,
              PolicyDocument: allow("s3:PutObject"),
              SetAsDefault: kind === "add and set",
            });
            const made = added.PolicyVersion?.VersionId ?? "";
            assert.ok(!seen.has(made), `${made} was used before`);
            seen.add(made);
          }
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
        }
        const { Versions = [] } = await desk.run("ListPolicyVersions", { PolicyArn });
        const { Policy } = await desk.run("GetPolicy", { PolicyArn });
        const inForce = Versions.filter((listed) => listed.IsDefaultVersion);
        assert.deepEqual(
          inForce.map((listed) => listed.VersionId),
          [Policy?.DefaultVersionId],
        );
        assert.ok(Versions.length <= 5);
      }
    }),
    { numRuns: 25 },
  );
});
