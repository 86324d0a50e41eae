/** Changes of policies, and what a comparison must say of them in either direction. */
import type { DiffVerdict, PolicyKind } from "../../src/policy/index.ts";

export const version = "2012-10-17";
/** A policy variable, spelled so that it is not mistaken for a template. */
export const variable = (key: string): string => ["$", `{${key}}`].join("");

export const bucket = "arn:aws:s3:::b";
export const read = { Effect: "Allow", Action: "s3:GetObject", Resource: `${bucket}/*` };
export const when = (condition: object): object => ({ ...read, Condition: condition });
const account = "111122223333";
const role = `arn:aws:iam::${account}:role/app`;
const trust = (principal: object | string, more: object = {}): object => ({
  Effect: "Allow",
  Principal: principal,
  Action: "sts:AssumeRole",
  ...more,
});

export interface Case {
  readonly name: string;
  readonly before: object;
  readonly after: object;
  readonly added: DiffVerdict;
  readonly removed: DiffVerdict;
  readonly kind?: PolicyKind;
  readonly versions?: readonly [string, string];
}

const none = { added: "none", removed: "none" } as const;
const added = { added: "found", removed: "none" } as const;
const removed = { added: "none", removed: "found" } as const;
const both = { added: "found", removed: "found" } as const;

export const cases: readonly Case[] = [
  {
    name: "an added action",
    before: read,
    after: { ...read, Action: ["s3:GetObject", "s3:PutObject"] },
    ...added,
  },
  { name: "a widened action", before: read, after: { ...read, Action: "s3:Get*" }, ...added },
  { name: "an action in another case", before: read, after: { ...read, Action: "S3:getobject" }, ...none },
  {
    name: "another spelling of any action",
    before: { ...read, Action: "*" },
    after: { ...read, Action: ["*:*"] },
    ...none,
  },
  {
    name: "a narrowed resource",
    before: read,
    after: { ...read, Resource: `${bucket}/public/*` },
    ...removed,
  },
  {
    name: "a resource in another case",
    before: read,
    after: { ...read, Resource: "arn:aws:s3:::B/*" },
    ...both,
  },
  {
    name: "a covered resource more",
    before: read,
    after: { ...read, Resource: [`${bucket}/*`, `${bucket}/a?c`] },
    ...none,
  },
  {
    name: "an ARN shortened to the same",
    before: { ...read, Resource: "arn:aws:sqs" },
    after: { ...read, Resource: "arn:aws:sqs:*:*:*" },
    ...none,
  },
  {
    name: "any ARN made anything",
    before: { ...read, Resource: "arn:aws:s3:::*" },
    after: { ...read, Resource: "*" },
    ...added,
  },
  {
    name: "statements split and turned",
    before: { ...read, Action: ["s3:GetObject", "s3:PutObject"], Resource: [`${bucket}/a`, `${bucket}/c`] },
    after: [
      { ...read, Action: "s3:PutObject", Resource: `${bucket}/c` },
      { ...read, Action: "s3:PutObject", Resource: `${bucket}/a` },
      { ...read, Resource: [`${bucket}/c`, `${bucket}/a`] },
    ],
    ...none,
  },
  {
    name: "a wildcard split in two",
    before: read,
    after: [
      { ...read, Resource: `${bucket}/a*` },
      { ...read, NotResource: `${bucket}/a*`, Resource: undefined },
    ],
    ...added,
  },
  {
    name: "an added Deny",
    before: read,
    after: [read, { Effect: "Deny", Action: "s3:*", Resource: `${bucket}/secret/*` }],
    ...removed,
  },
  {
    name: "a removed Deny",
    before: [read, { Effect: "Deny", Action: "*", Resource: "*" }],
    after: read,
    ...added,
  },
  {
    name: "a Deny of what nobody may",
    before: read,
    after: [read, { Effect: "Deny", Action: "iam:*", Resource: "*" }],
    ...none,
  },
  {
    name: "NotAction grown",
    before: { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
    after: { Effect: "Allow", NotAction: ["iam:*", "sts:*"], Resource: "*" },
    ...removed,
  },
  {
    name: "NotResource shrunk",
    before: { Effect: "Allow", Action: "s3:*", NotResource: [`${bucket}/*`, `${bucket}`] },
    after: { Effect: "Allow", Action: "s3:*", NotResource: bucket },
    ...added,
  },
  {
    name: "a Deny that says NotResource instead of an Allow that says Resource",
    before: { ...read, Action: "s3:*" },
    after: [
      { ...read, Action: "s3:*", Resource: "*" },
      { Effect: "Deny", Action: "*", NotResource: `${bucket}/*` },
    ],
    ...none,
  },
  {
    name: "a condition removed",
    before: when({ Bool: { "aws:SecureTransport": "true" } }),
    after: read,
    ...added,
  },
  {
    name: "a condition added",
    before: read,
    after: when({ StringEquals: { "aws:PrincipalOrgID": "o-1" } }),
    ...removed,
  },
  {
    name: "IfExists",
    before: when({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    after: when({ BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } }),
    ...added,
  },
  {
    name: "a Deny that misses long-lived keys",
    before: [
      read,
      {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      },
    ],
    after: [
      read,
      {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
      },
    ],
    ...added,
  },
  {
    name: "a later date",
    before: when({ DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } }),
    after: when({ DateLessThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } }),
    ...added,
  },
  {
    name: "the same date in seconds",
    before: when({ DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } }),
    after: when({ DateLessThan: { "aws:CurrentTime": "1767225600" } }),
    ...none,
  },
  {
    name: "a lower number",
    before: when({ NumericLessThanEquals: { "s3:max-keys": "10" } }),
    after: when({ NumericLessThan: { "s3:max-keys": "10" } }),
    ...removed,
  },
  {
    name: "a number written otherwise",
    before: when({ NumericEquals: { "s3:max-keys": "10" } }),
    after: when({ NumericEquals: { "s3:max-keys": 10.0 } }),
    ...none,
  },
  {
    name: "a wider block",
    before: when({ IpAddress: { "aws:SourceIp": "10.1.0.0/16" } }),
    after: when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
    ...added,
  },
  {
    name: "a block in two halves",
    before: when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
    after: when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/9", "10.128.0.0/9"] } }),
    ...none,
  },
  {
    name: "IPv6 halves with one address missing",
    before: when({ IpAddress: { "aws:SourceIp": "2001:db8::/127" } }),
    after: when({ IpAddress: { "aws:SourceIp": "2001:db8::1" } }),
    ...removed,
  },
  {
    name: "a pattern that covers another",
    before: when({ StringLike: { "s3:prefix": ["home/*", "home/a*"] } }),
    after: when({ StringLike: { "s3:prefix": "home/*" } }),
    ...none,
  },
  {
    name: "equality made a pattern",
    before: when({ StringEquals: { "s3:prefix": "a*" } }),
    after: when({ StringLike: { "s3:prefix": "a*" } }),
    ...added,
  },
  {
    name: "case that no longer matters",
    before: when({ StringEquals: { "aws:PrincipalTag/team": "red" } }),
    after: when({ StringEqualsIgnoreCase: { "aws:principaltag/team": "red" } }),
    ...added,
  },
  {
    name: "an ARN condition that crosses no colon",
    before: when({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app" } }),
    after: when({ StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/app" } }),
    ...added,
  },
  {
    name: "one set of tags more",
    before: when({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } }),
    after: when({ "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b", "c"] } }),
    ...added,
  },
  {
    name: "any value instead of all",
    before: when({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }),
    after: when({ "ForAnyValue:StringEquals": { "aws:TagKeys": "a" } }),
    ...both,
  },
  {
    name: "Null said as a negation",
    before: when({ Null: { "aws:TokenIssueTime": "true" } }),
    after: when({ Null: { "aws:TokenIssueTime": "false" } }),
    ...both,
  },
  {
    name: "the same variable",
    before: { ...read, Resource: `${bucket}/${variable("aws:username")}/*` },
    after: [{ ...read, Resource: [`${bucket}/${variable("aws:username")}/*`] }],
    ...none,
  },
  {
    name: "a folder below a variable",
    before: { ...read, Resource: `${bucket}/${variable("aws:username")}/*` },
    after: { ...read, Resource: `${bucket}/${variable("aws:username")}/docs/*` },
    ...removed,
  },
  {
    name: "a folder below a variable more",
    before: { ...read, Resource: `${bucket}/${variable("aws:username")}/*` },
    after: {
      ...read,
      Resource: [`${bucket}/${variable("aws:username")}/*`, `${bucket}/${variable("aws:username")}/docs/*`],
    },
    ...none,
  },
  {
    name: "a variable made a wildcard",
    before: { ...read, Resource: `${bucket}/${variable("aws:username")}/*` },
    after: { ...read, Resource: `${bucket}/*/*` },
    ...added,
  },
  {
    name: "another variable",
    before: when({ StringEquals: { "aws:ResourceTag/team": variable("aws:PrincipalTag/team") } }),
    after: when({ StringEquals: { "aws:ResourceTag/team": variable("aws:PrincipalTag/dept") } }),
    ...both,
  },
  {
    name: "a version without variables",
    before: { ...read, Resource: `${bucket}/${variable("aws:username")}` },
    after: { ...read, Resource: `${bucket}/${variable("aws:username")}` },
    versions: ["2012-10-17", "2008-10-17"],
    ...both,
  },
  {
    name: "a version where nothing depends on it",
    before: read,
    after: read,
    versions: ["2012-10-17", "2008-10-17"],
    ...none,
  },
  {
    name: "an Allow that is inert",
    before: read,
    after: [read, { Effect: "allow", Action: "*", Resource: "*" }],
    ...none,
  },
  {
    name: "an account named in two ways",
    kind: "trust",
    before: trust({ AWS: account }),
    after: trust({ AWS: `arn:aws:iam::${account}:root` }),
    ...none,
  },
  {
    name: "an account narrowed to a role, which then needs no policy of its own",
    kind: "trust",
    before: trust({ AWS: account }),
    after: trust({ AWS: role }),
    ...both,
  },
  {
    name: "another account",
    kind: "trust",
    before: trust({ AWS: role }),
    after: trust({ AWS: [role, "444455556666"] }),
    ...added,
  },
  { name: "everybody", kind: "trust", before: trust({ AWS: account }), after: trust("*"), ...added },
  {
    name: "a service",
    kind: "trust",
    before: trust({ Service: "ec2.amazonaws.com" }),
    after: trust({ Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"] }),
    ...added,
  },
  {
    name: "an external id",
    kind: "trust",
    before: trust({ AWS: "444455556666" }),
    after: trust({ AWS: "444455556666" }, { Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
    ...removed,
  },
  {
    name: "a provider",
    kind: "trust",
    before: trust(
      { Federated: `arn:aws:iam::${account}:oidc-provider/a.example` },
      { Action: "sts:AssumeRoleWithWebIdentity" },
    ),
    after: trust(
      { Federated: `arn:aws:iam::${account}:oidc-provider/b.example` },
      { Action: "sts:AssumeRoleWithWebIdentity" },
    ),
    ...both,
  },
  {
    name: "a session of the role only",
    kind: "resource",
    before: { ...read, Principal: { AWS: role } },
    after: { ...read, Principal: { AWS: `arn:aws:sts::${account}:assumed-role/app/s` } },
    ...removed,
  },
  {
    name: "NotPrincipal in a Deny",
    kind: "resource",
    before: [{ ...read, Principal: "*" }],
    after: [
      { ...read, Principal: "*" },
      { Effect: "Deny", NotPrincipal: { AWS: [account, role] }, Action: "*", Resource: "*" },
    ],
    ...removed,
  },
  { name: "a boundary", kind: "boundary", before: { ...read, Resource: "*" }, after: read, ...removed },
  {
    name: "a block cut at its end",
    before: when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
    after: when({ IpAddress: { "aws:SourceIp": "10.0.0.0/9" } }),
    ...removed,
  },
  {
    name: "a letter that no example begins with",
    before: { ...read, Resource: [`${bucket}/e*`, `${bucket}/`] },
    after: read,
    ...added,
  },
  {
    name: "an action that no example names",
    before: { ...read, Action: "kms:E*" },
    after: { ...read, Action: "kms:*" },
    ...added,
  },
  {
    name: "a version without variables in a condition",
    before: when({ StringEquals: { "s3:prefix": variable("aws:username") } }),
    after: when({ StringEquals: { "s3:prefix": variable("aws:username") } }),
    versions: ["2012-10-17", "2008-10-17"],
    ...both,
  },
  {
    name: "a variable that only matters when it has no value",
    before: { Effect: "Allow", Action: "s3:*", NotResource: `${bucket}/${variable("aws:username")}` },
    after: [
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
      { Effect: "Deny", Action: "s3:*", Resource: `${bucket}/${variable("aws:username")}` },
    ],
    ...added,
  },
];
