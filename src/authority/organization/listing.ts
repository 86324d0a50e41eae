/** What an operator sees of the organisation. Policies are shown by name, as they are given. */
import type { Reader } from "../store/index.ts";
import {
  listOrganizationAttachments,
  type OrganizationAttachmentRow,
} from "../store/organization/attachments.ts";
import { listOrganizationPolicies } from "../store/organization/policies.ts";
import type { OrganizationPolicyKind } from "../store/schema.ts";
import { awsOrganizationPolicies } from "./aws-policies.ts";
import { organizationIds, policyArn } from "./ids.ts";

export interface ListedPolicy {
  readonly policyId: string;
  readonly arn: string;
  readonly name: string;
  readonly kind: OrganizationPolicyKind;
  readonly description: string;
  readonly document: string;
  readonly isAwsManaged: boolean;
  /** Where it is attached by a row; AWS's own also hang on every target that has no other. */
  readonly targets: readonly string[];
}

/** AWS's two first, then the organisation's own by name. */
export async function listPolicies(reader: Reader, managementId: string): Promise<readonly ListedPolicy[]> {
  const ids = organizationIds(managementId);
  const attachments = await listOrganizationAttachments(reader, managementId);
  const targetsOf = (policyId: string) =>
    attachments.filter((row) => row.policy_id === policyId).map(({ target }) => target);
  const own = await listOrganizationPolicies(reader, managementId);
  return [
    ...Object.values(awsOrganizationPolicies).map((policy) => ({
      ...policy,
      isAwsManaged: true,
      targets: targetsOf(policy.policyId),
    })),
    ...own.map(({ policy_id: policyId, kind, name, description, document }) => ({
      policyId,
      arn: policyArn(ids, kind, policyId),
      name,
      kind,
      description,
      document,
      isAwsManaged: false,
      targets: targetsOf(policyId),
    })),
  ];
}

/** The names of what hangs on one target, defaults included. */
export async function listAttachedNames(
  reader: Reader,
  managementId: string,
  target: string,
): Promise<readonly string[]> {
  const policies = await listPolicies(reader, managementId);
  const rows = (await listOrganizationAttachments(reader, managementId)).filter(
    (row) => row.target === target,
  );
  return (["scp", "rcp"] as const).flatMap((kind) => namesOf(policies, rows, kind));
}

function namesOf(
  policies: readonly ListedPolicy[],
  rows: readonly OrganizationAttachmentRow[],
  kind: OrganizationPolicyKind,
): readonly string[] {
  const own = rows.filter((row) => row.kind === kind);
  if (own.length === 0) return [awsOrganizationPolicies[kind].name];
  return own.flatMap((row) => policies.find(({ policyId }) => policyId === row.policy_id)?.name ?? []);
}
