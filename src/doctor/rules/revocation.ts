/** Whether the caller's inline policies revoke sessions by when they were issued. AWS: IAM user guide, "Revoke IAM role temporary security credentials". */
import type { CallerPolicy, Facts } from "../facts.ts";
import { type StatementJson, statementsOf } from "./caller.ts";

export interface Revocation {
  readonly policyName: string;
  /** As the policy writes it. */
  readonly before: string;
  /** Whether what was read denies by anything else too. */
  readonly hasOtherDeny: boolean;
  /** Whether the time lies ahead, so that a session issued now is revoked as well. */
  readonly isAhead: boolean;
}

/** A Date header tells whole seconds, some time ago; who reads this needs longer than that. */
const dateHeaderMs = 3_000;

/** undefined where none is seen. */
export function revocationOf({ endpoint, nowMs }: Facts): Revocation | undefined {
  const denies = (endpoint?.caller?.policies ?? []).filter(isInlineOfOwn).flatMap(({ name, text }) =>
    statementsOf(text)
      .filter(({ Effect }) => Effect === "Deny")
      .map((statement) => ({ policyName: name, before: issueTimeIn(statement) })),
  );
  const revoking = denies.find(({ before }) => before !== undefined);
  if (revoking?.before === undefined) return undefined;
  const { policyName, before } = revoking;
  const hasOtherDeny = denies.some((deny) => deny.before === undefined);
  const serviceNowMs = nowMs + (endpoint?.clockOffsetMs ?? 0);
  return { policyName, before, hasOtherDeny, isAhead: Date.parse(before) > serviceNowMs + dateHeaderMs };
}

function isInlineOfOwn({ arn, owner }: CallerPolicy): boolean {
  return arn === undefined && owner.kind !== "group";
}

function issueTimeIn({ Condition }: StatementJson): string | undefined {
  for (const [operator, tests] of Object.entries(objectOf(Condition))) {
    if (!/^DateLessThan/.test(operator)) continue;
    const found = Object.entries(objectOf(tests)).find(([key]) => key.toLowerCase() === "aws:tokenissuetime");
    if (found !== undefined) return String([found[1]].flat()[0]);
  }
  return undefined;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
