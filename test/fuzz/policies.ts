// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** Policy documents: well-formed ones, and ones that are wrong in every way policies can be. */
import type { Rng } from "./rng.ts";
import { hostileText, mutateText } from "./texts.ts";

const operators = [
  "StringEquals",
  "StringLike",
  "ForAllValues:StringLike",
  "ForAnyValue:StringEqualsIgnoreCase",
  "NumericLessThan",
  "DateLessThan",
  "DateLessThanIfExists",
  "Bool",
  "BoolIfExists",
  "IpAddress",
  "NotIpAddress",
  "ArnLike",
  "ArnNotEquals",
  "Null",
  "BinaryEquals",
  "Nope",
] as const;
const keys = [
  "aws:username",
  "aws:MultiFactorAuthPresent",
  "aws:TokenIssueTime",
  "aws:SourceIp",
  "aws:PrincipalTag/team",
  "aws:RequestTag/team",
  "sts:ExternalId",
  "iam:PolicyARN",
  "s3:prefix",
  "no:such",
] as const;
const values = [
  "*",
  "${aws:username}",
  "10.0.0.0/8",
  "::/0",
  "true",
  "2026-01-01T00:00:00Z",
  "12",
  "${aws:",
  "${*}",
  "",
] as const;
const actions = [
  "*",
  "iam:*",
  "sts:AssumeRole",
  "s3:Get*",
  "iam:?etUser",
  "s3:*Object*",
  "nope",
  ":",
  "iam:",
] as const;
const resources = [
  "*",
  "arn:aws:s3:::bucket-1/*",
  "arn:aws:iam::*:user/${aws:username}",
  "arn:aws:s3:::${aws:PrincipalTag/team}/*",
  "x",
] as const;

/** A document as text. `trust`: with principals, without resources. */
export function policyText(rng: Rng, accountId: string, trust: boolean): string {
  if (rng.chance(0.05)) return hostileText(rng);
  const text = JSON.stringify(document(rng, accountId, trust), undefined, rng.chance(0.2) ? 2 : 0);
  return rng.chance(0.25) ? mutateText(rng, text) : text;
}

function document(rng: Rng, accountId: string, trust: boolean): unknown {
  if (rng.chance(0.02)) return rng.pick([null, [], 1, "x", {}, [[]], { Statement: null }]);
  const count = rng.chance(0.95) ? rng.between(1, 3) : rng.between(0, 60);
  const statements = Array.from({ length: count }, () => statement(rng, accountId, trust));
  return {
    Version: rng.chance(0.9) ? "2012-10-17" : rng.pick(["2008-10-17", "", "2026-01-01", 1, null]),
    ...(rng.chance(0.1) && { Id: hostileText(rng) }),
    Statement: rng.chance(0.2) ? statements[0] : statements,
    ...(rng.chance(0.03) && { [hostileText(rng)]: 1 }),
  };
}

function statement(rng: Rng, accountId: string, trust: boolean): Record<string, unknown> {
  return {
    ...(rng.chance(0.1) && { Sid: rng.pick(["A", "A", "a b", ""]) }),
    Effect: rng.chance(0.95) ? rng.pick(["Allow", "Allow", "Allow", "Deny"]) : hostileText(rng),
    [rng.chance(0.95) ? "Action" : "NotAction"]: trust
      ? rng.pick(["sts:AssumeRole", "sts:*", ["sts:AssumeRole", "sts:TagSession"]])
      : oneOrMany(rng, actions),
    ...(trust !== rng.chance(0.03) && { Principal: principal(rng, accountId) }),
    ...(trust === rng.chance(0.03) && {
      [rng.chance(0.95) ? "Resource" : "NotResource"]: oneOrMany(rng, resources),
    }),
    ...(rng.chance(0.4) && { Condition: condition(rng) }),
  };
}

function principal(rng: Rng, accountId: string): unknown {
  return rng.pick([
    "*",
    { AWS: accountId },
    { AWS: `arn:aws:iam::${accountId}:root` },
    { AWS: [`arn:aws:iam::${accountId}:user/user-1`, `arn:aws:iam::${accountId}:role/role-1`] },
    { AWS: `arn:aws:iam::${accountId}:user/absent` },
    { Service: "ec2.amazonaws.com" },
    { Federated: `arn:aws:iam::${accountId}:oidc-provider/idp.example.com` },
    { AWS: hostileText(rng) },
    { [hostileText(rng)]: "x" },
    [],
  ]);
}

function condition(rng: Rng): unknown {
  if (rng.chance(0.05)) return rng.pick([null, [], "x", { StringEquals: [] }, { StringEquals: { a: {} } }]);
  return { [rng.pick(operators)]: { [rng.pick(keys)]: oneOrMany(rng, values) } };
}

function oneOrMany(rng: Rng, list: readonly string[]): unknown {
  if (rng.chance(0.05)) return hostileText(rng);
  if (rng.chance(0.5)) return rng.pick(list);
  return Array.from({ length: rng.below(4) }, () => rng.pick(list));
}
