import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { errorTablesFile, renderErrorTables } from "../../scripts/error-table.ts";

test("docs/errors.md is what scripts/error-table.ts writes", () => {
  assert.equal(
    readFileSync(errorTablesFile, "utf8"),
    renderErrorTables(),
    "run: node scripts/error-table.ts",
  );
});
