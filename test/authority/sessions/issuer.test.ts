import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { inspect } from "node:util";
import { createSessionIssuer } from "../../../src/authority/sessions/index.ts";
import type { Store } from "../../../src/authority/store/index.ts";
import { MovableClock, ServiceError } from "../../../src/base/index.ts";
import { randomBytes } from "../../../src/crypto/index.ts";
import { deriveSigningKey, secretKeyOf } from "../../../src/sigv4/index.ts";
import { filesIn, openUntilEnd, storeWithAccount, temporaryDirectory } from "../store/places.ts";
import { sampleSession } from "./sample.ts";

const day = 24 * 3_600_000;
const longestMs = 129_600_000;

const startedClock = () => new MovableClock({ now: () => 1_800_000_000_000 });

/** Characters that deflate to little less than what they are. */
function incompressible(size: number): string {
  return Buffer.from(randomBytes(size)).toString("base64").slice(0, size);
}

async function newIssuer(t: TestContext, location = ":memory:") {
  const store = await storeWithAccount(t, location);
  const clock = startedClock();
  return { store, clock, issuer: await createSessionIssuer({ store, clock }) };
}

const tokenKeys = (store: Store) =>
  store.read.selectFrom("token_key").select("key_id").orderBy("key_id").execute();

test("issue() gives credentials in AWS's shape, a new set every time", async (t) => {
  const { issuer, clock } = await newIssuer(t);
  const session = sampleSession(clock.now());
  const all = await Promise.all(Array.from({ length: 200 }, () => issuer.issue(session)));
  for (const credentials of all) {
    assert.match(credentials.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.match(credentials.secretAccessKey.reveal(), /^[A-Za-z0-9+/]{40}$/);
    assert.equal(credentials.expiresAt, session.session.expiresAt);
    assert.equal(credentials.packedPolicySizePercent, 0);
  }
  assert.equal(new Set(all.map((credentials) => credentials.secretAccessKey.reveal())).size, 200);
  assert.equal(new Set(all.map((credentials) => credentials.sessionToken)).size, 200);
});

test("open() gives the claims that were issued, and a key that signs as the secret does", async (t) => {
  const { issuer, clock } = await newIssuer(t);
  const facts = { kind: "role", mfaAt: clock.now() - 5000, sourceIdentity: "ann", chainDepth: 2 } as const;
  const session = { ...sampleSession(clock.now(), { ...facts, tags: { team: "blue" } }), name: "build" };
  const credentials = await issuer.issue(session);
  const opened = issuer.open(credentials.sessionToken, credentials.accessKeyId);
  assert.ok(opened);
  const { tokenId, tags, ...rest } = opened.claims.session;
  assert.match(tokenId, /^[\w-]{16}$/);
  assert.deepEqual({ ...tags }, { team: "blue" });
  assert.deepEqual({ ...rest, tags: session.session.tags }, session.session);
  assert.equal(opened.claims.name, "build");
  assert.equal(opened.claims.principalId, session.principalId);
  const scope = { date: "20270115", region: "us-east-1", service: "sts" };
  const expected = deriveSigningKey(secretKeyOf(credentials.secretAccessKey.reveal()), scope);
  assert.ok(deriveSigningKey(opened.secretKey, scope).equals(expected));
  assert.equal(issuer.open(credentials.sessionToken, credentials.accessKeyId), opened);
});

test("open() refuses a token altered at any byte, cut, lengthened or written otherwise", async (t) => {
  const { issuer, clock } = await newIssuer(t);
  const { sessionToken, accessKeyId } = await issuer.issue(sampleSession(clock.now()));
  const refuse = (text: string, what: string) =>
    assert.equal(issuer.open(text, accessKeyId), undefined, what);
  const bytes = Buffer.from(sessionToken, "base64");
  for (let index = 0; index < bytes.length; index += 1) {
    const altered = Buffer.from(bytes);
    altered[index] = (altered[index] ?? 0) ^ 0x10;
    refuse(altered.toString("base64"), `byte ${index}`);
    refuse(bytes.subarray(0, index).toString("base64"), `${index} bytes`);
  }
  for (let index = 0; index < sessionToken.length; index += 1) {
    const other = sessionToken[index] === "A" ? "B" : "A";
    refuse(sessionToken.slice(0, index) + other + sessionToken.slice(index + 1), `character ${index}`);
  }
  for (const text of [
    `${sessionToken}AAAA`,
    `${sessionToken}=`,
    ` ${sessionToken}`,
    `${sessionToken}\n`,
    "",
    "x".repeat(5000),
  ]) {
    refuse(text, JSON.stringify(text.slice(-8)));
  }
  assert.ok(issuer.open(sessionToken, accessKeyId));
});

test("open() refuses a token with another session's key id, before and after it is cached", async (t) => {
  const { issuer, clock } = await newIssuer(t);
  const a = await issuer.issue(sampleSession(clock.now()));
  const b = await issuer.issue(sampleSession(clock.now()));
  assert.equal(issuer.open(a.sessionToken, b.accessKeyId), undefined);
  assert.ok(issuer.open(a.sessionToken, a.accessKeyId));
  assert.equal(issuer.open(a.sessionToken, b.accessKeyId), undefined);
  assert.equal(issuer.open(a.sessionToken, ""), undefined);
});

test("open() refuses another authority's token", async (t) => {
  const here = await newIssuer(t);
  const there = await newIssuer(t);
  const credentials = await there.issuer.issue(sampleSession(there.clock.now()));
  assert.equal(here.issuer.open(credentials.sessionToken, credentials.accessKeyId), undefined);
});

test("issue() seals with a new key every day; a token opens until 129,600 s after its key's last seal", async (t) => {
  const { issuer, clock, store } = await newIssuer(t);
  const early = await issuer.issue(sampleSession(clock.now()));
  clock.advance(day - 1000);
  const late = await issuer.issue(sampleSession(clock.now(), { expiresAt: clock.now() + longestMs }));
  assert.deepEqual(
    (await tokenKeys(store)).map((row) => row.key_id),
    [1],
  );
  clock.advance(1000);
  const next = await issuer.issue(sampleSession(clock.now()));
  assert.deepEqual(
    (await tokenKeys(store)).map((row) => row.key_id),
    [1, 2],
  );
  clock.advance(longestMs);
  // Fresh issuers have nothing cached, and read their keys from the store.
  const before = await createSessionIssuer({ store, clock });
  const after = await createSessionIssuer({ store, clock });
  const opens = (from: typeof issuer) =>
    [early, late, next].map((made) => from.open(made.sessionToken, made.accessKeyId) !== undefined);
  assert.deepEqual(opens(before), [true, true, true]);
  clock.advance(1);
  assert.deepEqual(opens(after), [false, false, true]);
  clock.advance(day);
  await after.issue(sampleSession(clock.now()));
  assert.ok(
    !(await tokenKeys(store)).some((row) => row.key_id === 1),
    "the row is destroyed at the next rotation",
  );
});

test("issue() rotates once when many ask at the same moment", async (t) => {
  const { issuer, clock, store } = await newIssuer(t);
  clock.advance(day);
  await Promise.all(Array.from({ length: 50 }, () => issuer.issue(sampleSession(clock.now()))));
  assert.deepEqual(
    (await tokenKeys(store)).map((row) => row.key_id),
    [1, 2],
  );
});

test("open() knows its tokens after a restart, and no secret is in the files in clear", async (t) => {
  const directory = temporaryDirectory(t);
  const { store, clock, issuer } = await newIssuer(t, directory);
  const credentials = await issuer.issue(sampleSession(clock.now()));
  await store.close();
  const reopened = await openUntilEnd(t, { location: directory });
  const again = await createSessionIssuer({ store: reopened, clock });
  assert.ok(again.open(credentials.sessionToken, credentials.accessKeyId));
  assert.deepEqual(
    (await tokenKeys(reopened)).map((row) => row.key_id),
    [1],
  );
  const secret = credentials.secretAccessKey.reveal();
  for (const { name, bytes } of filesIn(directory)) {
    assert.ok(!bytes.includes(secret) && !bytes.includes(credentials.sessionToken), name);
  }
});

test("replaceKeys() makes every earlier token worthless, cached ones too", async (t) => {
  const { issuer, clock, store } = await newIssuer(t);
  const before = await issuer.issue(sampleSession(clock.now()));
  assert.ok(issuer.open(before.sessionToken, before.accessKeyId));
  await issuer.replaceKeys();
  assert.equal(issuer.open(before.sessionToken, before.accessKeyId), undefined);
  const after = await issuer.issue(sampleSession(clock.now()));
  assert.ok(issuer.open(after.sessionToken, after.accessKeyId));
  assert.deepEqual(
    (await tokenKeys(store)).map((row) => row.key_id),
    [2],
  );
});

test("issue() fits 2,048 characters of session policy and 50 short tags into 4,096 characters, or tells the percentage", async (t) => {
  const { issuer, clock } = await newIssuer(t);
  const statement = {
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject"],
    Resource: "arn:aws:s3:::bucket/*",
  };
  const sessionPolicy = JSON.stringify({ Version: "2012-10-17", Statement: Array(16).fill(statement) }).slice(
    0,
    2048,
  );
  const tags = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`key-${index}`, `value-${index}`]),
  );
  const fits = await issuer.issue(sampleSession(clock.now(), { sessionPolicy, tags }));
  assert.ok(fits.sessionToken.length <= 4096);
  assert.ok(fits.packedPolicySizePercent >= 1 && fits.packedPolicySizePercent <= 100);
  assert.equal(issuer.open(fits.sessionToken, fits.accessKeyId)?.claims.session.sessionPolicy, sessionPolicy);
  const refused = issuer.issue(sampleSession(clock.now(), { sessionPolicy: incompressible(5200) }));
  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof ServiceError);
    assert.equal(error.code, "PackedPolicyTooLarge");
    assert.match(error.message, /^Packed policy consumes \d{3}% of allotted space/);
    return true;
  });
});

test("issue() never makes a token over 4,096 characters when the packed part fits", async (t) => {
  const { issuer, clock } = await newIssuer(t);
  const long = "x".repeat(64);
  for (let size = 2300; size < 3400; size += 100) {
    const sessionPolicy = incompressible(size);
    const session = sampleSession(clock.now(), {
      sessionPolicy,
      sourceIdentity: long,
      kind: "role",
      mfaAt: clock.now(),
    });
    const made = await issuer.issue({ ...session, name: long }).catch((error: ServiceError) => error);
    if (made instanceof ServiceError) assert.match(made.message, /consumes 1\d\d%/);
    else assert.ok(made.sessionToken.length <= 4096 && made.packedPolicySizePercent <= 100);
  }
});

test("issue() refuses sessions that outlive their token key, and fractions of seconds", async (t) => {
  const { issuer, clock } = await newIssuer(t);
  const now = clock.now();
  await assert.rejects(issuer.issue(sampleSession(now, { expiresAt: now + longestMs + 1000 })), RangeError);
  await assert.rejects(issuer.issue(sampleSession(now, { issuedAt: now + 0.5 })), RangeError);
});

test("nothing that issue() and open() give prints a secret", async (t) => {
  const { issuer, clock } = await newIssuer(t);
  const credentials = await issuer.issue(sampleSession(clock.now()));
  const secret = credentials.secretAccessKey.reveal();
  const opened = issuer.open(credentials.sessionToken, credentials.accessKeyId);
  assert.ok(!inspect(opened, { depth: 9, showHidden: true }).includes(secret));
  assert.ok(!JSON.stringify([opened, credentials]).includes(secret));
});
