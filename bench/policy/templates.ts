/**
 * Statements as accounts have them, each with questions that it answers. Resources are nearly all distinct; conditions
 * come from pools such as one principal meets: three offices, two times of revocation, two lists of regions, twenty
 * projects; tenants, prefixes and services by the hundred.
 */
import type { Random } from "./random.ts";
import {
  type Ask,
  account,
  actions,
  farRegions,
  formatSecond,
  regionalArn,
  regions,
  type Statement,
  variables,
} from "./world.ts";

/** A statement, and a maker of questions that it applies to if nothing else speaks against them. */
export interface Example {
  readonly statement: Statement;
  readonly ask: (random: Random) => Ask;
}

export type Template = (random: Random) => Example;

const bucket = (random: Random): string =>
  `${random.pick(["logs", "data", "media", "app"])}-${random.int(400)}`;
const word = (random: Random): string =>
  `${random.pick(["orders", "users", "daily", "export"])}-${random.int(300)}`;
const object = (random: Random): string => `2026/${random.int(12)}/${random.int(1_000_000)}.json`;

/** `names` of one service, allowed on what `resource` covers. */
function allow(
  action: readonly string[],
  resource: readonly string[],
  condition: Statement["Condition"] | undefined,
  ask: Example["ask"],
): Example {
  return { statement: clause("Allow", action, resource, condition), ask };
}

function deny(
  action: readonly string[],
  resource: readonly string[],
  condition: Statement["Condition"] | undefined,
  ask: Example["ask"],
): Example {
  return { statement: clause("Deny", action, resource, condition), ask };
}

function clause(
  effect: Statement["Effect"],
  action: readonly string[],
  resource: readonly string[],
  condition: Statement["Condition"] | undefined,
): Statement {
  const base = { Effect: effect, Action: action, Resource: resource };
  return condition === undefined ? base : { ...base, Condition: condition };
}

export const allowTemplates: readonly Template[] = [
  (random) => {
    const prefix = `arn:aws:s3:::${bucket(random)}/${word(random)}/`;
    return allow(["s3:GetObject", "s3:PutObject"], [`${prefix}*`], undefined, (ask) => ({
      action: ask.pick(["s3:GetObject", "s3:PutObject"]),
      resource: prefix + object(ask),
      context: {},
    }));
  },
  (random) => {
    const [name, prefix] = [bucket(random), word(random)];
    const condition = { StringLike: { "s3:prefix": [`${prefix}/*`, "public/*"] } };
    return allow(["s3:ListBucket"], [`arn:aws:s3:::${name}`], condition, (ask) => ({
      action: "s3:ListBucket",
      resource: `arn:aws:s3:::${name}`,
      context: { "s3:prefix": `${prefix}/${ask.int(100)}/` },
    }));
  },
  (random) => {
    const name = bucket(random);
    const resource = `arn:aws:s3:::${name}/home/\${aws:PrincipalTag/team}/*/shared/*`;
    return allow(["s3:Get*", "s3:Put*"], [resource], undefined, (ask) => ({
      action: ask.pick(["s3:GetObject", "s3:PutObject", "s3:GetObjectTagging"]),
      resource: `arn:aws:s3:::${name}/home/${variables["aws:principaltag/team"]}/${ask.int(99)}/shared/${object(ask)}`,
      context: {},
    }));
  },
  (random) => {
    const table = regionalArn("dynamodb", random.pick(regions), `table/${word(random)}`);
    const keys = [`tenant-${random.int(200)}`, `tenant-${random.int(200)}`];
    const condition = { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": keys } };
    return allow(["dynamodb:GetItem", "dynamodb:Query"], [table, `${table}/index/*`], condition, (ask) => ({
      action: ask.pick(["dynamodb:GetItem", "dynamodb:Query"]),
      resource: ask.chance(0.5) ? table : `${table}/index/by-date-${ask.int(9)}`,
      context: { "dynamodb:leadingkeys": [ask.pick(keys)] },
    }));
  },
  (random) => {
    const queue = regionalArn("sqs", random.pick(regions), `${word(random)}-${random.int(99)}`);
    return allow(["sqs:SendMessage", "sqs:Receive*"], [queue], undefined, (ask) => ({
      action: ask.pick(["sqs:SendMessage", "sqs:ReceiveMessage"]),
      resource: queue,
      context: {},
    }));
  },
  (random) => {
    const region = random.pick(regions);
    const topic = regionalArn("sns", region, `${word(random)}-`);
    const condition = { StringEquals: { "aws:RequestedRegion": [region] } };
    return allow(["sns:Publish"], [`${topic}*`], condition, (ask) => ({
      action: "sns:Publish",
      resource: `${topic}${ask.int(1_000)}`,
      context: { "aws:requestedregion": region },
    }));
  },
  (random) => {
    const region = random.pick(regions);
    const key = regionalArn("kms", region, `key/1234abcd-12ab-34cd-56ef-${100_000 + random.int(900_000)}`);
    const via = `${random.pick(["s3", "sqs", "secretsmanager"])}.${region}.amazonaws.com`;
    const condition = { StringEquals: { "kms:ViaService": [via] } };
    return allow(["kms:Decrypt", "kms:GenerateDataKey*"], [key], condition, (ask) => ({
      action: ask.pick(["kms:Decrypt", "kms:GenerateDataKey"]),
      resource: key,
      context: { "kms:viaservice": via },
    }));
  },
  (random) => {
    const secret = regionalArn(
      "secretsmanager",
      random.pick(regions),
      `secret:${word(random)}/${random.int(50)}-`,
    );
    const condition = { StringEquals: { "aws:ResourceTag/team": [`\${aws:PrincipalTag/team}`] } };
    return allow(
      ["secretsmanager:Get*", "secretsmanager:DescribeSecret"],
      [`${secret}*`],
      condition,
      (ask) => ({
        action: ask.pick(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]),
        resource: `${secret}a1B2c${ask.int(9)}`,
        context: { "aws:resourcetag/team": variables["aws:principaltag/team"] ?? "" },
      }),
    );
  },
  (random) => {
    const name = regionalArn("lambda", random.pick(regions), `function:${word(random)}-`);
    return allow(["lambda:Invoke*"], [`${name}*`], { Bool: { "aws:SecureTransport": ["true"] } }, (ask) => ({
      action: ask.pick(["lambda:InvokeFunction", "lambda:InvokeAsync"]),
      resource: `${name}${ask.int(500)}`,
      context: {},
    }));
  },
  (random) => {
    const project = `project-${random.int(20)}`;
    const condition = { StringEquals: { "aws:ResourceTag/project": [project] } };
    const names = ["ec2:StartInstances", "ec2:StopInstances"];
    return allow(names, [`arn:aws:ec2:*:${account}:instance/*`], condition, (ask) => ({
      action: ask.pick(names),
      resource: regionalArn("ec2", ask.pick(regions), `instance/i-${ask.int(0x7fff_ffff).toString(16)}`),
      context: { "aws:resourcetag/project": project },
    }));
  },
  (random) => {
    const path = `arn:aws:iam::${account}:role/${word(random)}/`;
    const service = random.pick(["lambda.amazonaws.com", "ec2.amazonaws.com"]);
    const condition = { StringEquals: { "iam:PassedToService": [service] } };
    return allow(["iam:PassRole"], [`${path}*`], condition, (ask) => ({
      action: "iam:PassRole",
      resource: `${path}job-${ask.int(1_000)}`,
      context: { "iam:passedtoservice": service },
    }));
  },
  (random) => {
    const role = `arn:aws:iam::${account}:role/${word(random)}-${random.int(99)}`;
    const condition = {
      Bool: { "aws:MultiFactorAuthPresent": ["true"] },
      NumericLessThan: { "aws:MultiFactorAuthAge": [`${random.pick([3_600, 7_200, 14_400])}`] },
    };
    return allow(["sts:AssumeRole", "sts:TagSession"], [role], condition, (ask) => ({
      action: ask.pick(["sts:AssumeRole", "sts:TagSession"]),
      resource: role,
      context: {},
    }));
  },
  (random) => {
    const path = `arn:aws:iam::${account}:role/audit/${word(random)}`;
    return allow(["iam:Get*", "iam:List*"], [`${path}*`], undefined, (ask) => ({
      action: ask.pick(["iam:GetRole", "iam:ListRolePolicies"]),
      resource: `${path}/reader-${ask.int(1_000)}`,
      context: {},
    }));
  },
];

const offices = Array.from({ length: 3 }, (_, at) => `198.51.${100 + at}.0/24`);

export const denyTemplates: readonly Template[] = [
  (random) => {
    const prefix = `arn:aws:s3:::${bucket(random)}/${random.pick(["locked", "legal"])}/`;
    return deny(["s3:Delete*", "s3:PutObject"], [`${prefix}*`], undefined, (ask) => ({
      action: ask.pick(["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject"]),
      resource: prefix + object(ask),
      context: {},
    }));
  },
  (random) => {
    const revoked = formatSecond(1_794_000_000 + random.int(2) * 30_000);
    return deny(["*"], ["*"], { DateLessThan: { "aws:TokenIssueTime": [revoked] } }, (ask) => ({
      action: ask.pick(actions),
      resource: `arn:aws:s3:::${bucket(ask)}/${object(ask)}`,
      context: { "aws:tokenissuetime": formatSecond(1_793_900_000 + ask.int(90_000)) },
    }));
  },
  (random) => {
    const service = random.pick(["s3", "dynamodb", "secretsmanager", "kms"]);
    const condition = { NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8", random.pick(offices)] } };
    return deny([`${service}:*`], ["*"], condition, (ask) => ({
      action: ask.pick(actions.filter((action) => action.startsWith(`${service}:`))),
      resource: `arn:aws:${service}:::${bucket(ask)}`,
      context: { "aws:sourceip": `203.0.113.${ask.int(256)}` },
    }));
  },
  (random) => {
    const allowed = [...regions, ...farRegions.slice(0, random.int(2))];
    const region = farRegions.find((far) => !allowed.includes(far)) ?? "us-gov-west-1";
    const statement: Statement = {
      Effect: "Deny",
      NotAction: ["iam:*", "sts:*", "s3:*"],
      Resource: ["*"],
      Condition: { StringNotEquals: { "aws:RequestedRegion": allowed } },
    };
    const ask: Example["ask"] = (next) => ({
      action: next.pick(actions.filter((action) => !/^(?:iam|sts|s3):/.test(action))),
      resource: regionalArn("sns", region, word(next)),
      context: { "aws:requestedregion": region },
    });
    return { statement, ask };
  },
  (random) => {
    const secret = regionalArn("secretsmanager", random.pick(regions), `secret:restricted/${word(random)}`);
    const condition = { ArnNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${account}:role/Break*`] } };
    return deny(["secretsmanager:*"], [`${secret}*`], condition, (ask) => ({
      action: ask.pick(["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]),
      resource: `${secret}-a1B2c${ask.int(9)}`,
      context: {},
    }));
  },
  (random) => {
    const key = regionalArn(
      "kms",
      random.pick(regions),
      `key/9876abcd-12ab-34cd-56ef-${100_000 + random.int(900_000)}`,
    );
    const condition = { BoolIfExists: { "aws:MultiFactorAuthPresent": ["false"] } };
    return deny(["kms:*"], [key], condition, (ask) => ({
      action: ask.pick(["kms:Decrypt", "kms:ScheduleKeyDeletion"]),
      resource: key,
      context: { "aws:multifactorauthpresent": "false" },
    }));
  },
  (random) => {
    const table = regionalArn("dynamodb", random.pick(regions), `table/${word(random)}`);
    return deny(["dynamodb:Delete*", "dynamodb:Update*"], [`${table}*`], undefined, (ask) => ({
      action: ask.pick(["dynamodb:DeleteTable", "dynamodb:UpdateTable", "dynamodb:UpdateItem"]),
      resource: `${table}-${ask.int(1_000)}`,
      context: {},
    }));
  },
];

/** The first of each layer that filters: what the account is there for at all. */
export function ceiling(names: readonly string[]): Statement {
  return {
    Effect: "Allow",
    Action: names.map((name) => `${name}:*`),
    Resource: ["*"],
    Condition: { Bool: { "aws:SecureTransport": ["true"] } },
  };
}
