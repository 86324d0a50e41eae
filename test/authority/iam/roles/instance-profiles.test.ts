import assert from "node:assert/strict";
import { test } from "node:test";
import { accountId, type Desk, openDesk, trusting } from "../desk.ts";

const InstanceProfileName = "Web";
const RoleName = "Deploy";

async function openEquippedDesk(t: Parameters<typeof openDesk>[0]): Promise<Desk> {
  const desk = await openDesk(t);
  for (const name of [RoleName, "Other"])
    await desk.run("CreateRole", {
      RoleName: name,
      Path: "/ci/",
      AssumeRolePolicyDocument: trusting({ Service: "ec2.amazonaws.com" }),
    });
  await desk.run("CreateInstanceProfile", {
    InstanceProfileName,
    Path: "/web/",
    Tags: [{ Key: "Team", Value: "blue" }],
  });
  return desk;
}

test("CreateInstanceProfile() makes an empty profile under a name that is free in any case", async (t) => {
  const desk = await openEquippedDesk(t);
  const { InstanceProfile } = await desk.run("GetInstanceProfile", { InstanceProfileName: "web" });
  assert.match(InstanceProfile.InstanceProfileId, /^AIPA[A-Z2-7]{17}$/);
  assert.equal(InstanceProfile.Arn, `arn:aws:iam::${accountId}:instance-profile/web/Web`);
  assert.deepEqual(InstanceProfile.Roles, []);
  assert.deepEqual(InstanceProfile.Tags, [{ Key: "Team", Value: "blue" }]);
  assert.deepEqual(await desk.refusal("CreateInstanceProfile", { InstanceProfileName: "WEB" }), [
    "EntityAlreadyExists",
    "Instance Profile WEB already exists.",
  ]);
});

test("AddRoleToInstanceProfile() asks for iam:PassRole to EC2 and takes one role", async (t) => {
  const desk = await openEquippedDesk(t);
  desk.demands.length = 0;
  await desk.run("AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
  assert.deepEqual(desk.demands, [
    {
      action: "iam:PassRole",
      resource: { arn: `arn:aws:iam::${accountId}:role/ci/Deploy`, tags: {} },
      context: { "iam:passedtoservice": "ec2.amazonaws.com" },
    },
  ]);
  const { InstanceProfile } = await desk.run("GetInstanceProfile", { InstanceProfileName });
  assert.deepEqual(
    InstanceProfile.Roles.map((role) => role.RoleName),
    ["Deploy"],
  );
  for (const name of [RoleName, "Other"])
    assert.deepEqual(
      await desk.refusal("AddRoleToInstanceProfile", { InstanceProfileName, RoleName: name }),
      ["LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1"],
    );
  assert.deepEqual(await desk.refusal("AddRoleToInstanceProfile", { InstanceProfileName, RoleName: "x" }), [
    "NoSuchEntity",
    "The role with name x cannot be found.",
  ]);
  assert.deepEqual(await desk.refusal("AddRoleToInstanceProfile", { InstanceProfileName: "x", RoleName }), [
    "NoSuchEntity",
    "Instance Profile x cannot be found.",
  ]);
});

test("RemoveRoleFromInstanceProfile() empties the profile, which can then be deleted", async (t) => {
  const desk = await openEquippedDesk(t);
  await desk.run("AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
  assert.deepEqual(await desk.refusal("DeleteInstanceProfile", { InstanceProfileName }), [
    "DeleteConflict",
    "Cannot delete entity, must remove roles from instance profile first.",
  ]);
  assert.equal(
    (await desk.refusal("RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName: "Other" }))[0],
    "NoSuchEntity",
  );
  await desk.run("RemoveRoleFromInstanceProfile", { InstanceProfileName, RoleName });
  await desk.run("DeleteInstanceProfile", { InstanceProfileName });
  assert.equal((await desk.refusal("GetInstanceProfile", { InstanceProfileName }))[0], "NoSuchEntity");
});

test("instance profiles are listed by path, and for a role", async (t) => {
  const desk = await openEquippedDesk(t);
  await desk.run("CreateInstanceProfile", { InstanceProfileName: "Batch" });
  await desk.run("AddRoleToInstanceProfile", { InstanceProfileName, RoleName });
  const names = (list: { readonly InstanceProfiles: readonly { readonly InstanceProfileName: string }[] }) =>
    list.InstanceProfiles.map((profile) => profile.InstanceProfileName);
  assert.deepEqual(names(await desk.run("ListInstanceProfiles", {})), ["Batch", "Web"]);
  assert.deepEqual(names(await desk.run("ListInstanceProfiles", { PathPrefix: "/web/" })), ["Web"]);
  const listed = await desk.run("ListInstanceProfilesForRole", { RoleName });
  assert.deepEqual(names(listed), ["Web"]);
  assert.equal(listed.InstanceProfiles[0]?.Roles[0]?.RoleName, "Deploy");
  assert.equal(listed.InstanceProfiles[0]?.Tags, undefined);
  assert.deepEqual(names(await desk.run("ListInstanceProfilesForRole", { RoleName: "Other" })), []);
});

test("tags of an instance profile are changed, listed and seen by policies", async (t) => {
  const desk = await openEquippedDesk(t);
  await desk.run("TagInstanceProfile", { InstanceProfileName, Tags: [{ Key: "Cost", Value: "1" }] });
  await desk.run("UntagInstanceProfile", { InstanceProfileName, TagKeys: ["team"] });
  assert.deepEqual((await desk.run("ListInstanceProfileTags", { InstanceProfileName })).Tags, [
    { Key: "Cost", Value: "1" },
  ]);
  assert.deepEqual(await desk.resources("AddRoleToInstanceProfile", { InstanceProfileName, RoleName }), [
    { arn: `arn:aws:iam::${accountId}:instance-profile/web/Web`, tags: { Cost: "1" } },
  ]);
});
