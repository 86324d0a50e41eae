import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Decision, describeDenial, type Layer } from "../../src/policy/index.ts";

const policyArn = "arn:aws:iam::111122223333:policy/Guard";
const position = { offset: 0, line: 1, column: 1 };

function refused(layer: Layer, outcome: "implicitDeny" | "explicitDeny", source?: string): Decision {
  const statements =
    outcome === "explicitDeny" ? [{ layer, source, index: 0, sid: undefined, position }] : [];
  return { allowed: false, outcome, layer, statements, crossAccount: false, unreadable: [] };
}

const facts = {
  callerArn: "arn:aws:iam::111122223333:user/ann",
  action: "iam:ListUsers",
  resource: "arn:aws:iam::111122223333:user/",
  crossAccount: false,
};
const stem =
  "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::111122223333:user/";

const sentences: readonly [Layer, string, string][] = [
  ["identity", "no identity-based policy allows", "an identity-based policy"],
  ["resource", "no resource-based policy allows", "a resource-based policy"],
  ["trust", "no role trust policy allows", "the role trust policy"],
  ["boundary", "no permissions boundary allows", "a permissions boundary"],
  ["session", "no session policy allows", "a session policy"],
  ["scp", "no service control policy allows", "a service control policy"],
  ["rcp", "no resource control policy allows", "a resource control policy"],
];

describe("describeDenial()", () => {
  for (const [layer, implicit, explicit] of sentences) {
    it(`names the ${layer} layer as AWS does`, () => {
      assert.equal(
        describeDenial(refused(layer, "implicitDeny"), facts),
        `${stem} because ${implicit} the iam:ListUsers action`,
      );
      assert.equal(
        describeDenial(refused(layer, "explicitDeny"), facts),
        `${stem} with an explicit deny in ${explicit}`,
      );
      const arn = layer === "resource" || layer === "trust" ? "" : `: ${policyArn}`;
      assert.equal(
        describeDenial(refused(layer, "explicitDeny", policyArn), facts),
        `${stem} with an explicit deny in ${explicit}${arn}`,
      );
    });
  }

  it("gives no reason across accounts", () => {
    const decision = refused("identity", "explicitDeny", policyArn);
    assert.equal(describeDenial(decision, { ...facts, crossAccount: true }), stem);
  });

  it("names no policy that has no ARN", () => {
    assert.ok(describeDenial(refused("identity", "explicitDeny", "inline"), facts).endsWith("policy"));
  });

  it("leaves out a resource that AWS does not name", () => {
    const { resource: _, ...rest } = facts;
    assert.ok(
      describeDenial(refused("identity", "implicitDeny"), rest).includes("perform: iam:ListUsers because"),
    );
  });

  it("tells an unsigned caller nothing but the action", () => {
    const unsigned = { callerArn: undefined, action: "sts:AssumeRoleWithWebIdentity", crossAccount: false };
    assert.equal(
      describeDenial(refused("trust", "implicitDeny"), unsigned),
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    );
  });
});
