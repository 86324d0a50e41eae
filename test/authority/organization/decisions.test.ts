/** What the organisation's policies do to decisions, and that decisions read nothing while nothing changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decide as decideFor } from "../../../src/authority/authorise/index.ts";
import type { AccessQuestion } from "../../../src/authority/call.ts";
import {
  attachPolicy,
  detachPolicy,
  moveAccount,
  putPolicy,
} from "../../../src/authority/organization/index.ts";
import { resetAccount } from "../../../src/authority/store/reset.ts";
import { accountId, otherAccountId, permits, rootArn, trusts, type Who, World } from "../sts/world.ts";

const member = otherAccountId;
const listUsers: AccessQuestion = { action: "iam:ListUsers", resource: { arn: "*" } };
const getObject: AccessQuestion = { action: "s3:GetObject", resource: { arn: "arn:aws:s3:::b/k" } };
const ann: Who = { user: "ann", accountId: member };

type Test = { after(close: () => Promise<void>): void };

async function openWorld(t: Test) {
  const world = await World.open(t);
  await world.user("ann", permits("*"), member);
  await world.user("boss", permits("*"));
  const desk = { services: world.services, managementId: accountId };
  const put = async (kind: "scp" | "rcp", name: string, Statement: unknown) => {
    const document = JSON.stringify({ Version: "2012-10-17", Statement });
    await putPolicy(desk, { name, kind, document, description: undefined });
  };
  const decide = async (who: Who, question: AccessQuestion) => {
    const { caller } = world.call(await world.caller(who));
    const principal =
      caller.kind === "user" ? await world.principals.user(caller.accountId, caller.userId) : undefined;
    const { outcome, layer, statements } = await world.call(caller, principal).decide(question);
    return outcome === "allow" ? "allow" : `${outcome} ${layer} ${statements[0]?.source ?? ""}`.trim();
  };
  return { world, desk, put, decide };
}

const denyIam = [{ Effect: "Deny", Action: "iam:*", Resource: "*" }];
const allowS3 = [{ Effect: "Allow", Action: "s3:*", Resource: "*" }];

test("an SCP of an account denies its users and its root, by its ARN, and not the management account", async (t) => {
  const { desk, put, decide } = await openWorld(t);
  assert.equal(await decide(ann, listUsers), "allow");
  await put("scp", "NoIam", denyIam);
  assert.equal(await decide(ann, listUsers), "allow", "it is attached nowhere");
  await attachPolicy(desk, "NoIam", "/");
  const denied =
    /^explicitDeny scp arn:aws:organizations::123456789012:policy\/o-\w{10}\/service_control_policy\/p-\w{8}$/;
  assert.match(await decide(ann, listUsers), denied);
  assert.match(await decide({ root: member }, listUsers), denied);
  assert.equal(await decide(ann, getObject), "allow");
  assert.equal(await decide({ user: "boss" }, listUsers), "allow");
  assert.equal(await decide({ root: accountId }, listUsers), "allow");
  await detachPolicy(desk, "NoIam", "/");
  assert.equal(await decide(ann, listUsers), "allow");
});

test("an SCP that names the management account leaves it free", async (t) => {
  const { desk, put, decide } = await openWorld(t);
  await put("scp", "NoIam", denyIam);
  await attachPolicy(desk, "NoIam", accountId);
  assert.equal(await decide({ user: "boss" }, listUsers), "allow");
});

test("every level of SCPs must allow: root, unit above unit, account", async (t) => {
  const { desk, put, decide } = await openWorld(t);
  await put("scp", "S3", allowS3);
  await moveAccount(desk, member, "/Lab/One");
  for (const target of ["/", "/Lab", "/Lab/One", member]) {
    await attachPolicy(desk, "S3", target);
    assert.equal(await decide(ann, listUsers), "allow", `${target} still has FullAWSAccess`);
    await detachPolicy(desk, "FullAWSAccess", target);
    assert.equal(await decide(ann, listUsers), "implicitDeny scp", target);
    assert.equal(await decide(ann, getObject), "allow", target);
    await attachPolicy(desk, "FullAWSAccess", target);
    assert.equal(await decide(ann, listUsers), "allow", target);
  }
});

test("a unit's SCP binds the accounts in it and below, from the moment they are moved", async (t) => {
  const { desk, put, decide } = await openWorld(t);
  await put("scp", "NoIam", denyIam);
  await attachPolicy(desk, "NoIam", "/Lab");
  assert.equal(await decide(ann, listUsers), "allow");
  for (const unit of ["/Lab", "/Lab/One"]) {
    await moveAccount(desk, member, unit);
    assert.match(await decide(ann, listUsers), /^explicitDeny scp/, unit);
  }
  for (const unit of ["/Labor", "/Other/Lab", "/"]) {
    await moveAccount(desk, member, unit);
    assert.equal(await decide(ann, listUsers), "allow", unit);
  }
});

test("an RCP binds whoever comes to a member's resources, in the services that take them", async (t) => {
  const { world, desk, put, decide } = await openWorld(t);
  const statement = (Action: string | readonly string[]) => [
    { Effect: "Deny", Principal: "*", Action, Resource: "*" },
  ];
  await put("rcp", "Closed", statement(["sts:AssumeRole", "iam:*", "s3:*"]));
  const trust = trusts([rootArn(), rootArn(member)]);
  const theirs = await world.role("Theirs", { accountId: member, trust });
  const ours = await world.role("Ours", { trust });
  const assume = (who: Who, RoleArn: string) =>
    world.sts(who, "AssumeRole", { RoleArn, RoleSessionName: "s1" }).then(
      () => "assumed",
      (error: Error) => error.message,
    );
  for (const who of [{ user: "boss" }, ann])
    for (const arn of [theirs, ours]) assert.equal(await assume(who, arn), "assumed");

  await attachPolicy(desk, "Closed", "/");
  for (const who of [{ user: "boss" }, ann]) {
    assert.match(await assume(who, theirs), /is not authorized to perform: sts:AssumeRole/);
    assert.equal(await assume(who, ours), "assumed", "the management account's resources are free");
  }
  assert.equal(await decide(ann, listUsers), "allow", "IAM takes no RCPs");
  assert.match(await decide(ann, getObject), /^explicitDeny rcp arn:.*\/resource_control_policy\/p-/);
  await detachPolicy(desk, "Closed", "/");
  assert.equal(await assume(ann, theirs), "assumed");
});

test("an RCP denies callers without account too, as unsigned federation is", async (t) => {
  const { world, desk, put } = await openWorld(t);
  const arn = await world.role("Theirs", { accountId: member, trust: trusts(rootArn(member)) });
  await put("rcp", "Closed", [{ Effect: "Deny", Principal: "*", Action: "sts:*", Resource: "*" }]);
  await attachPolicy(desk, "Closed", member);
  const { request, now } = world.call(await world.caller(ann));
  const decision = await decideFor(
    { principals: world.principals, caller: { kind: "anonymous" }, request, now },
    { action: "sts:AssumeRoleWithWebIdentity", resource: { arn, accountId: member } },
  );
  assert.deepEqual([decision.outcome, decision.layer], ["explicitDeny", "rcp"]);
});

test("GetCallerIdentity answers whatever an SCP denies", async (t) => {
  const { world, desk, put } = await openWorld(t);
  await put("scp", "Nothing", [{ Effect: "Deny", Action: "*", Resource: "*" }]);
  await attachPolicy(desk, "Nothing", member);
  assert.equal((await world.sts(ann, "GetCallerIdentity", {})).Account, member);
});

test("decisions have no layer of the organisation while FullAWSAccess alone is attached", async (t) => {
  const { world, desk, put } = await openWorld(t);
  const place = async () => (await world.principals.organization.load()).placeOf(member);
  assert.deepEqual([(await place())?.scp, (await place())?.rcp], [undefined, undefined]);
  await put("scp", "S3", allowS3);
  await attachPolicy(desk, "S3", member);
  const bound = await place();
  assert.deepEqual(
    bound?.scp?.map((level) => level.length),
    [1, 2],
  );
  assert.equal(bound?.rcp, undefined);
  assert.equal((await world.principals.organization.load()).placeOf(accountId)?.scp, undefined);
  assert.equal((await world.principals.organization.load()).placeOf("999999999999"), undefined);
  await detachPolicy(desk, "S3", member);
  assert.equal((await place())?.scp, undefined);
});

test("decisions read nothing of the organisation until it changes, and then once", async (t) => {
  const { world, desk, put, decide } = await openWorld(t);
  const { organization } = world.principals;
  await put("scp", "NoIam", denyIam);
  assert.equal(organization.current, undefined);
  await decide(ann, listUsers);
  const view = organization.current;
  assert.ok(view);

  await world.user("theirs", undefined, member);
  assert.equal(organization.current, view, "a member's write does not concern it");
  await world.user("ours");
  assert.equal(organization.current, undefined, "a management account's write might");
  await decide(ann, listUsers);
  assert.equal(organization.current, view, "and what was worked out stays when it did not");

  await attachPolicy(desk, "NoIam", member);
  assert.equal(organization.current, undefined);
  const views = await Promise.all([organization.load(), organization.load(), organization.load()]);
  assert.notEqual(views[0], view);
  assert.equal(new Set(views).size, 1, "those who ask at once wait for one reading");
  assert.equal(organization.current, views[0]);
});

test("test mode's reset leaves nothing of the organisation's policies", async (t) => {
  const { world, desk, put, decide } = await openWorld(t);
  await put("scp", "NoIam", denyIam);
  await attachPolicy(desk, "NoIam", "/");
  await moveAccount(desk, member, "/Lab");
  assert.match(await decide(ann, listUsers), /^explicitDeny scp/);
  const { store } = world.services;
  await store.write(accountId, (tx) => resetAccount(tx, accountId, world.clock.now()));
  assert.equal(await decide(ann, listUsers), "allow");
  const { length } = (await world.principals.organization.load()).placeOf(member)?.path.split("/") ?? [];
  assert.equal(length, 3, "it hangs on the root again");
});
