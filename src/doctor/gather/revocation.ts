/** Whether policies revoke sessions by when they were issued. Pure. */
import type { RevocationFacts } from "../facts.ts";

interface Policy {
  readonly name: string;
  /** JSON. */
  readonly text: string;
}

interface DenyStatement {
  readonly policyName: string;
  /** Of aws:TokenIssueTime; undefined for a deny by anything else. */
  readonly before: string | undefined;
}

export function revocationIn(policies: readonly Policy[]): RevocationFacts | undefined {
  const denies = policies.flatMap(deniesOf);
  const revoking = denies.find(({ before }) => before !== undefined);
  if (revoking?.before === undefined) return undefined;
  const { policyName, before } = revoking;
  return { policyName, before, hasOtherDeny: denies.some((deny) => deny.before === undefined) };
}

function deniesOf({ name, text }: Policy): readonly DenyStatement[] {
  return statementsIn(text)
    .filter(({ Effect }) => Effect === "Deny")
    .map(({ Condition }) => ({ policyName: name, before: issueTimeIn(Condition) }));
}

function statementsIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const { Statement } = objectOf(JSON.parse(text));
    return [Statement].flat().map(objectOf);
  } catch {
    return [];
  }
}

function issueTimeIn(condition: unknown): string | undefined {
  for (const [operator, tests] of Object.entries(objectOf(condition))) {
    if (!/^DateLessThan/.test(operator)) continue;
    const found = Object.entries(objectOf(tests)).find(([key]) => key.toLowerCase() === "aws:tokenissuetime");
    if (found !== undefined) return String([found[1]].flat()[0]);
  }
  return undefined;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
