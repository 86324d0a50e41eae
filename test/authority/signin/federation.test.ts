import assert from "node:assert/strict";
import { test } from "node:test";
import { type FederationOptions, handleFederation } from "../../../src/authority/signin/index.ts";
import { encodeUtf8, type ServiceError } from "../../../src/base/index.ts";
import { WireHeaders, type WireResponse, wholeBody } from "../../../src/wire/index.ts";
import type { Credentials } from "../../../src/wire/models/sts-types.generated.ts";
import { accountId, permits, trusts, userArn, World } from "../sts/world.ts";

const ann = { user: "ann" };
const root = { root: accountId };
const onlyFederation =
  "Only federation tokens or assume role tokens may be used for federated login. Please contact your administrator.\n";
const ownPage = "http://127.0.0.1:4600/console";

interface Answer {
  readonly status: number;
  readonly headers: WireResponse["headers"];
  readonly body: string;
}

interface Sending {
  readonly method?: string;
  readonly inBody?: boolean;
  readonly options?: FederationOptions;
}

async function ask(world: World, parameters: Record<string, string>, sending: Sending = {}): Promise<Answer> {
  const form = new URLSearchParams(parameters).toString();
  const inBody = sending.inBody === true;
  const response = await handleFederation(
    {
      method: sending.method ?? (inBody ? "POST" : "GET"),
      target: inBody ? "/federation" : `/federation?${form}`,
      headers: new WireHeaders(["Host", "127.0.0.1:4600"]),
      body: wholeBody(encodeUtf8(inBody ? form : "")),
      remoteAddress: "127.0.0.1",
      secure: false,
    },
    world.services,
    { requestId: "1", now: world.clock.now() },
    sending.options,
  );
  assert(typeof response.body === "string");
  return { status: response.status, headers: response.headers, body: response.body };
}

function sessionText(credentials: Partial<Credentials>): string {
  const { AccessKeyId, SecretAccessKey, SessionToken } = credentials;
  return JSON.stringify({ sessionId: AccessKeyId, sessionKey: SecretAccessKey, sessionToken: SessionToken });
}

function askToken(world: World, credentials: Partial<Credentials>, more: Record<string, string> = {}) {
  return ask(world, { Action: "getSigninToken", Session: sessionText(credentials), ...more });
}

async function signinToken(
  world: World,
  credentials: Credentials,
  more: Record<string, string> = {},
): Promise<string> {
  const { status, body } = await askToken(world, credentials, more);
  assert.equal(status, 200, body);
  return (JSON.parse(body) as { SigninToken: string }).SigninToken;
}

function login(world: World, SigninToken: string, more: Record<string, string> = {}, sending: Sending = {}) {
  return ask(world, { Action: "login", Issuer: "test", Destination: ownPage, SigninToken, ...more }, sending);
}

interface Scene {
  readonly world: World;
  readonly role: Credentials;
  readonly federated: Credentials;
}

async function openScene(t: { after(close: () => Promise<void>): void }): Promise<Scene> {
  const world = await World.open(t);
  await world.user("ann", permits("sts:*"));
  const RoleArn = await world.role("Dev", {
    path: "/team/",
    trust: trusts(userArn("ann")),
    policy: permits("sts:*"),
  });
  const role = await world.credentials(ann, "AssumeRole", { RoleArn, RoleSessionName: "desk" });
  const federated = await world.credentials(ann, "GetFederationToken", { Name: "fay" });
  return { world, role, federated };
}

test("handleFederation() signs in AssumeRole and GetFederationToken credentials, and the page names them", async (t) => {
  const { world, role, federated } = await openScene(t);
  for (const [credentials, arn] of [
    [role, `arn:aws:sts::${accountId}:assumed-role/Dev/desk`],
    [federated, `arn:aws:sts::${accountId}:federated-user/fay`],
  ] as const) {
    const page = await login(world, await signinToken(world, credentials));
    assert.equal(page.status, 200);
    assert.match(page.headers["content-type"] ?? "", /^text\/html/);
    assert(page.body.includes(arn), page.body);
    assert(page.body.includes("2026-11-21T"), page.body);
    assert(page.body.includes(`<a href="${ownPage}">`), page.body);
  }
});

test("handleFederation() takes POST too", async (t) => {
  const { world, role } = await openScene(t);
  const answer = await ask(
    world,
    { Action: "getSigninToken", Session: sessionText(role), SessionDuration: "900" },
    { inBody: true },
  );
  assert.equal(answer.status, 200);
});

test("handleFederation() gives no sign-in token to GetSessionToken and long-lived credentials", async (t) => {
  const { world } = await openScene(t);
  const SerialNumber = await world.mfaDevice("ann");
  const refused: Partial<Credentials>[] = [
    await world.credentials(ann, "GetSessionToken", {}),
    await world.credentials(ann, "GetSessionToken", { SerialNumber, TokenCode: world.code() }),
    await world.credentials(root, "GetSessionToken", {}),
    { AccessKeyId: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "secret" },
    { AccessKeyId: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "secret", SessionToken: "" },
  ];
  for (const credentials of refused) {
    const { status, headers, body } = await askToken(world, credentials);
    assert.deepEqual([status, body], [400, onlyFederation]);
    assert.match(headers["content-type"] ?? "", /^text\/plain/);
  }
});

test("handleFederation() verifies the whole triple", async (t) => {
  const { world, role, federated } = await openScene(t);
  const cases: Partial<Credentials>[] = [
    { ...role, SecretAccessKey: federated.SecretAccessKey },
    { ...role, SecretAccessKey: "" },
    { ...role, SecretAccessKey: role.SecretAccessKey.slice(0, -1) },
    { ...role, AccessKeyId: federated.AccessKeyId },
    { ...role, SessionToken: federated.SessionToken },
    { ...role, SessionToken: `${role.SessionToken.slice(0, -2)}AA` },
    { ...role, SessionToken: "junk" },
  ];
  for (const credentials of cases) {
    const { status, body } = await askToken(world, credentials);
    assert.deepEqual([status, body], [400, "Invalid credentials parameter\n"]);
  }
});

test("handleFederation() refuses expired credentials, and those whose user or role is gone", async (t) => {
  const { world, role, federated } = await openScene(t);
  const { store } = world.services;
  await store.write(accountId, async (tx) => {
    await tx.deleteFrom("inline_policy").execute();
    await tx.deleteFrom("iam_role").execute();
  });
  assert.equal((await askToken(world, role)).status, 400);
  await world.deleteUser("ann");
  assert.equal((await askToken(world, federated)).status, 400);
  const { world: other, role: old } = await openScene(t);
  other.clock.advance(3_600_000);
  assert.equal((await askToken(other, old)).body, "Invalid credentials parameter\n");
});

test("handleFederation() refuses a Session that is not the three texts", async (t) => {
  const { world, role } = await openScene(t);
  for (const Session of [
    "",
    "{",
    "null",
    "[]",
    '"text"',
    "{}",
    '{"sessionId":1,"sessionKey":"a","sessionToken":"b"}',
    `${sessionText(role)} x`,
  ]) {
    const { status, body } = await ask(world, { Action: "getSigninToken", Session });
    assert.deepEqual([status, body], [400, "The Session parameter is syntactically incorrect\n"], Session);
  }
  assert.equal((await ask(world, { Action: "getSigninToken" })).status, 400);
});

test("handleFederation() lets only AssumeRole credentials of a long-lived key choose SessionDuration", async (t) => {
  const { world, role, federated } = await openScene(t);
  const RoleArn = await world.role("Next", {
    trust: trusts([userArn("ann"), `arn:aws:iam::${accountId}:role/team/Dev`]),
  });
  const session = await world.credentials(ann, "GetSessionToken", {});
  const ofRole = await world.credentials(role, "AssumeRole", { RoleArn, RoleSessionName: "s2" });
  const ofSession = await world.credentials(session, "AssumeRole", { RoleArn, RoleSessionName: "s2" });
  for (const SessionDuration of ["900", "43200"]) {
    assert.equal((await askToken(world, role, { SessionDuration })).status, 200);
    for (const credentials of [federated, ofRole, ofSession])
      assert.equal((await askToken(world, credentials, { SessionDuration })).status, 400);
  }
  for (const SessionDuration of ["899", "43201", "", "an hour", "1e3", "-900", "3600.0"])
    assert.equal((await askToken(world, role, { SessionDuration })).status, 400, SessionDuration);
  for (const credentials of [federated, ofRole, ofSession])
    assert.equal((await askToken(world, credentials)).status, 200);
});

test("handleFederation() lets the console session last as long as the credentials, or as SessionDuration says", async (t) => {
  const { world, role } = await openScene(t);
  const asCredentials = await login(world, await signinToken(world, role));
  assert(asCredentials.body.includes("2026-11-21T04:00:00Z"), asCredentials.body);
  const asWished = await login(world, await signinToken(world, role, { SessionDuration: "43200" }));
  assert(asWished.body.includes("2026-11-21T15:00:00Z"), asWished.body);
});

test("a sign-in token works once, also at the same moment", async (t) => {
  const { world, role } = await openScene(t);
  const token = await signinToken(world, role);
  const pages = await Promise.all(Array.from({ length: 8 }, () => login(world, token)));
  assert.deepEqual(pages.map(({ status }) => status).sort(), [200, 400, 400, 400, 400, 400, 400, 400]);
  assert.equal((await login(world, token)).status, 400);
});

test("a sign-in token works for 15 minutes", async (t) => {
  const { world, role } = await openScene(t);
  const [inTime, late] = [await signinToken(world, role), await signinToken(world, role)];
  world.clock.advance(899_999);
  assert.equal((await login(world, inTime)).status, 200);
  world.clock.advance(1);
  assert.equal((await login(world, late)).status, 400);
  await signinToken(world, role);
  const rows = await world.services.store.read.selectFrom("one_time").selectAll().execute();
  assert.equal(rows.length, 1, "what expired is forgotten");
});

test("a sign-in token that outlives its credentials or its role does not work", async (t) => {
  const { world, role, federated } = await openScene(t);
  world.clock.advance(3_300_000);
  const token = await signinToken(world, role);
  const ofFay = await signinToken(world, federated);
  world.clock.advance(300_000);
  assert.equal((await login(world, token)).status, 400);
  await world.deleteUser("ann");
  assert.equal((await login(world, ofFay)).status, 400);
});

test("a sign-in token that was altered or made up gets the same plain page", async (t) => {
  const { world, role } = await openScene(t);
  const token = await signinToken(world, role);
  const altered = (token.startsWith("A") ? "B" : "A") + token.slice(1);
  const pages = await Promise.all(
    ["", "junk", altered, token.slice(0, -4), "A".repeat(5000)].map((text) => login(world, text)),
  );
  assert.equal(new Set(pages.map(({ body }) => body)).size, 1);
  for (const { status, headers } of pages) {
    assert.equal(status, 400);
    assert.match(headers["content-type"] ?? "", /^text\/html/);
  }
  assert.equal((await login(world, token)).status, 200);
});

test("a sign-in token shows nothing of the credentials or the identity", async (t) => {
  const { world, role } = await openScene(t);
  const bytes = Buffer.from(await signinToken(world, role), "base64url").toString("latin1");
  for (const text of [
    role.AccessKeyId,
    role.SecretAccessKey,
    role.SessionToken,
    accountId,
    "AROADEV",
    "desk",
  ])
    assert(!bytes.includes(text));
});

const allowed: FederationOptions = { allowedDestinations: ["https://console.example.org"] };

for (const [Destination, expected] of [
  [ownPage, "link"],
  ["https://127.0.0.1:4600/", "link"],
  ["https://console.example.org/home?a=b", "link"],
  ["https://console.aws.amazon.com/", "text"],
  ["https://eu-west-1.console.aws.amazon.com/s3?region=eu-west-1", "text"],
  ["http://console.aws.amazon.com/", "refused"],
  ["https://evilconsole.aws.amazon.com.example.net/", "refused"],
  ["https://notconsole.aws.amazon.com/", "refused"],
  ["https://127.0.0.1:4600@example.net/", "refused"],
  ["https://example.net/", "refused"],
  ["//example.net/", "refused"],
  ["javascript:alert(1)", "refused"],
  ["data:text/html,hello", "refused"],
  ["", "refused"],
] as const)
  test(`login to "${Destination}" is ${expected === "refused" ? "refused" : `shown as a ${expected}`}`, async (t) => {
    const { world, role } = await openScene(t);
    const token = await signinToken(world, role);
    const page = await login(world, token, { Destination }, { options: allowed });
    if (expected === "refused") {
      assert.equal(page.status, 400);
      assert(!page.body.includes("href"), page.body);
      assert.equal((await login(world, token)).status, 200, "the token was not used up");
      return;
    }
    assert.equal(page.status, 200);
    assert.equal(page.body.includes("<a href="), expected === "link");
    assert(page.body.includes("Destination: "), page.body);
  });

test("login pages escape what the link says, forbid scripts and leave no trace", async (t) => {
  const { world, role } = await openScene(t);
  const evil = `"><script>alert('1')</script>&`;
  const page = await login(world, await signinToken(world, role), {
    Issuer: evil,
    Destination: `http://127.0.0.1:4600/?a=${evil}`,
  });
  assert.equal(page.status, 200);
  assert(!page.body.includes("<script"), page.body);
  assert(page.body.includes("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;"), page.body);
  assert.match(page.headers["content-security-policy"] ?? "", /^default-src 'none';/);
  assert.equal(page.headers["x-content-type-options"], "nosniff");
  assert.equal(page.headers["cache-control"], "no-store");
  assert.equal(page.headers["referrer-policy"], "no-referrer");
});

test("handleFederation() answers everything else with 400 or 405, and tells the operator without secrets", async (t) => {
  const { world, role } = await openScene(t);
  const heard: ServiceError[] = [];
  const options: FederationOptions = { onRefusal: (refusal) => heard.push(refusal) };
  const answers = [
    await ask(world, {}, { options }),
    await ask(world, { Action: "logout" }, { options }),
    await ask(
      world,
      { Action: "getSigninToken", Session: sessionText({ ...role, SecretAccessKey: "wrong" }) },
      { options },
    ),
    await ask(world, { Action: "getSigninToken", Session: "x".repeat(40_000) }, { options, inBody: true }),
    await ask(world, { Action: "login" }, { options, method: "PUT" }),
  ];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [400, 400, 400, 400, 405],
  );
  assert.equal(heard.length, answers.length);
  const told = JSON.stringify(heard.map(({ message, detail }) => [message, detail]));
  for (const secret of [role.SecretAccessKey, role.SessionToken]) assert(!told.includes(secret));
});
