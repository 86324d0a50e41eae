/** diffPolicies() against every request of a small world, on random policies that collide. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Direction, diffPolicies } from "../../src/policy/diff/index.ts";
import {
  type CompiledPolicy,
  type ContextValue,
  compilePolicy,
  type EvaluationRequest,
  evaluate,
  type PolicyKind,
  type PrincipalFacts,
} from "../../src/policy/index.ts";
import { fc } from "../support/random.ts";

/** A policy variable, spelled so that it is not mistaken for a template. */
const mine = ["$", "{a:s}"].join("");
const account = "111122223333";
const ann = `arn:aws:iam::${account}:user/ann`;
const app = `arn:aws:iam::${account}:role/app`;
const session = `arn:aws:sts::${account}:assumed-role/app/s`;

const actions = ["s3:GetObject", "s3:GetAcl", "s3:PutObject", "iam:GetUser", "sts:GetCallerIdentity"];
const resources = [
  "arn:aws:s3:::b/k",
  "arn:aws:s3:::b/ann/k",
  "arn:aws:s3:::c/k",
  "arn:aws:iam::1:user/k",
  "*",
];
const texts = ["ann", "k", "ANN", "annex", "", "*"];
const values: Readonly<Record<string, readonly (ContextValue | undefined)[]>> = {
  "a:s": [...texts, undefined, ["ann", "k"], ["k", "k"], ["", ""], ["", "z"]],
  "a:n": ["1", "2", "2.5", "3", "x", undefined, ["1", "3"]],
  "a:i": ["10.0.0.1", "10.128.0.1", "11.0.0.1", "::1", "x", undefined],
  "a:d": ["2025-12-31", "2026-01-01", "2027-01-01", "x", undefined],
  "a:b": ["true", "FALSE", "x", undefined],
};
const callers: readonly PrincipalFacts[] = [
  { type: "user", accountId: account, arn: ann, uniqueId: "AIDAANN00000000000001" },
  { type: "user", accountId: account, arn: `${ann}2`, uniqueId: "AIDAANN00000000000002" },
  { type: "role", accountId: account, arn: session, roleArn: app, uniqueId: "AROAAPP00000000000001" },
  {
    type: "federated",
    accountId: account,
    arn: `arn:aws:sts::${account}:federated-user/f`,
    userArn: ann,
    uniqueId: "x",
  },
  { type: "root", accountId: account, arn: `arn:aws:iam::${account}:root` },
  {
    type: "user",
    accountId: "444455556666",
    arn: "arn:aws:iam::444455556666:user/ann",
    uniqueId: "AIDAANN00000000000003",
  },
  { type: "service", service: "ec2.amazonaws.com" },
  { type: "anonymous" },
];

const listed = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 2 }));
const words = fc.constantFrom("ann", "k", "a*", "*n", "?", "ANN", "", mine, `${mine}*`);
const block = (operators: readonly string[], key: string, one: fc.Arbitrary<string>) =>
  fc
    .record({
      set: fc.constantFrom("", "", "", "ForAllValues:", "ForAnyValue:"),
      operator: fc.constantFrom(...operators),
      exists: fc.constantFrom("", "", "IfExists"),
      key: fc.constantFrom(key, key.toUpperCase()),
      values: listed(one),
    })
    .map(({ set, operator, exists, key: name, values: wanted }) => ({
      [operator === "Null" ? operator : `${set}${operator}${exists}`]: { [name]: wanted },
    }));
const texty = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"];
const condition = fc.oneof(
  { weight: 3, arbitrary: block(texty, "a:s", words) },
  block(
    ["NumericLessThan", "NumericEquals", "NumericNotEquals", "NumericGreaterThanEquals"],
    "a:n",
    fc.constantFrom("1", "2", "3", "x"),
  ),
  block(["IpAddress", "NotIpAddress"], "a:i", fc.constantFrom("10.0.0.0/8", "10.0.0.0/9", "::/0", "x")),
  block(
    ["DateLessThan", "DateGreaterThan", "DateNotEquals"],
    "a:d",
    fc.constantFrom("2026-01-01", "2026-06-01"),
  ),
  block(["Bool"], "a:b", fc.constantFrom("true", "false")),
  block(["Null"], "a:s", fc.constantFrom("true", "false")),
);
const statement = (named: boolean) =>
  fc
    .record({
      effect: fc.constantFrom("Allow", "Allow", "Deny"),
      action: listed(fc.constantFrom("*", "s3:*", "s3:Get*", "s3:getobject", "iam:GetUser", "s3:?utObject")),
      resource: listed(
        fc.constantFrom(
          "*",
          "arn:aws:s3:::b/*",
          "arn:aws:s3:::b/k",
          `arn:aws:s3:::b/${mine}/*`,
          "arn:aws:s3:::?/k",
          "arn:*:s3:::*",
        ),
      ),
      who: fc.oneof(
        fc.constant("*"),
        fc.record({ AWS: listed(fc.constantFrom("*", account, ann, session, app, "444455556666")) }),
      ),
      conditions: fc.array(condition, { maxLength: 2 }),
      not: fc.subarray(["a", "r", "p"]).filter(({ length }) => length < 2),
    })
    .map((given) => ({
      Effect: given.effect,
      [given.not.includes("a") ? "NotAction" : "Action"]: given.action,
      [given.not.includes("r") ? "NotResource" : "Resource"]: given.resource,
      ...(named ? { [given.not.includes("p") ? "NotPrincipal" : "Principal"]: given.who } : {}),
      ...(given.conditions.length === 0 ? {} : { Condition: Object.assign({}, ...given.conditions) }),
    }));

const somebody = callers[0] as PrincipalFacts;
const allowAll: readonly CompiledPolicy[] = [
  compilePolicy(
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
    "identity",
  ),
];

/** One request of the small world. */
interface Place {
  readonly action: string;
  readonly resource: string;
  readonly principal: PrincipalFacts;
  readonly alone: boolean;
  readonly context: ReadonlyMap<string, ContextValue>;
}

const keys = Object.keys(values);
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

/** Places of the world, spread evenly by a stride that meets all values in all company. */
function* places(named: boolean, count: number): Generator<Place> {
  let state = 12_345;
  const draw = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 8;
  };
  for (let at = 0; at < count; at += 1) {
    const context = new Map<string, ContextValue>();
    for (const key of keys) {
      const value = pick(values[key] ?? [], draw());
      if (value !== undefined) context.set(key, value);
    }
    const principal = named ? pick(callers, draw()) : somebody;
    yield {
      action: pick(actions, draw()),
      resource: pick(resources, draw()),
      principal,
      alone: named && draw() % 2 === 0,
      context,
    };
  }
}

function ask(policies: readonly CompiledPolicy[], kind: PolicyKind, place: Place): boolean {
  const { action, resource, principal, alone, context } = place;
  const request: Omit<EvaluationRequest, "layers"> = {
    action,
    resource,
    principal,
    context,
    resourceAccountId: "accountId" in principal ? principal.accountId : undefined,
    resourceMustAllow: kind === "resource",
  };
  const session = principal.type === "federated" ? allowAll : undefined;
  const layers =
    kind === "resource"
      ? { identity: alone ? [] : allowAll, resource: policies, session }
      : { identity: policies };
  return evaluate({ ...request, layers }).allowed;
}

const placesPerPair = 400;
const counts = { none: 0, found: 0, unknown: 0 };

function compare(kind: PolicyKind, before: object[], after: object[], versions: readonly string[]): void {
  const compiled = [before, after].map((Statement, at) =>
    compilePolicy(JSON.stringify({ Version: versions[at], Statement }), kind, `policy ${at}`),
  );
  const [old, now] = [compiled.slice(0, 1), compiled.slice(1)];
  const diff = diffPolicies(old, now);
  for (const direction of ["added", "removed"] as const) counts[diff[direction]] += 1;
  for (const { direction, requests } of diff.differences) {
    assert.equal(evaluate(requests.new).allowed, direction === "added");
    assert.equal(evaluate(requests.old).allowed, direction === "removed");
  }
  for (const place of places(kind === "resource", placesPerPair)) {
    const [was, is] = [ask(old, kind, place), ask(now, kind, place)];
    if (was === is) continue;
    const direction: Direction = is ? "added" : "removed";
    assert.notEqual(
      diff[direction],
      "none",
      JSON.stringify([{ ...place, context: [...place.context] }, diff]),
    );
  }
}

describe("diffPolicies()", () => {
  for (const kind of ["identity", "resource"] as const) {
    it(`never says none where a request of a small world differs, nor found without one (${kind})`, () => {
      const policy = fc.array(statement(kind === "resource"), { minLength: 1, maxLength: 3 });
      const version = fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17");
      fc.assert(
        fc.property(
          policy,
          policy,
          fc.array(version, { minLength: 2, maxLength: 2 }),
          fc.boolean(),
          (one, other, versions, near) => {
            // Half of the pairs are near one another.
            const after = near ? [...one.slice(1), ...other.slice(0, 1)] : other;
            compare(kind, one, after, near ? [versions[0] ?? "", versions[0] ?? ""] : versions);
          },
        ),
        { numRuns: Number(process.env.TEGATA_DIFF_RUNS ?? 250) },
      );
    });
  }

  it("never says none where any context of two keys with variables differs", () => {
    const other = ["$", "{a:t, 'k'}"].join("");
    const operators = [...texty, "StringNotEqualsIgnoreCase", "Null"];
    const wanted = fc.constantFrom("ann", "a*", "", mine, `${mine}*`, other, "true");
    const one = fc.oneof(block(operators, "a:s", wanted), block(operators, "a:t", wanted));
    const single = fc
      .record({
        Effect: fc.constantFrom("Allow", "Allow", "Deny"),
        Action: fc.constant("s3:GetObject"),
        Resource: fc.constantFrom(
          "*",
          `arn:aws:s3:::b/${mine}/*`,
          `arn:aws:s3:::b/${mine}/k`,
          "arn:aws:s3:::b/*",
        ),
        conditions: fc.array(one, { minLength: 1, maxLength: 2 }),
      })
      .map(({ conditions, ...rest }) => ({ ...rest, Condition: Object.assign({}, ...conditions) }));
    const policy = fc.array(single, { minLength: 1, maxLength: 2 });
    const given = [...texts, undefined, ["ann", "k"], ["", ""], ["", "z"]];
    fc.assert(
      fc.property(policy, policy, fc.nat(3), (before, different, how) => {
        // Near: the same with another modifier, which a change of a word makes.
        const text = JSON.stringify(before);
        const near = [
          text.replaceAll("IfExists", ""),
          text.replace(/(String\w+?)(?:IfExists)?":/, '$1IfExists":'),
          text.replace("Equals", "Like"),
          JSON.stringify(different),
        ];
        const [old, now] = [text, near[how] ?? text].map((Statement, at) => [
          compilePolicy(`{"Version":"2012-10-17","Statement":${Statement}}`, "identity", `policy ${at}`),
        ]);
        assert.ok(old !== undefined && now !== undefined);
        const diff = diffPolicies(old, now);
        counts[diff.added] += 1;
        counts[diff.removed] += 1;
        for (const s of given)
          for (const t of given)
            for (const resource of ["arn:aws:s3:::b/ann/k", "arn:aws:s3:::b/k"]) {
              const context = new Map(
                Object.entries({ "a:s": s, "a:t": t }).flatMap(([key, value]) =>
                  value === undefined ? [] : [[key, value] as const],
                ),
              );
              const place: Place = {
                action: "s3:GetObject",
                resource,
                principal: somebody,
                alone: false,
                context,
              };
              const [was, is] = [ask(old, "identity", place), ask(now, "identity", place)];
              if (was !== is)
                assert.notEqual(
                  diff[is ? "added" : "removed"],
                  "none",
                  JSON.stringify([{ ...place, context: [...context] }, diff]),
                );
            }
      }),
      { numRuns: Number(process.env.TEGATA_DIFF_RUNS ?? 400) },
    );
  });

  it("seldom says unknown of random policies", () => {
    const all = counts.none + counts.found + counts.unknown;
    assert.ok(counts.unknown / all < 0.1, JSON.stringify(counts));
  });
});
