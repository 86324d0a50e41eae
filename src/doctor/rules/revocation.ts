/** Whether the caller's inline policies revoke sessions by when they were issued. AWS: IAM user guide, "Revoke IAM role temporary security credentials". */
import { compilePolicy, evaluate, parsePrincipal, principalContext } from "../../policy/index.ts";
import type { CallerPolicy, Facts } from "../facts.ts";
import { documentOf } from "./lines.ts";
import { type StatementJson, statementsOf } from "./statements.ts";

export interface Revocation {
  readonly policyName: string;
  /** As the policy writes it. */
  readonly before: string;
  /** Whether what was read may deny this call by anything else too. */
  readonly hasOtherDeny: boolean;
  /** Whether the time lies ahead, so that a session issued now is revoked as well. */
  readonly isAhead: boolean;
}

/** A Date header tells whole seconds, some time ago; who reads this needs longer than that. */
const dateHeaderMs = 3_000;
/** AWS: STS API reference, DurationSeconds: no session lives longer. A revocation stays in its role after all that it is about are over. */
const longestRoleSessionMs = 12 * 3_600_000;
const longestSessionMs = 36 * 3_600_000;

/** undefined where none is seen that could be about a session which lives now. */
export function revocationOf(facts: Facts): Revocation | undefined {
  const { endpoint, nowMs, symptom, signer } = facts;
  // A policy that AWS names is a managed one, and revocations are inline.
  if (symptom?.denial?.policyArn !== undefined) return undefined;
  const serviceNowMs = nowMs + (endpoint?.clockOffsetMs ?? 0);
  const longestMs = signer?.kind === "role-session" ? longestRoleSessionMs : longestSessionMs;
  const policies = endpoint?.caller?.policies.filter(({ kind }) => kind === "identity") ?? [];
  const denies = policies.flatMap((policy) =>
    statementsOf(policy.text)
      .filter((statement) => mayDeny(facts, statement))
      .map((statement) => ({
        policyName: policy.name,
        before: isInlineOfOwn(policy) ? issueTimeIn(statement) : undefined,
      })),
  );
  const isRecent = (before: string): boolean => !(Date.parse(before) < serviceNowMs - longestMs);
  const revoking = denies.find(({ before }) => before !== undefined && isRecent(before));
  if (revoking?.before === undefined) return undefined;
  const { policyName, before } = revoking;
  const hasOtherDeny = denies.some((deny) => deny.before === undefined);
  return { policyName, before, hasOtherDeny, isAhead: Date.parse(before) > serviceNowMs + dateHeaderMs };
}

/** Whether the statement denies this call where its condition is met. */
function mayDeny({ symptom }: Facts, { Condition, ...statement }: StatementJson): boolean {
  const denial = symptom?.denial;
  const principal = parsePrincipal(denial?.user ?? "");
  if (denial === undefined || principal === undefined) return false;
  const { action, resource = "*" } = denial;
  const layers = { identity: [compilePolicy(documentOf(statement), "identity")] };
  const context = principalContext(principal);
  return evaluate({ principal, action, resource, context, layers }).outcome === "explicitDeny";
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
