import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { renderStsCalls, stsCallsFile } from "../../../scripts/acceptance-table.ts";
import { acceptance, acceptanceRefusal, accepts } from "../../../src/authority/acceptance.ts";
import type { CredentialKind } from "../../../src/authority/caller.ts";
import { stsModel } from "../../../src/wire/models/sts.generated.ts";

const kinds = Object.keys(acceptance.sts) as CredentialKind[];
const stsNames = Object.keys(stsModel.operations);

/** The table again, in the words of the design. */
const expected: Readonly<Record<CredentialKind, (operation: string) => boolean>> = {
  "session-without-mfa": (operation) => ["AssumeRole", "GetCallerIdentity"].includes(operation),
  "session-with-mfa": (operation) => ["AssumeRole", "GetCallerIdentity"].includes(operation),
  federation: (operation) => operation === "GetCallerIdentity",
  role: (operation) => !["GetSessionToken", "GetFederationToken"].includes(operation),
  user: () => true,
  root: (operation) => operation !== "AssumeRole",
};

test("accepts() knows all 11 STS operations and 6 kinds of credentials", () => {
  assert.equal(stsNames.length, 11);
  assert.equal(kinds.length, 6);
});

for (const kind of kinds)
  test(`accepts() of STS for ${kind} is the design's line, operation by operation`, () => {
    for (const operation of [...stsNames, "Unheard"])
      assert.equal(accepts("sts", operation, kind), expected[kind](operation), operation);
  });

test("accepts() lets IAM and the operator's service have no session without MFA and no federation token", () => {
  for (const service of ["iam", "tegata"] as const)
    for (const kind of kinds) {
      const barred = kind === "session-without-mfa" || kind === "federation";
      assert.equal(accepts(service, "ListUsers", kind), !barred, `${service} ${kind}`);
      if (!barred) continue;
      const refusal = acceptanceRefusal(service, "ListUsers", kind);
      assert.deepEqual(
        [refusal.status, refusal.code, refusal.sentence],
        [403, "InvalidClientTokenId", "The security token included in the request is invalid"],
      );
    }
});

test("accepts() lets sign-in have role and federation sessions only", () => {
  for (const kind of kinds)
    assert.equal(accepts("signin", "getSigninToken", kind), kind === "role" || kind === "federation");
  const refusal = acceptanceRefusal("signin", "getSigninToken", "session-with-mfa");
  assert.equal(refusal.status, 400);
  assert.equal(
    refusal.sentence,
    "Only federation tokens or assume role tokens may be used for federated login. Please contact your administrator.",
  );
});

test("acceptanceRefusal() of STS names the operation, and root's AssumeRole in its own sentence", () => {
  const told = (operation: string, kind: CredentialKind) => {
    const { status, code, sentence } = acceptanceRefusal("sts", operation, kind);
    return [status, code, sentence];
  };
  for (const kind of ["session-without-mfa", "session-with-mfa", "federation", "role"] as const)
    for (const operation of stsNames.filter((name) => !accepts("sts", name, kind)))
      assert.deepEqual(told(operation, kind), [
        403,
        "AccessDenied",
        `Cannot call ${operation} with session credentials`,
      ]);
  assert.deepEqual(told("AssumeRole", "root"), [
    403,
    "AccessDenied",
    "Roles may not be assumed by root accounts.",
  ]);
});

test("docs/sts-calls.md is what the tables say", () => {
  assert.equal(readFileSync(stsCallsFile, "utf8"), renderStsCalls(), "run: node scripts/acceptance-table.ts");
});
