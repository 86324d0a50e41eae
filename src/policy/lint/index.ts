/**
 * policy/lint: what is wrong with a policy, what does not do what it says, and what could be better. Pure; imports `policy`
 * only, the service reference by its shape. Start reading at `rules.ts`, the table; each family has a file.
 */
import type { ServiceReference } from "../reference/facts.ts";
import type { PolicyKind } from "../types.ts";
import type { Finding, Severity } from "./finding.ts";
import { maxFindings } from "./limits.ts";
import { lastRule, lintRules } from "./rules.ts";
import { Subject } from "./subject.ts";

export type { Finding, Severity } from "./finding.ts";
export { guessPolicyKind } from "./guess.ts";

/** What a text is held to. */
export interface LintOptions {
  readonly kind: PolicyKind;
  /** From `tegata/policy/reference`; without it names, resource types and services' keys are not judged. */
  readonly reference?: ServiceReference | undefined;
}

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Every finding about a text, in the order of the text. Any text is judged; nothing throws. */
export function lintPolicy(text: string, { kind, reference }: LintOptions): readonly Finding[] {
  const subject = new Subject(text, kind, reference);
  const findings: Finding[] = [];
  for (const { code, severity, find } of lintRules) {
    for (const spot of find(subject)) {
      if (findings.length >= maxFindings && code !== lastRule.code) subject.exhaust();
      else findings.push({ code, severity, ...spot });
    }
  }
  return findings.sort(
    (left, right) =>
      left.position.offset - right.position.offset || order[left.severity] - order[right.severity],
  );
}
