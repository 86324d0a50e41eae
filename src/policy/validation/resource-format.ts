/** The form of a Resource value in an identity policy. AWS: recorded answers. */
import { identityMessages as messages } from "./messages.ts";

const partitions: ReadonlySet<string> = new Set([
  "aws",
  "aws-cn",
  "aws-us-gov",
  "aws-iso",
  "aws-iso-b",
  "aws-iso-e",
  "aws-iso-f",
  "aws-eusc",
]);

const iamPathStarts = [
  "user/",
  "federated-user/",
  "role/",
  "group/",
  "instance-profile/",
  "mfa/",
  "server-certificate/",
  "policy/",
  "sms-mfa/",
  "saml-provider/",
  "oidc-provider/",
  "report/",
  "access-report/",
] as const;

/** Resource types that came after AWS's sentence was written; it still lists the older ones. */
const laterIamResources = ["root", "delegation-request/", "role-template/"] as const;

/** S3's resources that live in a region. */
const regionalS3Starts = ["accesspoint", "job/", "storage-lens", "access-grants", "async-request/"] as const;

/** AWS's sentence about a badly formed resource; undefined when it is well formed. */
export function describeResourceFault(resource: string): string | undefined {
  if (resource === "*") return undefined;
  const [scheme = "", partition, ...rest] = resource.split(":");
  if (partition === undefined) return messages.notArn(resource);
  if (!partitions.has(partition) && !hasWildcard(partition))
    return messages.partition(partition, padArn(partition, rest));
  if (scheme !== "arn") return messages.notArn(resource);
  const [service, region, , ...tail] = rest;
  if (service === undefined || hasWildcard(service)) return messages.resourceVendor;
  const path = tail.join(":");
  if (service === "iam") return describeIamFault(resource, region, path);
  if (service === "s3" && region !== "" && !regionalS3Starts.some((start) => path.startsWith(start)))
    return messages.s3Region(resource);
  return undefined;
}

function describeIamFault(resource: string, region: string | undefined, path: string): string | undefined {
  if (region !== "") return messages.iamRegion(resource);
  const known = [...iamPathStarts, ...laterIamResources];
  return path === "*" || known.some((start) => path.startsWith(start))
    ? undefined
    : messages.iamPath(iamPathStarts);
}

/** The ARN as AWS shows it back: missing segments padded with `*`. */
function padArn(partition: string, rest: readonly string[]): string {
  const first = rest[0] === "" && rest.length === 1 ? "*" : (rest[0] ?? "*");
  const tail = rest.length > 3 ? rest.slice(3).join(":") : "*";
  return ["arn", partition, first, rest[1] ?? "*", rest[2] ?? "*", tail].join(":");
}

function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

/** Whether AWS's older parser takes the resource: an ARN with empty segments must have all six, and a vendor. */
export function isLegacyResource(resource: string): boolean {
  if (resource === "*") return true;
  const segments = resource.split(":");
  return (segments.length >= 6 || !resource.includes("::")) && segments[2] !== "";
}
