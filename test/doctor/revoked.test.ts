/** Sessions that a policy revokes by when they were issued. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge } from "../../src/doctor/index.ts";
import { factsOf, vectors } from "./vectors.ts";

describe("a revoked session", () => {
  const facts = vectors.cases.find(({ name }) => name === "an inline policy revokes older sessions")?.facts;
  const remedyAt = (nowMs: number, clockOffsetMs = 0) => {
    const endpoint = { ...(facts?.endpoint as object), clockOffsetMs };
    return judge(factsOf({ ...facts, nowMs, endpoint }))[0]?.remedies[0];
  };

  it("is made anew where the policy's time is past", () => {
    assert.deepEqual(remedyAt(Date.parse("2026-06-21T00:00:01Z"))?.commands, ["tegata clear deploy"]);
  });

  it("is an administrator's matter where the time lies ahead, for a new one is revoked as well", () => {
    const remedy = remedyAt(Date.parse("2026-06-20T23:59:00Z"));
    assert.equal(remedy?.by, "administrator");
    assert.match(remedy?.text.en ?? "", /until 2026-06-21T00:00:00Z new sessions are denied too/);
  });

  it("goes by the service's clock, of which a Date header tells whole seconds", () => {
    assert.deepEqual(remedyAt(Date.parse("2026-06-20T23:59:00Z"), 61_000)?.commands, ["tegata clear deploy"]);
    assert.deepEqual(remedyAt(Date.parse("2026-06-20T23:59:59Z"))?.commands, ["tegata clear deploy"]);
    assert.equal(remedyAt(Date.parse("2026-06-21T00:00:01Z"), -60_000)?.by, "administrator");
  });
});
