/** lintPolicy() on documents that AWS takes: no error, and only the warnings that somebody looked at. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { awsManagedPolicies } from "../../src/authority/iam/policies/aws-managed/index.ts";
import { type Finding, lintPolicy } from "../../src/policy/index.ts";
import { serviceReference } from "../../src/policy/reference/index.ts";

const folder = process.env.TEGATA_VECTORS;
const recorded = folder === undefined ? undefined : `${folder}/iam-policy-documents.json`;

function lint(text: string): readonly Finding[] {
  return lintPolicy(text, { kind: "identity", reference: serviceReference });
}

/**
 * What lint says of AWS's own policies, looked at one by one: quotas that AWS's own policies do not have, actions that
 * are listed beside ARNs though they act on none, full access that says NotAction, NotResource or every role.
 */
const lookedAt: Readonly<Record<string, readonly string[]>> = {
  AmazonElastiCacheFullAccess: ["not-resource-allow"],
  AWSGlueServiceRole: ["forallvalues-in-allow"],
  AWSLambda_FullAccess: ["wildcard-only-action"],
  AWSLambda_ReadOnlyAccess: ["wildcard-only-action"],
  DataScientist: ["not-resource-allow"],
  IAMFullAccess: ["pass-role-any"],
  NetworkAdministrator: ["over-default-quota", "wildcard-only-action"],
  PowerUserAccess: ["not-action-allow"],
  SecurityAudit: ["over-default-quota"],
  SystemAdministrator: ["wildcard-only-action"],
};

describe("lintPolicy() on AWS's own managed policies", () => {
  it("finds no error, and no warning that was not looked at", () => {
    assert.ok(awsManagedPolicies.length > 100);
    const warned: Record<string, readonly string[]> = {};
    for (const { policy, version } of awsManagedPolicies) {
      const findings = lint(version.document);
      assert.deepEqual(
        findings.filter(({ severity }) => severity === "error"),
        [],
        policy.name,
      );
      const codes = findings.filter(({ severity }) => severity === "warning").map(({ code }) => code);
      if (codes.length > 0) warned[policy.name] = [...new Set(codes)].sort();
    }
    assert.deepEqual(warned, lookedAt);
  });
});

describe("lintPolicy() on the documents that AWS was recorded to take", () => {
  it("finds no error, and an error in each that AWS refused", (t) => {
    if (recorded === undefined || !existsSync(recorded)) {
      assert.notEqual(process.env.CI, "true", "TEGATA_VECTORS must name the folder of the recorded answers");
      t.skip("TEGATA_VECTORS does not name a folder with iam-policy-documents.json");
      return;
    }
    const sample: { valid: readonly unknown[]; invalid: readonly { document: unknown }[] } = JSON.parse(
      readFileSync(recorded, "utf8"),
    );
    const hasError = (document: unknown): boolean =>
      lint(typeof document === "string" ? document : JSON.stringify(document)).some(
        ({ severity }) => severity === "error",
      );
    for (const document of sample.valid) assert.ok(!hasError(document), JSON.stringify(document));
    for (const { document } of sample.invalid) assert.ok(hasError(document), JSON.stringify(document));
  });
});
