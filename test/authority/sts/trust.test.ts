import assert from "node:assert/strict";
import { test } from "node:test";
import { deleteRole, updateRole } from "../../../src/authority/store/principals/roles.ts";
import { accountId, otherAccountId, permits, rootArn, trusts, userArn, type Who, World } from "./world.ts";

const ann = { user: "ann" };
const mayAssume = permits("sts:AssumeRole");
const mayNot = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "sts:AssumeRole", Resource: "*" }],
};

function denied(callerArn: string, roleArn: string, action = "sts:AssumeRole") {
  return [
    "AccessDenied",
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${roleArn}`,
  ];
}

/** A7: whom the trust names, what the caller's own policy says, who wins. */
const cases = [
  { trust: userArn("ann"), policy: undefined, allowed: true, title: "the user, who has no policy" },
  { trust: userArn("ann"), policy: mayNot, allowed: false, title: "the user, who is denied" },
  { trust: rootArn(), policy: undefined, allowed: false, title: "the account, and the user has no policy" },
  { trust: rootArn(), policy: mayAssume, allowed: true, title: "the account, and the user may" },
  { trust: rootArn(), policy: mayNot, allowed: false, title: "the account, and the user is denied" },
  { trust: userArn("bob"), policy: mayAssume, allowed: false, title: "somebody else, and the user may" },
  { trust: "*", policy: undefined, allowed: true, title: "everybody" },
] as const;

for (const { trust, policy, allowed, title } of cases)
  test(`AssumeRole ${allowed ? "allows" : "denies"} when the trust names ${title}`, async (t) => {
    const world = await World.open(t);
    await world.user("ann", policy);
    await world.user("bob");
    const RoleArn = await world.role("R", { trust: trusts(trust) });
    const input = { RoleArn, RoleSessionName: "s1" };
    if (allowed) await world.credentials(ann, "AssumeRole", input);
    else assert.deepEqual(await world.refusal(ann, "AssumeRole", input), denied(userArn("ann"), RoleArn));
  });

test("AssumeRole denies when the trust policy itself denies the user it allows", async (t) => {
  const world = await World.open(t);
  await world.user("ann", mayAssume);
  const [allow] = trusts(rootArn()).Statement;
  const [deny] = trusts(userArn("ann")).Statement;
  const RoleArn = await world.role("R", {
    trust: { Version: "2012-10-17", Statement: [allow, { ...deny, Effect: "Deny" }] },
  });
  assert.deepEqual(
    await world.refusal(ann, "AssumeRole", { RoleArn, RoleSessionName: "s1" }),
    denied(userArn("ann"), RoleArn),
  );
});

test("AssumeRole across accounts needs both the trust and the caller's policy, and tells neither apart", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  await world.user("may", mayAssume);
  const named = { accountId: otherAccountId, trust: trusts([userArn("ann"), userArn("may")]) };
  const open = await world.role("Open", named);
  const closed = await world.role("Closed", {
    accountId: otherAccountId,
    trust: trusts(rootArn(otherAccountId)),
  });
  const unknown = `arn:aws:iam::${otherAccountId}:role/Nowhere`;
  const input = (RoleArn: string) => ({ RoleArn, RoleSessionName: "s1" });
  await world.credentials({ user: "may" }, "AssumeRole", input(open));
  for (const [user, RoleArn] of [
    ["ann", open],
    ["may", closed],
    ["may", unknown],
  ] as const)
    assert.deepEqual(
      await world.refusal({ user }, "AssumeRole", input(RoleArn)),
      denied(userArn(user), RoleArn),
    );
});

test("AssumeRole does not tell an unknown role from one that refuses, whatever else is wrong", async (t) => {
  const world = await World.open(t);
  await world.user("ann", mayAssume);
  await world.user("bob");
  const refusing = await world.role("Refusing", { trust: trusts(userArn("bob")) });
  const unknown = [
    `arn:aws:iam::${accountId}:role/Nowhere`,
    `arn:aws:iam::${accountId}:role/refusing`,
    `arn:aws:iam::${accountId}:role/path/Refusing`,
    `arn:aws:iam::${accountId}:user/ann`,
    `arn:aws:iam::${accountId}:role/`,
    `arn:aws-cn:iam::${accountId}:role/Refusing`,
    "arn:aws:iam::999999999999:role/Refusing",
    "arn:aws:s3:::bucket/role/Refusing",
  ];
  for (const RoleArn of [refusing, ...unknown])
    for (const more of [
      {},
      { DurationSeconds: 43_200 },
      { Tags: [{ Key: "a", Value: "b" }] },
      { SourceIdentity: "me" },
      { PolicyArns: [{ arn: "arn:aws:iam::aws:policy/Nothing" }] },
    ])
      assert.deepEqual(
        await world.refusal(ann, "AssumeRole", { RoleArn, RoleSessionName: "s1", ...more }),
        denied(userArn("ann"), RoleArn),
      );
});

test("AssumeRole trusts a user by unique id: one made again under the same name is not trusted", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann")) });
  await world.services.store.write(accountId, async (tx) => {
    await tx.deleteFrom("iam_user").execute();
    await tx
      .insertInto("iam_user")
      .values({
        user_id: "AIDAANN2XXXXXXXXXXXXX",
        account_id: accountId,
        name: "ann",
        name_key: "ann",
        path: "/",
        created_at: 0,
        boundary_arn: null,
        tags: "[]",
        password_last_used_at: null,
      })
      .execute();
  });
  assert.deepEqual(
    await world.refusal({ user: "ann2" }, "AssumeRole", { RoleArn, RoleSessionName: "s1" }),
    denied(userArn("ann"), RoleArn),
  );
});

test("AssumeRole asks the trust policy for the ExternalId, the session name and the role's tags", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const Condition = {
    StringEquals: { "sts:ExternalId": "unique", "aws:ResourceTag/Stage": "test" },
    StringLike: { "sts:RoleSessionName": "ann-*" },
  };
  const RoleArn = await world.role("R", {
    trust: trusts(userArn("ann"), "sts:AssumeRole", { Condition }),
    tags: [{ Key: "Stage", Value: "test" }],
  });
  const good = { RoleArn, RoleSessionName: "ann-1", ExternalId: "unique" };
  await world.credentials(ann, "AssumeRole", good);
  for (const bad of [
    { ...good, ExternalId: "other" },
    { RoleArn, RoleSessionName: "ann-1" },
    { ...good, RoleSessionName: "bob" },
  ])
    assert.deepEqual(await world.refusal(ann, "AssumeRole", bad), denied(userArn("ann"), RoleArn));
});

test("AssumeRole takes MFA from the call or from a GetSessionToken session, and the role session has none", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const SerialNumber = await world.mfaDevice("ann");
  const Condition = {
    Bool: { "aws:MultiFactorAuthPresent": "true" },
    NumericLessThan: { "aws:MultiFactorAuthAge": "600" },
  };
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann"), "sts:AssumeRole", { Condition }) });
  const input = { RoleArn, RoleSessionName: "s1" };
  const without = await world.credentials(ann, "GetSessionToken", {});
  for (const who of [ann, without])
    assert.deepEqual(await world.refusal(who, "AssumeRole", input), denied(userArn("ann"), RoleArn));

  const given = await world.credentials(ann, "AssumeRole", {
    ...input,
    SerialNumber,
    TokenCode: world.code(),
  });
  assert.equal(world.session(given).mfaAt, undefined);
  world.clock.advance(30_000);
  const onSession: Who = await world.credentials(ann, "GetSessionToken", {
    SerialNumber,
    TokenCode: world.code(),
  });
  await world.credentials(onSession, "AssumeRole", input);
  world.clock.advance(30_000);
  await world.credentials(without, "AssumeRole", { ...input, SerialNumber, TokenCode: world.code() });
  world.clock.advance(600_000);
  assert.deepEqual(await world.refusal(onSession, "AssumeRole", input), denied(userArn("ann"), RoleArn));
});

test("AssumeRole refuses a wrong code before it asks who may", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const SerialNumber = await world.mfaDevice("ann");
  const input = {
    RoleArn: `arn:aws:iam::${accountId}:role/Nowhere`,
    RoleSessionName: "s1",
    SerialNumber,
    TokenCode: world.code() === "000000" ? "000001" : "000000",
  };
  assert.deepEqual(await world.refusal(ann, "AssumeRole", input), [
    "AccessDenied",
    "MultiFactorAuthentication failed with invalid MFA one time pass code.",
  ]);
});

test("AssumeRole by a role session knows no MFA device", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const SerialNumber = await world.mfaDevice("ann");
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann")), policy: mayAssume });
  const role = await world.credentials(ann, "AssumeRole", { RoleArn, RoleSessionName: "s1" });
  const [code, sentence] = await world.refusal(role, "AssumeRole", {
    RoleArn,
    RoleSessionName: "s2",
    SerialNumber,
    TokenCode: world.code(),
  });
  assert.equal(code, "AccessDenied");
  assert.match(sentence ?? "", /unable to validate MFA code/);
});

test("AssumeRole follows a role's trust, maximum and existence from one request to the next", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const { store } = world.services;
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann")) });
  const input = { RoleArn, RoleSessionName: "s1", DurationSeconds: 7200 };
  const change = (set: { max_session_duration?: number; trust_policy?: string }) =>
    store.write(accountId, (tx) => updateRole(tx, "AROARXXXXXXXXXXXXXXXX", set));
  assert.equal((await world.refusal(ann, "AssumeRole", input))[0], "ValidationError");
  await change({ max_session_duration: 7200 });
  await world.credentials(ann, "AssumeRole", input);
  await change({ trust_policy: JSON.stringify(trusts(rootArn())) });
  assert.deepEqual(await world.refusal(ann, "AssumeRole", input), denied(userArn("ann"), RoleArn));
  await change({ trust_policy: JSON.stringify(trusts("*")) });
  await world.credentials(ann, "AssumeRole", input);
  await store.write(accountId, (tx) => deleteRole(tx, "AROARXXXXXXXXXXXXXXXX"));
  assert.deepEqual(await world.refusal(ann, "AssumeRole", input), denied(userArn("ann"), RoleArn));
});
