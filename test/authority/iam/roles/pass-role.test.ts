/** iam:PassRole goes along with every operation that hands a role over. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { iamOperations } from "../../../../src/authority/iam/index.ts";
import type { AnyOperation } from "../../../../src/authority/operation.ts";
import { runOperation } from "../../../../src/authority/run-operation.ts";
import { ServiceError } from "../../../../src/base/index.ts";
import { accountId, permits, userArn, World } from "../../sts/world.ts";

const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const to = (service: string) => ({ Condition: { StringEquals: { "iam:PassedToService": service } } });
const mayAdd = permits("iam:AddRoleToInstanceProfile").Statement;
const withPassRole = (resource: string, service: string) => ({
  Version: "2012-10-17",
  Statement: [...mayAdd, ...permits("iam:PassRole", resource, to(service)).Statement],
});
const roleArn = `arn:aws:iam::${accountId}:role/Job`;

/** What becomes of AddRoleToInstanceProfile for a user with that policy. */
async function outcome(t: { after(close: () => Promise<void>): void }, policy: unknown): Promise<string> {
  const world = await World.open(t);
  await world.user("ann", policy);
  await world.role("Job", { trust });
  const run = (name: string, input: unknown, call: ReturnType<World["call"]>) =>
    runOperation(
      iamOperations.find((each) => each.name === name) as AnyOperation,
      `iam:${name}`,
      input,
      call,
    );
  const root = world.call({ kind: "root", accountId, accessKeyId: "AKIAROOT" });
  await run("CreateInstanceProfile", { InstanceProfileName: "web" }, root);
  const caller = await world.caller({ user: "ann" });
  assert.ok(caller.kind === "user");
  const ann = world.call(caller, await world.principals.user(accountId, caller.userId));
  try {
    await run("AddRoleToInstanceProfile", { InstanceProfileName: "web", RoleName: "Job" }, ann);
    return "added";
  } catch (error) {
    if (error instanceof ServiceError) return `${error.code}: ${error.sentence}`;
    throw error;
  }
}

test("AddRoleToInstanceProfile() is refused without iam:PassRole for that role to EC2", async (t) => {
  const refused =
    `AccessDenied: User: ${userArn("ann")} is not authorized to perform: iam:PassRole on resource: ${roleArn} ` +
    "because no identity-based policy allows the iam:PassRole action";
  assert.equal(await outcome(t, { Version: "2012-10-17", Statement: mayAdd }), refused);
  assert.equal(await outcome(t, withPassRole(`${roleArn}2`, "ec2.amazonaws.com")), refused);
  assert.equal(await outcome(t, withPassRole(roleArn, "lambda.amazonaws.com")), refused);
  assert.equal(await outcome(t, withPassRole(roleArn, "ec2.amazonaws.com")), "added");
});
