import assert from "node:assert/strict";
import { test } from "node:test";
import { organizationIds, organizationPath, unitId } from "../../../src/authority/organization/index.ts";
import { takesRcps } from "../../../src/authority/organization/rcp-services.ts";
import { isTarget, unitsAbove } from "../../../src/authority/organization/targets.ts";

const ids = organizationIds("123456789012");

test("organizationIds() answers the same ids for an account for ever, and others for another", () => {
  assert.deepEqual(ids, {
    managementId: "123456789012",
    organizationId: "o-syucbk2f6g",
    rootId: "r-wfy2",
  });
  assert.notEqual(organizationIds("123456789013").organizationId, ids.organizationId);
  assert.match(unitId(ids, "/Production"), /^ou-[a-z0-9]{4}-[a-z0-9]{8}$/);
  assert.notEqual(unitId(ids, "/Production"), unitId(ids, "/production"));
});

test("organizationPath() names the root and every unit, and ends with a slash", () => {
  const root = `${ids.organizationId}/${ids.rootId}/`;
  assert.equal(organizationPath(ids, "/"), root);
  assert.equal(organizationPath(ids, "/A/B"), `${root}${unitId(ids, "/A")}/${unitId(ids, "/A/B")}/`);
});

test("unitsAbove() goes from the root down to the unit", () => {
  assert.deepEqual(unitsAbove("/"), ["/"]);
  assert.deepEqual(unitsAbove("/A"), ["/", "/A"]);
  assert.deepEqual(unitsAbove("/A/B b/C"), ["/", "/A", "/A/B b", "/A/B b/C"]);
});

test("isTarget() takes the root, units of five names at most, and accounts", () => {
  for (const text of ["/", "/A", "/A b/C.d", "/1/2/3/4/5", "123456789012"]) assert.ok(isTarget(text), text);
  for (const text of [
    "",
    "A",
    "//",
    "/A/",
    "/A//B",
    "/ A",
    "/A ",
    "/1/2/3/4/5/6",
    `/${"x".repeat(129)}`,
    "1234",
  ])
    assert.ok(!isTarget(text), text);
});

test("takesRcps() knows the services whose resources such policies reach", () => {
  for (const action of ["s3:GetObject", "STS:AssumeRole", "sqs:SendMessage"])
    assert.ok(takesRcps(action), action);
  for (const action of ["iam:CreateUser", "tegata:CreateAccount", "sts", "s3x:Get"])
    assert.ok(!takesRcps(action), action);
});
