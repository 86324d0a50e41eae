import assert from "node:assert/strict";
import { test } from "node:test";
import { accountId, permits, startTime, World } from "./world.ts";

const ann = { user: "ann" };
const fayArn = `arn:aws:sts::${accountId}:federated-user/fay`;
const second = Math.floor(startTime / 1000) * 1000;
const readOnly = "arn:aws:iam::aws:policy/ReadOnlyAccess";

test("GetFederationToken names the federated user and shows a packed size of 0", async (t) => {
  const world = await World.open(t);
  await world.user("ann", permits("sts:GetFederationToken", fayArn));
  const output = await world.sts(ann, "GetFederationToken", { Name: "fay" });
  assert.deepEqual(output.FederatedUser, { FederatedUserId: `${accountId}:fay`, Arn: fayArn });
  assert.equal(output.PackedPolicySize, 0);
  assert.equal(output.Credentials?.Expiration, second + 43_200_000);
});

test("GetFederationToken needs the permission for that name", async (t) => {
  const world = await World.open(t);
  await world.user("ann", permits("sts:GetFederationToken", fayArn));
  assert.deepEqual(await world.refusal(ann, "GetFederationToken", { Name: "gus" }), [
    "AccessDenied",
    `User: arn:aws:iam::${accountId}:user/ann is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::${accountId}:federated-user/gus because no identity-based policy allows the sts:GetFederationToken action`,
  ]);
});

test("GetFederationToken gives root an hour at most", async (t) => {
  const world = await World.open(t);
  const root = { root: accountId };
  for (const DurationSeconds of [undefined, 3600, 43_200]) {
    const credentials = await world.credentials(root, "GetFederationToken", { Name: "fay", DurationSeconds });
    assert.equal(credentials.Expiration, second + 3_600_000);
  }
});

test("GetFederationToken keeps session policies and tags, never transitive", async (t) => {
  const world = await World.open(t);
  await world.user("ann", permits(["sts:GetFederationToken", "sts:TagSession"]));
  const Policy = JSON.stringify(permits("s3:ListAllMyBuckets"));
  const output = await world.sts(ann, "GetFederationToken", {
    Name: "fay",
    Policy,
    PolicyArns: [{ arn: readOnly }],
    Tags: [{ Key: "Team", Value: "a" }],
  });
  assert((output.PackedPolicySize ?? 0) > 0);
  assert(output.Credentials);
  const session = world.session(output.Credentials);
  assert.equal(session.kind, "federated");
  assert.equal(session.sessionPolicy, Policy);
  assert.deepEqual(session.sessionPolicyArns, [readOnly]);
  assert.deepEqual({ ...session.tags }, { Team: "a" });
  assert.deepEqual(session.transitiveTagKeys, []);
});

test("GetFederationToken with tags needs sts:TagSession too, and policies see the tags", async (t) => {
  const world = await World.open(t);
  const onlyTeam = { Condition: { StringEquals: { "aws:RequestTag/Team": "a" } } };
  await world.user("ann", permits("sts:GetFederationToken"));
  await world.user("bob", permits(["sts:GetFederationToken", "sts:TagSession"], "*", onlyTeam));
  const tagged = (Value: string) => ({ Name: "fay", Tags: [{ Key: "team", Value }] });
  const [code, sentence] = await world.refusal(ann, "GetFederationToken", tagged("a"));
  assert.equal(code, "AccessDenied");
  assert.match(
    sentence ?? "",
    /is not authorized to perform: sts:TagSession on resource: .*federated-user\/fay/,
  );
  await world.sts({ user: "bob" }, "GetFederationToken", tagged("a"));
  const [other] = await world.refusal({ user: "bob" }, "GetFederationToken", tagged("b"));
  assert.equal(other, "AccessDenied");
});

test("a federation session may call GetCallerIdentity and nothing else of STS", async (t) => {
  const world = await World.open(t);
  await world.user("ann", permits("*"));
  const session = await world.credentials(ann, "GetFederationToken", {
    Name: "fay",
    Policy: JSON.stringify(permits("*")),
  });
  assert.deepEqual(await world.sts(session, "GetCallerIdentity", {}), {
    UserId: `${accountId}:fay`,
    Account: accountId,
    Arn: fayArn,
  });
  assert.deepEqual(
    await world.refusal(session, "AssumeRole", {
      RoleArn: `arn:aws:iam::${accountId}:role/R`,
      RoleSessionName: "s1",
    }),
    ["AccessDenied", "Cannot call AssumeRole with session credentials"],
  );
  assert.deepEqual(
    await world.refusal(session, "GetAccessKeyInfo", { AccessKeyId: "AKIAAAAAAAAAAAAAAAAA" }),
    ["AccessDenied", "Cannot call GetAccessKeyInfo with session credentials"],
  );
});
