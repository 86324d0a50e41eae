/** diffPolicies() on small changes of policies as people write them: how often it must say unknown, and how long it takes. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { awsManagedPolicies } from "../../src/authority/iam/policies/aws-managed/index.ts";
import { compilePolicy, diffPolicies, evaluate, type PolicyKind } from "../../src/policy/index.ts";

type Json = Record<string, unknown>;
interface Sample {
  readonly kind: PolicyKind;
  readonly statements: readonly Json[];
}

const variable = (key: string): string => ["$", `{${key}}`].join("");
const me = variable("aws:username");
const team = variable("aws:PrincipalTag/team");
const allow = (Action: unknown, Resource: unknown, Condition?: Json): Json => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const deny = (Action: unknown, Resource: unknown, Condition?: Json): Json => ({
  ...allow(Action, Resource, Condition),
  Effect: "Deny",
});

/** After the examples of the IAM and S3 user guides. */
const written: readonly Sample[] = [
  {
    kind: "identity",
    statements: [
      allow("s3:ListBucket", "arn:aws:s3:::home", { StringLike: { "s3:prefix": ["", `home/${me}/*`] } }),
      allow("s3:*", [`arn:aws:s3:::home/${me}`, `arn:aws:s3:::home/${me}/*`]),
    ],
  },
  {
    kind: "identity",
    statements: [
      allow(["iam:ChangePassword", "iam:*AccessKey*", "iam:*MFADevice"], `arn:aws:iam::*:user/${me}`),
      allow("iam:CreateVirtualMFADevice", "arn:aws:iam::*:mfa/*"),
      {
        Effect: "Deny",
        NotAction: ["iam:*MFADevice", "sts:GetSessionToken"],
        Resource: "*",
        Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
      },
    ],
  },
  {
    kind: "identity",
    statements: [
      allow(["ec2:StartInstances", "ec2:StopInstances"], "arn:aws:ec2:*:*:instance/*", {
        StringEquals: { "aws:ResourceTag/team": team },
      }),
      allow("ec2:CreateTags", "*", {
        StringEquals: { "aws:RequestTag/team": team },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "Name"] },
      }),
      deny("ec2:*", "*", { StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } }),
    ],
  },
  {
    kind: "scp",
    statements: [
      allow("*", "*"),
      {
        Effect: "Deny",
        NotAction: ["iam:*", "sts:*", "support:*"],
        Resource: "*",
        Condition: {
          StringNotEquals: { "aws:RequestedRegion": ["eu-west-1"] },
          ArnNotLike: { "aws:PrincipalARN": "arn:aws:iam::*:role/admin-*" },
        },
      },
      deny(["cloudtrail:StopLogging", "cloudtrail:Delete*"], "*"),
    ],
  },
  {
    kind: "resource",
    statements: [
      { ...allow("s3:GetObject", "arn:aws:s3:::site/*"), Principal: "*" },
      {
        ...allow(["s3:PutObject", "s3:DeleteObject"], "arn:aws:s3:::site/*", {
          StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" },
        }),
        Principal: { AWS: ["111122223333", "arn:aws:iam::444455556666:role/deploy"] },
      },
      {
        ...deny("s3:*", ["arn:aws:s3:::site", "arn:aws:s3:::site/*"], {
          Bool: { "aws:SecureTransport": "false" },
        }),
        Principal: "*",
      },
      {
        ...deny("s3:*", "arn:aws:s3:::site/*", {
          NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] },
          Bool: { "aws:ViaAWSService": "false" },
        }),
        Principal: "*",
      },
    ],
  },
  {
    kind: "trust",
    statements: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: { "sts:ExternalId": "abc" },
          NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
        },
      },
      {
        Effect: "Allow",
        Principal: {
          Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringLike: {
            "token.actions.githubusercontent.com:sub": ["repo:o/r:*", "repo:o/s:ref:refs/heads/main"],
          },
          StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
        },
      },
      {
        Effect: "Allow",
        Principal: { Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"] },
        Action: "sts:AssumeRole",
      },
    ],
  },
  {
    kind: "identity",
    statements: [
      allow("iam:PassRole", "arn:aws:iam::111122223333:role/service-*", {
        StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
      }),
      allow(["dynamodb:GetItem", "dynamodb:Query"], "arn:aws:dynamodb:*:*:table/orders", {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [me] },
      }),
      deny("*", "*", { DateGreaterThan: { "aws:CurrentTime": "2026-12-31T23:59:59Z" } }),
    ],
  },
];

const managed: readonly Sample[] = awsManagedPolicies.map(({ version }) => {
  const { Statement } = JSON.parse(version.document) as { Statement: Json | Json[] };
  return { kind: "identity", statements: [Statement].flat() };
});

let state = 7;
function draw(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return (state >>> 8) % below;
}
const pick = <T>(list: readonly T[]): T => list[draw(list.length)] as T;

function changedList(value: unknown, change: (text: string) => string): unknown {
  const list = [value].flat() as string[];
  const at = draw(list.length);
  const others = list.filter((_, index) => index !== at);
  const made = change(list[at] ?? "");
  return pick([[...others, made], [...list, made], others.length > 0 ? others : list]);
}

const changedAction = (text: string): string =>
  pick([
    `${text.split(":")[0]}:*`,
    text.replace(/[A-Z][a-z]+$/, "*"),
    text.replace("*", "Get*"),
    `${text}V2`,
  ]);
const changedResource = (text: string): string =>
  pick([
    "*",
    `${text}/x`,
    text.replace("*", "a*"),
    text.replace(/[a-z]+$/, "*"),
    text.replace("111122223333", "*"),
  ]);
const changedValue = (text: unknown): string =>
  pick([
    `${text}x`,
    `${text}*`,
    String(text).replace("*", "a*"),
    String(text).replace(/1/, "2"),
    "false",
    "true",
  ]);
const changedOperator = (name: string): string =>
  pick([
    `${name.replace(/IfExists$/, "")}${name.endsWith("IfExists") ? "" : "IfExists"}`,
    name.replace("Equals", "Like"),
    name.replace("Like", "Equals"),
    name.replace("Not", ""),
  ]);

/** One small change, of the kind that a review shows. */
function mutate({ kind, statements }: Sample): Sample {
  const at = draw(statements.length);
  const one = structuredClone(statements[at]) as Json;
  const rest = statements.filter((_, index) => index !== at);
  const conditions = (one.Condition ?? {}) as Record<string, Json>;
  const operator = Object.keys(conditions)[0];
  switch (draw(operator === undefined ? 5 : 8)) {
    case 0:
      return { kind, statements: rest.length === 0 ? [one, one] : rest };
    case 1:
    case 2:
      for (const name of ["Action", "NotAction"])
        if (one[name] !== undefined) one[name] = changedList(one[name], changedAction);
      break;
    case 3:
      for (const name of ["Resource", "NotResource"])
        if (one[name] !== undefined) one[name] = changedList(one[name], changedResource);
      break;
    case 4:
      one.Condition = pick([
        { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
        { StringLike: { "aws:userid": `*:${me}` } },
        { Bool: { "aws:SecureTransport": "true" } },
        conditions,
      ]);
      break;
    case 5:
      delete one.Condition;
      break;
    case 6:
      one.Condition = {
        ...conditions,
        [operator ?? ""]: undefined,
        [changedOperator(operator ?? "")]: conditions[operator ?? ""],
      };
      break;
    default: {
      const keys = conditions[operator ?? ""] ?? {};
      const key = Object.keys(keys)[0] ?? "";
      one.Condition = {
        ...conditions,
        [operator ?? ""]: { ...keys, [key]: changedList(keys[key], changedValue) },
      };
    }
  }
  return { kind, statements: [...rest, one] };
}

interface Tally {
  pairs: number;
  none: number;
  found: number;
  unknown: number;
  milliseconds: number[];
}

function measure(samples: readonly Sample[], rounds: number): Tally {
  const tally: Tally = { pairs: 0, none: 0, found: 0, unknown: 0, milliseconds: [] };
  for (const sample of samples)
    for (let round = 0; round < rounds; round += 1) {
      const [before, after] = [sample, mutate(sample)].map(({ kind, statements }, at) =>
        compilePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), kind, `${at}`),
      );
      if (before === undefined || after === undefined) continue;
      const start = performance.now();
      const diff = diffPolicies([before], [after]);
      tally.milliseconds.push(performance.now() - start);
      tally.pairs += 1;
      for (const direction of ["added", "removed"] as const) tally[diff[direction]] += 1;
      for (const { direction, requests } of diff.differences) {
        assert.equal(evaluate(requests.old).allowed, direction === "removed");
        assert.equal(evaluate(requests.new).allowed, direction === "added");
      }
      if (process.env.TEGATA_DIFF_SHOW !== undefined && diff.unknown.length > 0)
        process.stdout.write(`${before.text}\n${after.text}\n${JSON.stringify(diff.unknown)}\n\n`);
    }
  tally.milliseconds.sort((left, right) => left - right);
  return tally;
}

const rounds = Number(process.env.TEGATA_DIFF_RUNS ?? 1);

describe("diffPolicies() on small changes", () => {
  for (const [name, samples, times] of [
    ["of policies after AWS's examples", written, 40],
    ["of AWS's managed policies", managed, 2],
  ] as const)
    it(`says unknown of fewer than one in twenty, ${name}`, (t) => {
      const { pairs, none, found, unknown, milliseconds } = measure(samples, times * rounds);
      const at = (share: number): string => (milliseconds[Math.floor(share * (pairs - 1))] ?? 0).toFixed(1);
      t.diagnostic(
        `${pairs} pairs: none ${none}, found ${found}, unknown ${unknown} of ${2 * pairs} directions; ` +
          `median ${at(0.5)} ms, 99 % ${at(0.99)} ms, most ${at(1)} ms`,
      );
      assert.ok(found > pairs / 4 && none > pairs / 4, "the changes are of both sorts");
      assert.ok(unknown / (2 * pairs) < 0.05, `${unknown} of ${2 * pairs}`);
    });
});
