/**
 * AWS's own managed policies, `arn:aws:iam::aws:policy/…`: attachable in every account, changeable in none.
 * Tables only; imports base, crypto (a digest) and the store's row shapes. Start reading at `facts.ts`, then any of the tables.
 */
import { buildUniqueId, uniqueIdRandomBytes } from "../../../../base/index.ts";
import { sha256 } from "../../../../crypto/index.ts";
import type { ManagedPolicyTable, PolicyVersionTable } from "../../../store/schema.ts";
import { administrationPolicies } from "./administration.ts";
import type { AwsManagedPolicyFacts } from "./facts.ts";
import { jobFunctionPolicies } from "./job-functions.ts";
import { serviceRolePolicies } from "./service-roles.ts";
import { servicePolicies } from "./services.ts";

export interface AwsManagedPolicy {
  readonly policy: Readonly<ManagedPolicyTable>;
  readonly version: Readonly<PolicyVersionTable>;
}

/** Stands where customer policies have their account number. */
export const awsAccountId = "aws";

export const awsManagedPolicies: readonly AwsManagedPolicy[] = [
  ...administrationPolicies,
  ...jobFunctionPolicies,
  ...servicePolicies,
  ...serviceRolePolicies,
]
  .map(buildAwsManagedPolicy)
  .sort((one, other) => (one.policy.name_key < other.policy.name_key ? -1 : 1));

const byArn: ReadonlyMap<string, AwsManagedPolicy> = new Map(
  awsManagedPolicies.map((aws) => [aws.policy.arn, aws]),
);

export function findAwsManagedPolicy(arn: string): AwsManagedPolicy | undefined {
  return byArn.get(arn);
}

function buildAwsManagedPolicy(facts: AwsManagedPolicyFacts): AwsManagedPolicy {
  const { name, path = "/", version } = facts;
  const arn = `arn:aws:iam::${awsAccountId}:policy${path}${name}`;
  // Ours, not AWS's: made of the ARN so that every authority shows the same one.
  const digest = sha256(arn).subarray(0, uniqueIdRandomBytes);
  const policyId = buildUniqueId("managedPolicy", digest);
  const updatedAt = Date.parse(facts.updated);
  return {
    policy: {
      policy_id: policyId,
      account_id: awsAccountId,
      arn,
      name,
      name_key: name.toLowerCase(),
      path,
      description: null,
      default_version_id: version,
      next_version: Number(version.slice(1)) + 1,
      created_at: Date.parse(facts.created),
      updated_at: updatedAt,
      tags: "[]",
    },
    version: {
      policy_id: policyId,
      version_id: version,
      document: JSON.stringify({ Version: "2012-10-17", Statement: facts.statements }),
      created_at: updatedAt,
    },
  };
}
