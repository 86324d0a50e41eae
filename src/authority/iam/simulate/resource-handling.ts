/** ResourceHandlingOption: which resources an EC2 scenario must come with. AWS: IAM API reference, SimulateCustomPolicy. */
import { parseArn } from "../../../base/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";

const instanceKinds = ["instance", "image", "security-group", "network-interface"];

const scenarios: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["EC2-VPC-InstanceStore", instanceKinds],
  ["EC2-VPC-InstanceStore-Subnet", [...instanceKinds, "subnet"]],
  ["EC2-VPC-EBS", [...instanceKinds, "volume"]],
  ["EC2-VPC-EBS-Subnet", [...instanceKinds, "subnet", "volume"]],
]);

/** Throws InvalidInput for an unknown scenario, and when one of its kinds of resource is not among the ARNs. */
export function demandHandledResources(option: string | undefined, resources: readonly string[]): void {
  if (option === undefined) return;
  const kinds = scenarios.get(option);
  if (kinds === undefined) throw iamErrors.unknownResourceHandling(option);
  const given = new Set(resources.map(kindOf));
  const lacking = kinds.filter((kind) => !given.has(kind));
  if (lacking.length > 0) throw iamErrors.resourceHandlingLacks(option, lacking.join(", "));
}

function kindOf(resource: string): string | undefined {
  const arn = parseArn(resource);
  return arn?.service === "ec2" ? arn.resource.split("/")[0] : undefined;
}
