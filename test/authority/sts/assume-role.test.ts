import assert from "node:assert/strict";
import { test } from "node:test";
import { accountId, permits, startTime, trusts, userArn, World } from "./world.ts";

const ann = { user: "ann" };
const second = Math.floor(startTime / 1000) * 1000;
const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";

test("AssumeRole answers AssumedRoleUser first, without packed size and source identity when there are none", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const RoleArn = await world.role("Deep", { path: "/team/", trust: trusts(userArn("ann")) });
  const output = await world.sts(ann, "AssumeRole", { RoleArn, RoleSessionName: "s1" });
  assert.deepEqual(Object.keys(output), ["AssumedRoleUser", "Credentials"]);
  assert.deepEqual(output.AssumedRoleUser, {
    AssumedRoleId: "AROADEEPXXXXXXXXXXXXX:s1",
    Arn: `arn:aws:sts::${accountId}:assumed-role/Deep/s1`,
  });
  assert(output.Credentials);
  assert.deepEqual(Object.keys(output.Credentials), [
    "AccessKeyId",
    "SecretAccessKey",
    "SessionToken",
    "Expiration",
  ]);
  assert.equal(output.Credentials.Expiration, second + 3_600_000);
  assert.deepEqual(
    { ...world.session(output.Credentials), tokenId: "", tags: {} },
    {
      kind: "role",
      tokenId: "",
      issuedAt: second,
      expiresAt: second + 3_600_000,
      callerWasTemporary: false,
      chainDepth: 0,
      tags: {},
      transitiveTagKeys: [],
      sessionPolicyArns: [],
    },
  );
});

test("AssumeRole gives new credentials every time", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann")) });
  const input = { RoleArn, RoleSessionName: "s1" };
  const made = await Promise.all([1, 2, 3].map(() => world.credentials(ann, "AssumeRole", input)));
  for (const member of ["AccessKeyId", "SecretAccessKey", "SessionToken"] as const)
    assert.equal(new Set(made.map((credentials) => credentials[member])).size, 3);
});

test("AssumeRole refuses root and root's sessions before anything else", async (t) => {
  const world = await World.open(t);
  const root = { root: accountId };
  const session = await world.credentials(root, "GetSessionToken", {});
  for (const who of [root, session])
    assert.deepEqual(
      await world.refusal(who, "AssumeRole", { RoleArn: "x".repeat(30), RoleSessionName: "s1" }),
      ["AccessDenied", "Roles may not be assumed by root accounts."],
    );
});

for (const [RoleArn, why] of [
  ["this is not an ARN at all", "no ARN"],
  ["arn::iam::123456789012:role/R", "no partition"],
  ["arn:aws:::123456789012:role/R", "no service"],
  ["arn:aws:iam:123456789012", "too few colons"],
  ["arn:aws:iam::123456789012:", "empty resource"],
] as const)
  test(`AssumeRole calls a RoleArn invalid: ${why}`, async (t) => {
    const world = await World.open(t);
    await world.user("ann");
    assert.deepEqual(await world.refusal(ann, "AssumeRole", { RoleArn, RoleSessionName: "s1" }), [
      "ValidationError",
      `${RoleArn} is invalid`,
    ]);
  });

test("AssumeRole checks lengths and patterns in AWS's words", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const RoleArn = `arn:aws:iam::${accountId}:role/R`;
  const sentence = (value: string, member: string, tail: string) =>
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${tail}`;
  const atLeast = (n: number) => `have length greater than or equal to ${n}`;
  const atMost = (n: number) => `have length less than or equal to ${n}`;
  const pattern = "satisfy regular expression pattern: [\\w+=,.@-]*";
  const ok = { RoleArn, RoleSessionName: "s1" };
  const cases = [
    [{ ...ok, RoleArn: "not-an-arn" }, sentence("not-an-arn", "roleArn", atLeast(20))],
    [{ ...ok, RoleSessionName: "s" }, sentence("s", "roleSessionName", atLeast(2))],
    [{ ...ok, RoleSessionName: "s".repeat(65) }, sentence("s".repeat(65), "roleSessionName", atMost(64))],
    [{ ...ok, RoleSessionName: "bad/name" }, sentence("bad/name", "roleSessionName", pattern)],
    [{ ...ok, RoleSessionName: "Session1:2" }, sentence("Session1:2", "roleSessionName", pattern)],
    [
      { ...ok, DurationSeconds: 899 },
      sentence("899", "durationSeconds", "have value greater than or equal to 900"),
    ],
    [
      { ...ok, DurationSeconds: 43_201 },
      sentence("43201", "durationSeconds", "have value less than or equal to 43200"),
    ],
    [{ ...ok, ExternalId: "x" }, sentence("x", "externalId", atLeast(2))],
    [{ ...ok, SourceIdentity: "aws:me" }, sentence("aws:me", "sourceIdentity", pattern)],
  ] as const;
  for (const [input, expected] of cases)
    assert.deepEqual(await world.refusal(ann, "AssumeRole", input), ["ValidationError", expected]);
});

test("AssumeRole keeps to the role's maximum session duration", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const trust = trusts(userArn("ann"));
  const hour = await world.role("Hour", { trust });
  const day = await world.role("HalfDay", { trust, maxSessionDuration: 43_200 });
  assert.deepEqual(
    await world.refusal(ann, "AssumeRole", { RoleArn: hour, RoleSessionName: "s1", DurationSeconds: 3601 }),
    ["ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."],
  );
  const longest = await world.credentials(ann, "AssumeRole", {
    RoleArn: day,
    RoleSessionName: "s1",
    DurationSeconds: 43_200,
  });
  assert.equal(longest.Expiration, second + 43_200_000);
});

test("AssumeRole with temporary credentials lasts an hour at most, those of GetSessionToken included", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const first = await world.role("First", {
    trust: trusts(userArn("ann")),
    policy: permits("sts:AssumeRole"),
  });
  const RoleArn = await world.role("Second", {
    trust: trusts([userArn("ann"), first]),
    maxSessionDuration: 43_200,
  });
  const session = await world.credentials(ann, "GetSessionToken", {});
  const role = await world.credentials(ann, "AssumeRole", { RoleArn: first, RoleSessionName: "s1" });
  for (const [who, chainDepth] of [
    [session, 0],
    [role, 1],
  ] as const) {
    assert.deepEqual(
      await world.refusal(who, "AssumeRole", { RoleArn, RoleSessionName: "s2", DurationSeconds: 3601 }),
      [
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
      ],
    );
    const chained = world.session(
      await world.credentials(who, "AssumeRole", { RoleArn, RoleSessionName: "s2", DurationSeconds: 3600 }),
    );
    assert.equal(chained.callerWasTemporary, true);
    assert.equal(chained.chainDepth, chainDepth);
  }
});

test("AssumeRole keeps session policies and tells their packed size", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann")) });
  const Policy = JSON.stringify(permits("s3:GetObject"));
  const output = await world.sts(ann, "AssumeRole", {
    RoleArn,
    RoleSessionName: "s1",
    Policy,
    PolicyArns: [{ arn: readOnly }],
  });
  assert(output.Credentials);
  assert((output.PackedPolicySize ?? 0) >= 1 && (output.PackedPolicySize ?? 101) <= 100);
  const session = world.session(output.Credentials);
  assert.equal(session.sessionPolicy, Policy);
  assert.deepEqual(session.sessionPolicyArns, [readOnly]);
});

test("AssumeRole refuses session policies that are malformed, missing, too many or too large", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann")) });
  const refusal = (more: object) =>
    world.refusal(ann, "AssumeRole", { RoleArn, RoleSessionName: "s1", ...more });
  assert.deepEqual(await refusal({ Policy: "{" }), ["MalformedPolicyDocument", "Syntax errors in policy."]);
  assert.equal((await refusal({ Policy: JSON.stringify(trusts("*")) }))[0], "MalformedPolicyDocument");
  assert.equal(
    (await refusal({ PolicyArns: [{ arn: `arn:aws:iam::${accountId}:policy/None` }] }))[0],
    "ValidationError",
  );
  assert.equal((await refusal({ PolicyArns: [{}] }))[0], "ValidationError");
  assert.equal((await refusal({ PolicyArns: [{ arn: readOnly }, { arn: readOnly }] }))[0], "ValidationError");
  const eleven = Array.from({ length: 11 }, (_, index) => ({
    arn: `arn:aws:iam::aws:policy/Policy${index}`,
  }));
  assert.deepEqual(await refusal({ PolicyArns: eleven }), [
    "ValidationError",
    "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to 10",
  ]);
  const large = JSON.stringify(permits(`s3:${"a".repeat(4000)}`));
  assert.deepEqual(await refusal({ Policy: large }), [
    "PackedPolicyTooLarge",
    `Packed policy consumes ${Math.ceil((100 * large.length) / 2048)}% of allotted space, please use smaller policy.`,
  ]);
  assert.equal(
    (await refusal({ ProvidedContexts: [{ ProviderArn: readOnly, ContextAssertion: "abcd" }] }))[0],
    "ValidationError",
  );
});

test("AssumeRole notes that the role was used", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann")) });
  await world.sts(ann, "AssumeRole", { RoleArn, RoleSessionName: "s1" });
  const { store } = world.services;
  await store.lastUsed.flush();
  const row = await store.read.selectFrom("iam_role").selectAll().executeTakeFirstOrThrow();
  assert.equal(row.last_used_at, startTime);
  assert.equal(row.last_used_region, "us-east-1");
});
