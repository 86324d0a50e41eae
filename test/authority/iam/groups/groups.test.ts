import assert from "node:assert/strict";
import { test } from "node:test";
import { iamOperations } from "../../../../src/authority/iam/index.ts";
import { openAuthority, performer, refuses, testStart } from "../../../support/authority.ts";
import { closing } from "../../../support/closing.ts";

const perform = performer(iamOperations);

test("CreateGroup answers the group and refuses a name that differs only by case", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const { Group } = await perform("CreateGroup", { GroupName: "Devs", Path: "/eng/" }, call);
  assert.match(Group.GroupId, /^AGPA[A-Z2-7]{17}$/);
  assert.equal(Group.Arn, "arn:aws:iam::123456789012:group/eng/Devs");
  assert.equal(Group.CreateDate, testStart);
  const again = perform("CreateGroup", { GroupName: "DEVS" }, call);
  await refuses(again, "EntityAlreadyExists", "Group with name DEVS already exists.");
});

test("GetGroup pages through the members by name", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await perform("CreateGroup", { GroupName: "devs" }, call);
  for (const UserName of ["carl", "Ann", "bob"]) {
    await perform("CreateUser", { UserName }, call);
    await perform("AddUserToGroup", { GroupName: "DEVS", UserName }, call);
  }
  const first = await perform("GetGroup", { GroupName: "devs", MaxItems: 2 }, call);
  assert.deepEqual(
    first.Users.map(({ UserName }) => UserName),
    ["Ann", "bob"],
  );
  const second = await perform("GetGroup", { GroupName: "devs", Marker: first.Marker }, call);
  assert.deepEqual(
    second.Users.map(({ UserName }) => UserName),
    ["carl"],
  );
  assert.equal(second.IsTruncated, false);
});

test("AddUserToGroup twice is once, and an eleventh group is refused", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  for (let index = 0; index <= 10; index += 1) await perform("CreateGroup", { GroupName: `g${index}` }, call);
  for (let index = 0; index < 10; index += 1)
    await perform("AddUserToGroup", { GroupName: `g${index}`, UserName: "admin" }, call);
  await perform("AddUserToGroup", { GroupName: "g3", UserName: "admin" }, call);
  const eleventh = perform("AddUserToGroup", { GroupName: "g10", UserName: "admin" }, call);
  await refuses(eleventh, "LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10");
  const listed = await perform("ListGroupsForUser", { UserName: "admin", MaxItems: 9 }, call);
  assert.equal(listed.Groups.length, 9);
  const rest = await perform("ListGroupsForUser", { UserName: "admin", Marker: listed.Marker }, call);
  assert.deepEqual(
    rest.Groups.map(({ GroupName }) => GroupName),
    ["g9"],
  );
});

test("AddUserToGroup and RemoveUserFromGroup refuse unknown groups, users and memberships", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await perform("CreateGroup", { GroupName: "devs" }, call);
  const add = (GroupName: string, UserName: string) =>
    perform("AddUserToGroup", { GroupName, UserName }, call);
  await refuses(add("nope", "admin"), "NoSuchEntity", "The group with name nope cannot be found.");
  await refuses(add("devs", "nobody"), "NoSuchEntity", "The user with name nobody cannot be found.");
  const remove = perform("RemoveUserFromGroup", { GroupName: "devs", UserName: "admin" }, call);
  await refuses(remove, "NoSuchEntity", "User admin not in group devs");
});

test("UpdateGroup renames and moves, keeps members and refuses a taken name", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await perform("CreateGroup", { GroupName: "devs" }, call);
  await perform("CreateGroup", { GroupName: "ops" }, call);
  await perform("AddUserToGroup", { GroupName: "devs", UserName: "admin" }, call);
  const taken = perform("UpdateGroup", { GroupName: "devs", NewGroupName: "OPS" }, call);
  await refuses(taken, "EntityAlreadyExists", "Group with name OPS already exists.");
  await perform("UpdateGroup", { GroupName: "devs", NewGroupName: "Builders", NewPath: "/x/" }, call);
  const { Group, Users } = await perform("GetGroup", { GroupName: "builders" }, call);
  assert.equal(Group.Arn, "arn:aws:iam::123456789012:group/x/Builders");
  assert.equal(Users.length, 1);
});

test("DeleteGroup refuses while it has members or policies, and then deletes", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const GroupName = "devs";
  const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  await perform("CreateGroup", { GroupName }, call);
  await perform("AddUserToGroup", { GroupName, UserName: "admin" }, call);
  await perform("AttachGroupPolicy", { GroupName, PolicyArn }, call);
  const refused = (what: string) =>
    refuses(
      perform("DeleteGroup", { GroupName }, call),
      "DeleteConflict",
      `Cannot delete entity, must ${what} first.`,
    );
  await refused("detach all policies");
  await perform("DetachGroupPolicy", { GroupName, PolicyArn }, call);
  await refused("remove users from group");
  await perform("RemoveUserFromGroup", { GroupName, UserName: "admin" }, call);
  await perform("DeleteGroup", { GroupName }, call);
  await refuses(perform("GetGroup", { GroupName }, call), "NoSuchEntity");
});

test("ListGroups filters by path prefix, case included", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await perform("CreateGroup", { GroupName: "a", Path: "/eng/" }, call);
  await perform("CreateGroup", { GroupName: "b", Path: "/ops/" }, call);
  const names = async (PathPrefix?: string) =>
    (await perform("ListGroups", { PathPrefix }, call)).Groups.map(({ GroupName }) => GroupName);
  assert.deepEqual(await names(), ["a", "b"]);
  assert.deepEqual(await names("/eng"), ["a"]);
  assert.deepEqual(await names("/ENG"), []);
  assert.deepEqual(await names("/%"), []);
});
