import assert from "node:assert/strict";
import { test } from "node:test";
import { iamOperations } from "../../../../src/authority/iam/index.ts";
import { openAuthority, performer, refuses, testStart } from "../../../support/authority.ts";
import { closing } from "../../../support/closing.ts";

const perform = performer(iamOperations);
const Url = "https://token.actions.githubusercontent.com";
const arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const thumbprint = "6938fd4d98bab03faadb97b34396831e3780aea1";

test("CreateOpenIDConnectProvider makes the ARN of the URL, and Get shows the URL without scheme", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const input = {
    Url,
    ClientIDList: ["sts.amazonaws.com", "sts.amazonaws.com"],
    ThumbprintList: [thumbprint],
    Tags: [{ Key: "Team", Value: "ci" }],
  };
  const made = await perform("CreateOpenIDConnectProvider", input, call);
  assert.deepEqual(made, { OpenIDConnectProviderArn: arn, Tags: input.Tags });
  const got = await perform("GetOpenIDConnectProvider", { OpenIDConnectProviderArn: arn }, call);
  assert.deepEqual(got, {
    Url: "token.actions.githubusercontent.com",
    ClientIDList: ["sts.amazonaws.com"],
    ThumbprintList: [thumbprint],
    CreateDate: testStart,
    Tags: input.Tags,
  });
  const listed = await perform("ListOpenIDConnectProviders", {}, call);
  assert.deepEqual(listed.OpenIDConnectProviderList, [{ Arn: arn }]);
  await refuses(
    perform("CreateOpenIDConnectProvider", { Url }, call),
    "EntityAlreadyExists",
    `Provider with url ${Url} already exists.`,
  );
});

test("CreateOpenIDConnectProvider refuses URLs that are not plain https", async () => {
  const authority = closing(await openAuthority());
  for (const bad of [
    "http://example.com",
    "example.com",
    "https://",
    "https://example.com:8443",
    "https://example.com?x=1",
    "https://example.com/a#b",
    "https://user@example.com",
    "https://exa mple.com",
    "https:///example.com",
    "https://ex%61mple.com",
  ])
    await refuses(
      perform("CreateOpenIDConnectProvider", { Url: bad }, authority.makeCall()),
      "ValidationError",
    );
  const good = { Url: "https://Oidc.eks.eu-west-1.amazonaws.com/id/ABC_1~2" };
  const made = await perform("CreateOpenIDConnectProvider", good, authority.makeCall());
  assert.match(made.OpenIDConnectProviderArn ?? "", /oidc-provider\/Oidc\.eks.*\/id\/ABC_1~2$/);
});

test("CreateOpenIDConnectProvider refuses odd and too many thumbprints, and a 101st client id", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const create = (more: object) => perform("CreateOpenIDConnectProvider", { Url, ...more }, call);
  await refuses(create({ ThumbprintList: ["g".repeat(40)] }), "InvalidInput");
  await refuses(create({ ThumbprintList: Array(6).fill(thumbprint) }), "InvalidInput");
  const ids = Array.from({ length: 100 }, (_, index) => `client-${index}`);
  await refuses(create({ ClientIDList: [...ids, "one more"] }), "LimitExceeded");
  await create({ ClientIDList: ids });
  const add = perform(
    "AddClientIDToOpenIDConnectProvider",
    { OpenIDConnectProviderArn: arn, ClientID: "one more" },
    call,
  );
  await refuses(add, "LimitExceeded");
});

test("client ids and thumbprints change, and adding or removing twice is once", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const OpenIDConnectProviderArn = arn;
  await perform("CreateOpenIDConnectProvider", { Url, ClientIDList: ["a"] }, call);
  for (const ClientID of ["b", "b"])
    await perform("AddClientIDToOpenIDConnectProvider", { OpenIDConnectProviderArn, ClientID }, call);
  for (const ClientID of ["a", "a"])
    await perform("RemoveClientIDFromOpenIDConnectProvider", { OpenIDConnectProviderArn, ClientID }, call);
  const ThumbprintList = [thumbprint, thumbprint.toUpperCase()];
  await perform("UpdateOpenIDConnectProviderThumbprint", { OpenIDConnectProviderArn, ThumbprintList }, call);
  const got = await perform("GetOpenIDConnectProvider", { OpenIDConnectProviderArn }, call);
  assert.deepEqual(got.ClientIDList, ["b"]);
  assert.deepEqual(got.ThumbprintList, ThumbprintList);
});

test("tags of a provider merge, list and go", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const OpenIDConnectProviderArn = arn;
  await perform("CreateOpenIDConnectProvider", { Url }, call);
  const Tags = [{ Key: "Team", Value: "ci" }];
  await perform("TagOpenIDConnectProvider", { OpenIDConnectProviderArn, Tags }, call);
  const list = async () =>
    (await perform("ListOpenIDConnectProviderTags", { OpenIDConnectProviderArn }, call)).Tags;
  assert.deepEqual(await list(), Tags);
  await perform("UntagOpenIDConnectProvider", { OpenIDConnectProviderArn, TagKeys: ["TEAM"] }, call);
  assert.deepEqual(await list(), []);
});

test("DeleteOpenIDConnectProvider deletes, and no account reaches another's provider", async () => {
  const authority = closing(await openAuthority());
  const call = authority.makeCall();
  const input = { OpenIDConnectProviderArn: arn };
  const sentence = `OpenIDConnect Provider not found for arn ${arn}`;
  await perform("CreateOpenIDConnectProvider", { Url }, call);
  await authority.addAccount("210987654321");
  const foreign = authority.makeCall({ caller: { ...authority.root, accountId: "210987654321" } });
  await refuses(perform("GetOpenIDConnectProvider", input, foreign), "NoSuchEntity", sentence);
  await refuses(perform("DeleteOpenIDConnectProvider", input, foreign), "NoSuchEntity", sentence);
  await perform("DeleteOpenIDConnectProvider", input, call);
  await refuses(perform("DeleteOpenIDConnectProvider", input, call), "NoSuchEntity", sentence);
});
