import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { accountId, permits, trusts, userArn, World } from "./world.ts";

const ann = { user: "ann" };
const both = ["sts:AssumeRole", "sts:TagSession"];
const all = [...both, "sts:SetSourceIdentity"];

function denied(callerArn: string, roleArn: string, action: string) {
  return [
    "AccessDenied",
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${roleArn}`,
  ];
}

function sessionArn(role: string, session: string) {
  return `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`;
}

/** 256 characters that do not pack well. */
function noise(seed: number) {
  return createHash("shake256", { outputLength: 192 }).update(String(seed)).digest("base64");
}

const tags = [
  { Key: "Team", Value: "a" },
  { Key: "Cost", Value: "" },
];

test("AssumeRole with tags needs sts:TagSession in the trust policy", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const without = await world.role("Without", { trust: trusts(userArn("ann")) });
  const RoleArn = await world.role("With", { trust: trusts(userArn("ann"), both) });
  const input = { RoleSessionName: "s1", Tags: tags };
  assert.deepEqual(
    await world.refusal(ann, "AssumeRole", { ...input, RoleArn: without }),
    denied(userArn("ann"), without, "sts:TagSession"),
  );
  const output = await world.sts(ann, "AssumeRole", { ...input, RoleArn });
  assert(output.Credentials);
  assert((output.PackedPolicySize ?? 0) > 0);
  assert.deepEqual({ ...world.session(output.Credentials).tags }, { Team: "a", Cost: "" });
});

test("AssumeRole shows the tags to the trust policy", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const Condition = {
    StringEquals: { "aws:RequestTag/Team": "a" },
    "ForAllValues:StringEquals": { "aws:TagKeys": ["Team", "Cost"], "sts:TransitiveTagKeys": ["Team"] },
  };
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann"), both, { Condition }) });
  const input = { RoleArn, RoleSessionName: "s1", Tags: tags, TransitiveTagKeys: ["Team"] };
  await world.credentials(ann, "AssumeRole", input);
  for (const bad of [
    { ...input, Tags: [{ Key: "Team", Value: "b" }] },
    { ...input, Tags: [...tags, { Key: "More", Value: "" }] },
    { ...input, TransitiveTagKeys: ["Team", "Cost"] },
  ])
    assert.deepEqual(
      await world.refusal(ann, "AssumeRole", bad),
      denied(userArn("ann"), RoleArn, "sts:AssumeRole"),
    );
});

test("AssumeRole refuses tags in AWS's words", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann"), both) });
  const refusal = (more: object) =>
    world.refusal(ann, "AssumeRole", { RoleArn, RoleSessionName: "s1", ...more });
  assert.deepEqual(await refusal({ Tags: tags, TransitiveTagKeys: ["Nothing"] }), [
    "InvalidParameterValue",
    "The specified transitive tag key must be included in the requested tags.",
  ]);
  assert.deepEqual(await refusal({ Tags: [...tags, { Key: "tEAM", Value: "b" }] }), [
    "InvalidParameterValue",
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  ]);
  assert.equal((await refusal({ Tags: [{ Key: "aws:x", Value: "b" }] }))[0], "InvalidParameterValue");
  const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  assert.equal((await refusal({ Tags: many }))[0], "ValidationError");
  const large = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: noise(index) }));
  const [code, sentence] = await refusal({ Tags: large });
  assert.equal(code, "PackedPolicyTooLarge");
  assert.match(sentence ?? "", /^Packed size of session tags consumes \d+% of allotted space\.$/);
});

test("AssumeRole hands transitive tags down the chain, where nobody can change them", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const first = await world.role("First", { trust: trusts(userArn("ann"), both), policy: permits(both) });
  const second = await world.role("Second", { trust: trusts(first, both), policy: permits(both) });
  const third = await world.role("Third", { trust: trusts(second, both) });
  const untagged = await world.role("Untagged", { trust: trusts(first) });
  const one = await world.credentials(ann, "AssumeRole", {
    RoleArn: first,
    RoleSessionName: "s1",
    Tags: tags,
    TransitiveTagKeys: ["team"],
  });
  assert.deepEqual(world.session(one).transitiveTagKeys, ["Team"]);
  assert.deepEqual(
    await world.refusal(one, "AssumeRole", { RoleArn: untagged, RoleSessionName: "s2" }),
    denied(sessionArn("First", "s1"), untagged, "sts:TagSession"),
  );
  assert.deepEqual(
    await world.refusal(one, "AssumeRole", {
      RoleArn: second,
      RoleSessionName: "s2",
      Tags: [{ Key: "TEAM", Value: "b" }],
    }),
    [
      "InvalidParameterValue",
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    ],
  );
  const two = await world.credentials(one, "AssumeRole", {
    RoleArn: second,
    RoleSessionName: "s2",
    Tags: [{ Key: "Cost", Value: "7" }],
  });
  assert.deepEqual({ ...world.session(two).tags }, { Team: "a", Cost: "7" });
  const three = await world.credentials(two, "AssumeRole", { RoleArn: third, RoleSessionName: "s3" });
  assert.deepEqual({ ...world.session(three).tags }, { Team: "a" });
  assert.deepEqual(world.session(three).transitiveTagKeys, ["Team"]);
  assert.equal(world.session(three).chainDepth, 2);
});

test("AssumeRole sets a source identity where trust allows, and it stays through the chain", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const first = await world.role("First", { trust: trusts(userArn("ann"), all), policy: permits(all) });
  const second = await world.role("Second", { trust: trusts(first, all) });
  const unset = await world.role("Unset", { trust: trusts([userArn("ann"), first]) });
  const SourceIdentity = "ann@desk";
  assert.deepEqual(
    await world.refusal(ann, "AssumeRole", { RoleArn: unset, RoleSessionName: "s1", SourceIdentity }),
    denied(userArn("ann"), unset, "sts:SetSourceIdentity"),
  );
  const output = await world.sts(ann, "AssumeRole", {
    RoleArn: first,
    RoleSessionName: "s1",
    SourceIdentity,
  });
  assert.equal(output.SourceIdentity, SourceIdentity);
  assert(output.Credentials);
  const one = output.Credentials;
  const again = await world.sts(one, "AssumeRole", { RoleArn: second, RoleSessionName: "s2" });
  assert.equal(again.SourceIdentity, SourceIdentity);
  await world.sts(one, "AssumeRole", { RoleArn: second, RoleSessionName: "s2", SourceIdentity });
  const arn = sessionArn("First", "s1");
  assert.deepEqual(
    await world.refusal(one, "AssumeRole", { RoleArn: second, RoleSessionName: "s2", SourceIdentity: "bob" }),
    denied(arn, second, "sts:SetSourceIdentity"),
  );
  assert.deepEqual(
    await world.refusal(one, "AssumeRole", { RoleArn: unset, RoleSessionName: "s2" }),
    denied(arn, unset, "sts:SetSourceIdentity"),
  );
});

test("AssumeRole shows the source identity to the trust policy", async (t) => {
  const world = await World.open(t);
  await world.user("ann");
  const Condition = { StringLike: { "sts:SourceIdentity": "ann*" } };
  const RoleArn = await world.role("R", { trust: trusts(userArn("ann"), all, { Condition }) });
  const input = { RoleArn, RoleSessionName: "s1" };
  await world.sts(ann, "AssumeRole", { ...input, SourceIdentity: "ann1" });
  for (const bad of [input, { ...input, SourceIdentity: "bob1" }])
    assert.deepEqual(
      await world.refusal(ann, "AssumeRole", bad),
      denied(userArn("ann"), RoleArn, "sts:AssumeRole"),
    );
});
