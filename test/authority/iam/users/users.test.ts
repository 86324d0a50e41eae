import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { iamOperations } from "../../../../src/authority/iam/index.ts";
import {
  federatedCaller,
  findOperation,
  openAuthority,
  performer,
  refuses,
  roleCaller,
  testStart,
} from "../../../support/authority.ts";
import { closing } from "../../../support/closing.ts";

const perform = performer(iamOperations);
const boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";

describe("CreateUser", () => {
  test("CreateUser answers the user with path, id, ARN, boundary and tags", async () => {
    const authority = closing(await openAuthority());
    const Tags = [{ Key: "Team", Value: "blue" }];
    const input = { UserName: "Ann", Path: "/eng/", PermissionsBoundary: boundary, Tags };
    const { User } = await perform("CreateUser", input, authority.makeCall());
    assert.ok(User);
    assert.match(User.UserId, /^AIDA[A-Z2-7]{17}$/);
    const PermissionsBoundary = {
      PermissionsBoundaryType: "Policy",
      PermissionsBoundaryArn: boundary,
    };
    assert.deepEqual(User, {
      Path: "/eng/",
      UserName: "Ann",
      UserId: User.UserId,
      Arn: "arn:aws:iam::123456789012:user/eng/Ann",
      CreateDate: testStart,
      PasswordLastUsed: undefined,
      PermissionsBoundary,
      Tags,
    });
  });

  test("CreateUser refuses a name that differs only by case", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    await perform("CreateUser", { UserName: "Ann" }, call);
    const sentence = "User with name ANN already exists.";
    await refuses(perform("CreateUser", { UserName: "ANN" }, call), "EntityAlreadyExists", sentence);
  });

  test("CreateUser refuses a boundary that is no policy of the account or AWS", async () => {
    const authority = closing(await openAuthority());
    for (const arn of [
      "arn:aws:iam::aws:policy/NoSuchPolicyAtAll",
      "arn:aws:iam::999999999999:policy/theirs",
    ]) {
      const input = { UserName: "ann", PermissionsBoundary: arn };
      await refuses(perform("CreateUser", input, authority.makeCall()), "NoSuchEntity");
    }
    await refuses(perform("GetUser", { UserName: "ann" }, authority.makeCall()), "NoSuchEntity");
  });

  test("CreateUser with tags demands iam:TagUser and makes nothing when it is refused", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall({
      judge: ({ action }) => (action === "iam:TagUser" ? "implicitDeny" : "allow"),
    });
    const input = { UserName: "ann", Tags: [{ Key: "Team", Value: "blue" }] };
    await refuses(perform("CreateUser", input, call), "AccessDenied");
    assert.deepEqual(call.questions[0]?.resource, { arn: "arn:aws:iam::123456789012:user/ann" });
    assert.equal(call.questions[0]?.context?.["aws:requesttag/team"], "blue");
    await refuses(perform("GetUser", { UserName: "ann" }, call), "NoSuchEntity");
  });

  test("CreateUser shows its resource, tags and boundary to policies", async () => {
    const authority = closing(await openAuthority());
    const operation = findOperation(iamOperations, "CreateUser");
    const input = {
      UserName: "ann",
      Path: "/eng/",
      PermissionsBoundary: boundary,
      Tags: [{ Key: "Team", Value: "b" }],
    };
    const call = authority.makeCall();
    assert.deepEqual(await operation.resource?.(input, call), {
      arn: "arn:aws:iam::123456789012:user/eng/ann",
    });
    assert.deepEqual(await operation.context?.(input, call), {
      "aws:requesttag/team": "b",
      "aws:tagkeys": ["Team"],
      "iam:permissionsboundary": boundary,
    });
  });
});

describe("GetUser", () => {
  test("GetUser finds a user in any case and shows the name as it was given", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    await perform("CreateUser", { UserName: "Ann" }, call);
    assert.equal((await perform("GetUser", { UserName: "aNN" }, call)).User.UserName, "Ann");
  });

  test("GetUser without a name answers the calling user, and the root as AWS shows it", async () => {
    const authority = closing(await openAuthority());
    assert.equal((await perform("GetUser", {}, authority.makeCall())).User.UserName, "admin");
    const { User } = await perform("GetUser", {}, authority.makeCall({ caller: authority.root }));
    assert.deepEqual(User, {
      UserId: "123456789012",
      Arn: "arn:aws:iam::123456789012:root",
      CreateDate: testStart,
    });
  });

  test("GetUser without a name is refused to role sessions and federated users", async () => {
    const authority = closing(await openAuthority());
    const operation = findOperation(iamOperations, "GetUser");
    const sentence = "Must specify userName when calling with non-User credentials";
    for (const caller of [roleCaller(), federatedCaller()]) {
      const call = authority.makeCall({ caller });
      await refuses(perform("GetUser", {}, call), "ValidationError", sentence);
      await refuses(Promise.resolve(operation.resource?.({}, call)), "ValidationError", sentence);
    }
  });

  test("GetUser refuses an unknown name, and a user of another account", async () => {
    const authority = closing(await openAuthority());
    const sentence = "The user with name bob cannot be found.";
    await refuses(perform("GetUser", { UserName: "bob" }, authority.makeCall()), "NoSuchEntity", sentence);
    await perform("CreateUser", { UserName: "bob" }, authority.makeCall());
    await authority.addAccount("210987654321");
    const foreign = authority.makeCall({ caller: { ...authority.root, accountId: "210987654321" } });
    await refuses(perform("GetUser", { UserName: "bob" }, foreign), "NoSuchEntity", sentence);
  });
});

describe("UpdateUser", () => {
  test("UpdateUser renames and moves a user, whose id stays", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const made = await perform("CreateUser", { UserName: "ann" }, call);
    await perform("UpdateUser", { UserName: "ann", NewUserName: "Beth", NewPath: "/ops/" }, call);
    const { User } = await perform("GetUser", { UserName: "beth" }, call);
    assert.equal(User.UserId, made.User?.UserId);
    assert.equal(User.Arn, "arn:aws:iam::123456789012:user/ops/Beth");
    await refuses(perform("GetUser", { UserName: "ann" }, call), "NoSuchEntity");
  });

  test("UpdateUser refuses another user's name and takes the own name in another case", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    await perform("CreateUser", { UserName: "ann" }, call);
    const taken = perform("UpdateUser", { UserName: "ann", NewUserName: "ADMIN" }, call);
    await refuses(taken, "EntityAlreadyExists", "User with name ADMIN already exists.");
    await perform("UpdateUser", { UserName: "ann", NewUserName: "ANN" }, call);
    assert.equal((await perform("GetUser", { UserName: "ann" }, call)).User.UserName, "ANN");
  });

  test("UpdateUser needs the permission for the old and the new ARN", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    await perform("CreateUser", { UserName: "ann" }, call);
    const { resource } = findOperation(iamOperations, "UpdateUser");
    const facts = await resource?.({ UserName: "ann", NewPath: "/ops/" }, call);
    const arns = [facts].flat().map((fact) => fact?.arn);
    assert.deepEqual(arns, ["arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:user/ops/ann"]);
  });
});

describe("ListUsers", () => {
  test("ListUsers pages by name, filters by path and survives a deletion between pages", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    for (const name of ["Carl", "ann", "Bob", "dora"])
      await perform("CreateUser", { UserName: name, Path: "/eng/" }, call);
    const first = await perform("ListUsers", { PathPrefix: "/eng", MaxItems: 2 }, call);
    assert.deepEqual(
      first.Users.map(({ UserName }) => UserName),
      ["ann", "Bob"],
    );
    assert.equal(first.IsTruncated, true);
    await perform("DeleteUser", { UserName: "bob" }, call);
    const rest = await perform("ListUsers", { PathPrefix: "/eng", Marker: first.Marker }, call);
    assert.deepEqual(
      rest.Users.map(({ UserName }) => UserName),
      ["Carl", "dora"],
    );
    assert.equal(rest.IsTruncated, false);
    assert.equal(rest.Marker, undefined);
    assert.equal((await perform("ListUsers", { PathPrefix: "/Eng" }, call)).Users.length, 0);
  });

  test("ListUsers leaves tags and boundary out, as AWS does", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const Tags = [{ Key: "k", Value: "v" }];
    await perform("CreateUser", { UserName: "ann", Tags, PermissionsBoundary: boundary }, call);
    const ann = (await perform("ListUsers", {}, call)).Users.find(({ UserName }) => UserName === "ann");
    assert.equal(ann?.Tags, undefined);
    assert.equal(ann?.PermissionsBoundary, undefined);
  });

  test("ListUsers refuses a marker that is none of ours", async () => {
    const authority = closing(await openAuthority());
    for (const Marker of ["x", "!!!", "MTph=", Buffer.from("2:ann").toString("base64url")])
      await refuses(perform("ListUsers", { Marker }, authority.makeCall()), "ValidationError");
  });
});

describe("DeleteUser", () => {
  test("DeleteUser refuses while anything hangs on the user, and then deletes", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const UserName = "ann";
    const refused = (what: string) =>
      refuses(
        perform("DeleteUser", { UserName }, call),
        "DeleteConflict",
        `Cannot delete entity, must ${what} first.`,
      );
    await perform("CreateUser", { UserName }, call);
    const { AccessKey } = await perform("CreateAccessKey", { UserName }, call);
    await perform("CreateGroup", { GroupName: "devs" }, call);
    await perform("AddUserToGroup", { GroupName: "devs", UserName }, call);
    await perform("CreateLoginProfile", { UserName, Password: "Passw0rd-1" }, call);
    await refused("remove users from group");
    await perform("RemoveUserFromGroup", { GroupName: "devs", UserName }, call);
    await refused("delete access keys");
    await perform("DeleteAccessKey", { UserName, AccessKeyId: AccessKey.AccessKeyId }, call);
    await refused("delete login profile");
    await perform("DeleteLoginProfile", { UserName }, call);
    await perform("DeleteUser", { UserName }, call);
    await refuses(perform("GetUser", { UserName }, call), "NoSuchEntity");
  });

  test("DeleteUser refuses while policies are attached or embedded", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const UserName = "ann";
    await perform("CreateUser", { UserName }, call);
    await perform("AttachUserPolicy", { UserName, PolicyArn: boundary }, call);
    await refuses(
      perform("DeleteUser", { UserName }, call),
      "DeleteConflict",
      "Cannot delete entity, must detach all policies first.",
    );
    await perform("DetachUserPolicy", { UserName, PolicyArn: boundary }, call);
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
    });
    await perform("PutUserPolicy", { UserName, PolicyName: "p", PolicyDocument }, call);
    await refuses(
      perform("DeleteUser", { UserName }, call),
      "DeleteConflict",
      "Cannot delete entity, must delete policies first.",
    );
  });

  test("DeleteUser gives a user made again under the same name another id", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const first = await perform("CreateUser", { UserName: "ann" }, call);
    await perform("DeleteUser", { UserName: "ann" }, call);
    const second = await perform("CreateUser", { UserName: "ann" }, call);
    assert.notEqual(first.User?.UserId, second.User?.UserId);
  });
});

test("what Tegata does not keep is listed as empty, for users that exist", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  assert.deepEqual((await perform("ListSSHPublicKeys", { UserName: "admin" }, call)).SSHPublicKeys, []);
  assert.deepEqual((await perform("ListSigningCertificates", {}, call)).Certificates, []);
  const credentials = await perform("ListServiceSpecificCredentials", { UserName: "admin" }, call);
  assert.deepEqual(credentials.ServiceSpecificCredentials, []);
  await refuses(perform("ListSSHPublicKeys", { UserName: "nobody" }, call), "NoSuchEntity");
});

describe("user tags", () => {
  test("TagUser merges ignoring case, UntagUser removes, ListUserTags sorts and pages", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const UserName = "ann";
    await perform("CreateUser", { UserName, Tags: [{ Key: "Team", Value: "blue" }] }, call);
    const added = [
      { Key: "team", Value: "red" },
      { Key: "cost", Value: "" },
    ];
    await perform("TagUser", { UserName, Tags: added }, call);
    assert.deepEqual((await perform("ListUserTags", { UserName }, call)).Tags, [
      { Key: "cost", Value: "" },
      { Key: "team", Value: "red" },
    ]);
    const first = await perform("ListUserTags", { UserName, MaxItems: 1 }, call);
    assert.equal(first.IsTruncated, true);
    const second = await perform("ListUserTags", { UserName, Marker: first.Marker }, call);
    assert.deepEqual(second.Tags, [{ Key: "team", Value: "red" }]);
    await perform("UntagUser", { UserName, TagKeys: ["TEAM", "absent"] }, call);
    assert.deepEqual((await perform("ListUserTags", { UserName }, call)).Tags, [{ Key: "cost", Value: "" }]);
  });

  test("TagUser refuses aws: keys, keys equal but for case, and a 51st tag", async () => {
    const authority = closing(await openAuthority());
    const call = authority.makeCall();
    const tag = (Tags: { Key: string; Value: string }[]) =>
      perform("TagUser", { UserName: "admin", Tags }, call);
    await refuses(tag([{ Key: "AWS:x", Value: "" }]), "InvalidInput");
    await refuses(
      tag([
        { Key: "a", Value: "" },
        { Key: "A", Value: "" },
      ]),
      "InvalidInput",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
    await tag(Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: "" })));
    await refuses(
      tag([{ Key: "k50", Value: "" }]),
      "LimitExceeded",
      "Cannot exceed quota for TagsPerUser: 50",
    );
    await tag([{ Key: "K49", Value: "again" }]);
  });
});
