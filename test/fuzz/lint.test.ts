// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
/** lintPolicy() on what nobody meant as a policy: it never throws and its work is bounded; what it claims is true. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compilePolicy, evaluate, lintPolicy, type PolicyKind } from "../../src/policy/index.ts";
import { canName } from "../../src/policy/lint/arn-overlap.ts";
import { coversPattern, coversResource } from "../../src/policy/lint/covers.ts";
import { nearestName } from "../../src/policy/lint/nearest.ts";
import { Subject } from "../../src/policy/lint/subject.ts";
import { matchesGlob } from "../../src/policy/matching/glob.ts";
import { serviceReference } from "../../src/policy/reference/index.ts";
import { processorMs } from "../support/processor-time.ts";
import { fc } from "../support/random.ts";

const kinds: readonly PolicyKind[] = [
  "identity",
  "resource",
  "trust",
  "boundary",
  "session",
  "scp",
  "rcp",
  "vpce",
];
const free = { spend: () => true };
/** Far more than it takes; a rule that compares everything with everything without counting takes minutes. */
const maxHostileMs = 10_000;

const atom = fc.constantFrom(
  ..."* ? s3:* s3:GetObject s3:Nope ec2:Describe* iam:PassRole arn:aws:s3:::b/* arn:aws:s3:::b a:b:c ${aws:username} ${ ${*} true".split(
    " ",
  ),
  ..."aws:SourceIp aws:TagKeys AWS:tagkeys s3:prefix 10.0.0.0/8 2030 x {} [] null : , 111122223333 \u0000 \uD800".split(
    " ",
  ),
);
const word = fc.oneof(
  atom,
  fc.tuple(atom, atom).map(([left, right]) => left + right),
  fc.string(),
);
const oneOrMore = fc.oneof(word, fc.array(word, { maxLength: 4 }));
const operator = fc.constantFrom(
  "StringEquals",
  "ForAllValues:StringLike",
  "Null",
  "datelessthan",
  "Bool",
  "IpAddress",
  "NumericEqualsIfExists",
  "Nope",
);
const condition = fc.dictionary(operator, fc.dictionary(word, oneOrMore, { maxKeys: 3 }), { maxKeys: 3 });
const anyStatement = fc.record(
  {
    Sid: word,
    Effect: fc.constantFrom("Allow", "Deny", "allow", "x"),
    Action: oneOrMore,
    NotAction: oneOrMore,
    Resource: oneOrMore,
    NotResource: oneOrMore,
    Principal: fc.oneof(word, fc.dictionary(fc.constantFrom("AWS", "Service", "Federated", "x"), oneOrMore)),
    Condition: condition,
  },
  { requiredKeys: [] },
);
const anyDocument = fc.record(
  {
    Version: fc.constantFrom("2012-10-17", "2008-10-17", "x"),
    Statement: fc.array(anyStatement, { maxLength: 4 }),
  },
  { requiredKeys: ["Statement"] },
);

describe("lintPolicy() judges any text", () => {
  it("random documents, cut and mutated, never make it throw", () => {
    const mutated = fc
      .tuple(anyDocument, fc.nat(), fc.string({ maxLength: 3 }), fc.nat(3))
      .map(([document, place, text, cut]) => {
        const json = JSON.stringify(document);
        const at = place % (json.length + 1);
        return json.slice(0, at) + text + json.slice(at + cut);
      });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          anyDocument.map((one) => JSON.stringify(one)),
          mutated,
        ),
        fc.constantFrom(...kinds),
        fc.boolean(),
        (text, kind, known) => {
          const findings = lintPolicy(text, { kind, reference: known ? serviceReference : undefined });
          for (const { position, end, message } of findings) {
            assert.ok(position.offset <= text.length && (end === undefined || end.offset <= text.length));
            assert.ok(end === undefined || end.offset > position.offset, message);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it("documents made to be slow come to their end", () => {
    const list = (length: number, entry: (at: number) => string) =>
      Array.from({ length }, (_, at) => entry(at));
    const document = (given: object) => JSON.stringify({ Version: "2012-10-17", Statement: given });
    const base = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    const hostile = [
      document({ ...base, Action: list(5_000, (at) => `ec2:*a*e*${at}*`) }),
      document({ ...base, Action: list(6_000, (at) => `ec2:Describ${at}`) }),
      document({ ...base, Resource: list(60, (at) => `arn:aws:s3:::${"*a".repeat(1_000)}${at}`) }),
      document({
        ...base,
        Action: "ec2:*",
        Resource: list(900, (at) => `arn:aws:ec2:*:*:${"*/".repeat(50)}${at}`),
      }),
      document(list(1_500, (at) => `${at}`).map((at) => ({ ...base, Resource: `arn:aws:s3:::*${at}` }))),
      document({
        ...base,
        Condition: {
          StringLike: Object.fromEntries(list(5_000, (at) => `aws:k${at}`).map((key) => [key, "*"])),
        },
      }),
      document({ ...base, Resource: "${".repeat(60_000) }),
      "[".repeat(131_000),
    ];
    for (const text of hostile) {
      const spent = processorMs(() => {
        const findings = lintPolicy(text, { kind: "identity", reference: serviceReference });
        assert.ok(findings.length <= 1_001);
      });
      assert.ok(spent < maxHostileMs, `${text.slice(60, 110)} took ${spent} ms`);
    }
  });
});

const letter = fc.constantFrom("a", "b", "/", "*", "?", "${aws:username}");
const pattern = fc.array(letter, { maxLength: 6 }).map((letters) => letters.join(""));
const plain = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 6 }).map((letters) => letters.join(""));

describe("what overlaps and covers", () => {
  it("coversPattern() says yes only when every text that the narrow one matches is matched by the wide one", () => {
    let yes = 0;
    fc.assert(
      fc.property(pattern, pattern, plain, plain, (wide, narrow, text, name) => {
        if (!coversPattern(free, wide, narrow, true)) return;
        yes += 1;
        const named = (one: string) => one.replaceAll("${aws:username}", name);
        if (matchesGlob(named(narrow), text))
          assert.ok(matchesGlob(named(wide), text), `${wide} ${narrow} ${text}`);
      }),
      { numRuns: 20_000 },
    );
    assert.ok(yes > 1_000, String(yes));
  });

  it("coversPattern() and coversResource() know the usual cases", () => {
    for (const [wide, narrow, answer] of [
      ["a*", "ab*", true],
      ["ab*", "a*", false],
      ["*?", "?*", true],
      ["a?", "a*", false],
      ["a${aws:username}*", "a${aws:username}b", true],
      ["a?", "a${aws:username}", false],
      ["${*}a", "xa", false],
    ] as const)
      assert.equal(coversPattern(free, wide, narrow, true), answer, `${wide} ${narrow}`);
    assert.ok(coversResource(free, "arn:aws:s3:::b*", "arn:aws:s3:::b/*", true));
    assert.ok(!coversResource(free, "arn:aws:sqs:*:q", "arn:aws:sqs:us-east-1:111122223333:q", true));
  });

  it("canName() says no only of a Resource that matches no resource of the type", () => {
    const types = ["bucket", "object"].flatMap(
      (name) => serviceReference.service("s3")?.resourceTypes.find((type) => type.name === name) ?? [],
    );
    const name = fc
      .array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 4 })
      .map((letters) => letters.join(""));
    const subject = new Subject("", "identity", serviceReference);
    let no = 0;
    fc.assert(
      fc.property(fc.constantFrom(...types), pattern, name, plain, (type, resource, bucket, key) => {
        const arn = `arn:aws:s3:::${type.name === "bucket" ? bucket : `${bucket}/${key}`}`;
        const written = `arn:aws:s3:::${resource.replaceAll("${aws:username}", "*")}`;
        if (canName(subject, written, type)) return;
        no += 1;
        assert.ok(!matchesGlob(written, arn), `${written} ${arn}`);
      }),
      { numRuns: 5_000 },
    );
    assert.ok(no > 200, String(no));
  });

  it("a variable that is absent takes all from an Allow with NotResource, so that it covers no other", () => {
    const statements = [["b/${aws:username}", "b/a"], ["b/*"]].map((names) => ({
      Effect: "Allow",
      Action: "s3:*",
      NotResource: names.map((name) => `arn:aws:s3:::${name}`),
    }));
    const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    const codes = lintPolicy(text, { kind: "identity" }).map(({ code }) => code);
    assert.ok(!codes.includes("shadowed-statement"), codes.join());
  });

  it("a statement that lint calls shadowed, duplicate or dead can be removed without changing a decision", () => {
    const said = new Set(["shadowed-statement", "duplicate-statement", "dead-allow"]);
    const pick = (...values: string[]) =>
      fc.oneof(
        fc.constantFrom(...values),
        fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
      );
    const statement = fc
      .record({
        Effect: fc.constantFrom("Allow", "Allow", "Deny"),
        Action: pick("s3:*", "s3:Get*", "s3:GetObject", "*"),
        Resource: pick("*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/a", "arn:aws:s3:::b/${aws:username}"),
        Condition: fc.option(
          fc.dictionary(
            fc.constantFrom(
              "StringEquals",
              "StringNotEquals",
              "ForAllValues:StringEquals",
              "StringEqualsIfExists",
            ),
            fc.dictionary(fc.constantFrom("aws:username", "AWS:UserName"), pick("a", "b"), { minKeys: 1 }),
          ),
          { nil: undefined },
        ),
        flip: fc.constantFrom(undefined, undefined, "NotAction", "NotResource"),
      })
      .map(({ flip, Action, Resource, ...rest }) => ({
        ...rest,
        ...(flip === "NotAction" ? { NotAction: Action } : { Action }),
        ...(flip === "NotResource" ? { NotResource: Resource } : { Resource }),
      }));
    const user = fc.constantFrom("a", "b", undefined);
    let removed = 0;
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 2, maxLength: 4 }),
        fc.constantFrom("s3:GetObject", "s3:GetObjectAcl", "s3:PutObject", "iam:GetUser"),
        fc.constantFrom("arn:aws:s3:::b/a", "arn:aws:s3:::b/b", "*"),
        user,
        (statements, action, resource, username) => {
          const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
          const finding = lintPolicy(text, { kind: "identity" }).find(({ code }) => said.has(code));
          if (finding === undefined) return;
          removed += 1;
          const kept = statements.filter((_, at) => at !== finding.statementIndex);
          const decide = (list: readonly object[]) =>
            evaluate({
              principal: {
                type: "user",
                accountId: "111122223333",
                arn: "arn:aws:iam::111122223333:user/u",
                uniqueId: "AIDA",
              },
              action,
              resource,
              resourceAccountId: "111122223333",
              context: new Map(username === undefined ? [] : [["aws:username", username]]),
              layers: {
                identity: [
                  compilePolicy(JSON.stringify({ Version: "2012-10-17", Statement: list }), "identity"),
                ],
              },
            }).outcome;
          assert.equal(decide(kept), decide(statements), `${finding.message}: ${text}`);
        },
      ),
      { numRuns: 2_500 },
    );
    assert.ok(removed > 250, String(removed));
  });
});

describe("impossible-condition", () => {
  it("is said only of a statement that never allows", () => {
    const values = fc.oneof(
      fc.constantFrom("a", "b"),
      fc.array(fc.constantFrom("a", "B", "3", "5"), { maxLength: 2 }),
    );
    const block = fc.dictionary(fc.constantFrom("aws:username", "AWS:UserName"), values, { minKeys: 1 });
    const numbers = fc.dictionary(fc.constantFrom("k", "K"), fc.constantFrom("3", "5", ["3", "5"]), {
      minKeys: 1,
    });
    const Condition = fc.record(
      {
        StringEquals: block,
        StringEqualsIgnoreCase: block,
        StringNotEquals: block,
        StringEqualsIfExists: block,
        "ForAnyValue:StringEquals": block,
        Null: fc.dictionary(fc.constantFrom("aws:username"), fc.constantFrom("true", "false"), {
          minKeys: 1,
        }),
        NumericLessThan: numbers,
        NumericGreaterThan: numbers,
        NumericLessThanEquals: numbers,
        NumericGreaterThanEquals: numbers,
      },
      { requiredKeys: [] },
    );
    const username = fc.constantFrom("a", "A", "b", "B", "3", undefined, ["a", "b"]);
    const number = fc.constantFrom("3", "4", "5", undefined);
    let impossible = 0;
    fc.assert(
      fc.property(Condition, username, number, (condition, name, k) => {
        const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition: condition };
        const text = JSON.stringify({ Version: "2012-10-17", Statement: statement });
        if (!lintPolicy(text, { kind: "identity" }).some(({ code }) => code === "impossible-condition"))
          return;
        impossible += 1;
        const { allowed } = evaluate({
          principal: {
            type: "user",
            accountId: "111122223333",
            arn: "arn:aws:iam::111122223333:user/u",
            uniqueId: "AIDA",
          },
          action: "s3:GetObject",
          resource: "arn:aws:s3:::b/a",
          resourceAccountId: "111122223333",
          context: new Map<string, string | string[]>([
            ...(name === undefined ? [] : [["aws:username", name] as const]),
            ...(k === undefined ? [] : [["k", k] as const]),
          ]),
          layers: { identity: [compilePolicy(text, "identity")] },
        });
        assert.equal(allowed, false, text);
      }),
      { numRuns: 2_000 },
    );
    assert.ok(impossible > 250, String(impossible));
  });
});

describe("nearestName()", () => {
  it("finds swaps, gaps and other case, and nothing when nothing is near", () => {
    const names = ["GetObject", "PutObject", "ListBucket"];
    assert.equal(nearestName("getobjcet", names), "GetObject");
    assert.equal(nearestName("GetObjects", names), "GetObject");
    assert.equal(nearestName("ListBukcet", names), "ListBucket");
    assert.equal(nearestName("Frobnicate", names), undefined);
    assert.equal(nearestName("x".repeat(5_000), names), undefined);
  });
});
