/** `/_tegata/`: who may call it, and what clock, reset and accounts do. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../src/base/index.ts";
import { credentialsIn, element, openDesk, type TestDesk } from "./support.ts";

const good = { host: "127.0.0.1:4600", "x-tegata-test": "1" };
const bearer = "a-bearer-of-some-length";

function call(desk: TestDesk, path: string, body: unknown = {}) {
  return desk.send(`/_tegata/${path}`, good, JSON.stringify(body));
}

test("test mode is not there unless it was asked for", async (t) => {
  const desk = await openDesk(t, {});
  for (const path of ["clock", "reset", "accounts"]) assert.equal((await call(desk, path)).status, 404);
  assert.equal((await desk.query(desk.admin, "iam", "GetUser")).status, 200);
});

test("test mode refuses web pages, foreign hosts and calls without its header, whatever the path", async (t) => {
  const desk = await openDesk(t, { testMode: {} });
  const refused: readonly Readonly<Record<string, string>>[] = [
    { ...good, origin: "http://127.0.0.1:4600" },
    { ...good, origin: "null" },
    { ...good, host: "evil.example" },
    { ...good, host: "evil.example:4600" },
    { ...good, host: "127.0.0.1.evil.example" },
    { ...good, host: "" },
    { "x-tegata-test": "1" },
    { host: good.host },
    { ...good, "x-tegata-test": "0" },
  ];
  for (const headers of refused)
    for (const path of ["clock", "reset", "accounts"]) {
      const answer = await desk.send(`/_tegata/${path}`, headers, '{"advanceSeconds":3600}');
      assert.equal(answer.status, 403, JSON.stringify(headers));
    }
  assert.equal((await desk.send("/_tegata/clock", good, "", "GET")).status, 405);
  const preflight = await desk.send(
    "/_tegata/clock",
    { ...good, origin: "http://x.example", "access-control-request-method": "POST" },
    "",
    "OPTIONS",
  );
  assert.ok(preflight.status >= 400);
  assert.equal(preflight.headers["access-control-allow-origin"], undefined);
  for (const host of ["127.0.0.1", "localhost:4600", "[::1]:4600", "LOCALHOST"])
    assert.equal(
      (await desk.send("/_tegata/clock", { ...good, host }, '{"advanceSeconds":0}')).status,
      200,
      host,
    );
});

test("exposed test mode wants the bearer on every call", async (t) => {
  const desk = await openDesk(t, { testMode: { hosts: ["tegata"], bearer: new Secret(bearer) } });
  const host = "tegata:4600";
  const tries: readonly (readonly [string | undefined, number])[] = [
    [undefined, 403],
    ["Bearer wrong", 403],
    [`Bearer ${bearer}x`, 403],
    [`Basic ${bearer}`, 403],
    [`Bearer ${bearer}`, 200],
  ];
  for (const path of ["clock", "reset"])
    for (const [authorization, status] of tries) {
      const headers = { ...good, host, ...(authorization === undefined ? {} : { authorization }) };
      const answer = await desk.send(`/_tegata/${path}`, headers, '{"advanceSeconds":0}');
      assert.equal(answer.status, status, `${path} ${authorization}`);
      assert.doesNotMatch(answer.text, /a-bearer/);
    }
});

test("/_tegata/clock moves issue and expiry; signatures go on being made by the real clock", async (t) => {
  const desk = await openDesk(t, { testMode: {} });
  const session = credentialsIn(
    await desk.query(desk.admin, "sts", "GetSessionToken", { DurationSeconds: "900" }),
  );
  assert.equal((await desk.query(session, "sts", "GetCallerIdentity")).status, 200);
  const moved = await call(desk, "clock", { advanceSeconds: 960 });
  const { now } = JSON.parse(moved.text) as { now: string };
  assert.ok(Math.abs(Date.parse(now) - Date.now() - 960_000) < 5000);
  const expired = await desk.query(session, "sts", "GetCallerIdentity");
  assert.deepEqual([expired.status, element(expired, "Code")], [403, "ExpiredToken"]);
  const later = credentialsIn(
    await desk.query(desk.admin, "sts", "GetSessionToken", { DurationSeconds: "900" }),
  );
  assert.ok(Math.abs(later.expiration - Date.now() - 1_860_000) < 5000);
  await call(desk, "clock", { advanceSeconds: -960 });
  const future = await desk.query(later, "sts", "GetCallerIdentity");
  assert.equal(future.status, 403, "a token from the future");
});

test("/_tegata/clock refuses what is no number of seconds", async (t) => {
  const desk = await openDesk(t, { testMode: {} });
  for (const body of [
    '{"advanceSeconds":"960"}',
    "{}",
    "[]",
    "null",
    "{",
    '{"advanceSeconds":1e300}',
    " ".repeat(20_000),
  ]) {
    const answer = await desk.send("/_tegata/clock", good, body);
    assert.equal(answer.status, 400, body.slice(0, 30));
    assert.equal(typeof JSON.parse(answer.text).message, "string");
  }
});

test("/_tegata/reset keeps accounts, their roots and admin, empties the rest, ends sessions and sets the clock right", async (t) => {
  const desk = await openDesk(t, { testMode: {} });
  const made = await call(desk, "accounts", { AccountId: "000000000042" });
  const other = JSON.parse(made.text);
  assert.deepEqual(Object.keys(other), ["AccountId", "Root", "Admin"]);
  const root = { accessKeyId: other.Root.AccessKeyId, secretAccessKey: other.Root.SecretAccessKey };
  const otherAdmin = { accessKeyId: other.Admin.AccessKeyId, secretAccessKey: other.Admin.SecretAccessKey };
  for (const key of [desk.admin, otherAdmin]) {
    await desk.query(key, "iam", "CreateUser", { UserName: "ann" });
    await desk.query(key, "iam", "CreateGroup", { GroupName: "makers" });
    await desk.query(key, "iam", "AddUserToGroup", { GroupName: "makers", UserName: "admin" });
    await desk.query(key, "iam", "CreateAccountAlias", {
      AccountAlias: `alias-${key.accessKeyId.slice(-4).toLowerCase()}`,
    });
  }
  const annKey = credentialsIn(await desk.query(desk.admin, "iam", "CreateAccessKey", { UserName: "ann" }));
  const session = credentialsIn(await desk.query(desk.admin, "sts", "GetSessionToken"));
  await call(desk, "clock", { advanceSeconds: 86_400 });

  const answer = await call(desk, "reset");
  assert.equal(answer.status, 200);
  assert.ok(Math.abs(Date.parse(JSON.parse(answer.text).now) - Date.now()) < 5000);
  const identities = await Promise.all(
    [desk.admin, root, otherAdmin].map(async (key) =>
      element(await desk.query(key, "sts", "GetCallerIdentity"), "Arn"),
    ),
  );
  assert.deepEqual(identities, [
    `arn:aws:iam::${desk.accountId}:user/admin`,
    "arn:aws:iam::000000000042:root",
    "arn:aws:iam::000000000042:user/admin",
  ]);
  for (const key of [desk.admin, otherAdmin]) {
    const users = await desk.query(key, "iam", "ListUsers");
    assert.deepEqual(
      [...users.text.matchAll(/<UserName>(.*?)</g)].map((match) => match[1]),
      ["admin"],
    );
    assert.doesNotMatch((await desk.query(key, "iam", "ListGroups")).text, /<member>/);
    assert.doesNotMatch((await desk.query(key, "iam", "ListAccountAliases")).text, /<member>/);
    assert.match(
      (await desk.query(key, "iam", "ListAttachedUserPolicies", { UserName: "admin" })).text,
      /AdministratorAccess/,
    );
  }
  for (const [name, key] of Object.entries({ session, annKey: { ...annKey, sessionToken: undefined } })) {
    const gone = await desk.query(key, "sts", "GetCallerIdentity");
    assert.deepEqual([gone.status, element(gone, "Code")], [403, "InvalidClientTokenId"], name);
  }
  const fresh = credentialsIn(await desk.query(desk.admin, "sts", "GetSessionToken"));
  assert.equal((await desk.query(fresh, "sts", "GetCallerIdentity")).status, 200);
});

test("/_tegata/accounts makes an account of any number once, and takes no other", async (t) => {
  const desk = await openDesk(t, { testMode: {} });
  const random = JSON.parse((await call(desk, "accounts")).text);
  assert.match(random.AccountId, /^[0-9]{12}$/);
  assert.equal((await call(desk, "accounts", { AccountId: random.AccountId })).status, 409);
  assert.equal((await call(desk, "accounts", { AccountId: desk.accountId })).status, 409);
  for (const AccountId of ["12", 123456789012, "12345678901x"])
    assert.equal((await call(desk, "accounts", { AccountId })).status, 400);
});
