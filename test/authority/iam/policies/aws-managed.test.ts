import assert from "node:assert/strict";
import { test } from "node:test";
import {
  awsManagedPolicies,
  findAwsManagedPolicy,
} from "../../../../src/authority/iam/policies/aws-managed/index.ts";
import { validatePolicy } from "../../../../src/policy/index.ts";

test("every AWS managed policy is a valid identity policy with an ARN and id of its own", () => {
  for (const { policy, version } of awsManagedPolicies) {
    assert.deepEqual(validatePolicy(version.document, "identity"), [], policy.name);
    assert.match(policy.policy_id, /^ANPA[A-Z2-7]{17}$/);
    assert.equal(policy.default_version_id, version.version_id);
    assert.ok(policy.created_at <= policy.updated_at, policy.name);
  }
  assert.equal(new Set(awsManagedPolicies.map(({ policy }) => policy.arn)).size, awsManagedPolicies.length);
  assert.equal(
    new Set(awsManagedPolicies.map(({ policy }) => policy.policy_id)).size,
    awsManagedPolicies.length,
  );
});

test("the usual AWS managed policies are there under their paths", () => {
  for (const resource of [
    "AdministratorAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "IAMFullAccess",
    "IAMReadOnlyAccess",
    "IAMUserChangePassword",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "SecurityAudit",
    "job-function/ViewOnlyAccess",
    "job-function/Billing",
    "service-role/AWSLambdaBasicExecutionRole",
    "service-role/AmazonEC2RoleforSSM",
    "service-role/AmazonECSTaskExecutionRolePolicy",
    "AmazonEC2FullAccess",
    "AmazonEC2ReadOnlyAccess",
    "AmazonDynamoDBFullAccess",
    "AmazonDynamoDBReadOnlyAccess",
    "AmazonSQSFullAccess",
    "AmazonSNSFullAccess",
    "CloudWatchLogsFullAccess",
  ])
    assert.ok(findAwsManagedPolicy(`arn:aws:iam::aws:policy/${resource}`), resource);
});

test("reading policies of AWS allow no writing to IAM", () => {
  for (const resource of [
    "ReadOnlyAccess",
    "IAMReadOnlyAccess",
    "SecurityAudit",
    "job-function/ViewOnlyAccess",
  ]) {
    const document = findAwsManagedPolicy(`arn:aws:iam::aws:policy/${resource}`)?.version.document ?? "";
    assert.doesNotMatch(document, /"iam:(\*|Create|Put|Attach|Update|Delete|Pass|Add|Set|Tag)/, resource);
  }
});
