/**
 * Session policies: one inline document and up to ten managed policies, passed to limit a new session.
 * AWS: IAM user guide, "Session policies"; the managed ones belong to the account of the session, or to AWS.
 */

import type { AccountId } from "../../base/index.ts";
import { validatePolicy } from "../../policy/index.ts";
import { commonErrors, stsErrors } from "../../wire/index.ts";
import type { PolicyDescriptorType } from "../../wire/models/sts-types.generated.ts";
import { findPolicyByArn } from "../store/policies/policies.ts";
import type { Reader } from "../store/schema.ts";
import { stsLimits } from "./limits.ts";

export interface SessionPolicies {
  readonly sessionPolicy?: string;
  readonly sessionPolicyArns: readonly string[];
}

export interface SessionPolicyInput {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly PolicyDescriptorType[] | undefined;
}

/** Checks what can be judged from the request alone. Throws ValidationError, MalformedPolicyDocument, PackedPolicyTooLarge. */
export function parseSessionPolicies(input: SessionPolicyInput): SessionPolicies {
  const sessionPolicyArns = policyArns(input.PolicyArns ?? []);
  const { Policy: sessionPolicy } = input;
  demandSmallEnough((sessionPolicy ?? "").length + sessionPolicyArns.join("").length);
  if (sessionPolicy === undefined) return { sessionPolicyArns };
  const [problem] = validatePolicy(sessionPolicy, "session");
  if (problem !== undefined) throw stsErrors.malformedPolicyDocument(problem.message).because(problem.detail);
  return { sessionPolicy, sessionPolicyArns };
}

/** Whether every policy passed by ARN exists for that account. Throws MalformedPolicyDocument naming the first that does not. */
export async function demandPoliciesExist(
  reader: Reader,
  accountId: AccountId,
  { sessionPolicyArns }: SessionPolicies,
): Promise<void> {
  for (const arn of sessionPolicyArns) {
    const policy = await findPolicyByArn(reader, arn);
    if (policy === undefined || (policy.account_id !== "aws" && policy.account_id !== accountId))
      throw stsErrors.policyNotFound(arn);
  }
}

function policyArns(members: readonly PolicyDescriptorType[]): readonly string[] {
  if (members.length > stsLimits.maxSessionPolicyArns)
    throw commonErrors.validation([
      `Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to ${stsLimits.maxSessionPolicyArns}`,
    ]);
  const arns = members.map(({ arn }) => {
    if (arn === undefined) throw stsErrors.policyArnMissing();
    return arn;
  });
  if (new Set(arns).size < arns.length) throw stsErrors.duplicatePolicyArns();
  return arns;
}

function demandSmallEnough(characters: number): void {
  const percent = Math.ceil((100 * characters) / stsLimits.maxSessionPolicyCharacters);
  if (percent > 100) throw stsErrors.packedPolicyTooLarge(percent);
}
