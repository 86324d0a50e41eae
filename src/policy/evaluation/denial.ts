/** AWS's sentences for a refusal. */
import type { Decision, Layer } from "../types.ts";

/** What the sentence names. */
export interface DenialFacts {
  /** As GetCallerIdentity shows it; undefined for unsigned calls (AssumeRoleWithWebIdentity and its like). */
  readonly callerArn: string | undefined;
  /** As AWS writes it: `iam:ListUsers`. */
  readonly action: string;
  /** undefined where AWS names none. */
  readonly resource?: string | undefined;
  readonly crossAccount: boolean;
}

/** AWS: IAM user guide, "Troubleshoot access denied error messages": one policy type is named even if several refuse. */
const policyTypes: Readonly<Record<Layer, { readonly article: string; readonly name: string }>> = {
  scp: { article: "a", name: "service control policy" },
  rcp: { article: "a", name: "resource control policy" },
  vpce: { article: "a", name: "VPC endpoint policy" },
  resource: { article: "a", name: "resource-based policy" },
  trust: { article: "the", name: "role trust policy" },
  identity: { article: "an", name: "identity-based policy" },
  boundary: { article: "a", name: "permissions boundary" },
  session: { article: "a", name: "session policy" },
};

/**
 * A refusing decision → AWS's sentence. The reason is left out across accounts, and the denying policy's ARN (shown by
 * AWS since 2026) is left out for policies of resources, so that nothing of another owner's policies leaks.
 */
export function describeDenial(decision: Decision, facts: DenialFacts): string {
  if (facts.callerArn === undefined) return `Not authorized to perform ${facts.action}`;
  const on = facts.resource === undefined ? "" : ` on resource: ${facts.resource}`;
  const stem = `User: ${facts.callerArn} is not authorized to perform: ${facts.action}${on}`;
  if (facts.crossAccount || decision.layer === undefined) return stem;
  const { article, name } = policyTypes[decision.layer];
  if (decision.outcome !== "explicitDeny")
    return `${stem} because no ${name} allows the ${facts.action} action`;
  return `${stem} with an explicit deny in ${article} ${name}${describeSource(decision, decision.layer)}`;
}

function describeSource(decision: Decision, layer: Layer): string {
  if (layer === "resource" || layer === "trust") return "";
  const source = decision.statements[0]?.source;
  return source?.startsWith("arn:") && source.includes(":policy/") ? `: ${source}` : "";
}
