/** The operator's service as its clients see it: signed JSON through `handle`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeBase32, Secret } from "../../../src/base/index.ts";
import {
  managementId,
  memberId,
  openScene,
  refusalOf,
  type Scene,
  type Signer,
  send,
  startTime,
} from "./scene.ts";

const seed = encodeBase32(new Uint8Array(20).fill(9));

/** Temporary credentials of the management account's admin, as GetSessionToken gives them. */
async function adminSession(
  { kernel, management }: Scene,
  kind: "session" | "federated",
  mfaAt?: number,
): Promise<Signer> {
  return kernel.services.sessions.issue({
    accountId: managementId,
    principalId: management.admin.userId,
    ...(kind === "federated" ? { name: "fay" } : {}),
    session: {
      kind,
      issuedAt: startTime,
      expiresAt: startTime + 3_600_000,
      ...(mfaAt === undefined ? {} : { mfaAt }),
      callerWasTemporary: false,
      chainDepth: 0,
      tags: {},
      transitiveTagKeys: [],
      sessionPolicyArns: [],
    },
  });
}

test("CreateAccount makes an account whose admin key is answered once and works", async (t) => {
  const scene = await openScene(t);
  const made = await scene.ask(scene.management.admin.key, "CreateAccount", {
    AccountId: memberId,
    AccountName: "team",
  });
  assert.equal(made.status, 200);
  const { AccountId, AccountName, Admin } = made.value;
  assert.deepEqual([AccountId, AccountName], [memberId, "team"]);
  assert.equal(Admin.UserName, "admin");
  assert.equal(Admin.Arn, `arn:aws:iam::${memberId}:user/admin`);
  assert.match(Admin.AccessKeyId, /^AKIA[A-Z2-7]{16}$/);
  assert.match(Admin.SecretAccessKey, /^[A-Za-z0-9+/]{40}$/);

  const listed = await scene.ask(scene.management.admin.key, "ListAccounts");
  assert.deepEqual(listed.value.Accounts, [
    { AccountId: managementId, AccountName: "first", IsManagement: true, CreateDate: "2026-11-21T03:00:00Z" },
    { AccountId: memberId, AccountName: "team", IsManagement: false, CreateDate: "2026-11-21T03:00:00Z" },
  ]);
  assert(!JSON.stringify(listed.value).includes("Secret"));
  const { store, masterKey } = scene.kernel.services;
  const keys = await store.read
    .selectFrom("access_key")
    .selectAll()
    .where("account_id", "=", memberId)
    .execute();
  assert.deepEqual(
    keys.map(({ access_key_id: id, user_id: user }) => [id, user === null]),
    [[Admin.AccessKeyId, false]],
  );
  const sealed = keys[0]?.secret_sealed ?? new Uint8Array();
  assert(!Buffer.from(sealed).includes(Admin.SecretAccessKey));
  const opened = masterKey.open(sealed, `access_key/${memberId}/${Admin.AccessKeyId}`);
  assert.equal(Buffer.from(opened ?? []).toString(), Admin.SecretAccessKey);
});

test("CreateAccount chooses twelve digits when none are given, and refuses a number that is taken", async (t) => {
  const { ask, management } = await openScene(t);
  const made = await ask(management.admin.key, "CreateAccount");
  assert.match(made.value.AccountId, /^[1-9][0-9]{11}$/);
  assert.equal(made.value.AccountName, made.value.AccountId);
  const again = await ask(management.admin.key, "CreateAccount", { AccountId: made.value.AccountId });
  assert.deepEqual(refusalOf(again), [409, "AccountAlreadyExistsException"]);
});

test("the operator's service refuses principals of other accounts, AdministratorAccess or not", async (t) => {
  const scene = await openScene(t);
  const { value } = await scene.ask(scene.management.admin.key, "CreateAccount", { AccountId: memberId });
  const foreign = {
    accessKeyId: value.Admin.AccessKeyId,
    secretAccessKey: new Secret(value.Admin.SecretAccessKey),
  };
  for (const [operation, body] of [
    ["ListAccounts", {}],
    ["CreateAccount", {}],
    [
      "RegisterHardwareMfaDevice",
      { UserName: "admin", SerialNumber: "GAHT12345678", Base32StringSeed: seed },
    ],
  ] as const) {
    const answer = await scene.ask(foreign, operation, body);
    assert.deepEqual(refusalOf(answer), [403, "AccessDeniedException"], operation);
    assert.match(
      answer.value.message,
      new RegExp(`user/admin is not authorized to perform: tegata:${operation} `),
    );
  }
});

test("the operator's service asks the policy engine", async (t) => {
  const scene = await openScene(t);
  const { store } = scene.kernel.services;
  const { admin } = scene.management;
  const policy = (Action: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  await store.write(managementId, async (tx) => {
    await tx.deleteFrom("attached_policy").execute();
    const row = {
      account_id: managementId,
      entity_kind: "user",
      entity_id: admin.userId,
      name: "p",
    } as const;
    await tx
      .insertInto("inline_policy")
      .values({ ...row, document: policy("tegata:ListAccounts") })
      .execute();
  });
  assert.equal((await scene.ask(admin.key, "ListAccounts")).status, 200);
  const refused = await scene.ask(admin.key, "CreateAccount");
  assert.equal(refused.status, 403);
  assert.match(refused.value.message, /user\/admin is not authorized to perform: tegata:CreateAccount /);
});

test("the operator's service takes sessions with MFA, not those without, and no federation tokens", async (t) => {
  const scene = await openScene(t);
  assert.equal(
    (await scene.ask(await adminSession(scene, "session", startTime), "ListAccounts")).status,
    200,
  );
  for (const session of [await adminSession(scene, "session"), await adminSession(scene, "federated")])
    assert.deepEqual(refusalOf(await scene.ask(session, "ListAccounts")), [403, "InvalidClientTokenId"]);
});

test("the operator's service verifies signatures", async (t) => {
  const scene = await openScene(t);
  const { accessKeyId } = scene.management.admin.key;
  const wrong = await scene.ask({ accessKeyId, secretAccessKey: new Secret("wrong") }, "ListAccounts");
  assert.deepEqual(refusalOf(wrong), [403, "SignatureDoesNotMatch"]);
  const unknown = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: new Secret("x") };
  assert.deepEqual(refusalOf(await scene.ask(unknown, "ListAccounts")), [403, "InvalidClientTokenId"]);
});

test("RegisterHardwareMfaDevice keeps the seed sealed, for that user alone", async (t) => {
  const scene = await openScene(t);
  const input = { UserName: "admin", SerialNumber: "GAHT12345678", Base32StringSeed: seed };
  const answer = await scene.ask(scene.management.admin.key, "RegisterHardwareMfaDevice", input);
  assert.deepEqual(answer, {
    status: 200,
    value: { AccountId: managementId, UserName: "admin", SerialNumber: "GAHT12345678" },
  });
  const row = await scene.kernel.services.store.read
    .selectFrom("mfa_device")
    .selectAll()
    .executeTakeFirstOrThrow();
  assert.equal(row.kind, "hardware");
  assert.equal(row.owner_id, null);
  assert.equal(row.reserved_for, scene.management.admin.userId);
  assert(!Buffer.from(row.seed_sealed).includes(Buffer.alloc(20, 9)));
});

test("RegisterHardwareMfaDevice refuses unknown accounts and users, and seeds that are none", async (t) => {
  const { ask, management } = await openScene(t);
  const good = { UserName: "admin", SerialNumber: "GAHT12345678", Base32StringSeed: seed };
  const cases = [
    [{ ...good, AccountId: memberId }, "AccountNotFoundException"],
    [{ ...good, UserName: "nobody" }, "NoSuchEntity"],
    [{ ...good, Base32StringSeed: "1890" }, "ValidationException"],
    [{ ...good, Base32StringSeed: "MFRGG" }, "ValidationException"],
    [{ ...good, SerialNumber: "short" }, "ValidationException"],
    [{ UserName: "admin", SerialNumber: "GAHT12345678" }, "ValidationException"],
  ] as const;
  for (const [input, code] of cases)
    assert.equal((await ask(management.admin.key, "RegisterHardwareMfaDevice", input)).value.__type, code);
});

test("the operator's service tells bad input without repeating it, and logs no secrets", async (t) => {
  const scene = await openScene(t);
  const { key } = scene.management.admin;
  const bodies: readonly unknown[] = [
    `{"AccountName": "hidden`,
    "[]",
    "null",
    `"hidden"`,
    { AccountName: 7 },
    { AccountName: "" },
    { AccountName: "hidden".repeat(20) },
    { AccountId: "12" },
    { AccountId: "hiddenhidden" },
    { hidden: "hidden" },
    { __proto__: null, constructor: "hidden" },
  ];
  for (const body of bodies) {
    const answer = await scene.ask(key, "CreateAccount", body);
    assert.deepEqual(refusalOf(answer), [400, "ValidationException"], JSON.stringify(body));
    assert(!JSON.stringify(answer.value).includes("hidden"));
  }
  for (const target of ["Tegata.Nothing", "Other.ListAccounts", ""])
    assert.deepEqual(refusalOf(await send(scene.kernel, key, target, "{}")), [
      400,
      "UnknownOperationException",
    ]);
  const large = await scene.ask(key, "CreateAccount", { AccountName: "x".repeat(70_000) });
  assert.equal(large.status, 413);
  const told = JSON.stringify(scene.refusals);
  for (const secret of [key.secretAccessKey.reveal(), "hidden"]) assert(!told.includes(secret));
});
