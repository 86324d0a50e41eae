/** Condition keys that do not belong to one service. AWS: IAM user guide, "AWS global condition context keys". */
import type { ConditionKeyFacts, KeyType } from "./facts.ts";

const single: Readonly<Record<KeyType, string>> = {
  String:
    "aws:CalledViaAWSMCP aws:CalledViaFirst aws:CalledViaLast aws:Ec2InstanceSourceVpc aws:FederatedProvider aws:PrincipalAccount " +
    "aws:PrincipalOrgID aws:PrincipalServiceName aws:PrincipalTag/{TagKey} aws:PrincipalType aws:referer " +
    "aws:RequestTag/{TagKey} aws:RequestedRegion aws:ResourceAccount aws:ResourceOrgID aws:ResourceTag/{TagKey} " +
    "aws:SourceAccount aws:SourceIdentity aws:SourceOrgID aws:SourceVpc aws:SourceVpce aws:UserAgent " +
    "aws:VpceAccount aws:VpceOrgID aws:userid aws:username " +
    "glue:CredentialIssuingService glue:RoleAssumedBy identitystore:UserId",
  ARN:
    "aws:ChatbotSourceArn aws:PrincipalArn aws:SignInSessionArn aws:SourceArn aws:SourceInstanceARN aws:SourceVpcArn " +
    "codebuild:BuildArn codebuild:ProjectArn ec2:SourceInstanceArn lambda:SourceFunctionArn ssm:SourceInstanceArn",
  Bool:
    "aws:AssumedRoot aws:IsMcpServiceAction aws:MultiFactorAuthPresent aws:PrincipalIsAWSService " +
    "aws:SecureTransport aws:ViaAWSMCPService aws:ViaAWSService",
  Numeric: "aws:MultiFactorAuthAge ec2:RoleDelivery",
  Date: "aws:CurrentTime aws:EpochTime aws:TokenIssueTime",
  IPAddress: "aws:Ec2InstanceSourcePrivateIPv4 aws:SourceIp aws:VpcSourceIp",
};

const multiValued =
  "aws:CalledVia aws:PrincipalOrgPaths aws:PrincipalServiceNamesList aws:ResourceOrgPaths aws:SourceOrgPaths " +
  "aws:TagKeys aws:VpceOrgPaths";

/** In lower case. AWS: a wildcard in a value of these has no valid use. */
export const sensitiveKeys: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalorgid",
  "aws:resourceaccount",
  "aws:resourceorgid",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:vpceaccount",
  "aws:vpceorgid",
]);

export const globalKeys: readonly ConditionKeyFacts[] = [
  ...(Object.keys(single) as KeyType[]).flatMap((type) =>
    single[type].split(" ").map((name) => ({ name, type, multiValued: false })),
  ),
  ...multiValued.split(" ").map((name) => ({ name, type: "String" as const, multiValued: true })),
];
