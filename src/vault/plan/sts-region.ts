import { parseArn } from "../../base/index.ts";
import type { Plan, Step } from "./plan.ts";

/**
 * Where STS is called in a partition when nobody names a region; in the standard one it may stay open.
 * AWS: IAM user guide, "Manage AWS STS in an AWS Region"; partitions do not know each other's credentials.
 */
const regions: Readonly<Record<string, string>> = {
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": "eu-isoe-west-1",
  "aws-iso-f": "us-isof-south-1",
  "aws-eusc": "eusc-de-east-1",
};

/**
 * The region that STS is called in: the one that is named, else one of the partition that the plan's roles and devices
 * belong to, or the portal's. undefined: any of the standard partition will do.
 */
export function stsRegionOf(plan: Plan): string | undefined {
  if (plan.region !== undefined) return plan.region.value;
  for (const step of plan.steps) {
    if (step.kind === "sso") return step.ssoRegion;
    for (const text of arnsOf(step)) {
      const partition = parseArn(text)?.partition ?? "";
      if (Object.hasOwn(regions, partition)) return regions[partition];
    }
  }
  return undefined;
}

function arnsOf(step: Step): readonly string[] {
  const role = "roleArn" in step ? [step.roleArn] : [];
  const serial = "mfa" in step && step.mfa !== undefined ? [step.mfa.serial] : [];
  return [...role, ...serial];
}
