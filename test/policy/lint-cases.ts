// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** For each code a policy that has it, and near ones that do not. */
import type { PolicyKind } from "../../src/policy/index.ts";

export interface LintCase {
  /** A document that has the finding once. */
  readonly finds: () => object | string;
  readonly spares: readonly (() => object | string)[];
  readonly kind?: PolicyKind;
  /** What the message tells. */
  readonly says: RegExp;
}

const role = "arn:aws:iam::111122223333:role/app";
const objects = "arn:aws:s3:::bucket/*";
const bucket = "arn:aws:s3:::bucket";

type Elements = Readonly<Record<string, unknown>>;

/** An Allow of s3:GetObject, changed by what is given; undefined leaves an element out. */
const statement = (given: Elements = {}): Elements => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: objects,
  ...given,
});

const policy =
  (...statements: readonly Elements[]) =>
  (): object => ({ Version: "2012-10-17", Statement: statements.map((given) => statement(given)) });

const trust = (given: Elements) => (): object => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", ...given }],
});

const when = (Condition: Elements, given: Elements = {}) => policy({ ...given, Condition });
const grown = (characters: number) => policy({ Resource: `arn:aws:s3:::bucket/${"k".repeat(characters)}` });
const shared = "arn:aws:iam::111122223333:oidc-provider/id.example.com";

export const cases: Readonly<Record<string, LintCase>> = {
  "invalid-policy": {
    finds: policy({ Effect: "allow" }),
    spares: [policy({})],
    says: /AWS answers: The policy failed legacy parsing/,
  },
  "illegal-character": {
    finds: policy({ Sid: "Ж" }),
    spares: [
      () =>
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/\\u0416é"}}',
    ],
    says: /^U\+0416/,
  },
  "operator-case": {
    finds: when({ stringequals: { "aws:username": "ann" } }),
    spares: [when({ "ForAnyValue:StringEqualsIfExists": { "aws:TagKeys": "a" } })],
    says: /"StringEquals"$/,
  },
  "version-without-variables": {
    finds: () => ({
      Version: "2008-10-17",
      Statement: statement({ Principal: "*", Resource: "arn:aws:s3:::b/${aws:username}" }),
    }),
    spares: [
      () => ({
        Version: "2012-10-17",
        Statement: statement({ Principal: "*", Resource: "arn:aws:s3:::b/${aws:username}" }),
      }),
      () => ({ Version: "2008-10-17", Statement: statement({ Principal: "*" }) }),
    ],
    kind: "resource",
    says: /"Version": "2012-10-17"/,
  },
  "malformed-variable": {
    finds: policy({ Resource: "arn:aws:s3:::bucket/${aws:username" }),
    spares: [policy({ Resource: "arn:aws:s3:::bucket/${aws:username, 'x'}${*}${$}{" })],
    says: /begins no variable/,
  },
  "multi-valued-variable": {
    finds: policy({ Resource: "arn:aws:s3:::bucket/${aws:TagKeys}" }),
    spares: [policy({ Resource: "arn:aws:s3:::bucket/${aws:PrincipalTag/team}" })],
    says: /never resolves/,
  },
  "comma-in-action": {
    finds: policy({ Action: "s3:GetObject,s3:PutObject".replace(",s3:", ",") }),
    spares: [policy({ Action: ["s3:GetObject", "s3:PutObject"] })],
    says: /list of actions/,
  },
  "over-quota": {
    finds: grown(10_300),
    spares: [grown(9_000)],
    says: /more than the 10240/,
  },
  "over-default-quota": {
    finds: grown(7_000),
    spares: [grown(5_900), grown(10_300)],
    says: /more than the 6144 of a managed policy/,
  },
  "near-quota": {
    finds: grown(5_900),
    spares: [grown(5_000), grown(7_000)],
    says: /of the 6144/,
  },
  "unknown-service": {
    finds: policy({ Action: "s33:GetObject" }),
    spares: [policy({ Action: "S3:GetObject" }), policy({ Action: "*", Resource: "*" })],
    says: /"s33"; did you mean "s3"\?/,
  },
  "unknown-action": {
    finds: policy({ Action: "s3:GetObjects" }),
    spares: [policy({ Action: " s3:getobject " }), policy({ Action: "s3:GetObj*s" })],
    says: /Amazon S3 has no action "GetObjects"; did you mean "GetObject"\?/,
  },
  "action-matches-nothing": {
    finds: policy({ Action: "s3:Fetch*" }),
    spares: [policy({ Action: "s3:Ge?Object" }), policy({ Action: "s3:Fetch" })],
    says: /matches no action of Amazon S3/,
  },
  "unknown-condition-key": {
    finds: when({ IpAddress: { "aws:SourceIpp": "10.0.0.0/8" } }),
    spares: [
      when({ IpAddress: { "AWS:sourceip": "10.0.0.0/8" } }),
      when({ StringEquals: { "aws:PrincipalTag/anything at all": "a" } }),
      when({ StringEquals: { "id.example.com/path:sub": "a" } }),
    ],
    says: /did you mean "aws:SourceIp"\?/,
  },
  "wildcard-only-action": {
    finds: policy({ Action: ["s3:ListAllMyBuckets", "s3:GetObject"] }),
    spares: [
      policy({ Action: "s3:ListAllMyBuckets", Resource: "*" }),
      policy({ Action: "s3:*" }),
      policy({ Action: "s3:ListAllMyBuckets", Resource: undefined, NotResource: objects }),
    ],
    says: /"s3:ListAllMyBuckets".*"Resource": "\*"/,
  },
  "resource-mismatch": {
    finds: policy({ Action: ["s3:ListBucket", "s3:GetObject"] }),
    spares: [
      policy({ Action: ["s3:ListBucket", "s3:GetObject"], Resource: [bucket, objects] }),
      policy({ Action: "s3:ListBucket", Resource: "arn:aws:s3:::buck*" }),
      policy({ Action: "s3:ListBucket", Resource: "arn:aws:s3:::${aws:PrincipalTag/bucket}" }),
      policy({ Action: ["s3:ListBucket", "s3:GetObject"] }, { Action: "s3:List*", Resource: bucket }),
      policy({ Action: "s3:*" }),
      policy({ Action: "iam:GetRole", Resource: "arn:aws:iam::*:role/a/path/name" }),
      policy({ Action: "ec2:RunInstances", Resource: "arn:aws:ec2:*::image/*" }),
      policy({ Action: "s3:GetObject", Resource: "arn:aws:s3" }),
    ],
    says: /"s3:ListBucket" acts on.*bucket/,
  },
  "operator-type-mismatch": {
    finds: when({ StringLike: { "aws:SourceIp": "10.*" } }),
    spares: [
      when({ StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/x" } }),
      when({ NumericLessThan: { "aws:EpochTime": "1900000000" } }),
      when({ Null: { "aws:SourceIp": "true" } }),
      when({ Bool: { "aws:SecureTransport": "true" } }),
    ],
    says: /IPAddress; use "IpAddress"/,
  },
  "multi-valued-without-set": {
    finds: when({ StringEquals: { "aws:TagKeys": "team" } }),
    spares: [
      when({ "ForAnyValue:StringEquals": { "aws:TagKeys": "team" } }),
      when({ Null: { "aws:TagKeys": "true" } }),
    ],
    says: /"ForAnyValue:StringEquals" or "ForAllValues:StringEquals"/,
  },
  "set-on-single-valued": {
    finds: when({ "ForAnyValue:StringEquals": { "aws:username": ["a", "b"] } }),
    spares: [when({ StringEquals: { "aws:username": ["a", "b"] } })],
    says: /leave out "ForAnyValue:"/,
  },
  "forallvalues-in-allow": {
    finds: when({ "ForAllValues:StringEquals": { "aws:TagKeys": "team" } }),
    spares: [
      when({ "ForAllValues:StringEquals": { "aws:TagKeys": "team" }, Null: { "aws:tagkeys": "false" } }),
      when({ "ForAllValues:StringEquals": { "aws:TagKeys": "team" } }, { Effect: "Deny" }),
    ],
    says: /"Null": \{"aws:TagKeys": "false"\}/,
  },
  "mfa-deny-misses-keys": {
    finds: when({ Bool: { "aws:MultiFactorAuthPresent": "false" } }, { Effect: "Deny" }),
    spares: [
      when({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }, { Effect: "Deny" }),
      when({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
      policy(
        { Effect: "Deny", Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } },
        { Effect: "Deny", Condition: { Null: { "aws:MultiFactorAuthPresent": "true" } } },
      ),
    ],
    says: /"BoolIfExists"$/,
  },
  "mfa-allow-admits-keys": {
    finds: when({ BoolIfExists: { "aws:MultiFactorAuthPresent": true } }),
    spares: [when({ Bool: { "aws:MultiFactorAuthPresent": "true" } })],
    says: /without MFA; write "Bool"$/,
  },
  "condition-key-not-for-action": {
    finds: when(
      { StringLike: { "s3:prefix": "home/*" } },
      { Action: ["s3:ListBucket", "s3:GetObject"], Resource: "*" },
    ),
    spares: [
      when({ StringLike: { "s3:prefix": "home/*" } }, { Action: "s3:List*", Resource: "*" }),
      when(
        { StringLikeIfExists: { "s3:prefix": "home/*" } },
        { Action: ["s3:ListBucket", "s3:GetObject"], Resource: "*" },
      ),
      when({ StringEquals: { "aws:RequestTag/team": "a" } }),
      when(
        { StringEquals: { "sts:ExternalId": "x" } },
        { Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], Resource: role },
      ),
      when(
        { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
        { Action: "iam:PassRole", Resource: role },
      ),
      when({ StringEquals: { "ec2:ResourceTag/team": "a" } }, { Action: "ec2:StopInstances", Resource: "*" }),
      when(
        { StringNotLike: { "s3:prefix": "home/*" } },
        { Effect: "Deny", Action: ["s3:ListBucket", "s3:GetObject"], Resource: "*" },
      ),
    ],
    says: /"s3:GetObject" have no "s3:prefix"/,
  },
  "wildcard-in-equals": {
    finds: when({ StringEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } }),
    spares: [
      when({ StringLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } }),
      when({ StringEquals: { "aws:username": "a${*}" } }),
    ],
    says: /write "ArnLike"/,
  },
  "wildcard-in-sensitive-key": {
    finds: when({ StringLike: { "aws:PrincipalOrgID": "o-*" } }),
    spares: [
      when({ StringLike: { "aws:PrincipalOrgID": "o-a1b2c3" } }),
      when({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3/*" } }),
    ],
    says: /write whole values under "StringEquals"/,
  },
  "value-not-of-type": {
    finds: when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "10.0.0.0/33"] } }),
    spares: [
      when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"] } }),
      when({ DateLessThan: { "aws:CurrentTime": ["2030", "2030-01-01T00:00:00Z", "1900000000"] } }),
      when({ NumericEquals: { "aws:MultiFactorAuthAge": 300 } }),
      when({ ArnLike: { "aws:SourceArn": "arn:aws:s3:::${aws:PrincipalTag/b}" } }),
    ],
    says: /"10\.0\.0\.0\/33" is no address/,
  },
  "empty-values": {
    finds: when({ StringNotEquals: { "aws:username": [] } }),
    spares: [when({ StringNotEquals: { "aws:username": ["a"] } })],
    says: /"StringNotEquals" always holds/,
  },
  "impossible-condition": {
    finds: when({ StringEquals: { "aws:username": "a", "AWS:UserName": "b" } }),
    spares: [
      when({ StringEquals: { "aws:username": ["a", "b"], "AWS:UserName": "b" } }),
      when({ "ForAnyValue:StringEquals": { "aws:TagKeys": "a", "AWS:tagkeys": "b" } }),
      when({
        DateGreaterThan: { "aws:CurrentTime": "2020-01-01" },
        DateLessThan: { "aws:CurrentTime": "2021-01-01" },
      }),
      when({ Null: { "aws:username": "false" }, StringEquals: { "aws:username": "a" } }),
      when({ NumericLessThanEquals: { "s3:max-keys": 5 }, NumericGreaterThanEquals: { "s3:max-keys": 5 } }),
      when({ StringEquals: { "aws:username": "${aws:PrincipalTag/x}", "AWS:UserName": "b" } }),
    ],
    says: /never applies/,
  },
  "key-in-two-cases": {
    finds: when({ StringEquals: { "aws:username": "a", "AWS:UserName": "a" } }),
    spares: [when({ StringLike: { "aws:username": "a*" }, StringNotEquals: { "AWS:UserName": "ab" } })],
    says: /one key/,
  },
  "not-action-allow": {
    finds: policy({ Action: undefined, NotAction: "iam:*", Resource: "*" }),
    spares: [policy({ Effect: "Deny", Action: undefined, NotAction: "iam:*", Resource: "*" })],
    says: /list actions instead/,
  },
  "not-resource-allow": {
    finds: policy({ Resource: undefined, NotResource: objects }),
    spares: [policy({ Effect: "Deny", Resource: undefined, NotResource: objects })],
    says: /list resources instead/,
  },
  "not-principal": {
    finds: policy({ Effect: "Deny", NotPrincipal: { AWS: role } }),
    spares: [policy({ Effect: "Deny", Principal: { AWS: role } })],
    kind: "resource",
    says: /aws:PrincipalArn/,
  },
  "public-principal": {
    finds: policy({ Principal: { AWS: "*" } }),
    spares: [
      policy({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
      policy({ Principal: "*", Effect: "Deny" }),
      policy({ Principal: { AWS: role } }),
    ],
    kind: "resource",
    says: /everybody is let in/,
  },
  "pass-role-any": {
    finds: policy({ Action: ["iam:Pass*"], Resource: "*" }),
    spares: [
      policy({ Action: "iam:PassRole", Resource: role }),
      policy({ Action: "*", Resource: "*" }),
      when(
        { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
        { Action: "iam:PassRole", Resource: "*" },
      ),
      policy({ Effect: "Deny", Action: "iam:PassRole", Resource: "*" }),
    ],
    says: /"iam:PassedToService"/,
  },
  "external-id-missing": {
    finds: trust({ Principal: { AWS: "arn:aws:iam::111122223333:root" } }),
    spares: [
      trust({ Principal: { AWS: "111122223333" }, Condition: { StringEquals: { "sts:ExternalId": "x" } } }),
      trust({
        Principal: { AWS: "111122223333" },
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
      }),
      trust({ Principal: { AWS: role } }),
      trust({ Principal: { Service: "ec2.amazonaws.com" } }),
    ],
    kind: "trust",
    says: /"sts:ExternalId"/,
  },
  "provider-without-condition": {
    finds: trust({ Action: "sts:AssumeRoleWithWebIdentity", Principal: { Federated: shared } }),
    spares: [
      trust({
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: shared },
        Condition: { StringEquals: { "id.example.com:aud": "me" } },
      }),
    ],
    kind: "trust",
    says: /"id\.example\.com:aud"/,
  },
  "duplicate-statement": {
    finds: policy(
      { Sid: "A", Action: ["s3:GetObject", "s3:PutObject"] },
      { Sid: "B", Action: ["s3:putobject", "s3:GetObject"] },
    ),
    spares: [
      policy({ Sid: "A" }, { Sid: "B", Effect: "Deny" }),
      policy({}, { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    ],
    says: /the same as the statement "A"/,
  },
  "shadowed-statement": {
    finds: policy(
      { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } },
      { Action: "s3:Get*", Resource: "*" },
    ),
    spares: [
      policy({ Action: "s3:Get*" }, { Resource: "*" }),
      policy({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } }, Action: "s3:*" }, {}),
      policy(
        { Condition: { StringNotEquals: { "aws:username": ["a", "b"] } } },
        { Condition: { StringNotEquals: { "aws:username": ["a"] } }, Action: "s3:GetObjectAcl" },
      ),
    ],
    says: /statement 2 covers all/,
  },
  "dead-allow": {
    finds: policy({}, { Effect: "Deny", Action: "s3:*", Resource: "*" }),
    spares: [
      policy(
        {},
        {
          Effect: "Deny",
          Action: "s3:*",
          Resource: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ),
      policy({ Action: "s3:*" }, { Effect: "Deny", Resource: "*" }),
    ],
    says: /statement 2 denies all/,
  },
  "redundant-action": {
    finds: policy({ Action: ["s3:Get*", "s3:GetObject"] }),
    spares: [
      policy({ Action: ["s3:Get*", "s3:PutObject"] }),
      policy({ Action: ["s3:Get?", "s3:GetObject"] }),
    ],
    says: /"s3:Get\*" covers "s3:GetObject"/,
  },
  "redundant-resource": {
    finds: policy({ Resource: ["arn:aws:s3:::bucket/a", objects] }),
    spares: [
      policy({ Resource: ["arn:aws:s3:::bucket/${aws:username}", "arn:aws:s3:::bucket/?"] }),
      policy({ Resource: ["arn:aws:s3:us-east-1:1:accesspoint/a/object/b", "arn:aws:s3:*:accesspoint/*"] }),
    ],
    says: /covers "arn:aws:s3:::bucket\/a"/,
  },
  "not-all-compared": {
    finds: policy({ Action: Array.from({ length: 1_100 }, () => "s3:GetObject") }),
    spares: [policy({ Action: Array.from({ length: 900 }, () => "s3:GetObject") })],
    says: /too large/,
  },
};
