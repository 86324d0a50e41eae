/**
 * The condition keys of requests: for every kind of caller and every operation, present with which value, absent, or
 * multi-valued. AWS: IAM user guide, "AWS global condition context keys" and "IAM and AWS STS condition context keys".
 */
import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { gather } from "../../src/authority/authorise/index.ts";
import type { AccessQuestion, RequestFacts } from "../../src/authority/call.ts";
import type { Caller, SignedCaller } from "../../src/authority/caller.ts";
import { iamOperations } from "../../src/authority/iam/index.ts";
import type { ContextEntries, Operation } from "../../src/authority/operation.ts";
import { moveAccount, organizationIds, organizationPath } from "../../src/authority/organization/index.ts";
import { runOperation } from "../../src/authority/run-operation.ts";
import { updateRole } from "../../src/authority/store/principals/roles.ts";
import { updateUser } from "../../src/authority/store/principals/users.ts";
import { stsOperations } from "../../src/authority/sts/index.ts";
import type { ContextValue } from "../../src/policy/index.ts";
import { findActionKey, serviceReference } from "../../src/policy/reference/index.ts";
import type { StsOperations } from "../../src/wire/index.ts";
import { accountId, otherAccountId, permits, trusts, userArn, type Who, World } from "./sts/world.ts";

const ids = organizationIds(accountId);
const rootPath = organizationPath(ids, "/");
const issued = "2026-11-21T03:00:00Z";
const later = 60_000;
const nothing: AccessQuestion = { action: "iam:ListUsers", resource: { arn: "*" } };

const callers = [
  "root key",
  "user key",
  "session of a user",
  "session of a user with MFA",
  "session of root",
  "session of root with MFA",
  "role",
  "federated user",
  "federated by root",
  "anonymous",
] as const;
type CallerName = (typeof callers)[number];

/** What a key has for those callers; the others must not have it. */
type Row = Partial<Readonly<Record<CallerName, ContextValue>>>;

const each = (value: ContextValue, names: readonly CallerName[]): Row =>
  Object.fromEntries(names.map((name) => [name, value]));
const signed = callers.filter((name) => name !== "anonymous");
const temporary = signed.filter((name) => !name.endsWith(" key"));
const ofRoot = callers.filter((name) => /^(?:root|session of root)/.test(name));
const ofUser = callers.filter((name) => /^(?:user|session of a user)/.test(name));

const rootArn = `arn:aws:iam::${accountId}:root`;
const annId = "AIDAANNXXXXXXXXXXXXXX";
const roleId = "AROAJOBXXXXXXXXXXXXXX";

/** AWS: the tables of principal and session keys. A key of no caller stands here to be looked for. */
const table: Readonly<Record<string, Row>> = {
  "aws:PrincipalArn": {
    ...each(rootArn, ofRoot),
    ...each(userArn("ann"), ofUser),
    role: `arn:aws:iam::${accountId}:role/night/Job`,
    "federated user": `arn:aws:sts::${accountId}:federated-user/fay`,
    "federated by root": `arn:aws:sts::${accountId}:federated-user/fay`,
  },
  "aws:PrincipalType": {
    ...each("Account", ofRoot),
    ...each("User", ofUser),
    role: "AssumedRole",
    ...each("FederatedUser", ["federated user", "federated by root"]),
    anonymous: "Anonymous",
  },
  "aws:userid": {
    ...each(accountId, ofRoot),
    ...each(annId, ofUser),
    role: `${roleId}:s1`,
    ...each(`${accountId}:fay`, ["federated user", "federated by root"]),
  },
  "aws:username": each("ann", ofUser),
  "aws:PrincipalAccount": { ...each(accountId, signed), anonymous: "anonymous" },
  "aws:PrincipalOrgID": each(ids.organizationId, signed),
  "aws:PrincipalOrgPaths": each([rootPath], signed),
  "aws:PrincipalTag/team": {
    ...each("blue", ofUser),
    role: "green",
    "federated user": "violet",
    "federated by root": "grey",
  },
  "aws:PrincipalTag/floor": { ...each("2", ofUser), role: "3", "federated user": "2" },
  "aws:MultiFactorAuthPresent": {
    ...each("false", temporary),
    ...each("true", ["session of a user with MFA", "session of root with MFA"]),
  },
  "aws:MultiFactorAuthAge": each("60", ["session of a user with MFA", "session of root with MFA"]),
  "aws:TokenIssueTime": each(issued, temporary),
  "aws:SourceIdentity": { role: "ann" },
  "aws:PrincipalIsAWSService": each("false", signed),
  "aws:ViaAWSService": each("false", signed),
  "aws:FederatedProvider": {},
  "aws:AssumedRoot": {},
  "aws:ChatbotSourceArn": {},
  "aws:PrincipalServiceName": {},
  "aws:PrincipalServiceNamesList": {},
  "aws:CalledVia": {},
  "aws:CalledViaFirst": {},
  "aws:SourceArn": {},
  "aws:SourceAccount": {},
  "aws:SourceOrgID": {},
  "aws:SourceVpc": {},
  "aws:SourceVpce": {},
  "aws:VpcSourceIp": {},
  "ec2:RoleDelivery": {},
};

test("the keys of a caller are present, absent and multi-valued as AWS's tables say", async (t) => {
  const world = await World.open(t);
  const known = await everyCaller(world);
  for (const name of callers) {
    const get = await contextOf(world, known[name], nothing);
    for (const [key, row] of Object.entries(table))
      assert.deepEqual(get(key), row[name], `${key} of ${name}`);
  }
});

async function everyCaller(world: World): Promise<Readonly<Record<CallerName, Caller>>> {
  await world.user("ann", permits("sts:*"));
  const tags = JSON.stringify([
    { Key: "Team", Value: "blue" },
    { Key: "floor", Value: "2" },
  ]);
  await world.services.store.write(accountId, (tx) => updateUser(tx, annId, { tags }));
  const ann: Who = { user: "ann" };
  const root: Who = { root: accountId };
  const roleArn = await world.role("Job", {
    path: "/night/",
    tags: [
      { Key: "team", Value: "red" },
      { Key: "floor", Value: "3" },
    ],
    trust: trusts(userArn("ann"), ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]),
  });
  const mfa = async (owner: string) => ({
    SerialNumber: await world.mfaDevice(owner),
    TokenCode: world.code(),
  });
  const whos: Readonly<Record<Exclude<CallerName, "anonymous">, Who>> = {
    "root key": root,
    "user key": ann,
    "session of a user": await world.credentials(ann, "GetSessionToken", {}),
    "session of a user with MFA": await world.credentials(ann, "GetSessionToken", await mfa("ann")),
    "session of root": await world.credentials(root, "GetSessionToken", {}),
    "session of root with MFA": await world.credentials(root, "GetSessionToken", await mfa("root")),
    role: await world.credentials(ann, "AssumeRole", {
      RoleArn: roleArn,
      RoleSessionName: "s1",
      SourceIdentity: "ann",
      Tags: [{ Key: "Team", Value: "green" }],
      ...(await mfaOf(world, "ann")),
    }),
    "federated user": await world.credentials(ann, "GetFederationToken", {
      Name: "fay",
      Tags: [{ Key: "team", Value: "violet" }],
    }),
    "federated by root": await world.credentials(root, "GetFederationToken", {
      Name: "fay",
      Tags: [{ Key: "team", Value: "grey" }],
    }),
  };
  const known: Partial<Record<CallerName, Caller>> = { anonymous: { kind: "anonymous" } };
  for (const [name, who] of Object.entries(whos)) known[name as CallerName] = await world.caller(who);
  world.clock.advance(later);
  return known as Readonly<Record<CallerName, Caller>>;
}

/** A code that is good once more: the one of the next step. */
async function mfaOf(world: World, owner: string) {
  world.clock.advance(30_000);
  const given = { SerialNumber: `arn:aws:iam::${accountId}:mfa/${owner}`, TokenCode: world.code() };
  world.clock.advance(-30_000);
  return given;
}

describe("the keys of a request", () => {
  const request: RequestFacts = {
    sourceIp: "192.0.2.7",
    userAgent: "aws-cli/2",
    referer: "https://example.org/",
    secure: true,
    region: "eu-central-1",
  };
  /** At 03:01:00.700Z of the test's day. */
  const always: Readonly<Record<string, string>> = {
    "aws:CurrentTime": "2026-11-21T03:01:00Z",
    "aws:EpochTime": String(Date.parse("2026-11-21T03:01:00Z") / 1000),
    "aws:SourceIp": "192.0.2.7",
    "aws:SecureTransport": "true",
    "aws:UserAgent": "aws-cli/2",
    "aws:referer": "https://example.org/",
    "aws:RequestedRegion": "eu-central-1",
  };

  it("are there for every caller, signed or not", async (t) => {
    const world = await World.open(t);
    const known = await everyCaller(world);
    for (const name of callers) {
      const get = await contextOf(world, known[name], nothing, request);
      for (const [key, value] of Object.entries(always)) assert.equal(get(key), value, `${key} of ${name}`);
    }
  });

  it("leave out what the request does not say, and tags where none are set", async (t) => {
    const world = await World.open(t);
    await world.user("ann");
    const get = await contextOf(world, await world.caller({ user: "ann" }), nothing);
    for (const key of [
      "aws:UserAgent",
      "aws:referer",
      "aws:RequestTag/team",
      "aws:TagKeys",
      "aws:ResourceTag/a",
    ])
      assert.equal(get(key), undefined, key);
    assert.equal(get("aws:SecureTransport"), "false");
  });
});

describe("the keys of a resource", () => {
  const tagged = { arn: "arn:aws:iam::x:role/R", tags: { Team: "blue", constructor: "" } };

  it("name its account, organisation, units and tags", async (t) => {
    const world = await World.open(t);
    await world.user("ann");
    const desk = { services: world.services, managementId: accountId };
    await moveAccount(desk, otherAccountId, "/Lab/One");
    const question = { action: "sts:AssumeRole", resource: { ...tagged, accountId: otherAccountId } };
    const get = await contextOf(world, await world.caller({ user: "ann" }), question);
    assert.equal(get("aws:ResourceAccount"), otherAccountId);
    assert.equal(get("aws:ResourceOrgID"), ids.organizationId);
    assert.deepEqual(get("aws:ResourceOrgPaths"), [organizationPath(ids, "/Lab/One")]);
    assert.deepEqual(get("aws:PrincipalOrgPaths"), [rootPath]);
    for (const family of ["aws:ResourceTag", "iam:ResourceTag"]) {
      assert.equal(get(`${family}/TEAM`), "blue");
      assert.equal(get(`${family}/constructor`), "", "an empty tag is there");
      assert.equal(get(`${family}/toString`), undefined);
    }
  });

  it("say nothing of an organisation for an account that is not ours, nor of an owner where there is none", async (t) => {
    const world = await World.open(t);
    await world.user("ann");
    const ann = await world.caller({ user: "ann" });
    const strange = await contextOf(world, ann, {
      action: "sts:AssumeRole",
      resource: { arn: "*", accountId: "999999999999" },
    });
    assert.equal(strange("aws:ResourceAccount"), "999999999999");
    const unowned = await contextOf(world, ann, {
      action: "s3:GetObject",
      resource: { arn: "arn:aws:s3:::nowhere/k" },
      context: { "aws:resourceaccount": undefined },
    });
    assert.equal(unowned("aws:ResourceAccount"), undefined);
    const anonymous = await contextOf(world, { kind: "anonymous" }, nothing);
    for (const get of [strange, unowned, anonymous])
      for (const key of ["aws:ResourceOrgID", "aws:ResourceOrgPaths"]) assert.equal(get(key), undefined, key);
  });

  it("follow a bucket's owner, whoever asks", async (t) => {
    const world = await World.open(t);
    await world.user("ann");
    await moveAccount({ services: world.services, managementId: accountId }, otherAccountId, "/Lab");
    const get = await contextOf(world, await world.caller({ user: "ann" }), {
      action: "s3:GetObject",
      resource: { arn: "arn:aws:s3:::theirs/k" },
      context: { "aws:resourceaccount": otherAccountId },
    });
    assert.deepEqual(get("aws:ResourceOrgPaths"), [organizationPath(ids, "/Lab")]);
  });
});

test("AssumeRole's own keys are there when they are given, and TransitiveTagKeys has several values", async (t) => {
  const world = await World.open(t);
  await world.user("ann", permits("sts:*"));
  const RoleArn = await world.role("Job", {
    trust: trusts(userArn("ann"), ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]),
  });
  await world.mfaDevice("ann");
  const plain = { "sts:rolesessionname": "s1" };
  assert.deepEqual(await askedBy(world, "AssumeRole", { RoleArn, RoleSessionName: "s1" }), [
    ["sts:AssumeRole", plain],
  ]);
  const everything = {
    ...plain,
    "sts:externalid": "e-1",
    "sts:sourceidentity": "ann",
    "aws:requesttag/team": "blue",
    "aws:requesttag/floor": "2",
    "aws:tagkeys": ["Team", "floor"],
    "sts:transitivetagkeys": ["Team"],
    "aws:multifactorauthpresent": "true",
    "aws:multifactorauthage": "0",
  };
  const asked = await askedBy(world, "AssumeRole", {
    RoleArn,
    RoleSessionName: "s1",
    ExternalId: "e-1",
    SourceIdentity: "ann",
    Tags: [
      { Key: "Team", Value: "blue" },
      { Key: "floor", Value: "2" },
    ],
    TransitiveTagKeys: ["Team"],
    ...(await mfaOf(world, "ann")),
  });
  const actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
  assert.deepEqual(
    asked,
    actions.map((action) => [action, everything]),
  );
});

test("the keys of IAM's operations are those of AWS's service reference, single or multi-valued as there", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  await world.role("Job", { trust: trusts(userArn("ann")) });
  await world.services.store.write(accountId, async (tx) => {
    await updateUser(tx, annId, { boundary_arn: arn });
    await updateRole(tx, roleId, { boundary_arn: arn });
  });
  const call = world.call({ kind: "root", accountId, accessKeyId: "AKIAROOT" });
  const input = {
    UserName: "ann",
    RoleName: "Job",
    GroupName: "Staff",
    PolicyArn: arn,
    PermissionsBoundary: arn,
    Tags: [{ Key: "team", Value: "blue" }],
    TagKeys: ["team"],
  };
  let compared = 0;
  for (const operation of iamOperations) {
    const { name, access, context } = operation as unknown as Operation<typeof input, unknown>;
    const facts = serviceReference.action(`iam:${name}`);
    if (access !== "policy" || facts === undefined) continue;
    const entries: ContextEntries = (await context?.(input, call)) ?? {};
    const given = Object.keys(entries).filter((key) => entries[key] !== undefined);
    const wanted = Object.keys(knowable).filter((key) =>
      facts.conditionKeys.some((each) => each.name.toLowerCase() === knowable[key]),
    );
    assert.deepEqual(given.sort(), wanted.sort(), name);
    for (const key of given)
      assert.equal(Array.isArray(entries[key]), findActionKey(facts, key)?.multiValued, `${key} of ${name}`);
    compared += given.length;
  }
  assert.ok(compared > 40, "something was compared");
});

/** What IAM's operations can know, by the name in AWS's reference; the others belong to things that are not here. */
const knowable: Readonly<Record<string, string>> = {
  "aws:requesttag/team": "aws:requesttag/{tagkey}",
  "aws:tagkeys": "aws:tagkeys",
  "iam:permissionsboundary": "iam:permissionsboundary",
  "iam:policyarn": "iam:policyarn",
};

/** What policies would find for a caller's question: `get("aws:PrincipalArn")`. */
async function contextOf(
  world: World,
  caller: Caller,
  question: AccessQuestion,
  request?: RequestFacts,
): Promise<(key: string) => ContextValue | undefined> {
  const principal = caller.kind === "anonymous" ? undefined : await principalBehind(world, caller);
  const { context } = await gather(
    {
      principals: world.principals,
      caller,
      ...(principal && { principal }),
      request: request ?? world.call({ kind: "root", accountId, accessKeyId: "AKIAROOT" }).request,
      now: world.clock.now(),
    },
    question,
  );
  return (key) => context.get(key.toLowerCase());
}

function principalBehind({ principals }: World, caller: SignedCaller) {
  switch (caller.kind) {
    case "root":
      return undefined;
    case "user":
      return principals.user(caller.accountId, caller.userId);
    case "role":
      return principals.role(caller.accountId, caller.roleId);
    case "federated":
      return caller.user && principals.user(caller.accountId, caller.user.userId);
  }
}

/** The questions that an STS operation of ann's asks, with their own keys. */
async function askedBy(world: World, name: "AssumeRole", input: StsOperations["AssumeRole"]["input"]) {
  const caller = await world.caller({ user: "ann" });
  const principal = await principalBehind(world, caller);
  const call = world.call(caller, principal);
  const asked: (readonly [string, ContextEntries | undefined])[] = [];
  const operation = stsOperations.find((each) => each.name === name);
  assert.ok(operation);
  await runOperation(operation, `sts:${name}`, input, {
    ...call,
    decide: (question) => {
      asked.push([question.action, question.context]);
      return call.decide(question);
    },
  });
  return asked;
}
