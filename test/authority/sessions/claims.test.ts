import assert from "node:assert/strict";
import test from "node:test";
import { deflateRawSync } from "node:zlib";
import { decodeContents, encodeContents, packSession } from "../../../src/authority/sessions/claims.ts";
import type { SessionClaims } from "../../../src/authority/sessions/session.ts";
import { randomBytes } from "../../../src/crypto/index.ts";
import { fc } from "../../support/random.ts";

const seconds = fc.integer({ min: 0, max: 4_000_000_000 }).map((value) => value * 1000);
const name = fc.stringMatching(/^[\w+=,.@-]{2,64}$/);

const session = fc.record(
  {
    kind: fc.constantFrom("session", "role", "federated"),
    tokenId: name,
    issuedAt: seconds,
    expiresAt: seconds,
    mfaAt: seconds,
    callerWasTemporary: fc.boolean(),
    chainDepth: fc.nat(5),
    sourceIdentity: name,
    tags: fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), fc.string({ maxLength: 20 }), {
      maxKeys: 6,
    }),
    transitiveTagKeys: fc.array(fc.string({ maxLength: 20 }), { maxLength: 3 }),
    sessionPolicy: fc.string({ maxLength: 400, unit: "grapheme" }),
    sessionPolicyArns: fc.array(name, { maxLength: 3 }),
  },
  {
    requiredKeys: [
      "kind",
      "tokenId",
      "issuedAt",
      "expiresAt",
      "callerWasTemporary",
      "chainDepth",
      "tags",
      "transitiveTagKeys",
      "sessionPolicyArns",
    ],
  },
);
const claims = fc.record(
  { accountId: name, principalId: name, name, session },
  { requiredKeys: ["accountId", "principalId", "session"] },
);

/** The same with tags as they come out of a token: without a prototype. */
function withBareTags(value: SessionClaims): SessionClaims {
  const tags: Record<string, string> = Object.assign(Object.create(null), value.session.tags);
  return { ...value, session: { ...value.session, tags } };
}

test("decodeContents() gives back what encodeContents() took", () => {
  fc.assert(
    fc.property(claims, name, (value, secretAccessKey) => {
      const bytes = encodeContents({ claims: value, secretAccessKey }, packSession(value.session));
      assert.deepEqual(decodeContents(bytes), { claims: withBareTags(value), secretAccessKey });
    }),
    { numRuns: 300 },
  );
});

test("encodeContents() is deterministic", () => {
  fc.assert(
    fc.property(claims, (value) => {
      const encode = () =>
        encodeContents({ claims: value, secretAccessKey: "s" }, packSession(value.session));
      assert.deepEqual(encode(), encode());
    }),
    { numRuns: 50 },
  );
});

test("decodeContents() gives claims that cannot be changed and tags without a prototype", () => {
  const [value] = fc.sample(claims, { numRuns: 1, seed: 7 });
  assert.ok(value);
  const tagged = { ...value, session: { ...value.session, tags: { __proto__x: "1", team: "blue" } } };
  const decoded = decodeContents(
    encodeContents({ claims: tagged, secretAccessKey: "s" }, packSession(tagged.session)),
  );
  assert.ok(decoded);
  const { tags, transitiveTagKeys, sessionPolicyArns } = decoded.claims.session;
  for (const part of [decoded.claims, decoded.claims.session, tags, transitiveTagKeys, sessionPolicyArns]) {
    assert.ok(Object.isFrozen(part));
  }
  assert.equal(tags.constructor, undefined);
  assert.equal(tags.team, "blue");
});

test("decodeContents() gives undefined or claims for any bytes, and never throws", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      decodeContents(bytes);
    }),
    { numRuns: 500 },
  );
});

test("decodeContents() does not inflate a bomb", () => {
  const bomb = deflateRawSync(Buffer.from(JSON.stringify([[], [], [], "a".repeat(5_000_000)])));
  const head = Buffer.from(JSON.stringify(["s", "1", "u", null, 0, "t", 1, 2, null, 0, 0, null]));
  const bytes = Buffer.concat([Buffer.from([1, 0, head.length]), head, bomb]);
  assert.equal(decodeContents(bytes), undefined);
});

test("packSession() takes nothing for nothing, and its percentage grows with what is packed", () => {
  const nothing = { tags: {}, transitiveTagKeys: [], sessionPolicyArns: [] };
  assert.equal(packSession(nothing).percent, 0);
  assert.equal(packSession({ ...nothing, tags: { a: "b" } }).percent, 1);
  const many = Array.from({ length: 50 }, (_, index) => [
    `key${index}`,
    Buffer.from(randomBytes(150)).toString("base64"),
  ]);
  assert.ok(packSession({ ...nothing, tags: Object.fromEntries(many) }).percent > 100);
});

test("packSession() counts as too large what deflates well and would not open again", () => {
  const nothing = { tags: {}, transitiveTagKeys: [], sessionPolicyArns: [] };
  assert.ok(packSession({ ...nothing, sessionPolicy: "a".repeat(70_000) }).percent > 100);
});
