import assert from "node:assert/strict";
import { test } from "node:test";
import { insertAccessKey } from "../../../src/authority/store/credentials/access-keys.ts";
import { buildAccessKeyId } from "../../../src/base/index.ts";
import { accountId, otherAccountId, permits, trusts, userArn, World } from "./world.ts";

const ann = { user: "ann" };

test("GetCallerIdentity tells user, root, role session and GetSessionToken session apart", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const RoleArn = await world.role("Deep", { path: "/team/x/", trust: trusts(userArn("ann")) });
  const annIdentity = { UserId: "AIDAANNXXXXXXXXXXXXXX", Account: accountId, Arn: userArn("ann") };
  assert.deepEqual(await world.sts(ann, "GetCallerIdentity", {}), annIdentity);
  const session = await world.credentials(ann, "GetSessionToken", {});
  assert.deepEqual(await world.sts(session, "GetCallerIdentity", {}), annIdentity);
  assert.deepEqual(await world.sts({ root: accountId }, "GetCallerIdentity", {}), {
    UserId: accountId,
    Account: accountId,
    Arn: `arn:aws:iam::${accountId}:root`,
  });
  const role = await world.credentials(ann, "AssumeRole", { RoleArn, RoleSessionName: "work@desk" });
  assert.deepEqual(await world.sts(role, "GetCallerIdentity", {}), {
    UserId: "AROADEEPXXXXXXXXXXXXX:work@desk",
    Account: accountId,
    Arn: `arn:aws:sts::${accountId}:assumed-role/Deep/work@desk`,
  });
});

test("GetCallerIdentity answers even against an explicit deny", async (t) => {
  const world = await World.open(t);
  await world.user("ann", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
  });
  await world.sts(ann, "GetCallerIdentity", {});
});

test("GetAccessKeyInfo decodes the account of keys it does not know", async (t) => {
  const world = await World.open(t);
  await world.user("ann", permits("sts:GetAccessKeyInfo"));
  for (const [prefix, account] of [
    ["AKIA", "000000000007"],
    ["ASIA", otherAccountId],
    ["AKIA", "999999999999"],
  ] as const) {
    const AccessKeyId = buildAccessKeyId(prefix, account, new Uint8Array([255, 1, 2, 3, 4]));
    assert.deepEqual(await world.sts(ann, "GetAccessKeyInfo", { AccessKeyId }), { Account: account });
  }
});

test("GetAccessKeyInfo answers the account of a key it knows, whatever the id encodes", async (t) => {
  const world = await World.open(t);
  await world.user("ann", permits("sts:GetAccessKeyInfo"));
  await world.services.store.write(otherAccountId, (tx) =>
    insertAccessKey(tx, {
      access_key_id: "AKIAIOSFODNN7EXAMPLE",
      account_id: otherAccountId,
      user_id: null,
      status: "Inactive",
      secret_sealed: new Uint8Array(1),
      created_at: 0,
      last_used_at: null,
      last_used_service: null,
      last_used_region: null,
    }),
  );
  assert.deepEqual(await world.sts(ann, "GetAccessKeyInfo", { AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }), {
    Account: otherAccountId,
  });
});

test("GetAccessKeyInfo refuses what is no key id, and callers without permission", async (t) => {
  const world = await World.open(t);
  await world.user("ann", permits("sts:GetAccessKeyInfo"));
  await world.user("bob");
  for (const AccessKeyId of ["AIDAIOSFODNN7EXAMPLE", "AKIA1111111111111111", "AKIAIOSFODNN7EXAMPLEAAAA"])
    assert.equal(
      (await world.refusal(ann, "GetAccessKeyInfo", { AccessKeyId }))[0],
      "ValidationError",
      AccessKeyId,
    );
  const [code, sentence] = await world.refusal({ user: "bob" }, "GetAccessKeyInfo", {
    AccessKeyId: "AKIAIOSFODNN7EXAMPLE",
  });
  assert.equal(code, "AccessDenied");
  assert.match(
    sentence ?? "",
    /user\/bob is not authorized to perform: sts:GetAccessKeyInfo .*no identity-based policy/,
  );
});
