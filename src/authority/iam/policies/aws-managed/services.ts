/** One service each: full access, or reading only. */
import { type AwsManagedPolicyFacts, allow } from "./facts.ts";

export const servicePolicies: readonly AwsManagedPolicyFacts[] = [
  {
    name: "AmazonS3FullAccess",
    version: "v2",
    created: "2015-02-06T18:40:58Z",
    updated: "2021-09-27T20:16:37Z",
    statements: [allow("s3:* s3-object-lambda:*")],
  },
  {
    name: "AmazonS3ReadOnlyAccess",
    version: "v3",
    created: "2015-02-06T18:40:59Z",
    updated: "2023-08-10T21:31:39Z",
    statements: [allow("s3:Get* s3:List* s3:Describe* s3-object-lambda:Get* s3-object-lambda:List*")],
  },
  {
    name: "AmazonEC2FullAccess",
    version: "v5",
    created: "2015-02-06T18:40:15Z",
    updated: "2018-11-27T02:16:56Z",
    statements: [
      allow("ec2:*"),
      allow("elasticloadbalancing:*"),
      allow("cloudwatch:*"),
      allow("autoscaling:*"),
      allow("iam:CreateServiceLinkedRole", {
        when: {
          StringEquals: {
            "iam:AWSServiceName": [
              "autoscaling.amazonaws.com",
              "ec2scheduled.amazonaws.com",
              "elasticloadbalancing.amazonaws.com",
              "spot.amazonaws.com",
              "spotfleet.amazonaws.com",
              "transitgateway.amazonaws.com",
            ],
          },
        },
      }),
    ],
  },
  {
    name: "AmazonEC2ReadOnlyAccess",
    version: "v5",
    created: "2015-02-06T18:40:17Z",
    updated: "2026-02-12T18:03:17Z",
    statements: [
      allow("ec2:Describe* ec2:GetSecurityGroupsForVpc"),
      allow("elasticloadbalancing:Describe*"),
      allow("cloudwatch:ListMetrics cloudwatch:GetMetricStatistics cloudwatch:Describe*"),
      allow("autoscaling:Describe*"),
    ],
  },
  {
    name: "AmazonVPCReadOnlyAccess",
    version: "v12",
    created: "2015-02-06T18:41:17Z",
    updated: "2026-02-12T17:58:19Z",
    statements: [
      allow(
        `ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeCarrierGateways
      ec2:DescribeClassicLinkInstances ec2:DescribeCustomerGateways ec2:DescribeDhcpOptions
      ec2:DescribeEgressOnlyInternetGateways ec2:DescribeFlowLogs ec2:DescribeInternetGateways
      ec2:DescribeLocalGatewayRouteTables ec2:DescribeLocalGatewayRouteTableVpcAssociations
      ec2:DescribeMovingAddresses ec2:DescribeNatGateways ec2:DescribeNetworkAcls
      ec2:DescribeNetworkInterfaceAttribute ec2:DescribeNetworkInterfacePermissions
      ec2:DescribeNetworkInterfaces ec2:DescribePrefixLists ec2:DescribeRouteTables
      ec2:DescribeSecurityGroupReferences ec2:DescribeSecurityGroupRules ec2:DescribeSecurityGroups
      ec2:DescribeSecurityGroupVpcAssociations ec2:DescribeStaleSecurityGroups ec2:DescribeSubnets
      ec2:DescribeTags ec2:DescribeVpcAttribute ec2:DescribeVpcClassicLink
      ec2:DescribeVpcClassicLinkDnsSupport ec2:DescribeVpcEndpoints
      ec2:DescribeVpcEndpointConnectionNotifications ec2:DescribeVpcEndpointConnections
      ec2:DescribeVpcEndpointServiceConfigurations ec2:DescribeVpcEndpointServicePermissions
      ec2:DescribeVpcEndpointServices ec2:DescribeVpcPeeringConnections ec2:DescribeVpcs
      ec2:DescribeVpnConnections ec2:DescribeVpnGateways ec2:GetSecurityGroupsForVpc`,
        { sid: "AmazonVPCReadOnlyAccess" },
      ),
    ],
  },
  {
    name: "AutoScalingFullAccess",
    version: "v2",
    created: "2017-01-12T19:31:58Z",
    updated: "2018-02-06T21:59:13Z",
    statements: [
      allow("autoscaling:*"),
      allow("cloudwatch:PutMetricAlarm"),
      allow(`ec2:DescribeAccountAttributes ec2:DescribeAvailabilityZones ec2:DescribeImages
      ec2:DescribeInstanceAttribute ec2:DescribeInstances ec2:DescribeKeyPairs
      ec2:DescribeLaunchTemplateVersions ec2:DescribePlacementGroups ec2:DescribeSecurityGroups
      ec2:DescribeSpotInstanceRequests ec2:DescribeSubnets ec2:DescribeVpcClassicLink`),
      allow(`elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeTargetGroups`),
      allow("iam:CreateServiceLinkedRole", {
        when: { StringEquals: { "iam:AWSServiceName": "autoscaling.amazonaws.com" } },
      }),
    ],
  },
  {
    name: "AutoScalingReadOnlyAccess",
    version: "v1",
    created: "2017-01-12T19:39:35Z",
    updated: "2017-01-12T19:39:35Z",
    statements: [allow("autoscaling:Describe*")],
  },
  {
    name: "ElasticLoadBalancingFullAccess",
    version: "v9",
    created: "2018-09-20T20:42:07Z",
    updated: "2026-02-23T18:57:07Z",
    statements: [
      allow("elasticloadbalancing:*"),
      allow(`ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeInternetGateways
      ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeVpcClassicLink
      ec2:DescribeInstances ec2:DescribeNetworkInterfaces ec2:DescribeClassicLinkInstances
      ec2:DescribeRouteTables ec2:DescribeCoipPools ec2:GetCoipPoolUsage ec2:GetSecurityGroupsForVpc
      ec2:DescribeVpcPeeringConnections ec2:DescribeAvailabilityZones
      cognito-idp:DescribeUserPoolClient`),
      allow("iam:CreateServiceLinkedRole", {
        when: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
      }),
      allow("arc-zonal-shift:*", { on: "arn:aws:elasticloadbalancing:*:*:loadbalancer/*" }),
      allow("arc-zonal-shift:ListManagedResources arc-zonal-shift:ListZonalShifts"),
    ],
  },
  {
    name: "ElasticLoadBalancingReadOnly",
    version: "v3",
    created: "2018-09-20T20:17:09Z",
    updated: "2023-11-26T18:15:46Z",
    statements: [
      allow("elasticloadbalancing:Describe* elasticloadbalancing:Get*", { sid: "Statement1" }),
      allow(`ec2:DescribeInstances ec2:DescribeClassicLinkInstances ec2:DescribeSecurityGroups`, {
        sid: "Statement2",
      }),
      allow("arc-zonal-shift:GetManagedResource", {
        on: "arn:aws:elasticloadbalancing:*:*:loadbalancer/*",
        sid: "Statement3",
      }),
      allow("arc-zonal-shift:ListManagedResources arc-zonal-shift:ListZonalShifts", { sid: "Statement4" }),
    ],
  },
  {
    name: "AmazonDynamoDBFullAccess",
    version: "v15",
    created: "2015-02-06T18:40:11Z",
    updated: "2021-01-29T17:38:30Z",
    statements: [
      allow(`dynamodb:* dax:* application-autoscaling:DeleteScalingPolicy
      application-autoscaling:DeregisterScalableTarget application-autoscaling:DescribeScalableTargets
      application-autoscaling:DescribeScalingActivities
      application-autoscaling:DescribeScalingPolicies application-autoscaling:PutScalingPolicy
      application-autoscaling:RegisterScalableTarget cloudwatch:DeleteAlarms
      cloudwatch:DescribeAlarmHistory cloudwatch:DescribeAlarms cloudwatch:DescribeAlarmsForMetric
      cloudwatch:GetMetricStatistics cloudwatch:ListMetrics cloudwatch:PutMetricAlarm
      cloudwatch:GetMetricData datapipeline:ActivatePipeline datapipeline:CreatePipeline
      datapipeline:DeletePipeline datapipeline:DescribeObjects datapipeline:DescribePipelines
      datapipeline:GetPipelineDefinition datapipeline:ListPipelines datapipeline:PutPipelineDefinition
      datapipeline:QueryObjects ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups
      iam:GetRole iam:ListRoles kms:DescribeKey kms:ListAliases sns:CreateTopic sns:DeleteTopic
      sns:ListSubscriptions sns:ListSubscriptionsByTopic sns:ListTopics sns:Subscribe sns:Unsubscribe
      sns:SetTopicAttributes lambda:CreateFunction lambda:ListFunctions lambda:ListEventSourceMappings
      lambda:CreateEventSourceMapping lambda:DeleteEventSourceMapping lambda:GetFunctionConfiguration
      lambda:DeleteFunction resource-groups:ListGroups resource-groups:ListGroupResources
      resource-groups:GetGroup resource-groups:GetGroupQuery resource-groups:DeleteGroup
      resource-groups:CreateGroup tag:GetResources kinesis:ListStreams kinesis:DescribeStream
      kinesis:DescribeStreamSummary`),
      allow("cloudwatch:GetInsightRuleReport", {
        on: "arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*",
      }),
      allow("iam:PassRole", {
        when: {
          StringLike: {
            "iam:PassedToService": [
              "application-autoscaling.amazonaws.com",
              "application-autoscaling.amazonaws.com.cn",
              "dax.amazonaws.com",
            ],
          },
        },
      }),
      allow("iam:CreateServiceLinkedRole", {
        when: {
          StringEquals: {
            "iam:AWSServiceName": [
              "replication.dynamodb.amazonaws.com",
              "dax.amazonaws.com",
              "dynamodb.application-autoscaling.amazonaws.com",
              "contributorinsights.dynamodb.amazonaws.com",
              "kinesisreplication.dynamodb.amazonaws.com",
            ],
          },
        },
      }),
    ],
  },
  {
    name: "AmazonDynamoDBReadOnlyAccess",
    version: "v15",
    created: "2015-02-06T18:40:12Z",
    updated: "2024-11-18T17:38:15Z",
    statements: [
      allow(
        `application-autoscaling:DescribeScalableTargets
      application-autoscaling:DescribeScalingActivities
      application-autoscaling:DescribeScalingPolicies cloudwatch:DescribeAlarmHistory
      cloudwatch:DescribeAlarms cloudwatch:DescribeAlarmsForMetric cloudwatch:GetMetricStatistics
      cloudwatch:ListMetrics cloudwatch:GetMetricData datapipeline:DescribeObjects
      datapipeline:DescribePipelines datapipeline:GetPipelineDefinition datapipeline:ListPipelines
      datapipeline:QueryObjects dynamodb:BatchGetItem dynamodb:Describe* dynamodb:List*
      dynamodb:GetAbacStatus dynamodb:GetItem dynamodb:GetResourcePolicy dynamodb:Query dynamodb:Scan
      dynamodb:PartiQLSelect dax:Describe* dax:List* dax:GetItem dax:BatchGetItem dax:Query dax:Scan
      ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups iam:GetRole iam:ListRoles
      kms:DescribeKey kms:ListAliases sns:ListSubscriptionsByTopic sns:ListTopics lambda:ListFunctions
      lambda:ListEventSourceMappings lambda:GetFunctionConfiguration resource-groups:ListGroups
      resource-groups:ListGroupResources resource-groups:GetGroup resource-groups:GetGroupQuery
      tag:GetResources kinesis:ListStreams kinesis:DescribeStream kinesis:DescribeStreamSummary`,
        { sid: "GeneralReadOnlyAccess" },
      ),
      allow("cloudwatch:GetInsightRuleReport", {
        on: "arn:aws:cloudwatch:*:*:insight-rule/DynamoDBContributorInsights*",
        sid: "CCIAccess",
      }),
    ],
  },
  {
    name: "AmazonRDSFullAccess",
    version: "v14",
    created: "2015-02-06T18:40:52Z",
    updated: "2023-08-17T23:00:17Z",
    statements: [
      allow(`rds:* application-autoscaling:DeleteScalingPolicy
      application-autoscaling:DeregisterScalableTarget application-autoscaling:DescribeScalableTargets
      application-autoscaling:DescribeScalingActivities
      application-autoscaling:DescribeScalingPolicies application-autoscaling:PutScalingPolicy
      application-autoscaling:RegisterScalableTarget cloudwatch:DescribeAlarms
      cloudwatch:GetMetricStatistics cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms
      cloudwatch:ListMetrics cloudwatch:GetMetricData ec2:DescribeAccountAttributes
      ec2:DescribeAvailabilityZones ec2:DescribeCoipPools ec2:DescribeInternetGateways
      ec2:DescribeLocalGatewayRouteTablePermissions ec2:DescribeLocalGatewayRouteTables
      ec2:DescribeLocalGatewayRouteTableVpcAssociations ec2:DescribeLocalGateways
      ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcAttribute ec2:DescribeVpcs
      ec2:GetCoipPoolUsage sns:ListSubscriptions sns:ListTopics sns:Publish logs:DescribeLogStreams
      logs:GetLogEvents outposts:GetOutpostInstanceTypes devops-guru:GetResourceCollection`),
      allow("pi:*", { on: "arn:aws:pi:*:*:metrics/rds/* arn:aws:pi:*:*:perf-reports/rds/*" }),
      allow("iam:CreateServiceLinkedRole", {
        when: {
          StringLike: {
            "iam:AWSServiceName": ["rds.amazonaws.com", "rds.application-autoscaling.amazonaws.com"],
          },
        },
      }),
      allow("devops-guru:SearchInsights devops-guru:ListAnomaliesForInsight", {
        when: {
          "ForAllValues:StringEquals": { "devops-guru:ServiceNames": ["RDS"] },
          Null: { "devops-guru:ServiceNames": "false" },
        },
      }),
    ],
  },
  {
    name: "AmazonRDSReadOnlyAccess",
    version: "v7",
    created: "2015-02-06T18:40:53Z",
    updated: "2023-04-14T12:32:09Z",
    statements: [
      allow(`rds:Describe* rds:ListTagsForResource ec2:DescribeAccountAttributes
      ec2:DescribeAvailabilityZones ec2:DescribeInternetGateways ec2:DescribeSecurityGroups
      ec2:DescribeSubnets ec2:DescribeVpcAttribute ec2:DescribeVpcs`),
      allow(`cloudwatch:GetMetricStatistics cloudwatch:ListMetrics cloudwatch:GetMetricData
      logs:DescribeLogStreams logs:GetLogEvents devops-guru:GetResourceCollection`),
      allow("devops-guru:SearchInsights devops-guru:ListAnomaliesForInsight", {
        when: {
          "ForAllValues:StringEquals": { "devops-guru:ServiceNames": ["RDS"] },
          Null: { "devops-guru:ServiceNames": "false" },
        },
      }),
    ],
  },
  {
    name: "AmazonElastiCacheFullAccess",
    version: "v3",
    created: "2015-02-06T18:40:20Z",
    updated: "2023-11-28T03:49:56Z",
    statements: [
      allow("elasticache:*", { sid: "ElastiCacheManagementActions" }),
      allow("iam:CreateServiceLinkedRole", {
        on: `arn:aws:iam::*:role/aws-service-role/elasticache.amazonaws.com/AWSServiceRoleForElastiCache`,
        when: { StringLike: { "iam:AWSServiceName": "elasticache.amazonaws.com" } },
        sid: "CreateServiceLinkedRole",
      }),
      allow("ec2:CreateVpcEndpoint", {
        on: "arn:aws:ec2:*:*:vpc-endpoint/*",
        when: { StringLike: { "ec2:VpceServiceName": "com.amazonaws.elasticache.serverless.*" } },
        sid: "CreateVPCEndpoints",
      }),
      allow("ec2:CreateVpcEndpoint", {
        notOn: "arn:aws:ec2:*:*:vpc-endpoint/*",
        sid: "AllowAccessToElastiCacheTaggedVpcEndpoints",
      }),
      allow("ec2:CreateTags", {
        on: "arn:aws:ec2:*:*:vpc-endpoint/*",
        when: {
          StringEquals: {
            "aws:RequestTag/AmazonElastiCacheManaged": "true",
            "ec2:CreateAction": "CreateVpcEndpoint",
          },
        },
        sid: "TagVPCEndpointsOnCreation",
      }),
      allow("ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups", { sid: "AllowAccessToEc2" }),
      allow("kms:DescribeKey kms:ListAliases kms:ListKeys", { sid: "AllowAccessToKMS" }),
      allow("cloudwatch:GetMetricStatistics cloudwatch:GetMetricData", { sid: "AllowAccessToCloudWatch" }),
      allow(
        `application-autoscaling:DescribeScalableTargets application-autoscaling:DescribeScheduledActions
      application-autoscaling:DescribeScalingPolicies
      application-autoscaling:DescribeScalingActivities`,
        { sid: "AllowAccessToAutoScaling" },
      ),
      allow("logs:DescribeLogGroups", { sid: "DescribeLogGroups" }),
      allow("firehose:ListDeliveryStreams", { sid: "ListLogDeliveryStreams" }),
      allow("s3:ListAllMyBuckets", { sid: "DescribeS3Buckets" }),
      allow("outposts:ListOutposts", { sid: "AllowAccessToOutposts" }),
      allow("sns:ListTopics", { sid: "AllowAccessToSNS" }),
    ],
  },
  {
    name: "AmazonElastiCacheReadOnlyAccess",
    version: "v1",
    created: "2015-02-06T18:40:21Z",
    updated: "2015-02-06T18:40:21Z",
    statements: [allow("elasticache:Describe*")],
  },
  {
    name: "AmazonSQSFullAccess",
    version: "v1",
    created: "2015-02-06T18:41:07Z",
    updated: "2015-02-06T18:41:07Z",
    statements: [allow("sqs:*")],
  },
  {
    name: "AmazonSQSReadOnlyAccess",
    version: "v4",
    created: "2015-02-06T18:41:08Z",
    updated: "2024-05-24T18:16:44Z",
    statements: [
      allow(
        `sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListDeadLetterSourceQueues sqs:ListQueues
      sqs:ListMessageMoveTasks sqs:ListQueueTags`,
        { sid: "AmazonSQSReadOnlyAccess" },
      ),
    ],
  },
  {
    name: "AmazonSNSFullAccess",
    version: "v2",
    created: "2015-02-06T18:41:05Z",
    updated: "2024-09-24T22:32:05Z",
    statements: [
      allow("sns:*", { sid: "SNSFullAccess" }),
      allow(
        `sms-voice:DescribeVerifiedDestinationNumbers sms-voice:CreateVerifiedDestinationNumber
      sms-voice:SendDestinationNumberVerificationCode sms-voice:SendTextMessage
      sms-voice:DeleteVerifiedDestinationNumber sms-voice:VerifyDestinationNumber
      sms-voice:DescribeAccountAttributes sms-voice:DescribeSpendLimits sms-voice:DescribePhoneNumbers
      sms-voice:SetTextMessageSpendLimitOverride sms-voice:DescribeOptedOutNumbers
      sms-voice:DeleteOptedOutNumber`,
        { when: { StringEquals: { "aws:CalledViaLast": "sns.amazonaws.com" } }, sid: "SMSAccessViaSNS" },
      ),
    ],
  },
  {
    name: "AmazonSNSReadOnlyAccess",
    version: "v2",
    created: "2015-02-06T18:41:06Z",
    updated: "2024-09-24T22:13:12Z",
    statements: [
      allow(
        `sns:GetTopicAttributes sns:List* sns:CheckIfPhoneNumberIsOptedOut sns:GetEndpointAttributes
      sns:GetDataProtectionPolicy sns:GetPlatformApplicationAttributes sns:GetSMSAttributes
      sns:GetSMSSandboxAccountStatus sns:GetSubscriptionAttributes`,
        { sid: "SNSReadOnlyAccess" },
      ),
      allow(
        `sms-voice:DescribeVerifiedDestinationNumbers sms-voice:DescribeAccountAttributes
      sms-voice:DescribeSpendLimits sms-voice:DescribePhoneNumbers sms-voice:DescribeOptedOutNumbers`,
        { when: { StringEquals: { "aws:CalledViaLast": "sns.amazonaws.com" } }, sid: "SMSAccessViaSNS" },
      ),
    ],
  },
  {
    name: "AmazonSESFullAccess",
    version: "v1",
    created: "2015-02-06T18:41:02Z",
    updated: "2015-02-06T18:41:02Z",
    statements: [allow("ses:*")],
  },
  {
    name: "AmazonSESReadOnlyAccess",
    version: "v2",
    created: "2015-02-06T18:41:03Z",
    updated: "2024-05-14T12:03:02Z",
    statements: [allow("ses:Get* ses:List* ses:BatchGetMetricData", { sid: "SESReadOnlyAccess" })],
  },
  {
    name: "AmazonKinesisFullAccess",
    version: "v1",
    created: "2015-02-06T18:40:29Z",
    updated: "2015-02-06T18:40:29Z",
    statements: [allow("kinesis:*")],
  },
  {
    name: "AmazonKinesisReadOnlyAccess",
    version: "v1",
    created: "2015-02-06T18:40:30Z",
    updated: "2015-02-06T18:40:30Z",
    statements: [allow("kinesis:Get* kinesis:List* kinesis:Describe*")],
  },
  {
    name: "AmazonKinesisFirehoseFullAccess",
    version: "v1",
    created: "2015-10-07T18:45:26Z",
    updated: "2015-10-07T18:45:26Z",
    statements: [allow("firehose:*")],
  },
  {
    name: "AmazonKinesisFirehoseReadOnlyAccess",
    version: "v1",
    created: "2015-10-07T18:43:39Z",
    updated: "2015-10-07T18:43:39Z",
    statements: [allow("firehose:Describe* firehose:List*")],
  },
  {
    name: "AmazonRoute53FullAccess",
    version: "v7",
    created: "2015-02-06T18:40:54Z",
    updated: "2026-02-12T18:00:40Z",
    statements: [
      allow(`route53:* route53domains:* cloudfront:ListDistributions cloudfront:GetDistributionTenantByDomain
      cloudfront:GetConnectionGroup cloudwatch:DescribeAlarms cloudwatch:GetMetricStatistics
      cloudwatch:GetMetricData ec2:DescribeVpcs ec2:DescribeVpcEndpoints ec2:DescribeRegions
      elasticloadbalancing:DescribeLoadBalancers elasticbeanstalk:DescribeEnvironments
      es:ListDomainNames es:DescribeDomains lightsail:GetContainerServices s3:ListBucket
      s3:GetBucketLocation s3:GetBucketWebsite sns:ListTopics sns:ListSubscriptionsByTopic
      tag:GetResources`),
      allow("apigateway:GET", { on: "arn:aws:apigateway:*::/domainnames" }),
    ],
  },
  {
    name: "AmazonRoute53ReadOnlyAccess",
    version: "v2",
    created: "2015-02-06T18:40:55Z",
    updated: "2016-11-15T21:15:16Z",
    statements: [allow("route53:Get* route53:List* route53:TestDNSAnswer")],
  },
  {
    name: "CloudFrontReadOnlyAccess",
    version: "v12",
    created: "2015-02-06T18:39:55Z",
    updated: "2026-02-12T17:59:06Z",
    statements: [
      allow(
        `acm:DescribeCertificate acm:ListCertificates cloudfront:Describe* cloudfront:Get*
      cloudfront:List* cloudfront-keyvaluestore:Describe* cloudfront-keyvaluestore:Get*
      cloudfront-keyvaluestore:List* iam:ListServerCertificates route53:List* waf:ListWebACLs
      waf:GetWebACL wafv2:ListWebACLs wafv2:GetWebACL ec2:DescribeIpamPools ec2:GetIpamPoolCidrs
      pricingplanmanager:ListSubscriptions pricingplanmanager:GetSubscription`,
        { sid: "cfReadOnly" },
      ),
    ],
  },
  {
    name: "AmazonAPIGatewayAdministrator",
    version: "v1",
    created: "2015-07-09T17:34:45Z",
    updated: "2015-07-09T17:34:45Z",
    statements: [allow("apigateway:*", { on: "arn:aws:apigateway:*::/*" })],
  },
  {
    name: "AmazonAPIGatewayInvokeFullAccess",
    version: "v2",
    created: "2015-07-09T17:36:12Z",
    updated: "2018-12-18T18:25:10Z",
    statements: [
      allow("execute-api:Invoke execute-api:ManageConnections", { on: "arn:aws:execute-api:*:*:*" }),
    ],
  },
  {
    name: "CloudWatchFullAccess",
    version: "v4",
    created: "2015-02-06T18:40:00Z",
    updated: "2022-11-27T13:23:49Z",
    statements: [
      allow(`autoscaling:Describe* cloudwatch:* logs:* sns:* iam:GetPolicy iam:GetPolicyVersion iam:GetRole
      oam:ListSinks`),
      allow("iam:CreateServiceLinkedRole", {
        on: `arn:aws:iam::*:role/aws-service-role/events.amazonaws.com/AWSServiceRoleForCloudWatchEvents*`,
        when: { StringLike: { "iam:AWSServiceName": "events.amazonaws.com" } },
      }),
      allow("oam:ListAttachedLinks", { on: "arn:aws:oam:*:*:sink/*" }),
    ],
  },
  {
    name: "CloudWatchLogsFullAccess",
    version: "v8",
    created: "2015-02-06T18:40:02Z",
    updated: "2026-02-12T18:00:33Z",
    statements: [
      allow(
        `logs:* cloudwatch:GenerateQuery cloudwatch:GenerateQueryResultsSummary
      observabilityadmin:GetS3TableIntegration observabilityadmin:ListS3TableIntegrations
      observabilityadmin:ListTelemetryPipelines`,
        { sid: "CloudWatchLogsFullAccess" },
      ),
    ],
  },
  {
    name: "CloudWatchLogsReadOnlyAccess",
    version: "v12",
    created: "2015-02-06T18:40:03Z",
    updated: "2026-02-12T17:59:13Z",
    statements: [
      allow(
        `logs:Describe* logs:Get* logs:List* logs:StartQuery logs:StopQuery logs:TestMetricFilter
      logs:FilterLogEvents logs:StartLiveTail logs:StopLiveTail cloudwatch:GenerateQuery
      cloudwatch:GenerateQueryResultsSummary observabilityadmin:ListS3TableIntegrations
      observabilityadmin:GetS3TableIntegration observabilityadmin:ListTelemetryPipelines`,
        { sid: "CloudWatchLogsReadOnlyAccess" },
      ),
    ],
  },
  {
    name: "AmazonEventBridgeReadOnlyAccess",
    version: "v6",
    created: "2019-07-11T13:59:07Z",
    updated: "2022-12-01T17:02:48Z",
    statements: [
      allow(`events:DescribeRule events:DescribeEventBus events:DescribeEventSource events:ListEventBuses
      events:ListEventSources events:ListRuleNamesByTarget events:ListRules events:ListTargetsByRule
      events:TestEventPattern events:DescribeArchive events:ListArchives events:DescribeReplay
      events:ListReplays events:DescribeConnection events:ListConnections
      events:DescribeApiDestination events:ListApiDestinations events:DescribeEndpoint
      events:ListEndpoints schemas:DescribeCodeBinding schemas:DescribeDiscoverer
      schemas:DescribeRegistry schemas:DescribeSchema schemas:ExportSchema
      schemas:GetCodeBindingSource schemas:GetDiscoveredSchema schemas:GetResourcePolicy
      schemas:ListDiscoverers schemas:ListRegistries schemas:ListSchemas schemas:ListSchemaVersions
      schemas:ListTagsForResource schemas:SearchSchemas scheduler:GetSchedule
      scheduler:GetScheduleGroup scheduler:ListSchedules scheduler:ListScheduleGroups
      scheduler:ListTagsForResource pipes:DescribePipe pipes:ListPipes pipes:ListTagsForResource`),
    ],
  },
  {
    name: "AWSLambda_FullAccess",
    version: "v7",
    created: "2020-11-17T21:14:08Z",
    updated: "2026-02-12T18:00:51Z",
    statements: [
      allow(`cloudformation:DescribeStacks cloudformation:ListStackResources cloudwatch:ListMetrics
      cloudwatch:GetMetricData ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs
      kms:DescribeKey kms:ListAliases iam:GetPolicy iam:GetPolicyVersion iam:GetRole iam:GetRolePolicy
      iam:ListAttachedRolePolicies iam:ListRolePolicies iam:ListRoles lambda:* logs:DescribeLogGroups
      states:DescribeStateMachine states:ListStateMachines tag:GetResources xray:GetTraceSummaries
      xray:BatchGetTraces`),
      allow("iam:PassRole", { when: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } } }),
      allow(
        `logs:DescribeLogStreams logs:GetLogEvents logs:FilterLogEvents logs:StartLiveTail
      logs:StopLiveTail`,
        { on: "arn:aws:logs:*:*:log-group:/aws/lambda/*" },
      ),
      allow("iam:CreateServiceLinkedRole", {
        on: `arn:aws:iam::*:role/aws-service-role/lambda.amazonaws.com/AWSServiceRoleForLambda`,
        when: { StringEquals: { "iam:AWSServiceName": "lambda.amazonaws.com" } },
      }),
    ],
  },
  {
    name: "AWSLambda_ReadOnlyAccess",
    version: "v5",
    created: "2020-11-17T21:10:32Z",
    updated: "2026-02-12T18:02:55Z",
    statements: [
      allow(`cloudformation:DescribeStacks cloudformation:ListStacks cloudformation:ListStackResources
      cloudwatch:GetMetricData cloudwatch:ListMetrics ec2:DescribeSecurityGroups ec2:DescribeSubnets
      ec2:DescribeVpcs kms:ListAliases iam:GetPolicy iam:GetPolicyVersion iam:GetRole
      iam:GetRolePolicy iam:ListAttachedRolePolicies iam:ListRolePolicies iam:ListRoles
      logs:DescribeLogGroups lambda:Get* lambda:List* states:DescribeStateMachine
      states:ListStateMachines tag:GetResources xray:GetTraceSummaries xray:BatchGetTraces`),
      allow(
        `logs:DescribeLogStreams logs:GetLogEvents logs:FilterLogEvents logs:StartQuery logs:StopQuery
      logs:DescribeQueries logs:GetLogGroupFields logs:GetLogRecord logs:GetQueryResults
      logs:StartLiveTail logs:StopLiveTail`,
        { on: "arn:aws:logs:*:*:log-group:/aws/lambda/*" },
      ),
    ],
  },
  {
    name: "AWSLambdaExecute",
    version: "v1",
    created: "2015-02-06T18:40:46Z",
    updated: "2015-02-06T18:40:46Z",
    statements: [
      allow("logs:*", { on: "arn:aws:logs:*:*:*" }),
      allow("s3:GetObject s3:PutObject", { on: "arn:aws:s3:::*" }),
    ],
  },
  {
    name: "AWSLambdaInvocation-DynamoDB",
    version: "v1",
    created: "2015-02-06T18:40:47Z",
    updated: "2015-02-06T18:40:47Z",
    statements: [
      allow("lambda:InvokeFunction"),
      allow(`dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams`),
    ],
  },
  {
    name: "AWSStepFunctionsFullAccess",
    version: "v1",
    created: "2017-01-11T21:51:32Z",
    updated: "2017-01-11T21:51:32Z",
    statements: [allow("states:*")],
  },
  {
    name: "AWSStepFunctionsReadOnlyAccess",
    version: "v4",
    created: "2017-01-11T21:46:19Z",
    updated: "2024-04-26T18:53:54Z",
    statements: [
      allow(
        `states:ListStateMachines states:ListActivities states:DescribeStateMachine
      states:DescribeStateMachineForExecution states:ListExecutions states:DescribeExecution
      states:GetExecutionHistory states:DescribeActivity states:ListTagsForResource
      states:DescribeMapRun states:ListMapRuns states:DescribeStateMachineAlias
      states:ListStateMachineAliases states:ListStateMachineVersions
      states:ValidateStateMachineDefinition`,
        { sid: "ReadOnlyAccess" },
      ),
    ],
  },
  {
    name: "AmazonEC2ContainerRegistryFullAccess",
    version: "v3",
    created: "2015-12-21T17:06:48Z",
    updated: "2020-12-05T00:04:19Z",
    statements: [
      allow("ecr:* cloudtrail:LookupEvents"),
      allow("iam:CreateServiceLinkedRole", {
        when: { StringEquals: { "iam:AWSServiceName": ["replication.ecr.amazonaws.com"] } },
      }),
    ],
  },
  {
    name: "AmazonEC2ContainerRegistryPowerUser",
    version: "v3",
    created: "2015-12-21T17:05:33Z",
    updated: "2019-12-10T20:48:08Z",
    statements: [
      allow(`ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer
      ecr:GetRepositoryPolicy ecr:DescribeRepositories ecr:ListImages ecr:DescribeImages
      ecr:BatchGetImage ecr:GetLifecyclePolicy ecr:GetLifecyclePolicyPreview ecr:ListTagsForResource
      ecr:DescribeImageScanFindings ecr:InitiateLayerUpload ecr:UploadLayerPart
      ecr:CompleteLayerUpload ecr:PutImage`),
    ],
  },
  {
    name: "AmazonEC2ContainerRegistryReadOnly",
    version: "v3",
    created: "2015-12-21T17:04:15Z",
    updated: "2019-12-10T20:56:32Z",
    statements: [
      allow(`ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer
      ecr:GetRepositoryPolicy ecr:DescribeRepositories ecr:ListImages ecr:DescribeImages
      ecr:BatchGetImage ecr:GetLifecyclePolicy ecr:GetLifecyclePolicyPreview ecr:ListTagsForResource
      ecr:DescribeImageScanFindings`),
    ],
  },
  {
    name: "AmazonEC2ContainerRegistryPullOnly",
    version: "v1",
    created: "2024-10-04T16:58:49Z",
    updated: "2024-10-04T16:58:49Z",
    statements: [
      allow(`ecr:GetAuthorizationToken ecr:BatchGetImage ecr:GetDownloadUrlForLayer
      ecr:BatchImportUpstreamImage`),
    ],
  },
  {
    name: "AmazonSSMFullAccess",
    version: "v4",
    created: "2015-05-29T17:39:47Z",
    updated: "2019-11-20T20:08:56Z",
    statements: [
      allow(`cloudwatch:PutMetricData ds:CreateComputer ds:DescribeDirectories ec2:DescribeInstanceStatus
      logs:* ssm:* ec2messages:*`),
      allow("iam:CreateServiceLinkedRole", {
        on: `arn:aws:iam::*:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM*`,
        when: { StringLike: { "iam:AWSServiceName": "ssm.amazonaws.com" } },
      }),
      allow("iam:DeleteServiceLinkedRole iam:GetServiceLinkedRoleDeletionStatus", {
        on: `arn:aws:iam::*:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM*`,
      }),
      allow(`ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel
      ssmmessages:OpenDataChannel`),
    ],
  },
  {
    name: "AmazonSSMReadOnlyAccess",
    version: "v1",
    created: "2015-05-29T17:44:19Z",
    updated: "2015-05-29T17:44:19Z",
    statements: [allow("ssm:Describe* ssm:Get* ssm:List*")],
  },
  {
    name: "AmazonCognitoReadOnly",
    version: "v4",
    created: "2015-03-24T17:06:46Z",
    updated: "2019-08-01T19:21:04Z",
    statements: [
      allow(`cognito-identity:Describe* cognito-identity:Get* cognito-identity:List* cognito-idp:Describe*
      cognito-idp:AdminGet* cognito-idp:AdminList* cognito-idp:List* cognito-idp:Get*
      cognito-sync:Describe* cognito-sync:Get* cognito-sync:List* iam:ListOpenIdConnectProviders
      iam:ListRoles sns:ListPlatformApplications`),
    ],
  },
  {
    name: "AmazonElasticFileSystemClientReadWriteAccess",
    version: "v1",
    created: "2020-01-13T16:21:55Z",
    updated: "2020-01-13T16:21:55Z",
    statements: [
      allow(`elasticfilesystem:ClientMount elasticfilesystem:ClientWrite
      elasticfilesystem:DescribeMountTargets`),
    ],
  },
  {
    name: "AmazonGlacierReadOnlyAccess",
    version: "v2",
    created: "2015-02-06T18:40:27Z",
    updated: "2016-05-05T18:46:10Z",
    statements: [
      allow(`glacier:DescribeJob glacier:DescribeVault glacier:GetDataRetrievalPolicy glacier:GetJobOutput
      glacier:GetVaultAccessPolicy glacier:GetVaultLock glacier:GetVaultNotifications glacier:ListJobs
      glacier:ListMultipartUploads glacier:ListParts glacier:ListTagsForVault glacier:ListVaults`),
    ],
  },
  {
    name: "AmazonAthenaFullAccess",
    version: "v15",
    created: "2016-11-30T16:46:01Z",
    updated: "2026-02-12T18:03:09Z",
    statements: [
      allow("athena:*", { sid: "BaseAthenaPermissions" }),
      allow(
        `glue:CreateDatabase glue:DeleteDatabase glue:GetCatalog glue:GetCatalogs glue:GetDatabase
      glue:GetDatabases glue:UpdateDatabase glue:CreateTable glue:DeleteTable glue:BatchDeleteTable
      glue:UpdateTable glue:GetTable glue:GetTables glue:BatchCreatePartition glue:CreatePartition
      glue:DeletePartition glue:BatchDeletePartition glue:UpdatePartition glue:GetPartition
      glue:GetPartitions glue:BatchGetPartition glue:StartColumnStatisticsTaskRun
      glue:GetColumnStatisticsTaskRun glue:GetColumnStatisticsTaskRuns glue:GetCatalogImportStatus`,
        { sid: "BaseGluePermissions" },
      ),
      allow(
        `s3:GetBucketLocation s3:GetObject s3:ListBucket s3:ListBucketMultipartUploads
      s3:ListMultipartUploadParts s3:AbortMultipartUpload s3:CreateBucket s3:PutObject
      s3:PutBucketPublicAccessBlock`,
        { on: "arn:aws:s3:::aws-athena-query-results-*", sid: "BaseQueryResultsPermissions" },
      ),
      allow("s3:GetObject s3:ListBucket", {
        on: "arn:aws:s3:::athena-examples*",
        sid: "BaseAthenaExamplesPermissions",
      }),
      allow("s3:ListBucket s3:GetBucketLocation s3:ListAllMyBuckets", { sid: "BaseS3BucketPermissions" }),
      allow("sns:ListTopics sns:GetTopicAttributes", { sid: "BaseSNSPermissions" }),
      allow(
        `cloudwatch:PutMetricAlarm cloudwatch:DescribeAlarms cloudwatch:DeleteAlarms
      cloudwatch:GetMetricData`,
        { sid: "BaseCloudWatchPermissions" },
      ),
      allow("lakeformation:GetDataAccess", { sid: "BaseLakeFormationPermissions" }),
      allow("datazone:ListDomains datazone:ListProjects datazone:ListAccountEnvironments", {
        sid: "BaseDataZonePermissions",
      }),
      allow("pricing:GetProducts", { sid: "BasePricingPermissions" }),
    ],
  },
  {
    name: "AWSXrayFullAccess",
    version: "v2",
    created: "2016-12-01T18:30:55Z",
    updated: "2024-04-11T17:07:36Z",
    statements: [allow("xray:*", { sid: "AWSXrayFullAccess" })],
  },
  {
    name: "AWSXrayReadOnlyAccess",
    version: "v8",
    created: "2016-12-01T18:27:02Z",
    updated: "2024-02-14T00:35:02Z",
    statements: [
      allow(
        `xray:GetSamplingRules xray:GetSamplingTargets xray:GetSamplingStatisticSummaries
      xray:BatchGetTraces xray:BatchGetTraceSummaryById xray:GetDistinctTraceGraphs
      xray:GetServiceGraph xray:GetTraceGraph xray:GetTraceSummaries xray:GetGroups xray:GetGroup
      xray:ListTagsForResource xray:ListResourcePolicies xray:GetTimeSeriesServiceStatistics
      xray:GetInsightSummaries xray:GetInsight xray:GetInsightEvents xray:GetInsightImpactGraph`,
        { sid: "AWSXrayReadOnlyAccess" },
      ),
    ],
  },
];
