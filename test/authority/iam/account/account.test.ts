import assert from "node:assert/strict";
import { test } from "node:test";
import { iamOperations } from "../../../../src/authority/iam/index.ts";
import { openAuthority, performer, refuses } from "../../../support/authority.ts";
import { closing } from "../../../support/closing.ts";

const perform = performer(iamOperations);

test("CreateAccountAlias sets the alias, replaces an earlier one and refuses one that is held", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const aliases = async () => (await perform("ListAccountAliases", {}, call)).AccountAliases;
  assert.deepEqual(await aliases(), []);
  await perform("CreateAccountAlias", { AccountAlias: "acme" }, call);
  await perform("CreateAccountAlias", { AccountAlias: "acme-dev" }, call);
  assert.deepEqual(await aliases(), ["acme-dev"]);
  await authority.addAccount("210987654321");
  const other = authority.makeCall({ caller: { ...authority.root, accountId: "210987654321" } });
  const sentence = "The account alias acme-dev already exists.";
  const held = perform("CreateAccountAlias", { AccountAlias: "acme-dev" }, other);
  await refuses(held, "EntityAlreadyExists", sentence);
  await perform("CreateAccountAlias", { AccountAlias: "acme" }, other);
});

test("DeleteAccountAlias wants the alias that is set", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await perform("CreateAccountAlias", { AccountAlias: "acme" }, call);
  const wrong = perform("DeleteAccountAlias", { AccountAlias: "other" }, call);
  await refuses(wrong, "NoSuchEntity", "The account alias other cannot be found.");
  await perform("DeleteAccountAlias", { AccountAlias: "acme" }, call);
  assert.deepEqual((await perform("ListAccountAliases", {}, call)).AccountAliases, []);
});

test("GetAccountSummary counts what is there, and of this account only", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  await authority.addAccount("210987654321");
  const summary = async () => (await perform("GetAccountSummary", {}, call)).SummaryMap ?? {};
  const before = await summary();
  assert.equal(before.Users, 1);
  assert.equal(before.UsersQuota, 5000);
  await perform("CreateUser", { UserName: "ann" }, call);
  await perform("CreateGroup", { GroupName: "devs" }, call);
  await perform("CreateVirtualMFADevice", { VirtualMFADeviceName: "phone" }, call);
  await perform("CreateOpenIDConnectProvider", { Url: "https://example.com" }, call);
  await perform("CreateAccessKey", {}, authority.makeCall({ caller: authority.root }));
  const after = await summary();
  const { Users, Groups, MFADevices, MFADevicesInUse, Providers, AccountAccessKeysPresent } = after;
  assert.deepEqual([Users, Groups, MFADevices, MFADevicesInUse, Providers], [2, 1, 1, 0, 1]);
  assert.equal(AccountAccessKeysPresent, 1);
});
