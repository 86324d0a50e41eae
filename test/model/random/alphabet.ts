// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/**
 * Few names of each kind, so that policies and requests meet, differ by one character, or nearly do.
 */
import type { PrincipalFacts } from "../../../src/policy/index.ts";

export const ownAccount = "111122223333";
export const otherAccount = "444455556666";
const iam = `arn:aws:iam::${ownAccount}`;
const sts = `arn:aws:sts::${ownAccount}`;
const ann = { arn: `${iam}:user/ann`, uniqueId: "AIDAANN00000000000001" };
const bob = { arn: `${iam}:user/team/bob`, uniqueId: "AIDABOB00000000000001" };
const app = { roleArn: `${iam}:role/svc/app`, uniqueId: "AROAAPP00000000000001" };
const accountId = ownAccount;

export const user = { type: "user", accountId, ...ann } as const;

/** Every kind of caller; those with an account all in the same one. */
export const callers: readonly PrincipalFacts[] = [
  user,
  { type: "user", accountId, ...bob },
  { type: "role", accountId, ...app, arn: `${sts}:assumed-role/app/s1` },
  { type: "role", accountId, ...app, arn: `${sts}:assumed-role/app/s2` },
  { type: "federated", accountId, arn: `${sts}:federated-user/f`, userArn: ann.arn, uniqueId: ann.uniqueId },
  { type: "federated", accountId, arn: `${sts}:federated-user/r`, uniqueId: accountId },
  { type: "root", accountId, arn: `${iam}:root` },
  { type: "anonymous" },
  { type: "service", service: "ec2.amazonaws.com" },
  { type: "web-identity", provider: `${iam}:oidc-provider/idp.example.com` },
  { type: "web-identity", provider: "accounts.google.com" },
  { type: "saml", provider: `${iam}:saml-provider/idp` },
];

/** What a Principal element may hold, by its kinds. */
export const principalNames = {
  AWS: [
    ...["*", ownAccount, otherAccount, `${iam}:root`, `arn:aws:iam::${otherAccount}:root`],
    ...[ann.arn, ann.uniqueId, bob.arn, bob.uniqueId, app.roleArn, app.uniqueId, `${iam}:role/app`],
    ...[`${sts}:assumed-role/app/s1`, `${sts}:federated-user/f`, `${sts}:federated-user/r`],
  ],
  Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"],
  Federated: [`${iam}:oidc-provider/idp.example.com`, "accounts.google.com", `${iam}:saml-provider/idp`],
  CanonicalUser: ["0".repeat(64)],
} as const;

/** Names that no principal has, each close to one. */
export const badPrincipalNames = {
  AWS: [
    ...[
      "",
      "ann",
      `${iam}:user/*`,
      `arn:*:iam::${ownAccount}:root`,
      `arn:aws:iam:eu-west-1:${ownAccount}:root`,
    ],
    ...[`${iam}:group/g`, "AIDA1", `${sts}:assumed-role/`, "1111222233334"],
  ],
  Service: ["*", "EC2.amazonaws.com"],
  Federated: ["*", `${iam}:oidc-provider/*`],
  CanonicalUser: ["*"],
} as const;

/** The fixed ones; others are made of few letters. */
export const requestActions = [
  ...["s3:Get", "s3:GetObject", "s3:PutObject", "iam:GetUser", "sts:AssumeRole", "S3:getobject"],
] as const;
export const ungovernedActions = ["sts:GetCallerIdentity", "sts:GetSessionToken"] as const;
export const policyActions = [
  ...["*", "s3:*", "s3:Get*", "s3:GetObject", "S3:getOBJECT", "s3:?etObject", "iam:GetUser", "sts:*"],
  ...["sts:AssumeRole", "*:Get*", " s3:GetObject ", "s3:Get,Put", "s3:*Object"],
] as const;
export const badActions = ["", "s3", "s?:Get*", "s3*:Get", "s3:Get:Object", "**", "s3:Get,s3:Put"] as const;

export const requestResources = [
  ...["arn:aws:s3:::b", "arn:aws:s3:::b/k", "arn:aws:s3:::b/K", "arn:aws:s3:::b/ann", "arn:aws:s3:::b/ann/k"],
  ...["arn:aws:s3:::b/*", "arn:aws:s3:::b/:k\n", "arn:aws:s3:::b/\u{1f600}", `${iam}:user/ann`, app.roleArn],
  ...[`arn:aws:iam::${otherAccount}:role/x`, `arn:aws:sqs:eu-west-1:${ownAccount}:q`, "*", "b/k"],
  ...[`arn:aws:sqs:us-east-1:${otherAccount}:q:q`, "arn:aws:s3", "arn:aws-cn:s3:::b/k"],
] as const;
export const policyResources = [
  ...["*", "arn:aws:s3:::b", "arn:aws:s3:::b/k", "arn:aws:s3:::b/*", "arn:aws:s3:::*", "arn:aws:s3:::b/?"],
  ...["arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::${t:many}/k"],
  ...[
    "arn:aws:s3:::b/${AWS:PrincipalTag/Team, 'ann'}",
    "arn:aws:s3:::b/${t:absent, ''}k",
    "arn:aws:s3:::b/${*}",
  ],
  ...[
    "arn:aws:s3:::b/${t:absent}",
    "arn:aws:s3:::*/${t:absent}",
    "arn:aws:s3:::${?}/k",
    "arn:aws:s3:::${$}{b/k",
  ],
  ...[`arn:aws:iam::${ownAccount}:user/\${aws:username}`, "arn:aws:iam::*:role/*", "arn:aws:iam::${t:s}:*"],
  ...[
    "arn:aws:s3",
    "arn:aws:s3::",
    "arn:aws:sqs:*:*:q",
    `arn:aws:sqs:??-*:${ownAccount}:*`,
    "arn:*:s3:::b/k",
  ],
  ...[
    `arn:aws:sqs:*:${otherAccount}:q`,
    `arn:aws:sqs:eu-west-?:*:*`,
    "arn:aws:sqs:us-*:*:*",
    "arn:*:sqs:us-east-1:*:*",
    "arn:aws:s3:::B/*",
    "arn:aws:iam::*",
    "arn:aws:s3:::b/${t:s}${t:s}",
    "arn:aws:s3:::b/${ }",
  ],
  ...["arn:aws:s3:*", "arn:aws:s3:::b/K", "arn:aws:s3:::b/ann"],
] as const;
export const badResources = [
  "",
  "b/k",
  "arn:aws",
  "arn:aws:*:::b/k",
  "arn:aws:s?:::b/k",
  "s3:::b",
  "arn::",
] as const;

/** Top-level and statement elements that the grammar does not know. */
export const strangeElements = ["Conditions", "effect", "Resources", "NotEffect"] as const;
