/**
 * What the engine answers to the vectors, as texts that can be compared: the same code runs here and in a browser, where
 * the engine is the bundle.
 */
import { type ContextValue, type Decision, evaluate } from "../../src/policy/index.ts";
import { type RequestText, requestOf } from "../policy/support.ts";

export interface DecisionVector {
  readonly name: string;
  readonly given: RequestText;
  readonly expect: { readonly outcome: Decision["outcome"] };
}

export interface OperatorRow {
  readonly operator: string;
  readonly policyValue: string;
  readonly matching: string;
  readonly other: string;
  readonly malformed?: string;
}

/** A vector's name, the outcome it expects, and the whole decision. */
export function decisionAnswers(vectors: readonly DecisionVector[]): readonly string[] {
  return vectors.map(({ name, given, expect }) => {
    const decision = evaluate(requestOf(given));
    return `${name}: ${decision.outcome === expect.outcome} ${JSON.stringify(decision)}`;
  });
}

/** Every operator with every modifier, asked with the key absent, with one value and with several. */
export function operatorAnswers(rows: readonly OperatorRow[]): readonly string[] {
  return rows.flatMap(({ operator, policyValue, matching, other, malformed }) =>
    ["", "ForAllValues:", "ForAnyValue:"].flatMap((prefix) =>
      ["", "IfExists"].flatMap((suffix) => {
        const name = `${prefix}${operator}${suffix}`;
        const values = [undefined, matching, other, [matching, other], [matching, matching], [], malformed];
        return values.map((value) => `${name} ${JSON.stringify(value)}: ${holds(name, policyValue, value)}`);
      }),
    ),
  );
}

/** Whether a condition of that operator holds for the key's value in the request; undefined: it has none. */
export function holds(operator: string, policyValue: unknown, value: ContextValue | undefined): boolean {
  const Condition = { [operator]: { "test:Key": policyValue } };
  const Statement = { Effect: "Allow", Action: "*", Resource: "*", Condition };
  const request = requestOf({
    principal: {
      type: "user",
      accountId: "111122223333",
      arn: "arn:aws:iam::111122223333:user/a",
      uniqueId: "x",
    },
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/k",
    ...(value === undefined ? {} : { context: { "test:key": value } }),
    layers: { identity: [{ Version: "2012-10-17", Statement }] },
  });
  return evaluate(request).allowed;
}
