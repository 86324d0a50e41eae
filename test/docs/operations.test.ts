import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { coverageFile, renderCoverage, strangers } from "../../scripts/operation-coverage.ts";

test("docs/operations.md is what scripts/operation-coverage.ts writes", () => {
  assert.equal(
    readFileSync(coverageFile, "utf8"),
    renderCoverage(),
    "run: node scripts/operation-coverage.ts",
  );
});

test("operation registries name only operations that AWS has", () => {
  assert.deepEqual([...strangers("sts"), ...strangers("iam")], []);
});
