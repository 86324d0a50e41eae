/** For people by what they do. Those marked `reduced` keep AWS's actions of some forty usual services and leave the
 * others out: AWS's own documents name thousands of actions. */
import { type AwsManagedPolicyFacts, allow } from "./facts.ts";

export const jobFunctionPolicies: readonly AwsManagedPolicyFacts[] = [
  {
    name: "ReadOnlyAccess",
    reduced: true,
    version: "v182",
    created: "2015-02-06T18:39:48Z",
    updated: "2026-04-03T15:27:12Z",
    statements: [
      allow(
        `access-analyzer:GetAccessPreview access-analyzer:GetAnalyzedResource access-analyzer:GetAnalyzer
      access-analyzer:GetArchiveRule access-analyzer:GetFinding access-analyzer:GetFindingsStatistics
      access-analyzer:GetGeneratedPolicy access-analyzer:ListAccessPreviewFindings
      access-analyzer:ListAccessPreviews access-analyzer:ListAnalyzedResources
      access-analyzer:ListAnalyzers access-analyzer:ListArchiveRules access-analyzer:ListFindings
      access-analyzer:ListPolicyGenerations access-analyzer:ListTagsForResource
      access-analyzer:ValidatePolicy acm:Describe* acm:Get* acm:List* acm:SearchCertificates
      apigateway:GET apigateway:GetPortal apigateway:GetPortalProduct apigateway:GetProductPage
      apigateway:GetProductRestEndpointPage apigateway:GetRoutingRule apigateway:ListPortalProducts
      apigateway:ListPortals apigateway:ListProductPages apigateway:ListProductRestEndpointPages
      apigateway:ListRoutingRules autoscaling:Describe* autoscaling:GetPredictiveScalingForecast
      backup:Describe* backup:Get* backup:List* cloudformation:BatchDescribeTypeConfigurations
      cloudformation:Describe* cloudformation:Detect* cloudformation:Estimate* cloudformation:Get*
      cloudformation:List* cloudformation:ValidateTemplate cloudfront:Describe* cloudfront:Get*
      cloudfront:List* cloudtrail:Describe* cloudtrail:Get* cloudtrail:List* cloudtrail:LookupEvents
      cloudwatch:Describe* cloudwatch:GenerateQuery cloudwatch:GenerateQueryResultsSummary
      cloudwatch:Get* cloudwatch:List* config:BatchGetAggregateResourceConfig
      config:BatchGetResourceConfig config:Deliver* config:Describe* config:Get* config:List*
      config:SelectAggregateResourceConfig config:SelectResourceConfig dynamodb:BatchGet*
      dynamodb:Describe* dynamodb:Get* dynamodb:List* dynamodb:PartiQLSelect dynamodb:Query
      dynamodb:Scan ec2:Describe* ec2:DescribeInstanceImageMetadata ec2:Get*
      ec2:ListImagesInRecycleBin ec2:ListSnapshotsInRecycleBin ec2:SearchLocalGatewayRoutes
      ec2:SearchTransitGatewayRoutes ecr:BatchCheck* ecr:BatchGet* ecr:Describe* ecr:Get* ecr:List*
      ecs:Describe* ecs:List* eks:Describe* eks:List* elasticache:Describe* elasticache:List*
      elasticfilesystem:Describe* elasticfilesystem:ListTagsForResource elasticloadbalancing:Describe*
      events:Describe* events:List* events:Test* firehose:Describe* firehose:List* glacier:Describe*
      glacier:Get* glacier:List* iam:Generate* iam:Get* iam:List* iam:Simulate*`,
        { sid: "ReadOnlyActionsGroup1" },
      ),
      allow(
        `kinesis:Describe* kinesis:Get* kinesis:List* kms:Describe* kms:Get* kms:List* lambda:Get*
      lambda:List* logs:Describe* logs:FilterLogEvents logs:Get* logs:ListAggregateLogGroupSummaries
      logs:ListAnomalies logs:ListEntitiesForLogGroup logs:ListIntegrations
      logs:ListLogAnomalyDetectors logs:ListLogDeliveries logs:ListLogGroupsForEntity
      logs:ListLogGroupsForQuery logs:ListScheduledQueries logs:ListSourcesForS3TableIntegration
      logs:ListTagsForResource logs:ListTagsLogGroup logs:StartLiveTail logs:StartQuery
      logs:StopLiveTail logs:StopQuery logs:TestMetricFilter organizations:Describe*
      organizations:List* rds:Describe* rds:Download* rds:List* resource-groups:Get*
      resource-groups:List* resource-groups:Search* route53:Get* route53:List* route53:Test*
      route53domains:Check* route53domains:Get* route53domains:List* route53domains:View*
      s3:DescribeJob s3:Get* s3:List* secretsmanager:Describe* secretsmanager:GetResourcePolicy
      secretsmanager:List* ses:BatchGetMetricData ses:Describe* ses:Get* ses:List* sns:Check* sns:Get*
      sns:List* sqs:Get* sqs:List* sqs:Receive* ssm:Describe* ssm:Get* ssm:List* states:Describe*
      states:GetExecutionHistory states:List* states:ValidateStateMachineDefinition
      sts:GetAccessKeyInfo sts:GetCallerIdentity sts:GetSessionToken tag:DescribeReportCreation
      tag:Get* waf:Get* waf:List* xray:BatchGet* xray:CancelTraceRetrieval xray:Get*
      xray:ListResourcePolicies xray:ListRetrievedTraces xray:ListTagsForResource
      xray:StartTraceRetrieval`,
        { sid: "ReadOnlyActionsGroup2" },
      ),
    ],
  },
  {
    name: "SecurityAudit",
    reduced: true,
    version: "v86",
    created: "2015-02-06T18:41:01Z",
    updated: "2026-05-01T03:12:13Z",
    statements: [
      allow(
        `access-analyzer:GetAnalyzedResource access-analyzer:GetAnalyzer access-analyzer:GetArchiveRule
      access-analyzer:GetFinding access-analyzer:ListAnalyzedResources access-analyzer:ListAnalyzers
      access-analyzer:ListArchiveRules access-analyzer:ListFindings
      access-analyzer:ListTagsForResource acm:Describe* acm:List* autoscaling:Describe*
      backup:DescribeGlobalSettings backup:DescribeRegionSettings backup:GetBackupVaultAccessPolicy
      backup:GetBackupVaultNotifications backup:ListBackupVaults backup:ListTags
      cloudformation:DescribeStack* cloudformation:GetStackPolicy cloudformation:GetTemplate
      cloudformation:ListStack* cloudfront:Get* cloudfront:List* cloudtrail:DescribeTrails
      cloudtrail:GetEventSelectors cloudtrail:GetInsightSelectors cloudtrail:GetTrail
      cloudtrail:GetTrailStatus cloudtrail:ListTags cloudtrail:ListTrails cloudtrail:LookupEvents
      cloudwatch:Describe* cloudwatch:GetDashboard cloudwatch:ListDashboards
      cloudwatch:ListTagsForResource config:BatchGetAggregateResourceConfig
      config:BatchGetResourceConfig config:Deliver* config:Describe* config:Get* config:List*
      config:SelectAggregateResourceConfig config:SelectResourceConfig
      dynamodb:DescribeContinuousBackups dynamodb:DescribeExport dynamodb:DescribeGlobalTable
      dynamodb:DescribeKinesisStreamingDestination dynamodb:DescribeTable dynamodb:DescribeTimeToLive
      dynamodb:GetResourcePolicy dynamodb:ListBackups dynamodb:ListExports dynamodb:ListGlobalTables
      dynamodb:ListStreams dynamodb:ListTables dynamodb:ListTagsOfResource ec2:Describe*
      ec2:GetAllowedImagesSettings ec2:GetEbsDefaultKmsKeyId ec2:GetEbsEncryptionByDefault
      ec2:GetImageBlockPublicAccessState ec2:GetInstanceMetadataDefaults
      ec2:GetManagedPrefixListAssociations ec2:GetManagedPrefixListEntries
      ec2:GetNetworkInsightsAccessScopeAnalysisFindings ec2:GetNetworkInsightsAccessScopeContent
      ec2:GetSerialConsoleAccessStatus ec2:GetSnapshotBlockPublicAccessState
      ec2:GetTransitGatewayAttachmentPropagations ec2:GetTransitGatewayMulticastDomainAssociations
      ec2:GetTransitGatewayPrefixListReferences ec2:GetTransitGatewayPrefixListReferences
      ec2:GetTransitGatewayRouteTableAssociations ec2:GetTransitGatewayRouteTablePropagations
      ec2:SearchTransitGatewayRoutes ec2:SearchTransitGatewayRoutes
      ecr:BatchGetRepositoryScanningConfiguration ecr:DescribeImages ecr:DescribeImageScanFindings
      ecr:DescribeRegistry ecr:DescribeRepositories ecr:GetLifecyclePolicy ecr:GetRegistryPolicy
      ecr:GetRegistryScanningConfiguration ecr:GetRepositoryPolicy ecr:ListImages
      ecr:ListTagsForResource ecs:Describe* ecs:List* eks:DescribeCluster eks:DescribeFargateProfile
      eks:DescribeNodeGroup eks:ListAccessEntries eks:ListAssociatedAccessPolicies eks:ListClusters
      eks:ListFargateProfiles eks:ListNodeGroups eks:ListTagsForResource eks:ListUpdates
      elasticache:Describe* elasticache:ListTagsForResource elasticfilesystem:DescribeAccessPoints
      elasticfilesystem:DescribeAccountPreferences elasticfilesystem:DescribeBackupPolicy
      elasticfilesystem:DescribeFileSystemPolicy elasticfilesystem:DescribeFileSystems
      elasticfilesystem:DescribeLifecycleConfiguration elasticfilesystem:DescribeMountTargets
      elasticfilesystem:DescribeMountTargetSecurityGroups
      elasticfilesystem:DescribeReplicationConfigurations elasticfilesystem:DescribeTags
      elasticloadbalancing:Describe* events:Describe* events:List* events:TestEventPattern
      firehose:Describe* firehose:List* glacier:DescribeVault glacier:GetDataRetrievalPolicy
      glacier:GetVaultAccessPolicy glacier:GetVaultLock glacier:ListVaults
      iam:GenerateCredentialReport iam:GenerateServiceLastAccessedDetails iam:Get* iam:List*
      iam:SimulateCustomPolicy iam:SimulatePrincipalPolicy kinesis:DescribeLimits
      kinesis:DescribeStream kinesis:DescribeStreamConsumer kinesis:DescribeStreamSummary
      kinesis:ListShards kinesis:ListStreamConsumers kinesis:ListStreams kinesis:ListTagsForStream
      kms:Describe* kms:Get* kms:List* lambda:GetAccountSettings lambda:GetFunctionCodeSigningConfig
      lambda:GetFunctionConcurrency lambda:GetFunctionConfiguration
      lambda:GetFunctionEventInvokeConfig lambda:GetLayerVersionPolicy lambda:GetPolicy
      lambda:GetRuntimeManagementConfig lambda:List* logs:Describe* logs:GetLogDelivery
      logs:ListLogDeliveries logs:ListTagsForResource logs:ListTagsLogGroup organizations:Describe*
      organizations:List* rds:Describe* rds:DownloadDBLogFilePortion rds:ListTagsForResource
      resource-groups:ListGroupResources route53:Get* route53:List* route53domains:GetDomainDetail
      route53domains:GetOperationDetail route53domains:ListDomains route53domains:ListOperations
      route53domains:ListTagsForDomain s3:DescribeJob s3:GetAccelerateConfiguration
      s3:GetAccessGrantsInstanceResourcePolicy s3:GetAccessPoint
      s3:GetAccessPointConfigurationForObjectLambda s3:GetAccessPointForObjectLambda
      s3:GetAccessPointPolicy s3:GetAccessPointPolicyForObjectLambda s3:GetAccessPointPolicyStatus
      s3:GetAccessPointPolicyStatusForObjectLambda s3:GetAccountPublicAccessBlock
      s3:GetAnalyticsConfiguration s3:GetBucket* s3:GetEncryptionConfiguration
      s3:GetInventoryConfiguration s3:GetLifecycleConfiguration s3:GetMetricsConfiguration
      s3:GetMultiRegionAccessPoint s3:GetMultiRegionAccessPointPolicy
      s3:GetMultiRegionAccessPointPolicyStatus s3:GetObjectAcl s3:GetObjectTagging
      s3:GetObjectVersionAcl s3:GetReplicationConfiguration s3:GetStorageLensConfiguration
      s3:GetStorageLensGroup s3:ListAccessGrants s3:ListAccessGrantsInstances s3:ListAccessPoints
      s3:ListAccessPointsForObjectLambda s3:ListAllMyBuckets s3:ListBucket s3:ListCallerAccessGrants
      s3:ListJobs s3:ListMultiRegionAccessPoints s3:ListStorageLensConfigurations
      s3:ListStorageLensGroups secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy
      secretsmanager:ListSecrets secretsmanager:ListSecretVersionIds ses:Describe* ses:GetAccount
      ses:GetAccountSendingEnabled ses:GetConfigurationSet ses:GetConfigurationSetEventDestinations
      ses:GetDedicatedIps ses:GetEmailIdentity ses:GetIdentityDkimAttributes ses:GetIdentityPolicies
      ses:GetIdentityVerificationAttributes ses:ListConfigurationSets ses:ListDedicatedIpPools
      ses:ListIdentities ses:ListIdentityPolicies ses:ListReceiptFilters ses:ListReceiptRuleSets
      ses:ListVerifiedEmailAddresses sns:GetPlatformApplicationAttributes sns:GetTopicAttributes
      sns:ListSubscriptions sns:ListSubscriptionsByTopic sns:ListTagsForResource sns:ListTopics
      sqs:GetQueueAttributes sqs:ListDeadLetterSourceQueues sqs:ListQueues sqs:ListQueueTags
      ssm:Describe* ssm:GetAutomationExecution ssm:GetServiceSetting ssm:ListAssociations
      ssm:ListAssociationVersions ssm:ListCommands ssm:ListComplianceItems ssm:ListComplianceSummaries
      ssm:ListDocumentMetadataHistory ssm:ListDocuments ssm:ListDocumentVersions
      ssm:ListInventoryEntries ssm:ListOpsMetadata ssm:ListResourceComplianceSummaries
      ssm:ListResourceDataSync ssm:ListTagsForResource states:DescribeStateMachine
      states:ListStateMachines sts:GetAccessKeyInfo tag:GetResources tag:GetTagKeys waf:GetWebACL
      waf:ListTagsForResource waf:ListWebACLs xray:GetEncryptionConfig xray:GetGroup xray:GetGroups
      xray:GetSamplingRules xray:GetSamplingTargets xray:GetTraceSummaries xray:ListTagsForResource`,
        { sid: "BaseSecurityAuditStatement" },
      ),
    ],
  },
  {
    name: "ViewOnlyAccess",
    path: "/job-function/",
    reduced: true,
    version: "v45",
    created: "2016-11-10T17:20:15Z",
    updated: "2026-04-22T18:12:21Z",
    statements: [
      allow(
        `acm:ListCertificates autoscaling:Describe* backup:DescribeBackupJob backup:DescribeBackupVault
      backup:DescribeCopyJob backup:DescribeFramework backup:DescribeGlobalSettings
      backup:DescribeProtectedResource backup:DescribeRecoveryPoint backup:DescribeRegionSettings
      backup:DescribeReportJob backup:DescribeReportPlan backup:DescribeRestoreJob
      backup:GetSupportedResourceTypes backup:ListBackupJobs backup:ListBackupPlans
      backup:ListBackupPlanTemplates backup:ListBackupPlanVersions backup:ListBackupSelections
      backup:ListBackupVaults backup:ListCopyJobs backup:ListFrameworks backup:ListLegalHolds
      backup:ListProtectedResources backup:ListProtectedResourcesByBackupVault
      backup:ListRecoveryPointsByBackupVault backup:ListRecoveryPointsByLegalHold
      backup:ListRecoveryPointsByResource backup:ListReportJobs backup:ListReportPlans
      backup:ListRestoreJobs backup:ListTags cloudformation:DescribeStacks cloudformation:List*
      cloudfront:List* cloudtrail:DescribeTrails cloudtrail:ListTrails cloudtrail:LookupEvents
      cloudwatch:Get* cloudwatch:List* config:Describe* config:List* dynamodb:DescribeBackup
      dynamodb:DescribeContinuousBackups dynamodb:DescribeGlobalTable
      dynamodb:DescribeGlobalTableSettings dynamodb:DescribeLimits dynamodb:DescribeReservedCapacity
      dynamodb:DescribeReservedCapacityOfferings dynamodb:DescribeStream dynamodb:DescribeTable
      dynamodb:DescribeTimeToLive dynamodb:ListBackups dynamodb:ListExports dynamodb:ListGlobalTables
      dynamodb:ListStreams dynamodb:ListTables dynamodb:ListTagsOfResource
      ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeAvailabilityZones
      ec2:DescribeBundleTasks ec2:DescribeCarrierGateways ec2:DescribeClassicLinkInstances
      ec2:DescribeConversionTasks ec2:DescribeCustomerGateways ec2:DescribeDhcpOptions
      ec2:DescribeExportTasks ec2:DescribeFlowLogs ec2:DescribeHost* ec2:DescribeIdentityIdFormat
      ec2:DescribeIdFormat ec2:DescribeImage* ec2:DescribeImport* ec2:DescribeInstance*
      ec2:DescribeInternetGateways ec2:DescribeKeyPairs ec2:DescribeLocalGatewayRouteTables
      ec2:DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations
      ec2:DescribeLocalGatewayRouteTableVpcAssociations ec2:DescribeLocalGateways
      ec2:DescribeLocalGatewayVirtualInterfaceGroups ec2:DescribeLocalGatewayVirtualInterfaces
      ec2:DescribeMovingAddresses ec2:DescribeNatGateways ec2:DescribeNetwork*
      ec2:DescribePlacementGroups ec2:DescribePrefixLists ec2:DescribeRegions ec2:DescribeReserved*
      ec2:DescribeRouteTables ec2:DescribeSecurityGroupRules ec2:DescribeSecurityGroups
      ec2:DescribeSnapshot* ec2:DescribeSpot* ec2:DescribeSubnets ec2:DescribeTags ec2:DescribeVolume*
      ec2:DescribeVpc* ec2:DescribeVpnGateways ec2:SearchLocalGatewayRoutes ecr:DescribeRegistry
      ecr:DescribeRepositories ecr:ListImages ecs:Describe* ecs:List* eks:DescribeAccessEntry
      eks:DescribeAddon eks:DescribeAddonConfiguration eks:DescribeAddonVersions
      eks:DescribeCapability eks:DescribeCluster eks:DescribeClusterVersions
      eks:DescribeEksAnywhereSubscription eks:DescribeFargateProfile
      eks:DescribeIdentityProviderConfig eks:DescribeInsight eks:DescribeInsightsRefresh
      eks:DescribeNodegroup eks:DescribePodIdentityAssociation eks:DescribeUpdate
      eks:ListAccessEntries eks:ListAccessPolicies eks:ListAddons eks:ListAssociatedAccessPolicies
      eks:ListCapabilities eks:ListClusters eks:ListEksAnywhereSubscriptions eks:ListFargateProfiles
      eks:ListIdentityProviderConfigs eks:ListInsights eks:ListNodegroups
      eks:ListPodIdentityAssociations eks:ListTagsForResource eks:ListUpdates elasticache:Describe*
      elasticfilesystem:DescribeFileSystems elasticloadbalancing:DescribeInstanceHealth
      elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeLoadBalancerAttributes
      elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeTargetGroups
      elasticloadbalancing:DescribeTargetHealth events:ListRuleNamesByTarget events:ListRules
      events:ListTargetsByRule firehose:DescribeDeliveryStream firehose:List* glacier:List*
      iam:GetAccountSummary iam:GetLoginProfile iam:List* kinesis:ListStreams kms:ListKeys
      kms:ListResourceTags lambda:List* logs:Describe* logs:GetTransformer
      logs:ListEntitiesForLogGroup logs:ListLogGroupsForEntity logs:ListLogGroupsForQuery
      logs:ListTagsForResource organizations:List* rds:Describe* route53:Get* route53:List*
      route53domains:List* s3:ListAllMyBuckets s3:ListBucket s3:ListMultiRegionAccessPoints
      ses:DescribeActiveReceiptRuleSet ses:List* ses:ListDedicatedIpPools sns:List*
      sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListDeadLetterSourceQueues sqs:ListMessageMoveTasks
      sqs:ListQueues sqs:ListQueueTags ssm:ListAssociations ssm:ListDocuments states:ListActivities
      states:ListExecutions states:ListMapRuns states:ListStateMachineAliases states:ListStateMachines
      states:ListStateMachineVersions waf:List* xray:GetEncryptionConfig xray:GetGroups
      xray:GetSamplingRules xray:GetSamplingStatisticSummaries xray:GetSamplingTargets
      xray:GetTraceSegmentDestination xray:ListResourcePolicies`,
        { sid: "GeneralViewOnlyAccessStatement" },
      ),
    ],
  },
  {
    name: "Billing",
    path: "/job-function/",
    version: "v28",
    created: "2016-11-10T17:33:18Z",
    updated: "2026-04-08T17:12:18Z",
    statements: [
      allow(
        `account:GetAccountInformation aws-portal:*Billing aws-portal:*PaymentMethods aws-portal:*Usage
      billing:CreateBillingView billing:DeleteBillingView billing:GetBillingData
      billing:GetBillingDetails billing:GetBillingNotifications billing:GetBillingPreferences
      billing:GetBillingView billing:GetContractInformation billing:GetCredits
      billing:GetIAMAccessPreference billing:GetSellerOfRecord billing:ListBillingViews
      billing:PutContractInformation billing:RedeemCredits billing:GetResourcePolicy
      billing:ListSourceViewsForBillingView billing:ListTagsForResource billing:TagResource
      billing:UntagResource billing:UpdateBillingPreferences billing:UpdateBillingView
      billing:UpdateIAMAccessPreference budgets:CreateBudgetAction budgets:DeleteBudgetAction
      budgets:DescribeBudgetActionsForBudget budgets:DescribeBudgetAction
      budgets:DescribeBudgetActionsForAccount budgets:DescribeBudgetActionHistories
      budgets:ExecuteBudgetAction budgets:ModifyBudget budgets:UpdateBudgetAction budgets:ViewBudget
      ce:CreateCostCategoryDefinition ce:CreateNotificationSubscription ce:CreateReport
      ce:DeleteCostCategoryDefinition ce:DeleteNotificationSubscription ce:DeleteReport
      ce:DescribeCostCategoryDefinition ce:GetCostAndUsage ce:ListCostAllocationTags
      ce:ListCostCategoryDefinitions ce:ListCostCategoryResourceAssociations ce:ListTagsForResource
      ce:TagResource ce:UpdateCostAllocationTagsStatus ce:UpdateNotificationSubscription
      ce:UpdatePreferences ce:UpdateReport ce:UpdateCostCategoryDefinition ce:UntagResource
      ce:StartCostAllocationTagBackfill ce:ListCostAllocationTagBackfillHistory ce:GetTags
      ce:GetDimensionValues consolidatedbilling:GetAccountBillingRole
      consolidatedbilling:ListLinkedAccounts cur:DeleteReportDefinition cur:DescribeReportDefinitions
      cur:GetClassicReport cur:GetClassicReportPreferences cur:GetUsageReport
      cur:ModifyReportDefinition cur:PutClassicReportPreferences cur:PutReportDefinition
      cur:ValidateReportDestination freetier:GetFreeTierAlertPreference freetier:GetFreeTierUsage
      freetier:PutFreeTierAlertPreference invoicing:BatchGetInvoiceProfile invoicing:CreateInvoiceUnit
      invoicing:DeleteInvoiceUnit invoicing:GetInvoiceEmailDeliveryPreferences invoicing:GetInvoicePDF
      invoicing:GetInvoiceUnit invoicing:GetInvoiceCorrection invoicing:ListInvoiceSummaries
      invoicing:ListInvoiceUnits invoicing:CreateProcurementPortalPreference
      invoicing:GetProcurementPortalPreference invoicing:PutProcurementPortalPreference
      invoicing:UpdateProcurementPortalPreferenceStatus invoicing:ListProcurementPortalPreferences
      invoicing:DeleteProcurementPortalPreference invoicing:ListTagsForResource
      invoicing:ListInvoiceCorrections invoicing:StartInvoiceCorrection
      invoicing:PutInvoiceEmailDeliveryPreferences invoicing:TagResource invoicing:UntagResource
      invoicing:UpdateInvoiceUnit mapcredits:ListQuarterSpend mapcredits:ListAssociatedPrograms
      mapcredits:ListQuarterCredits payments:CreateFinancingApplication
      payments:CreatePaymentInstrument payments:DeletePaymentInstrument
      payments:GetFinancingApplication payments:GetFinancingLine payments:GetFinancingLineWithdrawal
      payments:GetFinancingOption payments:GetPaymentInstrument payments:GetPaymentStatus
      payments:ListFinancingApplications payments:ListFinancingLines
      payments:ListFinancingLineWithdrawals payments:ListPaymentPreferences
      payments:ListPaymentProgramOptions payments:ListPaymentProgramStatus
      payments:ListTagsForResource payments:ListPaymentInstruments payments:MakePayment
      payments:TagResource payments:UntagResource payments:UpdateFinancingApplication
      payments:UpdatePaymentInstrument payments:UpdatePaymentPreferences pricing:DescribeServices
      purchase-orders:AddPurchaseOrder purchase-orders:DeletePurchaseOrder
      purchase-orders:GetPurchaseOrder purchase-orders:ListPurchaseOrderInvoices
      purchase-orders:ListPurchaseOrders purchase-orders:ListTagsForResource
      purchase-orders:ModifyPurchaseOrders purchase-orders:TagResource purchase-orders:UntagResource
      purchase-orders:UpdatePurchaseOrder purchase-orders:UpdatePurchaseOrderStatus
      purchase-orders:ViewPurchaseOrders support:CreateCase support:AddAttachmentsToSet
      sustainability:GetCarbonFootprintSummary tax:BatchPutTaxRegistration tax:DeleteTaxRegistration
      tax:GetExemptions tax:GetTaxInheritance tax:GetTaxInterview tax:GetTaxRegistration
      tax:GetTaxRegistrationDocument tax:ListTaxRegistrations tax:PutTaxInheritance
      tax:PutTaxInterview tax:PutTaxRegistration tax:UpdateExemptions`,
        { sid: "VisualEditor0" },
      ),
    ],
  },
  {
    name: "SupportUser",
    path: "/job-function/",
    reduced: true,
    version: "v11",
    created: "2016-11-10T17:21:53Z",
    updated: "2026-02-12T18:03:12Z",
    statements: [
      allow(`acm:DescribeCertificate acm:GetCertificate acm:List* apigateway:GET autoscaling:Describe*
      cloudformation:Describe* cloudformation:Get* cloudformation:List*
      cloudformation:EstimateTemplateCost cloudfront:Get* cloudfront:List* cloudtrail:DescribeTrails
      cloudtrail:GetTrailStatus cloudtrail:LookupEvents cloudtrail:ListTags cloudtrail:ListPublicKeys
      cloudwatch:Describe* cloudwatch:Get* cloudwatch:List* config:DescribeConfigurationRecorders
      config:DescribeConfigurationRecorderStatus config:DescribeConfigRuleEvaluationStatus
      config:DescribeConfigRules config:DescribeDeliveryChannels config:DescribeDeliveryChannelStatus
      config:GetResourceConfigHistory config:ListDiscoveredResources dynamodb:DescribeLimits
      dynamodb:DescribeTable dynamodb:ListTables ec2:Describe* ec2:DescribeHosts
      ec2:describeIdentityIdFormat ec2:DescribeIdFormat ec2:DescribeInstanceAttribute
      ec2:DescribeNatGateways ec2:DescribeReservedInstancesModifications ec2:DescribeTags
      ec2:SearchLocalGatewayRoutes ecr:GetRepositoryPolicy ecr:BatchCheckLayerAvailability
      ecr:DescribeRepositories ecr:ListImages ecs:Describe* ecs:List* elasticache:Describe*
      elasticache:List* elasticfilesystem:Describe* elasticloadbalancing:Describe*
      elasticfilesystem:DescribeFileSystems events:DescribeRule events:List* events:TestEventPattern
      firehose:Describe* firehose:List* glacier:ListVaults glacier:DescribeVault glacier:DescribeJob
      glacier:Get* glacier:List* iam:GenerateCredentialReport iam:GenerateServiceLastAccessedDetails
      iam:Get* iam:List* kinesis:Describe* kinesis:Get* kinesis:List* kms:Describe* kms:Get* kms:List*
      lambda:List* lambda:Get* logs:Describe* logs:TestMetricFilter rds:Describe*
      rds:ListTagsForResource route53:Get* route53:List* route53domains:CheckDomainAvailability
      route53domains:GetDomainDetail route53domains:GetOperationDetail route53domains:List* s3:List*
      ses:Get* ses:List* sns:Get* sns:List* sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListQueues
      sqs:ReceiveMessage ssm:List* ssm:Describe* waf:Get* waf:List*`),
    ],
  },
  {
    name: "SystemAdministrator",
    path: "/job-function/",
    version: "v12",
    created: "2016-11-10T17:23:56Z",
    updated: "2026-02-12T18:02:37Z",
    statements: [
      allow(`acm:Describe* acm:Get* acm:List* acm:Request* acm:Resend* autoscaling:*
      cloudtrail:DescribeTrails cloudtrail:GetTrailStatus cloudtrail:ListPublicKeys
      cloudtrail:ListTags cloudtrail:LookupEvents cloudtrail:StartLogging cloudtrail:StopLogging
      cloudwatch:* codecommit:BatchGetRepositories codecommit:CreateBranch codecommit:CreateRepository
      codecommit:Get* codecommit:GitPull codecommit:GitPush codecommit:List* codecommit:Put*
      codecommit:Test* codecommit:Update* codedeploy:* codepipeline:* config:* ds:* ec2:Allocate*
      ec2:AssignPrivateIpAddresses* ec2:Associate* ec2:Allocate* ec2:AttachInternetGateway
      ec2:AttachNetworkInterface ec2:AttachVpnGateway ec2:Bundle* ec2:Cancel* ec2:Copy*
      ec2:CreateCustomerGateway ec2:CreateDhcpOptions ec2:CreateFlowLogs ec2:CreateImage
      ec2:CreateInstanceExportTask ec2:CreateInternetGateway ec2:CreateKeyPair
      ec2:CreateLaunchTemplate ec2:CreateLaunchTemplateVersion ec2:CreateNatGateway
      ec2:CreateNetworkInterface ec2:CreatePlacementGroup ec2:CreateReservedInstancesListing
      ec2:CreateRoute ec2:CreateRouteTable ec2:CreateSecurityGroup ec2:CreateSnapshot
      ec2:CreateSpotDatafeedSubscription ec2:CreateSubnet ec2:CreateTags ec2:CreateVolume
      ec2:CreateVpc ec2:CreateVpcEndpoint ec2:CreateVpnConnection ec2:CreateVpnConnectionRoute
      ec2:CreateVpnGateway ec2:DeleteFlowLogs ec2:DeleteKeyPair ec2:DeleteLaunchTemplate
      ec2:DeleteLaunchTemplateVersions ec2:DeleteNatGateway ec2:DeleteNetworkInterface
      ec2:DeletePlacementGroup ec2:DeleteSnapshot ec2:DeleteSpotDatafeedSubscription ec2:DeleteSubnet
      ec2:DeleteTags ec2:DeleteVpc ec2:DeleteVpcEndpoints ec2:DeleteVpnConnection
      ec2:DeleteVpnConnectionRoute ec2:DeleteVpnGateway ec2:DeregisterImage ec2:Describe*
      ec2:DetachInternetGateway ec2:DetachNetworkInterface ec2:DetachVpnGateway
      ec2:DisableVgwRoutePropagation ec2:DisableVpcClassicLinkDnsSupport ec2:DisassociateAddress
      ec2:DisassociateRouteTable ec2:EnableVgwRoutePropagation ec2:EnableVolumeIO
      ec2:EnableVpcClassicLinkDnsSupport ec2:GetConsoleOutput ec2:GetHostReservationPurchasePreview
      ec2:GetLaunchTemplateData ec2:GetPasswordData ec2:GetSecurityGroupsForVpc ec2:Import*
      ec2:Modify* ec2:MonitorInstances ec2:MoveAddressToVpc ec2:Purchase* ec2:RegisterImage
      ec2:Release* ec2:Replace* ec2:ReportInstanceStatus ec2:Request* ec2:Reset*
      ec2:RestoreAddressToClassic ec2:RunScheduledInstances ec2:UnassignPrivateIpAddresses
      ec2:UnmonitorInstances ec2:UpdateSecurityGroupRuleDescriptionsEgress
      ec2:UpdateSecurityGroupRuleDescriptionsIngress elasticloadbalancing:* events:* iam:GetAccount*
      iam:GetContextKeys* iam:GetCredentialReport iam:ListAccountAliases iam:ListGroups
      iam:ListOpenIDConnectProviders iam:ListPolicies iam:ListPoliciesGrantingServiceAccess
      iam:ListRoles iam:ListSAMLProviders iam:ListServerCertificates iam:Simulate*
      iam:UpdateServerCertificate iam:UpdateSigningCertificate kinesis:ListStreams kinesis:PutRecord
      kms:CreateAlias kms:CreateKey kms:DeleteAlias kms:Describe* kms:GenerateRandom kms:Get*
      kms:List* kms:Encrypt kms:ReEncrypt* lambda:Create* lambda:Delete* lambda:Get*
      lambda:InvokeFunction lambda:List* lambda:PublishVersion lambda:Update* logs:* rds:Describe*
      rds:ListTagsForResource rolesanywhere:GetCrl rolesanywhere:GetProfile rolesanywhere:GetSubject
      rolesanywhere:GetTrustAnchor rolesanywhere:ListCrls rolesanywhere:ListProfiles
      rolesanywhere:ListSubjects rolesanywhere:ListTagsForResource rolesanywhere:ListTrustAnchors
      rolesanywhere:PutNotificationSettings rolesanywhere:ResetNotificationSettings route53:*
      route53domains:* ses:* sns:* sqs:* trustedadvisor:*`),
      allow(`ec2:AcceptVpcPeeringConnection ec2:AttachClassicLinkVpc ec2:AttachVolume
      ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress
      ec2:CreateVpcPeeringConnection ec2:DeleteCustomerGateway ec2:DeleteDhcpOptions
      ec2:DeleteInternetGateway ec2:DeleteNetworkAcl* ec2:DeleteRoute ec2:DeleteRouteTable
      ec2:DeleteSecurityGroup ec2:DeleteVolume ec2:DeleteVpcPeeringConnection ec2:DetachClassicLinkVpc
      ec2:DetachVolume ec2:DisableVpcClassicLink ec2:EnableVpcClassicLink ec2:GetConsoleScreenshot
      ec2:RebootInstances ec2:RejectVpcPeeringConnection ec2:RevokeSecurityGroupEgress
      ec2:RevokeSecurityGroupIngress ec2:RunInstances ec2:StartInstances ec2:StopInstances
      ec2:TerminateInstances`),
      allow("s3:*"),
      allow(`iam:GetAccessKeyLastUsed iam:GetGroup* iam:GetInstanceProfile iam:GetLoginProfile
      iam:GetOpenIDConnectProvider iam:GetPolicy* iam:GetRole* iam:GetSAMLProvider iam:GetSSHPublicKey
      iam:GetServerCertificate iam:GetServiceLastAccessed* iam:GetUser* iam:ListAccessKeys
      iam:ListAttached* iam:ListEntitiesForPolicy iam:ListGroupPolicies iam:ListGroupsForUser
      iam:ListInstanceProfiles* iam:ListMFADevices iam:ListPolicyVersions iam:ListRolePolicies
      iam:ListSSHPublicKeys iam:ListSigningCertificates iam:ListUserPolicies iam:Upload*`),
      allow("iam:GetRole iam:ListRoles iam:PassRole", {
        on: `arn:aws:iam::*:role/rds-monitoring-role arn:aws:iam::*:role/ec2-sysadmin-*
      arn:aws:iam::*:role/ecr-sysadmin-* arn:aws:iam::*:role/lambda-sysadmin-*`,
      }),
    ],
  },
  {
    name: "NetworkAdministrator",
    path: "/job-function/",
    version: "v15",
    created: "2016-11-10T17:31:35Z",
    updated: "2026-02-12T17:59:36Z",
    statements: [
      allow(
        `autoscaling:Describe* cloudfront:ListDistributions cloudwatch:DeleteAlarms
      cloudwatch:DescribeAlarms cloudwatch:GetMetricStatistics cloudwatch:PutMetricAlarm
      directconnect:* ec2:AcceptVpcEndpointConnections ec2:AllocateAddress ec2:AssignIpv6Addresses
      ec2:AssignPrivateIpAddresses ec2:AssociateAddress ec2:AssociateDhcpOptions
      ec2:AssociateRouteTable ec2:AssociateSubnetCidrBlock ec2:AssociateVpcCidrBlock
      ec2:AttachInternetGateway ec2:AttachNetworkInterface ec2:AttachVpnGateway
      ec2:CreateCarrierGateway ec2:CreateCustomerGateway ec2:CreateDefaultSubnet ec2:CreateDefaultVpc
      ec2:CreateDhcpOptions ec2:CreateEgressOnlyInternetGateway ec2:CreateFlowLogs
      ec2:CreateInternetGateway ec2:CreateNatGateway ec2:CreateNetworkAcl ec2:CreateNetworkAclEntry
      ec2:CreateNetworkInterface ec2:CreateNetworkInterfacePermission ec2:CreatePlacementGroup
      ec2:CreateRoute ec2:CreateRouteTable ec2:CreateSecurityGroup ec2:CreateSubnet ec2:CreateTags
      ec2:CreateVpc ec2:CreateVpcEndpoint ec2:CreateVpcEndpointConnectionNotification
      ec2:CreateVpcEndpointServiceConfiguration ec2:CreateVpnConnection ec2:CreateVpnConnectionRoute
      ec2:CreateVpnGateway ec2:DeleteCarrierGateway ec2:DeleteEgressOnlyInternetGateway
      ec2:DeleteFlowLogs ec2:DeleteNatGateway ec2:DeleteNetworkInterface
      ec2:DeleteNetworkInterfacePermission ec2:DeletePlacementGroup ec2:DeleteSubnet ec2:DeleteTags
      ec2:DeleteVpc ec2:DeleteVpcEndpointConnectionNotifications
      ec2:DeleteVpcEndpointServiceConfigurations ec2:DeleteVpcEndpoints ec2:DeleteVpnConnection
      ec2:DeleteVpnConnectionRoute ec2:DeleteVpnGateway ec2:DescribeAccountAttributes
      ec2:DescribeAddresses ec2:DescribeAvailabilityZones ec2:DescribeCarrierGateways
      ec2:DescribeClassicLinkInstances ec2:DescribeCustomerGateways ec2:DescribeDhcpOptions
      ec2:DescribeEgressOnlyInternetGateways ec2:DescribeFlowLogs ec2:DescribeInstances
      ec2:DescribeInternetGateways ec2:DescribeIpv6Pools ec2:DescribeKeyPairs
      ec2:DescribeMovingAddresses ec2:DescribeNatGateways ec2:DescribeNetworkAcls
      ec2:DescribeNetworkInterfaceAttribute ec2:DescribeNetworkInterfacePermissions
      ec2:DescribeNetworkInterfaces ec2:DescribePlacementGroups ec2:DescribePrefixLists
      ec2:DescribePublicIpv4Pools ec2:DescribeRouteTables ec2:DescribeSecurityGroupReferences
      ec2:DescribeSecurityGroupRules ec2:DescribeSecurityGroups ec2:DescribeStaleSecurityGroups
      ec2:DescribeSubnets ec2:DescribeTags ec2:DescribeVpcAttribute ec2:DescribeVpcClassicLink
      ec2:DescribeVpcClassicLinkDnsSupport ec2:DescribeVpcEndpointConnectionNotifications
      ec2:DescribeVpcEndpointConnections ec2:DescribeVpcEndpointServiceConfigurations
      ec2:DescribeVpcEndpointServicePermissions ec2:DescribeVpcEndpointServices
      ec2:DescribeVpcEndpoints ec2:DescribeVpcPeeringConnections ec2:DescribeVpcs
      ec2:DescribeVpnConnections ec2:DescribeVpnGateways ec2:DetachInternetGateway
      ec2:DetachNetworkInterface ec2:DetachVpnGateway ec2:DisableVgwRoutePropagation
      ec2:DisableVpcClassicLinkDnsSupport ec2:DisassociateAddress ec2:DisassociateRouteTable
      ec2:DisassociateSubnetCidrBlock ec2:DisassociateVpcCidrBlock ec2:EnableVgwRoutePropagation
      ec2:EnableVpcClassicLinkDnsSupport ec2:GetVpnConnectionDeviceSampleConfiguration
      ec2:GetVpnConnectionDeviceTypes ec2:GetVpnTunnelReplacementStatus
      ec2:ModifyNetworkInterfaceAttribute ec2:ModifySecurityGroupRules ec2:ModifySubnetAttribute
      ec2:ModifyVpcAttribute ec2:ModifyVpcEndpoint ec2:ModifyVpcEndpointConnectionNotification
      ec2:ModifyVpcEndpointServiceConfiguration ec2:ModifyVpcEndpointServicePermissions
      ec2:ModifyVpcPeeringConnectionOptions ec2:ModifyVpcTenancy ec2:ModifyVpnConnection
      ec2:ModifyVpnConnectionOptions ec2:ModifyVpnTunnelCertificate ec2:ModifyVpnTunnelOptions
      ec2:MoveAddressToVpc ec2:RejectVpcEndpointConnections ec2:ReleaseAddress
      ec2:ReplaceNetworkAclAssociation ec2:ReplaceNetworkAclEntry ec2:ReplaceRoute
      ec2:ReplaceRouteTableAssociation ec2:ReplaceVpnTunnel ec2:ResetNetworkInterfaceAttribute
      ec2:RestoreAddressToClassic ec2:UnassignIpv6Addresses ec2:UnassignPrivateIpAddresses
      ec2:UpdateSecurityGroupRuleDescriptionsEgress ec2:UpdateSecurityGroupRuleDescriptionsIngress
      elasticbeanstalk:Describe* elasticbeanstalk:List* elasticbeanstalk:RequestEnvironmentInfo
      elasticbeanstalk:RetrieveEnvironmentInfo elasticloadbalancing:* logs:DescribeLogGroups
      logs:DescribeLogStreams logs:GetLogEvents route53:* route53domains:* sns:CreateTopic
      sns:ListSubscriptionsByTopic sns:ListTopics`,
        { sid: "AllowDefaultNetworkAdminActions" },
      ),
      allow(
        `ec2:AcceptVpcPeeringConnection ec2:AssociateSecurityGroupVpc ec2:AttachClassicLinkVpc
      ec2:AuthorizeSecurityGroupEgress ec2:AuthorizeSecurityGroupIngress
      ec2:CreateVpcPeeringConnection ec2:DeleteCustomerGateway ec2:DeleteDhcpOptions
      ec2:DeleteInternetGateway ec2:DeleteNetworkAcl ec2:DeleteNetworkAclEntry ec2:DeleteRoute
      ec2:DeleteRouteTable ec2:DeleteSecurityGroup ec2:DeleteVolume ec2:DeleteVpcPeeringConnection
      ec2:DescribeSecurityGroupVpcAssociations ec2:DetachClassicLinkVpc ec2:DisableVpcClassicLink
      ec2:DisassociateSecurityGroupVpc ec2:EnableVpcClassicLink ec2:GetConsoleScreenshot
      ec2:GetSecurityGroupsForVpc ec2:RejectVpcPeeringConnection ec2:RevokeSecurityGroupEgress
      ec2:RevokeSecurityGroupIngress`,
        { sid: "AllowVPCPermissions" },
      ),
      allow(
        `ec2:CreateLocalGatewayRoute ec2:CreateLocalGatewayRouteTableVpcAssociation
      ec2:DeleteLocalGatewayRoute ec2:DeleteLocalGatewayRouteTableVpcAssociation
      ec2:DescribeLocalGatewayRouteTableVirtualInterfaceGroupAssociations
      ec2:DescribeLocalGatewayRouteTableVpcAssociations ec2:DescribeLocalGatewayRouteTables
      ec2:DescribeLocalGatewayVirtualInterfaceGroups ec2:DescribeLocalGatewayVirtualInterfaces
      ec2:DescribeLocalGateways ec2:SearchLocalGatewayRoutes`,
        { sid: "AllowLocalGatewayPermissions" },
      ),
      allow("s3:GetBucketLocation s3:GetBucketWebsite s3:ListBucket", { sid: "DiscoverBuckets" }),
      allow("iam:GetRole iam:ListRoles iam:PassRole", {
        on: "arn:aws:iam::*:role/flow-logs-*",
        sid: "DiscoverFlowLogRoles",
      }),
      allow("networkmanager:*", { sid: "NetworkmanagerPermissions" }),
      allow(
        `ec2:AcceptTransitGatewayVpcAttachment ec2:AssociateTransitGatewayRouteTable
      ec2:CreateTransitGateway ec2:CreateTransitGatewayRoute ec2:CreateTransitGatewayRouteTable
      ec2:CreateTransitGatewayVpcAttachment ec2:DeleteTransitGateway ec2:DeleteTransitGatewayRoute
      ec2:DeleteTransitGatewayRouteTable ec2:DeleteTransitGatewayVpcAttachment
      ec2:DescribeTransitGatewayAttachments ec2:DescribeTransitGatewayRouteTables
      ec2:DescribeTransitGateways ec2:DescribeTransitGatewayVpcAttachments
      ec2:DisableTransitGatewayRouteTablePropagation ec2:DisassociateTransitGatewayRouteTable
      ec2:EnableTransitGatewayRouteTablePropagation ec2:ExportTransitGatewayRoutes
      ec2:GetTransitGatewayAttachmentPropagations ec2:GetTransitGatewayRouteTableAssociations
      ec2:GetTransitGatewayRouteTablePropagations ec2:ModifyTransitGateway
      ec2:ModifyTransitGatewayVpcAttachment ec2:RejectTransitGatewayVpcAttachment
      ec2:ReplaceTransitGatewayRoute ec2:SearchTransitGatewayRoutes`,
        { sid: "TransitGatewayPermissions" },
      ),
      allow("iam:CreateServiceLinkedRole", {
        when: { StringLike: { "iam:AWSServiceName": ["transitgateway.amazonaws.com"] } },
        sid: "AllowTransitGatewaySLRCreation",
      }),
    ],
  },
  {
    name: "DatabaseAdministrator",
    path: "/job-function/",
    version: "v5",
    created: "2016-11-10T17:25:43Z",
    updated: "2026-02-12T18:02:20Z",
    statements: [
      allow(`cloudwatch:DeleteAlarms cloudwatch:Describe* cloudwatch:DisableAlarmActions
      cloudwatch:EnableAlarmActions cloudwatch:Get* cloudwatch:List* cloudwatch:PutMetricAlarm
      datapipeline:ActivatePipeline datapipeline:CreatePipeline datapipeline:DeletePipeline
      datapipeline:DescribeObjects datapipeline:DescribePipelines datapipeline:GetPipelineDefinition
      datapipeline:ListPipelines datapipeline:PutPipelineDefinition datapipeline:QueryObjects
      dynamodb:* ec2:DescribeAccountAttributes ec2:DescribeAddresses ec2:DescribeAvailabilityZones
      ec2:DescribeInternetGateways ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs
      elasticache:* iam:ListRoles iam:GetRole kms:ListKeys lambda:CreateEventSourceMapping
      lambda:CreateFunction lambda:DeleteEventSourceMapping lambda:DeleteFunction
      lambda:GetFunctionConfiguration lambda:ListEventSourceMappings lambda:ListFunctions
      logs:DescribeLogGroups logs:DescribeLogStreams logs:FilterLogEvents logs:GetLogEvents
      logs:Create* logs:PutLogEvents logs:PutMetricFilter pi:CreatePerformanceAnalysisReport
      pi:DeletePerformanceAnalysisReport pi:DescribeDimensionKeys pi:GetDimensionKeyDetails
      pi:GetPerformanceAnalysisReport pi:GetResourceMetadata pi:GetResourceMetrics
      pi:ListAvailableResourceDimensions pi:ListAvailableResourceMetrics
      pi:ListPerformanceAnalysisReports pi:ListTagsForResource pi:TagResource pi:UntagResource rds:*
      redshift:* s3:CreateBucket sns:CreateTopic sns:DeleteTopic sns:Get* sns:List*
      sns:SetTopicAttributes sns:Subscribe sns:Unsubscribe`),
      allow(`s3:AbortMultipartUpload s3:DeleteObject* s3:Get* s3:List* s3:PutAccelerateConfiguration
      s3:PutBucketTagging s3:PutBucketVersioning s3:PutBucketWebsite s3:PutLifecycleConfiguration
      s3:PutReplicationConfiguration s3:PutObject* s3:Replicate* s3:RestoreObject`),
      allow("iam:PassRole", {
        on: `arn:aws:iam::*:role/rds-monitoring-role arn:aws:iam::*:role/rdbms-lambda-access
      arn:aws:iam::*:role/lambda_exec_role arn:aws:iam::*:role/lambda-dynamodb-*
      arn:aws:iam::*:role/lambda-vpc-execution-role arn:aws:iam::*:role/DataPipelineDefaultRole
      arn:aws:iam::*:role/DataPipelineDefaultResourceRole`,
      }),
    ],
  },
  {
    name: "DataScientist",
    path: "/job-function/",
    version: "v5",
    created: "2016-11-10T17:28:48Z",
    updated: "2019-12-03T16:48:34Z",
    statements: [
      allow(`autoscaling:* cloudwatch:* cloudformation:CreateStack cloudformation:DescribeStackEvents
      datapipeline:Describe* datapipeline:ListPipelines datapipeline:GetPipelineDefinition
      datapipeline:QueryObjects dynamodb:* ec2:CancelSpotInstanceRequests ec2:CancelSpotFleetRequests
      ec2:CreateTags ec2:DeleteTags ec2:Describe* ec2:ModifyImageAttribute ec2:ModifyInstanceAttribute
      ec2:ModifySpotFleetRequest ec2:RequestSpotInstances ec2:RequestSpotFleet elasticfilesystem:*
      elasticmapreduce:* es:* firehose:* fsx:DescribeFileSystems iam:GetInstanceProfile iam:GetRole
      iam:GetPolicy iam:GetPolicyVersion iam:ListRoles kinesis:* kms:List* lambda:Create*
      lambda:Delete* lambda:Get* lambda:InvokeFunction lambda:PublishVersion lambda:Update*
      lambda:List* machinelearning:* sdb:* rds:* sns:ListSubscriptions sns:ListTopics
      logs:DescribeLogStreams logs:GetLogEvents redshift:* s3:CreateBucket sns:CreateTopic sns:Get*
      sns:List*`),
      allow(`s3:Abort* s3:DeleteObject s3:Get* s3:List* s3:PutAccelerateConfiguration s3:PutBucketCors
      s3:PutBucketLogging s3:PutBucketNotification s3:PutBucketTagging s3:PutObject s3:Replicate*
      s3:RestoreObject`),
      allow("ec2:RunInstances ec2:TerminateInstances"),
      allow("iam:PassRole", {
        on: `arn:aws:iam::*:role/DataPipelineDefaultRole arn:aws:iam::*:role/DataPipelineDefaultResourceRole
      arn:aws:iam::*:role/EMR_EC2_DefaultRole arn:aws:iam::*:role/EMR_DefaultRole
      arn:aws:iam::*:role/kinesis-*`,
      }),
      allow("iam:PassRole", { when: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } } }),
      allow("sagemaker:*", {
        notOn: `arn:aws:sagemaker:*:*:domain/* arn:aws:sagemaker:*:*:user-profile/* arn:aws:sagemaker:*:*:app/*
      arn:aws:sagemaker:*:*:flow-definition/*`,
      }),
      allow(`sagemaker:CreatePresignedDomainUrl sagemaker:DescribeDomain sagemaker:ListDomains
      sagemaker:DescribeUserProfile sagemaker:ListUserProfiles sagemaker:*App sagemaker:ListApps`),
      allow("sagemaker:*FlowDefinition sagemaker:*FlowDefinitions", {
        when: { StringEqualsIfExists: { "sagemaker:WorkteamType": ["private-crowd", "vendor-crowd"] } },
      }),
    ],
  },
];
