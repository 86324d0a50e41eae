/** For roles that a service or an instance assumes. */
import { type AwsManagedPolicyFacts, allow } from "./facts.ts";

export const serviceRolePolicies: readonly AwsManagedPolicyFacts[] = [
  {
    name: "AWSLambdaBasicExecutionRole",
    path: "/service-role/",
    version: "v1",
    created: "2015-04-09T15:03:43Z",
    updated: "2015-04-09T15:03:43Z",
    statements: [allow("logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents")],
  },
  {
    name: "AWSLambdaVPCAccessExecutionRole",
    path: "/service-role/",
    version: "v3",
    created: "2016-02-11T23:15:26Z",
    updated: "2024-01-05T22:38:26Z",
    statements: [
      allow(
        `logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents ec2:CreateNetworkInterface
      ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:DeleteNetworkInterface
      ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses`,
        { sid: "AWSLambdaVPCAccessExecutionPermissions" },
      ),
    ],
  },
  {
    name: "AWSLambdaSQSQueueExecutionRole",
    path: "/service-role/",
    version: "v1",
    created: "2018-06-14T21:50:45Z",
    updated: "2018-06-14T21:50:45Z",
    statements: [
      allow(`sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes logs:CreateLogGroup
      logs:CreateLogStream logs:PutLogEvents`),
    ],
  },
  {
    name: "AWSLambdaDynamoDBExecutionRole",
    path: "/service-role/",
    version: "v1",
    created: "2015-04-09T15:09:29Z",
    updated: "2015-04-09T15:09:29Z",
    statements: [
      allow(`dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams
      logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents`),
    ],
  },
  {
    name: "AWSLambdaKinesisExecutionRole",
    path: "/service-role/",
    version: "v2",
    created: "2015-04-09T15:14:16Z",
    updated: "2018-11-19T20:09:24Z",
    statements: [
      allow(`kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator
      kinesis:ListShards kinesis:ListStreams kinesis:SubscribeToShard logs:CreateLogGroup
      logs:CreateLogStream logs:PutLogEvents`),
    ],
  },
  {
    name: "AWSLambdaRole",
    path: "/service-role/",
    version: "v1",
    created: "2015-02-06T18:41:28Z",
    updated: "2015-02-06T18:41:28Z",
    statements: [allow("lambda:InvokeFunction")],
  },
  {
    name: "AmazonEC2RoleforSSM",
    path: "/service-role/",
    version: "v8",
    created: "2015-05-29T17:48:35Z",
    updated: "2019-01-24T19:20:51Z",
    statements: [
      allow(`ssm:DescribeAssociation ssm:GetDeployablePatchSnapshotForInstance ssm:GetDocument
      ssm:DescribeDocument ssm:GetManifest ssm:GetParameters ssm:ListAssociations
      ssm:ListInstanceAssociations ssm:PutInventory ssm:PutComplianceItems
      ssm:PutConfigurePackageResult ssm:UpdateAssociationStatus ssm:UpdateInstanceAssociationStatus
      ssm:UpdateInstanceInformation`),
      allow(`ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel
      ssmmessages:OpenDataChannel`),
      allow(`ec2messages:AcknowledgeMessage ec2messages:DeleteMessage ec2messages:FailMessage
      ec2messages:GetEndpoint ec2messages:GetMessages ec2messages:SendReply`),
      allow("cloudwatch:PutMetricData"),
      allow("ec2:DescribeInstanceStatus"),
      allow("ds:CreateComputer ds:DescribeDirectories"),
      allow(`logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogGroups logs:DescribeLogStreams
      logs:PutLogEvents`),
      allow(`s3:GetBucketLocation s3:PutObject s3:GetObject s3:GetEncryptionConfiguration
      s3:AbortMultipartUpload s3:ListMultipartUploadParts s3:ListBucket s3:ListBucketMultipartUploads`),
    ],
  },
  {
    name: "AmazonEC2RoleforAWSCodeDeploy",
    path: "/service-role/",
    version: "v2",
    created: "2015-05-19T18:10:14Z",
    updated: "2017-03-20T17:14:10Z",
    statements: [allow("s3:GetObject s3:GetObjectVersion s3:ListBucket")],
  },
  {
    name: "AmazonSSMManagedInstanceCore",
    version: "v2",
    created: "2019-03-15T17:22:12Z",
    updated: "2019-05-23T16:54:21Z",
    statements: [
      allow(`ssm:DescribeAssociation ssm:GetDeployablePatchSnapshotForInstance ssm:GetDocument
      ssm:DescribeDocument ssm:GetManifest ssm:GetParameter ssm:GetParameters ssm:ListAssociations
      ssm:ListInstanceAssociations ssm:PutInventory ssm:PutComplianceItems
      ssm:PutConfigurePackageResult ssm:UpdateAssociationStatus ssm:UpdateInstanceAssociationStatus
      ssm:UpdateInstanceInformation`),
      allow(`ssmmessages:CreateControlChannel ssmmessages:CreateDataChannel ssmmessages:OpenControlChannel
      ssmmessages:OpenDataChannel`),
      allow(`ec2messages:AcknowledgeMessage ec2messages:DeleteMessage ec2messages:FailMessage
      ec2messages:GetEndpoint ec2messages:GetMessages ec2messages:SendReply`),
    ],
  },
  {
    name: "AmazonSSMDirectoryServiceAccess",
    version: "v1",
    created: "2019-03-15T17:44:38Z",
    updated: "2019-03-15T17:44:38Z",
    statements: [allow("ds:CreateComputer ds:DescribeDirectories")],
  },
  {
    name: "CloudWatchAgentServerPolicy",
    version: "v3",
    created: "2018-03-07T01:06:44Z",
    updated: "2024-02-06T16:37:37Z",
    statements: [
      allow(
        `cloudwatch:PutMetricData ec2:DescribeVolumes ec2:DescribeTags logs:PutLogEvents
      logs:PutRetentionPolicy logs:DescribeLogStreams logs:DescribeLogGroups logs:CreateLogStream
      logs:CreateLogGroup xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules
      xray:GetSamplingTargets xray:GetSamplingStatisticSummaries`,
        { sid: "CWACloudWatchServerPermissions" },
      ),
      allow("ssm:GetParameter", {
        on: "arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*",
        sid: "CWASSMServerPermissions",
      }),
    ],
  },
  {
    name: "CloudWatchAgentAdminPolicy",
    version: "v2",
    created: "2018-03-07T00:52:31Z",
    updated: "2024-02-05T20:59:57Z",
    statements: [
      allow(
        `cloudwatch:PutMetricData ec2:DescribeTags logs:PutLogEvents logs:PutRetentionPolicy
      logs:DescribeLogStreams logs:DescribeLogGroups logs:CreateLogStream logs:CreateLogGroup
      xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets
      xray:GetSamplingStatisticSummaries`,
        { sid: "CWACloudWatchPermissions" },
      ),
      allow("ssm:GetParameter ssm:PutParameter", {
        on: "arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*",
        sid: "CWASSMPermissions",
      }),
    ],
  },
  {
    name: "AWSXRayDaemonWriteAccess",
    version: "v2",
    created: "2018-08-28T23:00:33Z",
    updated: "2024-02-13T21:58:30Z",
    statements: [
      allow(
        `xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets
      xray:GetSamplingStatisticSummaries`,
        { sid: "AWSXRayDaemonWriteAccess" },
      ),
    ],
  },
  {
    name: "AmazonECSTaskExecutionRolePolicy",
    path: "/service-role/",
    version: "v1",
    created: "2017-11-16T18:48:22Z",
    updated: "2017-11-16T18:48:22Z",
    statements: [
      allow(`ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer
      ecr:BatchGetImage logs:CreateLogStream logs:PutLogEvents`),
    ],
  },
  {
    name: "AmazonEC2ContainerServiceforEC2Role",
    path: "/service-role/",
    version: "v10",
    created: "2015-03-19T18:45:18Z",
    updated: "2026-02-12T17:59:52Z",
    statements: [
      allow(`ec2:DescribeTags ecs:CreateCluster ecs:DeregisterContainerInstance ecs:DiscoverPollEndpoint
      ecs:Poll ecs:RegisterContainerInstance ecs:StartTelemetrySession
      ecs:UpdateContainerInstancesState ecs:Submit* ecr:GetAuthorizationToken
      ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer ecr:BatchGetImage
      logs:CreateLogStream logs:PutLogEvents`),
      allow("ecs:TagResource", {
        when: { StringEquals: { "ecs:CreateAction": ["CreateCluster", "RegisterContainerInstance"] } },
      }),
      allow("ecs:ListTagsForResource", {
        on: "arn:aws:ecs:*:*:task/*/* arn:aws:ecs:*:*:container-instance/*/*",
      }),
    ],
  },
  {
    name: "AmazonEC2ContainerServiceRole",
    path: "/service-role/",
    version: "v2",
    created: "2015-04-09T16:14:19Z",
    updated: "2016-08-11T13:08:01Z",
    statements: [
      allow(`ec2:AuthorizeSecurityGroupIngress ec2:Describe*
      elasticloadbalancing:DeregisterInstancesFromLoadBalancer elasticloadbalancing:DeregisterTargets
      elasticloadbalancing:Describe* elasticloadbalancing:RegisterInstancesWithLoadBalancer
      elasticloadbalancing:RegisterTargets`),
    ],
  },
  {
    name: "AWSCodeDeployRole",
    path: "/service-role/",
    version: "v11",
    created: "2015-05-04T18:05:37Z",
    updated: "2023-08-16T20:38:58Z",
    statements: [
      allow(`autoscaling:CompleteLifecycleAction autoscaling:DeleteLifecycleHook
      autoscaling:DescribeAutoScalingGroups autoscaling:DescribeLifecycleHooks
      autoscaling:PutLifecycleHook autoscaling:RecordLifecycleActionHeartbeat
      autoscaling:CreateAutoScalingGroup autoscaling:CreateOrUpdateTags
      autoscaling:UpdateAutoScalingGroup autoscaling:EnableMetricsCollection
      autoscaling:DescribePolicies autoscaling:DescribeScheduledActions
      autoscaling:DescribeNotificationConfigurations autoscaling:SuspendProcesses
      autoscaling:ResumeProcesses autoscaling:AttachLoadBalancers
      autoscaling:AttachLoadBalancerTargetGroups autoscaling:PutScalingPolicy
      autoscaling:PutScheduledUpdateGroupAction autoscaling:PutNotificationConfiguration
      autoscaling:PutWarmPool autoscaling:DescribeScalingActivities autoscaling:DeleteAutoScalingGroup
      ec2:DescribeInstances ec2:DescribeInstanceStatus ec2:TerminateInstances tag:GetResources
      sns:Publish cloudwatch:DescribeAlarms cloudwatch:PutMetricAlarm
      elasticloadbalancing:DescribeLoadBalancerAttributes
      elasticloadbalancing:DescribeTargetGroupAttributes elasticloadbalancing:DescribeLoadBalancers
      elasticloadbalancing:DescribeInstanceHealth
      elasticloadbalancing:RegisterInstancesWithLoadBalancer
      elasticloadbalancing:DeregisterInstancesFromLoadBalancer
      elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetHealth
      elasticloadbalancing:RegisterTargets elasticloadbalancing:DeregisterTargets`),
    ],
  },
  {
    name: "AWSCodeDeployRoleForLambda",
    path: "/service-role/",
    version: "v3",
    created: "2017-11-28T14:05:44Z",
    updated: "2019-12-03T19:53:10Z",
    statements: [
      allow(`cloudwatch:DescribeAlarms lambda:UpdateAlias lambda:GetAlias
      lambda:GetProvisionedConcurrencyConfig sns:Publish`),
      allow("s3:GetObject s3:GetObjectVersion", { on: "arn:aws:s3:::*/CodeDeploy/*" }),
      allow("s3:GetObject s3:GetObjectVersion", {
        when: { StringEquals: { "s3:ExistingObjectTag/UseWithCodeDeploy": "true" } },
      }),
      allow("lambda:InvokeFunction", { on: "arn:aws:lambda:*:*:function:CodeDeployHook_*" }),
    ],
  },
  {
    name: "AmazonAPIGatewayPushToCloudWatchLogs",
    path: "/service-role/",
    version: "v1",
    created: "2015-11-11T23:41:46Z",
    updated: "2015-11-11T23:41:46Z",
    statements: [
      allow(`logs:CreateLogGroup logs:CreateLogStream logs:DescribeLogGroups logs:DescribeLogStreams
      logs:PutLogEvents logs:GetLogEvents logs:FilterLogEvents`),
    ],
  },
  {
    name: "AmazonEKSClusterPolicy",
    version: "v10",
    created: "2018-05-27T21:06:14Z",
    updated: "2026-02-12T17:58:15Z",
    statements: [
      allow(
        `autoscaling:DescribeAutoScalingGroups autoscaling:UpdateAutoScalingGroup ec2:AttachVolume
      ec2:AuthorizeSecurityGroupIngress ec2:CreateRoute ec2:CreateSecurityGroup ec2:CreateTags
      ec2:CreateVolume ec2:DeleteRoute ec2:DeleteSecurityGroup ec2:DeleteVolume ec2:DescribeInstances
      ec2:DescribeRouteTables ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVolumes
      ec2:DescribeVolumesModifications ec2:DescribeVpcs ec2:DescribeDhcpOptions
      ec2:DescribeNetworkInterfaces ec2:DescribeAvailabilityZones ec2:DetachVolume
      ec2:ModifyInstanceAttribute ec2:ModifyVolume ec2:RevokeSecurityGroupIngress
      ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeInternetGateways
      ec2:DescribeInstanceTopology elasticloadbalancing:AddTags
      elasticloadbalancing:ApplySecurityGroupsToLoadBalancer
      elasticloadbalancing:AttachLoadBalancerToSubnets elasticloadbalancing:ConfigureHealthCheck
      elasticloadbalancing:CreateListener elasticloadbalancing:CreateLoadBalancer
      elasticloadbalancing:CreateLoadBalancerListeners elasticloadbalancing:CreateLoadBalancerPolicy
      elasticloadbalancing:CreateTargetGroup elasticloadbalancing:DeleteListener
      elasticloadbalancing:DeleteLoadBalancer elasticloadbalancing:DeleteLoadBalancerListeners
      elasticloadbalancing:DeleteTargetGroup elasticloadbalancing:DeregisterInstancesFromLoadBalancer
      elasticloadbalancing:DeregisterTargets elasticloadbalancing:DescribeListeners
      elasticloadbalancing:DescribeLoadBalancerAttributes
      elasticloadbalancing:DescribeLoadBalancerPolicies elasticloadbalancing:DescribeLoadBalancers
      elasticloadbalancing:DescribeTargetGroupAttributes elasticloadbalancing:DescribeTargetGroups
      elasticloadbalancing:DescribeTargetHealth elasticloadbalancing:DetachLoadBalancerFromSubnets
      elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyLoadBalancerAttributes
      elasticloadbalancing:ModifyTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes
      elasticloadbalancing:RegisterInstancesWithLoadBalancer elasticloadbalancing:RegisterTargets
      elasticloadbalancing:SetLoadBalancerPoliciesForBackendServer
      elasticloadbalancing:SetLoadBalancerPoliciesOfListener kms:DescribeKey`,
        { sid: "AmazonEKSClusterPolicy" },
      ),
      allow("iam:CreateServiceLinkedRole", {
        when: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
        sid: "AmazonEKSClusterPolicySLRCreate",
      }),
      allow("ec2:DeleteNetworkInterface", {
        when: { StringEquals: { "ec2:ResourceTag/eks:eni:owner": "amazon-vpc-cni" } },
        sid: "AmazonEKSClusterPolicyENIDelete",
      }),
    ],
  },
  {
    name: "AmazonEKSWorkerNodePolicy",
    version: "v3",
    created: "2018-05-27T21:09:01Z",
    updated: "2023-11-27T00:06:13Z",
    statements: [
      allow(
        `ec2:DescribeInstances ec2:DescribeInstanceTypes ec2:DescribeRouteTables
      ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVolumes
      ec2:DescribeVolumesModifications ec2:DescribeVpcs eks:DescribeCluster
      eks-auth:AssumeRoleForPodIdentity`,
        { sid: "WorkerNodePermissions" },
      ),
    ],
  },
  {
    name: "AmazonEKSWorkerNodeMinimalPolicy",
    version: "v1",
    created: "2024-10-02T20:03:51Z",
    updated: "2024-10-02T20:03:51Z",
    statements: [allow("eks-auth:AssumeRoleForPodIdentity", { sid: "WorkerNodePermissions" })],
  },
  {
    name: "AmazonEKS_CNI_Policy",
    version: "v6",
    created: "2018-05-27T21:07:42Z",
    updated: "2026-03-04T19:12:14Z",
    statements: [
      allow(
        `ec2:AssignPrivateIpAddresses ec2:AttachNetworkInterface ec2:CreateNetworkInterface
      ec2:DeleteNetworkInterface ec2:DescribeInstances ec2:DescribeTags ec2:DescribeNetworkInterfaces
      ec2:DescribeInstanceTypes ec2:DescribeSubnets ec2:DescribeSecurityGroups
      ec2:DetachNetworkInterface ec2:ModifyNetworkInterfaceAttribute ec2:UnassignPrivateIpAddresses`,
        { sid: "AmazonEKSCNIPolicy" },
      ),
      allow("ec2:CreateTags", { on: "arn:aws:ec2:*:*:network-interface/*", sid: "AmazonEKSCNIPolicyENITag" }),
    ],
  },
  {
    name: "AmazonEKSFargatePodExecutionRolePolicy",
    version: "v1",
    created: "2019-11-22T04:34:29Z",
    updated: "2019-11-22T04:34:29Z",
    statements: [
      allow(`ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer
      ecr:BatchGetImage`),
    ],
  },
  {
    name: "AWSGlueServiceRole",
    path: "/service-role/",
    version: "v5",
    created: "2017-08-14T13:37:21Z",
    updated: "2023-09-11T16:39:47Z",
    statements: [
      allow(`glue:* s3:GetBucketLocation s3:ListBucket s3:ListAllMyBuckets s3:GetBucketAcl
      ec2:DescribeVpcEndpoints ec2:DescribeRouteTables ec2:CreateNetworkInterface
      ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups
      ec2:DescribeSubnets ec2:DescribeVpcAttribute iam:ListRolePolicies iam:GetRole iam:GetRolePolicy
      cloudwatch:PutMetricData`),
      allow("s3:CreateBucket", { on: "arn:aws:s3:::aws-glue-*" }),
      allow("s3:GetObject s3:PutObject s3:DeleteObject", {
        on: "arn:aws:s3:::aws-glue-*/* arn:aws:s3:::*/*aws-glue-*/*",
      }),
      allow("s3:GetObject", { on: "arn:aws:s3:::crawler-public* arn:aws:s3:::aws-glue-*" }),
      allow("logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents", {
        on: "arn:aws:logs:*:*:*:/aws-glue/*",
      }),
      allow("ec2:CreateTags ec2:DeleteTags", {
        on: `arn:aws:ec2:*:*:network-interface/* arn:aws:ec2:*:*:security-group/* arn:aws:ec2:*:*:instance/*`,
        when: { "ForAllValues:StringEquals": { "aws:TagKeys": ["aws-glue-service-resource"] } },
      }),
    ],
  },
  {
    name: "AmazonRDSEnhancedMonitoringRole",
    path: "/service-role/",
    version: "v1",
    created: "2015-11-11T19:58:29Z",
    updated: "2015-11-11T19:58:29Z",
    statements: [
      allow("logs:CreateLogGroup logs:PutRetentionPolicy", {
        on: "arn:aws:logs:*:*:log-group:RDS*",
        sid: "EnableCreationAndManagementOfRDSCloudwatchLogGroups",
      }),
      allow(`logs:CreateLogStream logs:PutLogEvents logs:DescribeLogStreams logs:GetLogEvents`, {
        on: "arn:aws:logs:*:*:log-group:RDS*:log-stream:*",
        sid: "EnableCreationAndManagementOfRDSCloudwatchLogStreams",
      }),
    ],
  },
  {
    name: "AmazonDMSVPCManagementRole",
    path: "/service-role/",
    version: "v4",
    created: "2015-11-18T16:33:19Z",
    updated: "2024-07-25T15:19:01Z",
    statements: [
      allow(
        `ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeAvailabilityZones
      ec2:DescribeDhcpOptions ec2:DescribeInternetGateways ec2:DescribeNetworkInterfaces
      ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs
      ec2:ModifyNetworkInterfaceAttribute`,
        { sid: "Statement1" },
      ),
    ],
  },
  {
    name: "AWSBatchServiceEventTargetRole",
    path: "/service-role/",
    version: "v1",
    created: "2018-02-28T22:31:13Z",
    updated: "2018-02-28T22:31:13Z",
    statements: [allow("batch:SubmitJob")],
  },
  {
    name: "AWSTransferLoggingAccess",
    path: "/service-role/",
    version: "v1",
    created: "2019-01-14T15:32:50Z",
    updated: "2019-01-14T15:32:50Z",
    statements: [allow(`logs:CreateLogStream logs:DescribeLogStreams logs:CreateLogGroup logs:PutLogEvents`)],
  },
  {
    name: "AmazonS3ObjectLambdaExecutionRolePolicy",
    path: "/service-role/",
    version: "v1",
    created: "2021-08-18T10:07:41Z",
    updated: "2021-08-18T10:07:41Z",
    statements: [
      allow(`logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents
      s3-object-lambda:WriteGetObjectResponse`),
    ],
  },
  {
    name: "AWSAppSyncPushToCloudWatchLogs",
    path: "/service-role/",
    version: "v1",
    created: "2018-04-09T19:38:55Z",
    updated: "2018-04-09T19:38:55Z",
    statements: [allow("logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents")],
  },
  {
    name: "AWSIoTLogging",
    path: "/service-role/",
    version: "v1",
    created: "2015-10-08T15:17:25Z",
    updated: "2015-10-08T15:17:25Z",
    statements: [
      allow(`logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents logs:PutMetricFilter
      logs:PutRetentionPolicy logs:GetLogEvents logs:DeleteLogStream`),
    ],
  },
  {
    name: "AWSIoTRuleActions",
    path: "/service-role/",
    version: "v2",
    created: "2015-10-08T15:14:51Z",
    updated: "2018-01-16T19:28:19Z",
    statements: [
      allow(`dynamodb:PutItem kinesis:PutRecord iot:Publish s3:PutObject sns:Publish sqs:SendMessage*
      cloudwatch:SetAlarmState cloudwatch:PutMetricData es:ESHttpPut firehose:PutRecord`),
    ],
  },
  {
    name: "AmazonSNSRole",
    path: "/service-role/",
    version: "v1",
    created: "2015-02-06T18:41:30Z",
    updated: "2015-02-06T18:41:30Z",
    statements: [
      allow(`logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents logs:PutMetricFilter
      logs:PutRetentionPolicy`),
    ],
  },
];
