/** AWS's own policies, attached everywhere until others take their place. */
import type { OrganizationPolicyKind } from "../store/schema.ts";
import { awsPolicyArn } from "./ids.ts";

export interface AwsOrganizationPolicy {
  readonly kind: OrganizationPolicyKind;
  readonly policyId: string;
  readonly name: string;
  readonly description: string;
  readonly arn: string;
  readonly document: string;
}

/** AWS: Organizations user guide, "SCP evaluation", "RCP evaluation". */
export const awsOrganizationPolicies: Readonly<Record<OrganizationPolicyKind, AwsOrganizationPolicy>> = {
  scp: {
    kind: "scp",
    policyId: "p-FullAWSAccess",
    name: "FullAWSAccess",
    description: "Allows access to every operation",
    arn: awsPolicyArn("scp", "p-FullAWSAccess"),
    document: allowEverything({}),
  },
  rcp: {
    kind: "rcp",
    policyId: "p-RCPFullAWSAccess",
    name: "RCPFullAWSAccess",
    description: "Allows all operations on resources",
    arn: awsPolicyArn("rcp", "p-RCPFullAWSAccess"),
    document: allowEverything({ Principal: "*" }),
  },
};

export function awsOrganizationPolicy(name: string): AwsOrganizationPolicy | undefined {
  return Object.values(awsOrganizationPolicies).find((policy) => policy.name === name);
}

function allowEverything(principal: { readonly Principal?: "*" }): string {
  const statement = { Effect: "Allow", ...principal, Action: "*", Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
