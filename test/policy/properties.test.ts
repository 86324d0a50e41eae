/** Laws that hold for any policies at all. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { evaluate, type PolicyKind, type PrincipalFacts, validatePolicy } from "../../src/policy/index.ts";
import { fc } from "../support/random.ts";
import { type LayerTexts, type PolicyText, type RequestText, requestOf } from "./support.ts";

/** A policy variable, spelled so that it is not mistaken for a template. */
const mine = ["$", "{a:c}"].join("");
const account = "111122223333";
const ann = `arn:aws:iam::${account}:user/ann`;
const session = `arn:aws:sts::${account}:assumed-role/app/s`;
const app = `arn:aws:iam::${account}:role/app`;

const principal: fc.Arbitrary<PrincipalFacts> = fc.constantFrom<PrincipalFacts>(
  { type: "anonymous" },
  { type: "root", accountId: account, arn: `arn:aws:iam::${account}:root` },
  { type: "user", accountId: account, arn: ann, uniqueId: "AIDAANN00000000000001" },
  { type: "role", accountId: account, arn: session, roleArn: app, uniqueId: "AROAAPP00000000000001" },
  {
    type: "federated",
    accountId: account,
    arn: `arn:aws:sts::${account}:federated-user/f`,
    userArn: ann,
    uniqueId: "x",
  },
  { type: "service", service: "ec2.amazonaws.com" },
);

const action = fc.constantFrom("s3:GetObject", "s3:PutObject", "iam:GetUser");
const resource = fc.constantFrom("arn:aws:s3:::b/k", "arn:aws:s3:::b/ann", "*");
const listed = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { maxLength: 2 }));
const condition = fc.dictionary(
  fc.constantFrom(
    "StringEquals",
    "StringNotEquals",
    "ForAllValues:StringLike",
    "NullIfExists",
    "Null",
    "Bool",
  ),
  fc.dictionary(fc.constantFrom("a:b", "a:c"), listed(fc.constantFrom("x", "y*", "true", mine)), {
    maxKeys: 2,
  }),
  { maxKeys: 2 },
);

function statement(effect: fc.Arbitrary<string>, named: boolean): fc.Arbitrary<object> {
  const act = listed(fc.constantFrom("*", "s3:*", "s3:Get*", "iam:GetUser", "bad"));
  const res = listed(fc.constantFrom("*", "arn:aws:s3:::b/*", `arn:aws:s3:::b/${mine}`, "arn:aws:s3", "bad"));
  const who = fc.oneof(
    fc.constant("*"),
    fc.record({
      AWS: listed(fc.constantFrom("*", account, ann, session, app, "AIDAANN00000000000001", "bad")),
    }),
  );
  return fc
    .record({
      effect,
      act,
      res,
      who,
      condition: fc.option(condition),
      not: fc.array(fc.constantFrom("a", "r", "p")),
    })
    .map((given) => ({
      Effect: given.effect,
      [given.not.includes("a") ? "NotAction" : "Action"]: given.act,
      [given.not.includes("r") ? "NotResource" : "Resource"]: given.res,
      ...(named ? { [given.not.includes("p") ? "NotPrincipal" : "Principal"]: given.who } : {}),
      ...(given.condition === null ? {} : { Condition: given.condition }),
    }));
}

const anyEffect = fc.constantFrom("Allow", "Allow", "Deny");
const version = fc.constantFrom("2012-10-17", "2008-10-17");
const document = (named: boolean): fc.Arbitrary<PolicyText> =>
  fc.record({
    Version: version,
    Statement: fc.array(statement(anyEffect, named), { minLength: 1, maxLength: 3 }),
  });
const documents = (named: boolean) => fc.array(document(named), { maxLength: 2 });

const layers: fc.Arbitrary<LayerTexts> = fc.record(
  {
    identity: documents(false),
    resource: documents(true),
    boundary: document(false),
    session: documents(false),
    scp: fc.array(documents(false), { maxLength: 2 }),
  },
  { requiredKeys: ["identity"] },
);

const request: fc.Arbitrary<RequestText> = fc.record({
  principal,
  action,
  resource,
  resourceAccountId: fc.constantFrom(account, "444455556666"),
  context: fc.dictionary(fc.constantFrom("a:b", "a:c"), listed(fc.constantFrom("x", "y", "true", "ann", ""))),
  layers,
});

const outcome = (given: RequestText) => evaluate(requestOf(given)).outcome;

describe("evaluate()", () => {
  it("never grants more when a Deny is added anywhere", () => {
    const deny = (named: boolean) => statement(fc.constant("Deny"), named);
    const place = fc.constantFrom("identity" as const, "resource" as const, "session" as const);
    fc.assert(
      fc.property(request, deny(true), deny(false), place, (given, named, unnamed, where) => {
        if (where === "session" && given.layers.session === undefined) return;
        const added = { Version: "2012-10-17", Statement: where === "resource" ? named : unnamed };
        const more = { ...given.layers, [where]: [...(given.layers[where] ?? []), added] };
        if (outcome({ ...given, layers: more }) === "allow") assert.equal(outcome(given), "allow");
      }),
      { numRuns: 1_500 },
    );
  });

  it("does not heed the order of documents and statements", () => {
    const reversed = (policies: readonly PolicyText[]): PolicyText[] =>
      policies.toReversed().map((policy) => {
        if (typeof policy === "string" || !("Statement" in policy)) return policy;
        const { Statement } = policy;
        return { ...policy, Statement: Array.isArray(Statement) ? Statement.toReversed() : Statement };
      });
    fc.assert(
      fc.property(request, (given) => {
        const { identity, resource: own, session: passed } = given.layers;
        const turned = {
          ...given.layers,
          identity: reversed(identity),
          ...(own === undefined ? {} : { resource: reversed(own) }),
          ...(passed === undefined ? {} : { session: reversed(passed) }),
        };
        const there = evaluate(requestOf(given));
        const back = evaluate(requestOf({ ...given, layers: turned }));
        assert.deepEqual([back.outcome, back.layer], [there.outcome, there.layer]);
      }),
      { numRuns: 1_500 },
    );
  });

  it("does not heed how statements are split over documents", () => {
    fc.assert(
      fc.property(
        request,
        fc.array(statement(anyEffect, false), { minLength: 1, maxLength: 4 }),
        (given, all) => {
          const identity = (groups: object[][]) =>
            groups.map((Statement) => ({ Version: "2012-10-17", Statement }));
          const whole = { ...given.layers, identity: identity([all]) };
          const split = { ...given.layers, identity: identity(all.map((one) => [one])) };
          assert.equal(outcome({ ...given, layers: split }), outcome({ ...given, layers: whole }));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("forgets nothing between requests: asking twice, with others between, answers the same", () => {
    fc.assert(
      fc.property(request, request, (first, second) => {
        const asked = requestOf(first);
        const before = evaluate(asked);
        evaluate({ ...asked, context: requestOf(second).context });
        assert.deepEqual(evaluate(asked), before);
      }),
      { numRuns: 500 },
    );
  });

  it("never throws on random and mutated documents, and an unreadable one grants nothing", () => {
    const kinds: readonly PolicyKind[] = [
      "identity",
      "resource",
      "trust",
      "boundary",
      "session",
      "scp",
      "rcp",
    ];
    const mutated = fc
      .record({
        text: document(true).map((policy) => JSON.stringify(policy)),
        at: fc.nat(400),
        by: fc.string({ maxLength: 3 }),
        cut: fc.nat(4),
      })
      .map(({ text, at, by, cut }) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + by + text.slice(place + cut);
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string(), fc.json()), request, (text, given) => {
        for (const kind of kinds) {
          for (const { position } of validatePolicy(text, kind))
            assert.ok(position.line >= 1 && position.column >= 1);
        }
        const only = { identity: [text], resource: [text], trust: text, boundary: text, session: [text] };
        const decision = evaluate(requestOf({ ...given, layers: only }));
        if (decision.unreadable.length > 0 && given.principal.type !== "root")
          assert.equal(decision.allowed, false);
      }),
      { numRuns: 2_000 },
    );
  });
});
