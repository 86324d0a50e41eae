/** Policy documents of every kind, with something malformed now and then. */
import type { PolicyKind } from "../../../src/policy/index.ts";
import type { Rng } from "../../fuzz/rng.ts";
import type { PolicyJson } from "../index.ts";
import {
  badActions,
  badPrincipalNames,
  badResources,
  ownAccount,
  policyActions,
  policyResources,
  principalNames,
  requestResources,
  strangeElements,
} from "./alphabet.ts";
import { condition, otherValues } from "./conditions.ts";
import { fewLetters } from "./values.ts";

/** How likely a piece is to be malformed. */
const malformed = 0.015;

export type StatementJson = Record<string, unknown>;

export interface DocumentJson {
  readonly Version?: unknown;
  readonly Statement: readonly StatementJson[] | StatementJson;
}

export function policy(rng: Rng, kind: PolicyKind): PolicyJson {
  if (rng.chance(malformed))
    return rng.pick([
      "",
      "no json",
      "[]",
      "{",
      "null",
      '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}} {}',
      { Version: "2012-10-17" },
      { Statement: "x" },
      { Statement: [] },
    ]);
  return document(rng, kind);
}

export function document(rng: Rng, kind: PolicyKind): DocumentJson {
  const statements = kind === "resource" && rng.chance(0.1) ? ladder(rng) : statementsOf(rng, kind);
  const [only] = statements;
  return {
    ...versionOf(rng),
    ...(rng.chance(malformed) && { [rng.pick(strangeElements)]: "x" }),
    Statement: statements.length === 1 && only !== undefined && rng.chance(0.5) ? only : statements,
  };
}

function statementsOf(rng: Rng, kind: PolicyKind): readonly StatementJson[] {
  const statements: StatementJson[] = [];
  for (let count = rng.pick([1, 1, 2, 2, 3]); count > 0; count -= 1) {
    const [former] = statements;
    statements.push(
      former === undefined || rng.chance(0.6) ? statement(rng, kind) : variation(rng, kind, former),
    );
  }
  return statements;
}

/** Allows that name the same callers ever more firmly: the firmest must be found, wherever it stands. */
function ladder(rng: Rng): readonly StatementJson[] {
  const { AWS: names } = principalNames;
  return [ownAccount, rng.pick(names), rng.pick(names)].map((AWS) => ({
    Effect: "Allow",
    Principal: { AWS },
    Action: "*",
    Resource: rng.chance(0.3) ? "*" : rng.pick(requestResources),
  }));
}

function versionOf(rng: Rng): { Version?: unknown } {
  if (rng.chance(0.75)) return { Version: "2012-10-17" };
  if (rng.chance(0.4)) return {};
  return { Version: rng.chance(0.9) ? "2008-10-17" : rng.pick(["2012-10-18", "", 2012, null]) };
}

/** The same but for one element, or for the values of its conditions: what tells such statements apart must not be lost. */
export function variation(rng: Rng, kind: PolicyKind, former: StatementJson): StatementJson {
  const { Condition: condition } = former;
  if (condition !== undefined && rng.chance(0.3))
    return { ...former, Condition: otherValues(rng, condition) };
  const other = statement(rng, kind);
  const element = rng.pick(["Effect", "Action", "Resource", "Principal", "Condition", "Sid"]);
  const same = (name: string): boolean => name === element || name === `Not${element}`;
  return Object.fromEntries([
    ...Object.entries(former).filter(([name]) => !same(name)),
    ...Object.entries(other).filter(([name]) => same(name)),
  ]);
}

/** The same document in the other version, which knows no variables, or does. */
export function otherVersion(policy: PolicyJson): PolicyJson {
  if (typeof policy === "string") return policy;
  const { Version: version } = policy as DocumentJson;
  return { ...policy, Version: version === "2012-10-17" ? "2008-10-17" : "2012-10-17" };
}

export function statement(rng: Rng, kind: PolicyKind, effect?: "Allow" | "Deny"): StatementJson {
  const named = ["resource", "trust", "rcp", "vpce"].includes(kind);
  const own = kind === "resource" || kind === "trust";
  return {
    ...(rng.chance(0.1) && { Sid: "S" }),
    Effect: effect ?? effectOf(rng),
    ...(named !== rng.chance(0.02) && element(rng, "Principal", principal(rng), 0.1)),
    ...element(rng, "Action", action(rng, kind), 0.1),
    ...((own ? rng.chance(0.6) : !rng.chance(malformed)) && element(rng, "Resource", resource(rng), 0.12)),
    ...(rng.chance(0.34) && { Condition: condition(rng) }),
    ...(rng.chance(malformed) && { [rng.pick(strangeElements)]: "Allow" }),
  };
}

function effectOf(rng: Rng): unknown {
  if (rng.chance(malformed)) return rng.pick(["allow", "DENY", "deny", "ALLOW", "Permit", true, ""]);
  return rng.chance(0.78) ? "Allow" : "Deny";
}

/** The element or its Not form, seldom both. */
function element(rng: Rng, name: string, value: unknown, negated: number): StatementJson {
  if (rng.chance(0.005)) return { [name]: value, [`Not${name}`]: value };
  return { [rng.chance(negated) ? `Not${name}` : name]: value };
}

function oneOrMore(rng: Rng, one: () => unknown): unknown {
  if (rng.chance(malformed)) return rng.pick([[], null, 1, {}, [1], [["*"]], ["*", null]]);
  if (rng.chance(0.55)) return one();
  return Array.from({ length: rng.between(1, 3) }, one);
}

function action(rng: Rng, kind: PolicyKind): unknown {
  return oneOrMore(rng, () => {
    if (rng.chance(malformed)) return rng.pick(badActions);
    if (kind === "trust" && rng.chance(0.5)) return "sts:AssumeRole";
    if (rng.chance(0.5)) return rng.chance(0.7) ? "*" : "s3:*";
    return wellFormedAction(rng);
  });
}

export function wellFormedAction(rng: Rng): string {
  return rng.chance(0.15) ? `s3:${fewLetters(rng, "gG*?", 4)}` : rng.pick(policyActions);
}

function resource(rng: Rng): unknown {
  return oneOrMore(rng, () => {
    if (rng.chance(malformed)) return rng.pick(badResources);
    return rng.chance(0.5) ? "*" : wellFormedResource(rng);
  });
}

export function wellFormedResource(rng: Rng): string {
  return rng.chance(0.2) ? `arn:aws:s3:::${fewLetters(rng, "ab*?/", 6)}` : rng.pick(policyResources);
}

function principal(rng: Rng): unknown {
  if (rng.chance(2 * malformed))
    return rng.pick([
      {},
      [],
      "x",
      1,
      { AWS: 1 },
      { aws: "*" },
      { AWS: "*", Nobody: "x" },
      { AWS: ownAccount, Service: "ec2.amazonaws.com", Group: [] },
      { AWS: [] },
    ]);
  if (rng.chance(0.35)) return "*";
  const found: Record<string, unknown> = {};
  for (let count = rng.chance(0.8) ? 1 : 2; count > 0; count -= 1) {
    const form = rng.pick(["AWS", "AWS", "AWS", "AWS", "Service", "Federated", "CanonicalUser"] as const);
    const name = (): string =>
      rng.pick(rng.chance(malformed) ? badPrincipalNames[form] : principalNames[form]);
    found[form] = rng.chance(0.4) ? name() : Array.from({ length: rng.between(1, 4) }, name);
  }
  return found;
}
