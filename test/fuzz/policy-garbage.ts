/**
 * What cannot be understood, put in place of a clause that was: it may refuse what was allowed, never the reverse.
 * Only what AWS itself refuses stands here; a value of the wrong type under a known operator is a value that matches
 * nothing (docs/design/decisions/policy-language.md), which is something else.
 */
import type { PolicyKind } from "../../src/policy/index.ts";
import type { Document, Element } from "./policy-documents.ts";
import type { Rng } from "./rng.ts";

const noList = [null, 5, true, {}, [], [[]], [null], [{}]];
const garbage: Readonly<Record<string, readonly unknown[]>> = {
  Action: [...noList, "", "nocolon", "a:b:c", "v*:x", "s3 :GetObject", ["nocolon"], "手:x"],
  Resource: [
    ...noList,
    "",
    "garbage",
    "arn",
    "arn:aws",
    "arn:aws:",
    "arn:aws:s*:::b",
    "ARN:aws:s3:::b/k",
    ["b/k"],
  ],
  Principal: [
    ...noList,
    "x",
    "",
    "**",
    { Nope: "x" },
    { aws: "*" },
    { AWS: 5 },
    { AWS: [] },
    { AWS: [[]] },
    { AWS: "bad" },
    { AWS: "arn:aws:iam::1:user/x" },
    { AWS: "arn:aws:iam::111122223333:user/*" },
    { AWS: "*", Nope: "x" },
  ],
  Condition: [
    null,
    [],
    5,
    "x",
    { StringEquals: null },
    { StringEquals: [] },
    { StringEquals: "x" },
    { Nope: { a: "b" } },
    { StringEquals: { a: null } },
    { StringEquals: { a: {} } },
    { StringEquals: { a: [null] } },
    { NullIfExists: { a: "true" } },
    { "ForSomeValues:StringEquals": { a: "b" } },
    { " StringEquals": { a: "b" } },
  ],
};
const foreign: readonly Element[] = [
  { Conditions: {} },
  { action: "*" },
  { "": null },
  { __proto: {} },
  { Effects: "Allow" },
];
const effects = {
  Allow: ["allow", "ALLOW", "", " Allow", "Permit", null, 5, [], ["Allow"], {}],
  Deny: ["deny", "DENY"],
} as const;

export interface Spoiled {
  readonly document: Document;
  /** What was done, in words. */
  readonly title: string;
}

/** The document with one clause of one statement made senseless. */
export function spoil(rng: Rng, document: Document, index: number, kind: PolicyKind): Spoiled {
  const statement = document.Statement[index] ?? {};
  const { spoiled, title } = spoilStatement(rng, statement, kind);
  const Statement = document.Statement.map((own, at) => (at === index ? spoiled : own));
  return { document: { ...document, Statement }, title: `statement ${index}: ${title}` };
}

function spoilStatement(rng: Rng, statement: Element, kind: PolicyKind): { spoiled: Element; title: string } {
  const effect = statement.Effect === "Allow" ? "Allow" : "Deny";
  const clauses = Object.keys(statement).filter((name) => name !== "Sid");
  const name = rng.pick([...clauses, "other", "both"]);
  if (name === "other") {
    const more = rng.pick(foreign);
    return { spoiled: { ...statement, ...more }, title: `with ${JSON.stringify(more)}` };
  }
  if (name === "both") {
    const more = Object.fromEntries(
      ["Action", "NotAction", "Resource", "NotResource"]
        .filter((form) => Object.hasOwn(statement, form.startsWith("Not") ? form.slice(3) : `Not${form}`))
        .map((form) => [form, "*"]),
    );
    return { spoiled: { ...statement, ...more }, title: `with ${JSON.stringify(more)}` };
  }
  const value: unknown = rng.pick(
    name === "Effect" ? effects[effect] : (garbage[name.replace("Not", "")] ?? []),
  );
  const title = `${kind} ${effect} ${name}: ${JSON.stringify(value)}`;
  if (!isEntry(value) || rng.chance(0.7)) return { spoiled: { ...statement, [name]: value }, title };
  // One malformed entry among good ones.
  const good = [statement[name]].flat();
  return { spoiled: { ...statement, [name]: rng.chance(0.5) ? [value, ...good] : [...good, value] }, title };

  function isEntry(entry: unknown): boolean {
    return typeof entry === "string" && /Action|Resource/.test(name);
  }
}
