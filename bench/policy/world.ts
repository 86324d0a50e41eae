/** Who asks in the benchmark, where from, and for what kinds of things. */
import type { PrincipalFacts } from "../../src/policy/index.ts";
import type { Random } from "./random.ts";

export type Values = Record<string, string | readonly string[]>;

/** One question: an action on a resource, with the context keys that belong to it. */
export interface Ask {
  readonly action: string;
  readonly resource: string;
  /** Over those of `usualContext`, by lower-case key. */
  readonly context: Values;
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: { readonly AWS: string };
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export const account = "111122223333";
const team = "team-7";
export const roleArn = `arn:aws:iam::${account}:role/Platform`;
export const principal: PrincipalFacts = {
  type: "role",
  accountId: account,
  arn: `arn:aws:sts::${account}:assumed-role/Platform/ann`,
  roleArn,
  uniqueId: "AROA2ABCDEFGHIJKLMNOP",
};
/** What the variables of the templates come to for this caller. */
export const variables: Readonly<Record<string, string>> = {
  "aws:principaltag/team": team,
  "aws:sourceidentity": "ann",
};

/** Every action that is asked for; wildcards in actions stand for some of these. */
export const actionsOf: Readonly<Record<string, readonly string[]>> = {
  s3: ["GetObject", "PutObject", "DeleteObject", "ListBucket", "GetObjectTagging", "DeleteObjectVersion"],
  dynamodb: ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteTable", "UpdateTable"],
  sqs: ["SendMessage", "ReceiveMessage", "DeleteMessage", "PurgeQueue"],
  sns: ["Publish", "Subscribe", "DeleteTopic"],
  kms: ["Decrypt", "GenerateDataKey", "ScheduleKeyDeletion"],
  secretsmanager: ["GetSecretValue", "DescribeSecret", "PutSecretValue"],
  lambda: ["InvokeFunction", "InvokeAsync", "GetFunction", "UpdateFunctionCode"],
  ec2: ["StartInstances", "StopInstances", "RebootInstances", "TerminateInstances"],
  iam: ["PassRole", "GetRole", "ListRolePolicies", "CreateUser", "AttachRolePolicy"],
  sts: ["AssumeRole", "TagSession"],
};
export const services = Object.keys(actionsOf);
export const actions = services.flatMap((service) =>
  (actionsOf[service] ?? []).map((name) => `${service}:${name}`),
);
/** Services whose resources have policies of their own. */
export const withResourcePolicy = new Set(["s3", "sqs", "sns", "kms", "secretsmanager", "lambda"]);

export const regions = ["eu-west-1", "us-east-1", "ap-northeast-1", "eu-central-1"];
export const farRegions = ["us-west-2", "sa-east-1", "ca-central-1", "me-south-1"];

export function regionalArn(service: string, region: string, name: string): string {
  return `arn:aws:${service}:${region}:${account}:${name}`;
}

/** 13 keys of a request that nothing but its own content speaks against. */
export function usualContext(random: Random): Values {
  const second = 1_795_000_000 + random.int(2_000_000);
  return {
    "aws:currenttime": formatSecond(second),
    "aws:epochtime": `${second}`,
    "aws:principalarn": roleArn,
    "aws:principalaccount": account,
    "aws:principaltype": "AssumedRole",
    "aws:userid": "AROA2ABCDEFGHIJKLMNOP:ann",
    "aws:sourceip": `10.${random.int(256)}.${random.int(256)}.${random.int(256)}`,
    "aws:securetransport": "true",
    "aws:requestedregion": random.pick(regions),
    "aws:useragent": `aws-cli/2.${random.int(40)}.${random.int(20)} md/prompt#off`,
    "aws:tokenissuetime": formatSecond(second - random.int(3_600)),
    "aws:multifactorauthpresent": "true",
    "aws:multifactorauthage": `${random.int(3_000)}`,
    ...variables,
  };
}

/** Seconds since 1970 → `2026-11-21T03:04:05Z`. */
export function formatSecond(second: number): string {
  return `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
}
