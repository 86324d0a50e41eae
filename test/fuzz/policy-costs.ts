// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** Documents made to be slow, at any size; and what they cost, so that twice the size can be seen to cost twice as much. */
import {
  compilePolicy,
  evaluate,
  mapPrincipals,
  type PolicyKind,
  policySizeCharacters,
} from "../../src/policy/index.ts";
import { processorMs } from "../support/processor-time.ts";
import { account, ann, app } from "./policy-documents.ts";

export interface HostileShape {
  readonly title: string;
  /** About `characters` long. */
  readonly text: (characters: number) => string;
}

/** As many of `part` as fit. */
function many(part: string, characters: number, separator = ","): string {
  return Array.from({ length: Math.floor(characters / (part.length + separator.length)) }, () => part).join(
    separator,
  );
}

const statement = (members: string): string =>
  `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"${members}}}`;
const inPlaceOf = (clause: string, by: string): string =>
  statement("").replace(`"${clause}":"*"`, `"${clause}":${by}`);
const condition = (operator: string, value: string): string =>
  statement(`,"Condition":{"${operator}":{"t:a":${value}}}`);

const operators = [
  "StringEquals",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "ForAllValues:StringLike",
  "NumericLessThan",
  "DateGreaterThan",
  "Bool",
  "BinaryEquals",
  "NotIpAddress",
  "ArnLike",
];
const fillings = [
  "9",
  "a*",
  "*?",
  "${",
  "${a,",
  "${a,'",
  "${t:a}",
  ":",
  "::",
  "=",
  "1.",
  "T",
  "-",
  "\\u0061",
  "arn:",
];

export const hostileShapes: readonly HostileShape[] = [
  ...["a", "${", "*", "arn:aws:s3:::b/*", "arn:error:s3:::b", "s3:Get*", "手"].flatMap((entry) =>
    ["Action", "Resource"].map((clause) => ({
      title: `${clause}: many times ${entry}`,
      text: (characters: number) => inPlaceOf(clause, `[${many(`"${entry}"`, characters)}]`),
    })),
  ),
  ...fillings.map((filling) => ({
    title: `Resource: one of nothing but ${filling}`,
    text: (characters: number) => inPlaceOf("Resource", `"arn:aws:s3:::b/${many(filling, characters, "")}"`),
  })),
  ...operators.flatMap((operator) =>
    fillings.map((filling) => ({
      title: `${operator}: one value of nothing but ${filling}`,
      text: (characters: number) => condition(operator, `"${many(filling, characters, "")}"`),
    })),
  ),
  ...operators.map((operator) => ({
    title: `${operator}: many values`,
    text: (characters: number) => condition(operator, `[${many('"x*"', characters)}]`),
  })),
  {
    title: "many condition keys",
    text: (characters) => {
      const keys = Array.from({ length: Math.floor(characters / 14) }, (_, at) => `"k${at}":"x*"`);
      return statement(`,"Condition":{"StringLike":{${keys.join(",")}}}`);
    },
  },
  {
    title: "shared providers and conditions that do not narrow them",
    text: (characters) =>
      inPlaceOf(
        "Principal",
        `{"Federated":[${many(`"arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com"`, characters / 2)}]}`,
      ).replace(
        '"Resource":"*"',
        `"Condition":{"StringLike":{${Array.from({ length: Math.floor(characters / 24) }, (_, at) => `"k${at}":"x"`).join(",")}}}`,
      ),
  },
  ...[ann, "*", "x", account, "AIDAANN00000000000001"].map((name) => ({
    title: `many principals ${name}`,
    text: (characters: number) => inPlaceOf("Principal", `{"AWS":[${many(`"${name}"`, characters)}]}`),
  })),
  {
    title: "many statements that are empty",
    text: (characters) => `{"Statement":[${many("{}", characters)}]}`,
  },
  {
    title: "many statements that are alike",
    text: (characters) =>
      `{"Version":"2012-10-17","Statement":[${many('{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}', characters)}]}`,
  },
  {
    title: "many statements with one Sid",
    text: (characters) =>
      `{"Version":"2012-10-17","Statement":[${many('{"Sid":"A","Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/k"}', characters)}]}`,
  },
  { title: "one key again and again", text: (characters) => `{${many('"a":1', characters)}}` },
  { title: "foreign elements", text: (characters) => statement(`,${many('"":[]', characters)}`) },
  { title: "brackets", text: (characters) => "[".repeat(characters) },
  { title: "lists in lists", text: (characters) => `[${many("[[[[[[[[]]]]]]]]", characters)}]` },
  { title: "white space and lines", text: (characters) => `{${"\r\n".repeat(characters / 2)}` },
  { title: "a string that does not end", text: (characters) => `{"${"\\\\".repeat(characters / 2)}` },
];

/** One of each grammar. */
const grammars: readonly PolicyKind[] = ["identity", "resource", "trust"];

/** What one text costs in every grammar, read, compiled and asked: milliseconds of processor time. */
export function costMs(text: string): number {
  // Conditions of another name each time, since the engine compiles equal ones once.
  fresh += 1;
  const own = text.replaceAll('"t:a"', `"t:${fresh}"`);
  return processorMs(() => {
    for (const kind of grammars) useOnce(own, kind);
  });
}

/**
 * How much dearer the larger size is than the smaller, whose cost counts as one millisecond at least. A machine that is
 * busy elsewhere makes single figures too large, so that a bad one is taken again.
 */
export function growth(
  cost: (size: number) => number,
  sizes: readonly [number, number],
  good: number,
): number {
  const [smaller, larger] = sizes;
  const base = Math.max(1, Math.min(cost(smaller), cost(smaller)));
  let least = cost(larger) / base;
  for (let again = 0; again < 5 && least > good; again += 1) least = Math.min(least, cost(larger) / base);
  return least;
}

let fresh = 0;
const longName = "a".repeat(1_024);
const longValue = "a".repeat(256);
const context = { get: (key: string) => (key.startsWith("t:") ? longValue : undefined) };

function useOnce(text: string, kind: PolicyKind): void {
  const policy = compilePolicy(text, kind);
  policySizeCharacters(text);
  if (kind === "trust") mapPrincipals(text, (value) => `${value}-1`);
  for (const resource of [`arn:aws:s3:::b/${longName}`, app])
    evaluate({
      principal: { type: "user", accountId: account, arn: ann, uniqueId: "AIDAANN00000000000001" },
      action: "s3:GetObject",
      resource,
      resourceAccountId: account,
      context,
      layers: { identity: [], resource: [policy] },
    });
}
