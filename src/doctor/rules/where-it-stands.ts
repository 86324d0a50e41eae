/** Where the policies of each type are read that the caller's own do not tell of. */
import type { Facts } from "../facts.ts";
import type { Denial } from "../symptom/index.ts";
import { word } from "./words.ts";

/** Commands that show the policies of the type that AWS names; none where they cannot be named, or nobody can read them. */
export function readingLines(facts: Facts, denial: Denial): readonly string[] {
  switch (denial.policyType) {
    case "resource":
      return [...bucketPolicy(facts, denial), ...trustPolicy(facts, denial)];
    case "trust":
      return trustPolicy(facts, denial);
    case "scp":
      return organizationPolicy(facts, denial, "SERVICE_CONTROL_POLICY", accountIn(denial.user));
    case "rcp":
      return organizationPolicy(facts, denial, "RESOURCE_CONTROL_POLICY", accountIn(denial.resource));
    case "vpc-endpoint":
      return endpointPolicy(facts, denial);
    default:
      return [];
  }
}

/** AWS: each service has a call of its own for its resources' policies; S3's is asked for most. */
function bucketPolicy({ shell }: Facts, { resource }: Denial): readonly string[] {
  const bucket = /^arn:[^:]+:s3:::([^/*?]+)/.exec(resource ?? "")?.[1];
  return bucket === undefined
    ? []
    : [`aws s3api get-bucket-policy --bucket ${word(shell, bucket)} --query Policy --output text`];
}

/** A role's own policy is that of a resource. */
function trustPolicy({ shell }: Facts, { resource }: Denial): readonly string[] {
  const role = /:role\/(?:.*\/)?([^/]+)$/.exec(resource ?? "")?.[1];
  return role === undefined
    ? []
    : [`aws iam get-role --role-name ${word(shell, role)} --query Role.AssumeRolePolicyDocument`];
}

/** AWS: a policy's ARN ends with its id; those of the units above the account count for it too. */
function organizationPolicy(
  { shell }: Facts,
  { policyArn }: Denial,
  type: string,
  account: string | undefined,
): readonly string[] {
  const id = /\/(p-[^/]+)$/.exec(policyArn ?? "")?.[1];
  if (id !== undefined)
    return [
      `aws organizations describe-policy --policy-id ${word(shell, id)} --query Policy.Content --output text`,
    ];
  return account === undefined
    ? []
    : [`aws organizations list-policies-for-target --filter ${type} --target-id ${account}`];
}

function endpointPolicy({ shell }: Facts, { policyArn }: Denial): readonly string[] {
  const id = /:vpc-endpoint\/([^/]+)$/.exec(policyArn ?? "")?.[1];
  const one = id === undefined ? "" : ` --vpc-endpoint-ids ${word(shell, id)}`;
  return [
    `aws ec2 describe-vpc-endpoints${one} --query ${word(shell, "VpcEndpoints[].[VpcEndpointId,PolicyDocument]")} --output text`,
  ];
}

function accountIn(arn: string | undefined): string | undefined {
  const account = arn?.split(":")[4];
  return /^\d{12}$/.test(account ?? "") ? account : undefined;
}
