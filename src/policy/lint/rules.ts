/** The closed table of rules, family by family. docs/policy/lint.md is made from it. */
import { conditionKeyRules } from "./condition-keys.ts";
import type { Rule } from "./finding.ts";
import { grammarRules } from "./grammar.ts";
import { grantRules } from "./grants.ts";
import { impossibleRules } from "./impossible.ts";
import { nameRules } from "./names.ts";
import { operatorRules } from "./operators.ts";
import { overlapRules } from "./overlap.ts";
import { quotaRules } from "./quota.ts";
import { resourceRules } from "./resources.ts";
import { trustRules } from "./trust.ts";
import { valueRules } from "./values.ts";

export interface Family {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** Asked when the others have compared what they could. */
export const lastRule: Rule = {
  code: "not-all-compared",
  severity: "note",
  about: "The document is so large that not all of it was compared, or not every finding is told.",
  find: ({ exhausted, at }) =>
    exhausted
      ? [{ message: "the document is too large for all findings to be found; split it", position: at(0) }]
      : [],
};

export const lintFamilies: readonly Family[] = [
  { title: "The document", rules: grammarRules },
  { title: "Size", rules: quotaRules },
  { title: "Names", rules: nameRules },
  { title: "Resources", rules: resourceRules },
  { title: "Operators", rules: operatorRules },
  { title: "Condition keys", rules: conditionKeyRules },
  { title: "Values", rules: valueRules },
  { title: "Conditions that never hold", rules: impossibleRules },
  { title: "What is granted", rules: grantRules },
  { title: "Trust policies", rules: trustRules },
  { title: "What changes nothing", rules: overlapRules },
  {
    title: "Lint itself",
    rules: [lastRule],
  },
];

export const lintRules: readonly Rule[] = lintFamilies.flatMap(({ rules }) => rules);
