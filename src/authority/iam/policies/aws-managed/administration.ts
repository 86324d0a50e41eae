/** Administration of the account itself, identities, keys and the tools beside them. */
import { type AwsManagedPolicyFacts, allow, allowAllBut, deny } from "./facts.ts";

export const administrationPolicies: readonly AwsManagedPolicyFacts[] = [
  {
    name: "AdministratorAccess",
    version: "v1",
    created: "2015-02-06T18:39:46Z",
    updated: "2015-02-06T18:39:46Z",
    statements: [allow("*")],
  },
  {
    name: "PowerUserAccess",
    version: "v12",
    created: "2015-02-06T18:39:47Z",
    updated: "2026-02-12T17:59:14Z",
    statements: [
      allowAllBut("iam:* organizations:* account:*"),
      allow(`account:GetAccountInformation account:GetGovCloudAccountInformation account:GetPrimaryEmail
      account:ListRegions iam:CreateServiceLinkedRole iam:DeleteServiceLinkedRole iam:ListRoles
      organizations:DescribeEffectivePolicy organizations:DescribeOrganization`),
    ],
  },
  {
    name: "AWSDenyAll",
    version: "v2",
    created: "2019-05-01T22:36:14Z",
    updated: "2023-12-18T16:42:05Z",
    statements: [deny("*", { sid: "DenyAll" })],
  },
  {
    name: "IAMFullAccess",
    version: "v2",
    created: "2015-02-06T18:40:38Z",
    updated: "2019-06-21T19:40:00Z",
    statements: [
      allow(`iam:* organizations:DescribeAccount organizations:DescribeOrganization
      organizations:DescribeOrganizationalUnit organizations:DescribePolicy organizations:ListChildren
      organizations:ListParents organizations:ListPoliciesForTarget organizations:ListRoots
      organizations:ListPolicies organizations:ListTargetsForPolicy`),
    ],
  },
  {
    name: "IAMReadOnlyAccess",
    version: "v4",
    created: "2015-02-06T18:40:39Z",
    updated: "2018-01-25T19:11:27Z",
    statements: [
      allow(`iam:GenerateCredentialReport iam:GenerateServiceLastAccessedDetails iam:Get* iam:List*
      iam:SimulateCustomPolicy iam:SimulatePrincipalPolicy`),
    ],
  },
  {
    name: "IAMUserChangePassword",
    version: "v5",
    created: "2016-11-15T00:25:16Z",
    updated: "2026-02-12T17:58:57Z",
    statements: [
      allow("iam:ChangePassword", {
        on: `arn:aws:iam::*:user/\${aws:username} arn:aws:iam::*:user/*/\${aws:username}`,
      }),
      allow("iam:GetAccountPasswordPolicy"),
    ],
  },
  {
    name: "IAMUserSSHKeys",
    version: "v1",
    created: "2015-07-09T17:08:54Z",
    updated: "2015-07-09T17:08:54Z",
    statements: [
      allow(
        `iam:DeleteSSHPublicKey iam:GetSSHPublicKey iam:ListSSHPublicKeys iam:UpdateSSHPublicKey
      iam:UploadSSHPublicKey`,
        { on: `arn:aws:iam::*:user/\${aws:username}` },
      ),
    ],
  },
  {
    name: "IAMSelfManageServiceSpecificCredentials",
    version: "v1",
    created: "2016-12-22T17:25:18Z",
    updated: "2016-12-22T17:25:18Z",
    statements: [
      allow(
        `iam:CreateServiceSpecificCredential iam:ListServiceSpecificCredentials
      iam:UpdateServiceSpecificCredential iam:DeleteServiceSpecificCredential
      iam:ResetServiceSpecificCredential`,
        { on: `arn:aws:iam::*:user/\${aws:username}` },
      ),
    ],
  },
  {
    name: "IAMAccessAdvisorReadOnly",
    version: "v1",
    created: "2019-06-21T19:33:45Z",
    updated: "2019-06-21T19:33:45Z",
    statements: [
      allow(`iam:ListRoles iam:ListUsers iam:ListGroups iam:ListPolicies
      iam:ListPoliciesGrantingServiceAccess iam:GenerateServiceLastAccessedDetails
      iam:GenerateOrganizationsAccessReport iam:GenerateCredentialReport iam:GetRole iam:GetPolicy
      iam:GetServiceLastAccessedDetails iam:GetServiceLastAccessedDetailsWithEntities
      iam:GetOrganizationsAccessReport organizations:DescribeAccount
      organizations:DescribeOrganization organizations:DescribeOrganizationalUnit
      organizations:DescribePolicy organizations:ListChildren organizations:ListParents
      organizations:ListPoliciesForTarget organizations:ListRoots organizations:ListPolicies
      organizations:ListTargetsForPolicy`),
    ],
  },
  {
    name: "AWSOrganizationsFullAccess",
    version: "v9",
    created: "2018-11-06T20:31:57Z",
    updated: "2026-02-12T17:59:07Z",
    statements: [
      allow("organizations:*", { sid: "AWSOrganizationsFullAccess" }),
      allow(
        `account:PutAlternateContact account:DeleteAlternateContact account:GetAlternateContact
      account:GetContactInformation account:PutContactInformation account:ListRegions
      account:EnableRegion account:DisableRegion account:PutAccountName account:GetAccountInformation`,
        { sid: "AWSOrganizationsFullAccessAccount" },
      ),
      allow("iam:CreateServiceLinkedRole", {
        when: { StringEquals: { "iam:AWSServiceName": "organizations.amazonaws.com" } },
        sid: "AWSOrganizationsFullAccessCreateSLR",
      }),
    ],
  },
  {
    name: "AWSOrganizationsReadOnlyAccess",
    version: "v6",
    created: "2018-11-06T20:32:38Z",
    updated: "2024-06-07T21:32:16Z",
    statements: [
      allow("organizations:Describe* organizations:List*", { sid: "AWSOrganizationsReadOnly" }),
      allow(
        `account:GetAlternateContact account:GetContactInformation account:ListRegions
      account:GetRegionOptStatus account:GetPrimaryEmail`,
        { sid: "AWSOrganizationsReadOnlyAccount" },
      ),
    ],
  },
  {
    name: "AWSCloudTrail_ReadOnlyAccess",
    version: "v1",
    created: "2022-06-14T17:19:05Z",
    updated: "2022-06-14T17:19:05Z",
    statements: [allow("cloudtrail:Get* cloudtrail:Describe* cloudtrail:List* cloudtrail:LookupEvents")],
  },
  {
    name: "AWSSupportAccess",
    version: "v4",
    created: "2015-02-06T18:41:11Z",
    updated: "2026-02-12T17:59:31Z",
    statements: [allow("support:* support-console:*")],
  },
  {
    name: "AWSKeyManagementServicePowerUser",
    version: "v2",
    created: "2015-02-06T18:40:40Z",
    updated: "2017-03-07T00:55:11Z",
    statements: [
      allow(`kms:CreateAlias kms:CreateKey kms:DeleteAlias kms:Describe* kms:GenerateRandom kms:Get*
      kms:List* kms:TagResource kms:UntagResource iam:ListGroups iam:ListRoles iam:ListUsers`),
    ],
  },
  {
    name: "SecretsManagerReadWrite",
    version: "v5",
    created: "2018-04-04T18:05:29Z",
    updated: "2024-02-22T18:12:06Z",
    statements: [
      allow(
        `secretsmanager:* cloudformation:CreateChangeSet cloudformation:DescribeChangeSet
      cloudformation:DescribeStackResource cloudformation:DescribeStacks
      cloudformation:ExecuteChangeSet docdb-elastic:GetCluster docdb-elastic:ListClusters
      ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs kms:DescribeKey kms:ListAliases
      kms:ListKeys lambda:ListFunctions rds:DescribeDBClusters rds:DescribeDBInstances
      redshift:DescribeClusters redshift-serverless:ListWorkgroups redshift-serverless:GetNamespace
      tag:GetResources`,
        { sid: "BasePermissions" },
      ),
      allow(
        `lambda:AddPermission lambda:CreateFunction lambda:GetFunction lambda:InvokeFunction
      lambda:UpdateFunctionConfiguration`,
        { on: "arn:aws:lambda:*:*:function:SecretsManager*", sid: "LambdaPermissions" },
      ),
      allow("serverlessrepo:CreateCloudFormationChangeSet serverlessrepo:GetApplication", {
        on: "arn:aws:serverlessrepo:*:*:applications/SecretsManager*",
        sid: "SARPermissions",
      }),
      allow("s3:GetObject", {
        on: `arn:aws:s3:::awsserverlessrepo-changesets* arn:aws:s3:::secrets-manager-rotation-apps-*/*`,
        sid: "S3Permissions",
      }),
    ],
  },
  {
    name: "AWSCloudFormationFullAccess",
    version: "v1",
    created: "2019-07-26T21:50:35Z",
    updated: "2019-07-26T21:50:35Z",
    statements: [allow("cloudformation:*")],
  },
  {
    name: "AWSCloudFormationReadOnlyAccess",
    version: "v7",
    created: "2015-02-06T18:39:49Z",
    updated: "2026-02-12T18:02:00Z",
    statements: [
      allow(`cloudformation:Describe* cloudformation:BatchDescribe* cloudformation:EstimateTemplateCost
      cloudformation:Get* cloudformation:List* cloudformation:ValidateTemplate cloudformation:Detect*`),
    ],
  },
  {
    name: "ResourceGroupsandTagEditorFullAccess",
    version: "v6",
    created: "2015-02-06T18:39:53Z",
    updated: "2023-08-10T13:29:19Z",
    statements: [
      allow(`tag:getResources tag:getTagKeys tag:getTagValues tag:TagResources tag:UntagResources
      resource-groups:* cloudformation:DescribeStacks cloudformation:ListStackResources
      cloudformation:ListStacks`),
    ],
  },
  {
    name: "ResourceGroupsandTagEditorReadOnlyAccess",
    version: "v3",
    created: "2015-02-06T18:39:54Z",
    updated: "2023-08-10T13:42:58Z",
    statements: [
      allow(`tag:getResources tag:getTagKeys tag:getTagValues resource-groups:Get* resource-groups:List*
      resource-groups:Search* cloudformation:DescribeStacks cloudformation:ListStackResources
      cloudformation:ListStacks`),
    ],
  },
  {
    name: "AWSConfigUserAccess",
    version: "v4",
    created: "2015-02-18T19:38:41Z",
    updated: "2019-03-18T20:27:47Z",
    statements: [
      allow(`config:Get* config:Describe* config:Deliver* config:List* config:Select* tag:GetResources
      tag:GetTagKeys cloudtrail:DescribeTrails cloudtrail:GetTrailStatus cloudtrail:LookupEvents`),
    ],
  },
];
