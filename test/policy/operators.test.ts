/** Every operator × modifier × (absent, one value, several values), against the table of AWS's documentation. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { ContextValue } from "../../src/policy/index.ts";
import { holds } from "../support/policy-answers.ts";

interface Row {
  readonly operator: string;
  readonly negated: boolean;
  readonly policyValue: string;
  readonly matching: string;
  readonly other: string;
  readonly malformed?: string;
}

const rows: readonly Row[] = JSON.parse(readFileSync("vectors/policy-operators.json", "utf8"));
const prefixes = ["", "ForAllValues:", "ForAnyValue:"];
const suffixes = ["", "IfExists"];

/** The table, row by row, in the plainest form. */
function expected(row: Row, prefix: string, suffix: string, values: readonly boolean[] | undefined): boolean {
  if (values === undefined) {
    if (suffix === "IfExists" || prefix === "ForAllValues:") return true;
    return prefix === "" && row.negated;
  }
  const each = values.map((matches) => matches !== row.negated);
  if (prefix === "ForAllValues:") return each.every(Boolean);
  if (prefix === "ForAnyValue:") return each.some(Boolean);
  if (values.length === 1) return each[0] === true;
  return row.negated && each.every(Boolean);
}

for (const row of rows) {
  for (const prefix of prefixes) {
    for (const suffix of suffixes) {
      const operator = `${prefix}${row.operator}${suffix}`;
      it(`${operator} counts absence, one value and several as the table says`, () => {
        const cases: readonly (readonly boolean[] | undefined)[] = [
          undefined,
          [true],
          [false],
          [true, true],
          [true, false],
          [false, true],
          [false, false],
        ];
        for (const values of cases) {
          const context = values?.map((matches) => (matches ? row.matching : row.other));
          const given = context?.length === 1 ? context[0] : context;
          const want = expected(row, prefix, suffix, values);
          assert.equal(holds(operator, row.policyValue, given), want, JSON.stringify(values));
          if (context?.length === 1) assert.equal(holds(operator, row.policyValue, context), want);
        }
        const { malformed } = row;
        if (malformed === undefined) return;
        const want = expected(row, prefix, suffix, [false]);
        assert.equal(holds(operator, malformed, row.matching), want, "a malformed value of the policy");
        assert.equal(holds(operator, row.policyValue, malformed), want, "a malformed value of the request");
      });
    }
  }
}

describe("Null", () => {
  const cases: readonly [unknown, ContextValue | undefined, boolean][] = [
    ["true", undefined, true],
    ["true", "x", false],
    ["false", undefined, false],
    ["false", "x", true],
    [true, undefined, true],
    [false, ["x", "y"], true],
    ["TRUE", undefined, true],
    ["maybe", undefined, false],
    ["maybe", "x", false],
    [["true", "false"], "x", true],
    [[], "x", false],
  ];
  for (const [policyValue, value, want] of cases) {
    it(`Null ${JSON.stringify(policyValue)} is ${want} for ${JSON.stringify(value) ?? "an absent key"}`, () => {
      for (const prefix of prefixes) assert.equal(holds(`${prefix}Null`, policyValue, value), want);
    });
  }

  it("NullIfExists is no operator", () => assert.equal(holds("NullIfExists", "true", undefined), false));
});
