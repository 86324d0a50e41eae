// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** Policy documents of every kind from few words, so that requests meet them; and ways to damage their text. */
import type { PolicyKind } from "../../src/policy/index.ts";
import type { Rng } from "./rng.ts";
import { hostileText, mutateBytes, mutateText } from "./texts.ts";

export type Element = Readonly<Record<string, unknown>>;

export interface Document {
  readonly Version: string;
  readonly Statement: readonly Element[];
}

export const kinds: readonly PolicyKind[] = [
  "identity",
  "resource",
  "trust",
  "boundary",
  "session",
  "scp",
  "rcp",
  "vpce",
];

export const account = "111122223333";
export const otherAccount = "444455556666";
export const ann = `arn:aws:iam::${account}:user/ann`;
export const app = `arn:aws:iam::${account}:role/app`;
export const session = `arn:aws:sts::${account}:assumed-role/app/s`;

const actions = [
  "*",
  "s3:*",
  "s3:Get*",
  "s3:GetObject",
  "S3:putobject",
  "iam:?etUser",
  "sts:*",
  "sts:AssumeRole",
];
const resources = [
  "*",
  "arn:aws:s3:::b/*",
  "arn:aws:s3:::b/k",
  "arn:aws:s3:::b/${aws:username}",
  "arn:aws:s3:::b/${t:c, 'k'}",
  "arn:*:s3:::?/*",
  `arn:aws:iam::${account}:*`,
  app,
];
const principals = [
  "*",
  account,
  `arn:aws:iam::${account}:root`,
  ann,
  app,
  session,
  "AIDAANN00000000000001",
  otherAccount,
];
const operators = [
  "StringEquals",
  "StringNotEquals",
  "StringLike",
  "StringEqualsIgnoreCase",
  "ForAllValues:StringLike",
  "ForAnyValue:StringNotLike",
  "NumericLessThan",
  "NumericNotEquals",
  "DateGreaterThan",
  "Bool",
  "BoolIfExists",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnLike",
  "ArnNotEquals",
  "Null",
];
export const contextKeys = ["t:a", "t:c", "aws:username", "aws:SourceIp", "aws:MultiFactorAuthPresent"];
const conditionValues = [
  "x",
  "x*",
  "true",
  "false",
  "12",
  12,
  true,
  "10.0.0.0/8",
  "2026-01-01T00:00:00Z",
  "arn:aws:s3:::b/*",
  "${aws:username}",
  "",
];

/** Whether statements of that kind name principals. */
export function namesPrincipals(kind: PolicyKind): boolean {
  return kind === "resource" || kind === "trust" || kind === "rcp" || kind === "vpce";
}

/** A document in which the engine understands everything. */
export function wellFormed(rng: Rng, kind: PolicyKind): Document {
  return {
    Version: rng.chance(0.9) ? "2012-10-17" : "2008-10-17",
    Statement: Array.from({ length: rng.between(1, 3) }, () =>
      statementOf(rng, kind, rng.chance(0.7) ? "Allow" : "Deny"),
    ),
  };
}

export function statementOf(rng: Rng, kind: PolicyKind, effect: "Allow" | "Deny"): Element {
  const form = (name: string): string => (rng.chance(0.85) ? name : `Not${name}`);
  return {
    ...(rng.chance(0.2) && { Sid: rng.pick(["", "A", "B1"]) }),
    Effect: effect,
    ...(namesPrincipals(kind) && { [form("Principal")]: principalOf(rng) }),
    [form("Action")]: oneOrMany(rng, actions),
    ...((kind !== "trust" || rng.chance(0.1)) && { [form("Resource")]: oneOrMany(rng, resources) }),
    ...(rng.chance(0.3) && { Condition: conditionOf(rng) }),
  };
}

function principalOf(rng: Rng): unknown {
  if (rng.chance(0.3)) return "*";
  if (rng.chance(0.1)) return { Service: "ec2.amazonaws.com", Federated: "accounts.google.com" };
  return { AWS: oneOrMany(rng, principals) };
}

function conditionOf(rng: Rng): Element {
  return Object.fromEntries(
    Array.from({ length: rng.between(1, 2) }, () => [
      rng.pick(operators),
      { [rng.pick(contextKeys)]: oneOrMany(rng, conditionValues) },
    ]),
  );
}

function oneOrMany<T>(rng: Rng, list: readonly T[]): T | T[] {
  return rng.chance(0.6) ? rng.pick(list) : Array.from({ length: rng.between(1, 3) }, () => rng.pick(list));
}

/** The document as a person or a program writes it. */
export function write(rng: Rng, document: unknown): string {
  return JSON.stringify(document, undefined, rng.pick([0, 0, 2, "\t", "\r\n"]));
}

/** A text that may be a policy: well-formed, damaged, or nothing of the kind. */
export function anyText(rng: Rng, kind: PolicyKind): string {
  if (rng.chance(0.04)) return hostileText(rng);
  if (rng.chance(0.03))
    return rng.pick(["null", "[]", "{}", "1", '"x"', "true", " ", "", "[{}]", '{"Statement":[]}']);
  let text = write(rng, wellFormed(rng, kind));
  for (let count = rng.pick([0, 0, 1, 1, 1, 2, 3]); count > 0; count -= 1)
    text = rng.pick(damages)(rng, text);
  return text;
}

type Damage = (rng: Rng, text: string) => string;

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const numbers = [
  "9".repeat(400),
  "1e999",
  "-0",
  "0.1E-9999",
  "1E+99",
  "00",
  "-",
  "0x1",
  "1.",
  "12345678901234567890",
];

const damages: readonly Damage[] = [
  mutateText,
  (rng, text) => mutateBytes(rng, Buffer.from(text)).toString(),
  (rng, text) => text.slice(0, rng.below(text.length + 1)),
  // Two tokens change places.
  (rng, text) => {
    const tokens = text.match(token) ?? [];
    const left = rng.below(tokens.length + 1);
    const right = rng.below(tokens.length + 1);
    return tokens
      .map((own, at) => (at === left ? (tokens[right] ?? "") : at === right ? (tokens[left] ?? "") : own))
      .join("");
  },
  (rng, text) =>
    replaceToken(rng, text, rng.pick(["null", "[]", "{}", "true", '""', '"x"', '["x"]', '{"x":"y"}'])),
  (rng, text) => replaceToken(rng, text, rng.pick(numbers)),
  (rng, text) => replaceToken(rng, text, JSON.stringify(hostileText(rng))),
  (rng, text) =>
    replaceToken(rng, text, rng.pick(['"\\ud800"', '"\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\x"'])),
  (rng, text) => {
    const depth = rng.chance(0.05) ? 5_000 : rng.between(1, 40);
    return replaceToken(
      rng,
      text,
      rng.chance(0.5)
        ? "[".repeat(depth) + "]".repeat(depth)
        : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
    );
  },
  // A member that may be there already.
  (rng, text) => {
    const member = rng.pick([
      '"Effect":"Allow"',
      '"Action":"*"',
      '"Resource":"*"',
      '"Principal":"*"',
      '"Condition":{}',
      '"Version":"2012-10-17"',
      '"__proto__":{"Effect":"Allow"}',
      '"effect":"Allow"',
    ]);
    const opens = [...text.matchAll(/\{/g)].map(({ index }) => index + 1);
    if (opens.length === 0) return text;
    const at = rng.pick(opens);
    return `${text.slice(0, at)}${member},${text.slice(at)}`;
  },
];

/** Mostly a value goes, so that the text stays JSON; at times any token. */
function replaceToken(rng: Rng, text: string, by: string): string {
  const tokens = [...text.matchAll(token)];
  const isValue = (at: number): boolean =>
    /^["\w]/.test(tokens[at]?.[0] ?? "") && tokens[at + 1]?.[0] !== ":";
  const chosen = rng.chance(0.8) ? tokens.filter((_, at) => isValue(at)) : tokens;
  if (chosen.length === 0) return by;
  const { index, 0: old } = rng.pick(chosen);
  return text.slice(0, index) + by + text.slice(index + old.length);
}
