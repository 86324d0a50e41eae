import assert from "node:assert/strict";
import { test } from "node:test";
import { iamOperations } from "../../../../src/authority/iam/index.ts";
import { findAccessKey } from "../../../../src/authority/store/credentials/access-keys.ts";
import { secretLabel } from "../../../../src/authority/store/index.ts";
import { openAuthority, performer, refuses, roleCaller, testStart } from "../../../support/authority.ts";
import { closing } from "../../../support/closing.ts";

const perform = performer(iamOperations);

test("CreateAccessKey shows the secret once and keeps it sealed for this row alone", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await perform("CreateUser", { UserName: "Ann" }, call);
  const { AccessKey } = await perform("CreateAccessKey", { UserName: "ann" }, call);
  assert.match(AccessKey.AccessKeyId, /^AKIA[A-Z2-7]{16}$/);
  assert.match(AccessKey.SecretAccessKey, /^[A-Za-z0-9+/]{40}$/);
  assert.equal(AccessKey.UserName, "Ann");
  assert.equal(AccessKey.Status, "Active");
  const row = await findAccessKey(authority.services.store.read, AccessKey.AccessKeyId);
  assert.ok(row);
  assert.equal(Buffer.from(row.secret_sealed).includes(AccessKey.SecretAccessKey), false);
  const open = (id: string) =>
    authority.services.masterKey.open(row.secret_sealed, secretLabel("access_key", "123456789012", id));
  assert.equal(Buffer.from(open(AccessKey.AccessKeyId) ?? []).toString(), AccessKey.SecretAccessKey);
  assert.equal(open("AKIAAAAAAAAAAAAAAAAA"), undefined);
  const { AccessKeyMetadata } = await perform("ListAccessKeys", { UserName: "ann" }, call);
  assert.equal(JSON.stringify(AccessKeyMetadata).includes(AccessKey.SecretAccessKey), false);
});

test("CreateAccessKey refuses a third key of a user and of the root", async () => {
  const authority = closing(await openAuthority());
  const sentence = "Cannot exceed quota for AccessKeysPerUser: 2";
  const call = authority.makeCall();
  await perform("CreateAccessKey", {}, call);
  await refuses(perform("CreateAccessKey", {}, call), "LimitExceeded", sentence);
  const root = authority.makeCall({ caller: authority.root });
  await perform("CreateAccessKey", {}, root);
  await perform("CreateAccessKey", {}, root);
  await refuses(perform("CreateAccessKey", {}, root), "LimitExceeded", sentence);
});

test("CreateAccessKey under load never gives a user more than two keys", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await perform("CreateUser", { UserName: "ann" }, call);
  const attempts = Array.from({ length: 8 }, () => perform("CreateAccessKey", { UserName: "ann" }, call));
  const made = (await Promise.allSettled(attempts)).filter(({ status }) => status === "fulfilled");
  assert.equal(made.length, 2);
});

test("access key operations without a name mean the caller's own keys, root's included", async () => {
  const authority = closing(await openAuthority());
  const root = authority.makeCall({ caller: authority.root });
  const { AccessKey } = await perform("CreateAccessKey", {}, root);
  const own = await perform("ListAccessKeys", {}, root);
  assert.deepEqual(own.AccessKeyMetadata, [
    { UserName: undefined, AccessKeyId: AccessKey.AccessKeyId, Status: "Active", CreateDate: testStart },
  ]);
  const admins = await perform("ListAccessKeys", {}, authority.makeCall());
  assert.equal(admins.AccessKeyMetadata.length, 1);
  assert.equal(admins.AccessKeyMetadata[0]?.UserName, "admin");
  const role = authority.makeCall({ caller: roleCaller() });
  await refuses(perform("ListAccessKeys", {}, role), "ValidationError");
  await refuses(perform("CreateAccessKey", {}, role), "ValidationError");
});

test("UpdateAccessKey switches Active and Inactive and refuses Expired", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const { AccessKeyId } = (await perform("CreateAccessKey", {}, call)).AccessKey;
  await perform("UpdateAccessKey", { AccessKeyId, Status: "Inactive" }, call);
  const statuses = async () =>
    (await perform("ListAccessKeys", {}, call)).AccessKeyMetadata.find(
      (key) => key.AccessKeyId === AccessKeyId,
    )?.Status;
  assert.equal(await statuses(), "Inactive");
  await perform("UpdateAccessKey", { AccessKeyId, Status: "Active" }, call);
  assert.equal(await statuses(), "Active");
  await refuses(perform("UpdateAccessKey", { AccessKeyId, Status: "Expired" }, call), "ValidationError");
});

test("UpdateAccessKey and DeleteAccessKey do not reach a key of somebody else", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await perform("CreateUser", { UserName: "ann" }, call);
  const AccessKeyId = authority.admin.accessKeyId;
  const sentence = `The Access Key with id ${AccessKeyId} cannot be found.`;
  const update = perform("UpdateAccessKey", { UserName: "ann", AccessKeyId, Status: "Inactive" }, call);
  await refuses(update, "NoSuchEntity", sentence);
  await refuses(perform("DeleteAccessKey", { UserName: "ann", AccessKeyId }, call), "NoSuchEntity", sentence);
  const root = authority.makeCall({ caller: authority.root });
  await refuses(perform("DeleteAccessKey", { AccessKeyId }, root), "NoSuchEntity", sentence);
});

test("GetAccessKeyLastUsed says N/A at first and then when, where and for which service", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const AccessKeyId = authority.admin.accessKeyId;
  const before = await perform("GetAccessKeyLastUsed", { AccessKeyId }, call);
  assert.deepEqual(before, {
    UserName: "admin",
    AccessKeyLastUsed: { LastUsedDate: undefined, ServiceName: "N/A", Region: "N/A" },
  });
  const use = { at: testStart + 5000, service: "s3", region: "eu-west-1" };
  authority.services.store.lastUsed.noteAccessKey(AccessKeyId, use);
  const after = await perform("GetAccessKeyLastUsed", { AccessKeyId }, call);
  assert.deepEqual(after.AccessKeyLastUsed, {
    LastUsedDate: testStart + 5000,
    ServiceName: "s3",
    Region: "eu-west-1",
  });
});

test("GetAccessKeyLastUsed knows no keys of other accounts", async () => {
  const authority = closing(await openAuthority());
  const other = await authority.addAccount("210987654321");
  const AccessKeyId = other.admin.key.accessKeyId;
  await refuses(perform("GetAccessKeyLastUsed", { AccessKeyId }, authority.makeCall()), "NoSuchEntity");
});
