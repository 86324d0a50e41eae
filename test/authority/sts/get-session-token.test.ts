import assert from "node:assert/strict";
import { test } from "node:test";
import { accountId, permits, startTime, trusts, userArn, World } from "./world.ts";

const ann = { user: "ann" };
const root = { root: accountId };
const second = Math.floor(startTime / 1000) * 1000;
const wrongCode = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
const unknownSerial =
  "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.";
const incomplete =
  "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";

for (const { title, who, wished, seconds } of [
  { title: "12 hours to a user by default", who: ann, wished: undefined, seconds: 43_200 },
  { title: "a user 15 minutes", who: ann, wished: 900, seconds: 900 },
  { title: "a user 36 hours", who: ann, wished: 129_600, seconds: 129_600 },
  { title: "root an hour by default", who: root, wished: undefined, seconds: 3_600 },
  { title: "root 15 minutes", who: root, wished: 900, seconds: 900 },
  { title: "root an hour when it wishes for more", who: root, wished: 43_200, seconds: 3_600 },
])
  test(`GetSessionToken gives ${title}`, async (t) => {
    const world = await World.open(t);
    await world.user("ann");
    const credentials = await world.credentials(who, "GetSessionToken", { DurationSeconds: wished });
    assert.equal(credentials.Expiration, second + seconds * 1000);
    assert.match(credentials.AccessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.match(credentials.SecretAccessKey, /^[A-Za-z0-9+/]{40}$/);
    const session = world.session(credentials);
    assert.equal(session.kind, "session");
    assert.equal(session.issuedAt, second);
    assert.equal(session.mfaAt, undefined);
    assert.equal(session.callerWasTemporary, false);
  });

test("GetSessionToken refuses durations outside of 900 to 129600, to root too", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  for (const who of [ann, root]) {
    assert.deepEqual(await world.refusal(who, "GetSessionToken", { DurationSeconds: 899 }), [
      "ValidationError",
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ]);
    const [code] = await world.refusal(who, "GetSessionToken", { DurationSeconds: 129_601 });
    assert.equal(code, "ValidationError");
  }
});

test("GetSessionToken needs no permission and hears no deny", async (t) => {
  const world = await World.open(t);
  await world.user("ann", {
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
  });
  await world.credentials(ann, "GetSessionToken", {});
});

test("GetSessionToken carries MFA once a code was given, for user and root", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  for (const [who, owner] of [
    [ann, "ann"],
    [root, "root"],
  ] as const) {
    const serial = await world.mfaDevice(owner);
    const credentials = await world.credentials(who, "GetSessionToken", {
      SerialNumber: serial,
      TokenCode: world.code(),
    });
    assert.equal(world.session(credentials).mfaAt, second);
  }
});

test("GetSessionToken takes a code once", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const input = { SerialNumber: await world.mfaDevice("ann"), TokenCode: world.code() };
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => world.sts(ann, "GetSessionToken", input)));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  assert.deepEqual(await world.refusal(ann, "GetSessionToken", input), ["AccessDenied", wrongCode]);
});

test("GetSessionToken refuses MFA that is wrong, foreign, unknown or half", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  await world.user("bob");
  const own = await world.mfaDevice("ann");
  const foreign = await world.mfaDevice("bob");
  const wrong = world.code() === "000000" ? "000001" : "000000";
  const cases = [
    [{ SerialNumber: own, TokenCode: wrong }, wrongCode],
    [{ SerialNumber: foreign, TokenCode: world.code() }, unknownSerial],
    [{ SerialNumber: "GAHT12345678", TokenCode: world.code() }, unknownSerial],
    [{ SerialNumber: own }, incomplete],
    [{ TokenCode: world.code() }, incomplete],
  ] as const;
  for (const [input, sentence] of cases)
    assert.deepEqual(await world.refusal(ann, "GetSessionToken", input), ["AccessDenied", sentence]);
});

test("GetSessionToken and GetFederationToken refuse every kind of temporary credentials", async (t) => {
  const world = await World.open(t);
  await world.user("ann", permits("sts:*"));
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann")), policy: permits("*") });
  const sessions = [
    await world.credentials(ann, "GetSessionToken", {}),
    await world.credentials(root, "GetSessionToken", {}),
    await world.credentials(ann, "AssumeRole", { RoleArn, RoleSessionName: "s1" }),
    await world.credentials(ann, "GetFederationToken", { Name: "fay" }),
  ];
  for (const session of sessions) {
    assert.deepEqual(await world.refusal(session, "GetSessionToken", {}), [
      "AccessDenied",
      "Cannot call GetSessionToken with session credentials",
    ]);
    assert.deepEqual(await world.refusal(session, "GetFederationToken", { Name: "gus" }), [
      "AccessDenied",
      "Cannot call GetFederationToken with session credentials",
    ]);
  }
});
