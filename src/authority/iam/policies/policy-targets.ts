/** Which managed policy a request is about, and who may touch it. */
import { parseArn } from "../../../base/index.ts";
import { commonErrors } from "../../../wire/errors/common.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { Call } from "../../call.ts";
import { callerArn } from "../../caller.ts";
import type { ContextEntries, ResourceFacts } from "../../operation.ts";
import { findPolicyByArn, type PolicyRow } from "../../store/policies/policies.ts";
import type { Reader } from "../../store/schema.ts";
import { tagMap } from "../entities/tags.ts";
import { awsAccountId } from "./aws-managed/index.ts";

interface OfPolicy {
  readonly PolicyArn: string;
}

/** `access` and `resource` of an operation on the policy that PolicyArn names. */
export const onPolicy = {
  access: "policy",
  async resource(input: OfPolicy, call: Call): Promise<ResourceFacts> {
    const policy = await findPolicyByArn(call.services.store.read, input.PolicyArn);
    if (policy === undefined || policy.account_id !== call.accountId) return { arn: input.PolicyArn };
    return { arn: policy.arn, tags: tagMap(policy.tags) };
  },
} as const;

/** `iam:PolicyARN` of attaching and detaching. */
export function policyArnContext(input: OfPolicy): ContextEntries {
  return { "iam:policyarn": input.PolicyArn };
}

/** Throws ValidationError unless the text is a managed policy's ARN. */
export function demandPolicyArn(text: string): void {
  const arn = parseArn(text);
  if (arn === undefined) throw iamErrors.invalidArn();
  if (arn.service !== "iam" || !arn.resource.startsWith("policy/")) throw iamErrors.notAPolicyArn(text);
}

/**
 * The policy, for reading: one of the account's own or of AWS's. Throws NoSuchEntity, and AccessDenied for a policy of
 * another account, whether or not there is one: no policy of the caller's reaches there.
 */
export async function demandReadablePolicy(
  reader: Reader,
  call: Call,
  action: string,
  arn: string,
): Promise<PolicyRow> {
  demandPolicyArn(arn);
  const owner = parseArn(arn)?.accountId;
  if (owner !== call.accountId && owner !== awsAccountId) throw denied(call, action, arn);
  const policy = await findPolicyByArn(reader, arn);
  if (policy === undefined) throw iamErrors.policyNotFound(arn);
  return policy;
}

/**
 * The policy, for changing: one of the account's own.
 * SECURITY: AWS's policies are the same for every account, so nobody may change them, whatever their policies allow.
 */
export async function demandOwnPolicy(
  reader: Reader,
  call: Call,
  action: string,
  arn: string,
): Promise<PolicyRow> {
  const policy = await demandReadablePolicy(reader, call, action, arn);
  if (policy.account_id !== call.accountId) throw denied(call, action, arn);
  return policy;
}

/** The policy, for attaching: throws NoSuchEntity for one that is not of this account or AWS's. */
export async function demandAttachablePolicy(reader: Reader, call: Call, arn: string): Promise<PolicyRow> {
  demandPolicyArn(arn);
  const policy = await findPolicyByArn(reader, arn);
  if (policy === undefined || (policy.account_id !== call.accountId && policy.account_id !== awsAccountId))
    throw iamErrors.policyNotAttachable(arn);
  return policy;
}

/** AWS: policies are named with the word "policy" before their ARN. */
function denied(call: Call, action: string, arn: string) {
  return commonErrors.notAuthorized(callerArn(call.caller), action, `policy ${arn}`);
}
