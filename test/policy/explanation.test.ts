import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  type Change,
  describeExplanation,
  type Explanation,
  evaluate,
  explain,
  type Layer,
  type Step,
} from "../../src/policy/index.ts";
import { fc } from "../support/random.ts";
import { type LayerTexts, type RequestText, requestOf } from "./support.ts";

const ann = {
  type: "user",
  accountId: "111122223333",
  arn: "arn:aws:iam::111122223333:user/ann",
  uniqueId: "AIDAANN00000000000001",
} as const;

interface StatementText {
  readonly Effect: string;
  readonly [element: string]: unknown;
}

interface PolicyObject {
  readonly Version: string;
  readonly Statement: readonly StatementText[];
}

function policy(...Statement: readonly StatementText[]): PolicyObject {
  return { Version: "2012-10-17", Statement };
}

function given(layers: LayerTexts, more: Partial<RequestText> = {}): RequestText {
  return {
    principal: ann,
    action: "iam:ListUsers",
    resource: "arn:aws:iam::111122223333:user/x",
    layers,
    ...more,
  };
}

function ask(layers: LayerTexts, more: Partial<RequestText> = {}): Explanation {
  return explain(requestOf(given(layers, more)));
}

const allowAll = policy({ Effect: "Allow", Action: "*", Resource: "*" });
const withMfa = policy({
  Sid: "WithMfa",
  Effect: "Allow",
  Action: "iam:*",
  Resource: "*",
  Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
});
const noMfaNo = policy({
  Effect: "Deny",
  Action: "*",
  Resource: "*",
  Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
});

describe("explain() tells each layer's result", () => {
  it("lists every statement that applies, Denies first", () => {
    const { layers } = ask({ identity: [allowAll, withMfa, noMfaNo] });
    assert.deepEqual(
      layers.map(({ layer, result, needed, policies }) => ({ layer, result, needed, policies })),
      [{ layer: "identity", result: "explicitDeny", needed: true, policies: 3 }],
    );
    assert.deepEqual(
      layers[0]?.statements.map(({ effect, source, index }) => [effect, source, index]),
      [
        ["Deny", "identity-2", 0],
        ["Allow", "identity-0", 0],
      ],
    );
  });

  it("says which layers were needed", () => {
    const resource = [policy({ Effect: "Allow", Principal: { AWS: ann.arn }, Action: "*", Resource: "*" })];
    const { decision, layers } = ask({ identity: [], boundary: policy(), resource });
    assert.equal(decision.allowed, true);
    assert.deepEqual(
      layers.map(({ layer, result, needed }) => [layer, result, needed]),
      [
        ["resource", "allow", true],
        ["identity", "implicitDeny", false],
        ["boundary", "implicitDeny", false],
      ],
    );
  });

  it("gives the place where a statement ends", () => {
    const text = '{"Version":"2012-10-17","Statement":\n  {"Effect":"Allow","Action":"*","Resource":"*"}}';
    const [statement] = ask({ identity: [text] }).layers[0]?.statements ?? [];
    assert.deepEqual([statement?.position.line, statement?.position.column], [2, 3]);
    assert.equal(text.slice(statement?.position.offset, statement?.end.offset), text.slice(39, -1));
  });

  it("has nothing to tell of an action that no policy governs", () => {
    const { decision, layers, changes } = ask({ identity: [noMfaNo] }, { action: "sts:GetCallerIdentity" });
    assert.equal(decision.allowed, true);
    assert.deepEqual([layers, changes], [[], []]);
  });
});

describe("explain() tells near misses", () => {
  it("names the one condition that failed, what it wants, what the request has and where that comes from", () => {
    const [miss] = ask({ identity: [withMfa] }).nearMisses;
    assert.equal(miss?.statement.sid, "WithMfa");
    const { position, ...failed } = miss?.failed ?? {};
    assert.equal(position?.line, 1);
    assert.deepEqual(failed, {
      clause: "condition",
      element: "Bool",
      key: "aws:MultiFactorAuthPresent",
      wanted: ["true"],
      had: undefined,
      origin: "the session's MFA; absent for long-lived keys",
    });
  });

  it("puts conditions before principals, resources and actions", () => {
    const identity = [
      policy({ Effect: "Allow", Action: "iam:Get*", Resource: "*" }),
      policy({ Effect: "Allow", Action: "iam:*", Resource: "arn:aws:iam::111122223333:user/y" }),
      withMfa,
    ];
    const { nearMisses } = ask({ identity });
    assert.deepEqual(
      nearMisses.map(({ failed: { clause, had } }) => [clause, had]),
      [
        ["condition", undefined],
        ["resource", "arn:aws:iam::111122223333:user/x"],
        ["action", "iam:ListUsers"],
      ],
    );
  });

  it("leaves out another service's actions and statements that miss twice", () => {
    const identity = [
      policy({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
      policy({ Effect: "Allow", Action: "iam:Get*", Resource: "arn:aws:iam::111122223333:user/y" }),
    ];
    assert.deepEqual(ask({ identity }).nearMisses, []);
  });

  it("tells of a grant which Deny nearly refused it", () => {
    const { nearMisses } = ask(
      { identity: [allowAll, noMfaNo] },
      { context: { "aws:MultiFactorAuthPresent": "true" } },
    );
    assert.deepEqual(
      nearMisses.map(({ statement, failed }) => [statement.effect, failed.element, failed.had]),
      [["Deny", "BoolIfExists", "true"]],
    );
  });

  it("shows what a trust policy's principal wanted", () => {
    const trust = policy({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:user/bob" },
      Action: "sts:AssumeRole",
    });
    const [miss] = ask({ identity: [allowAll], trust }, { action: "sts:AssumeRole" }).nearMisses;
    assert.equal(miss?.failed.clause, "principal");
    assert.deepEqual(miss?.failed.wanted, ["arn:aws:iam::111122223333:user/bob"]);
    assert.deepEqual(miss?.failed.had, [ann.arn, ann.uniqueId, ann.accountId]);
  });
});

describe("explain() tells the smallest changes", () => {
  const stepsOf = (explanation: Explanation): readonly (readonly Step["type"][])[] =>
    explanation.changes.map(({ steps }) => steps.map(({ type }) => type));

  it("begins with what the caller can bring", () => {
    const { changes } = ask({ identity: [withMfa] });
    assert.deepEqual(changes[0], {
      steps: [{ type: "context", key: "aws:MultiFactorAuthPresent", value: "true" }],
      outcome: "allow",
    });
    assert.deepEqual(stepsOf(ask({ identity: [withMfa] })), [["context"], ["add"]]);
  });

  it("puts all that the caller can bring along before what opens a policy to it, however little that is", () => {
    const Bool = { "aws:MultiFactorAuthPresent": "true" };
    const both = { Bool, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
    const asked = ask({
      identity: [policy({ Effect: "Allow", Action: "*", Resource: "*", Condition: both })],
    });
    assert.deepEqual(stepsOf(asked), [["context", "context"], ["add"]]);
  });

  it("takes out a Deny, and adds what is missing beside it", () => {
    const always = policy({ Sid: "Never", Effect: "Deny", Action: "iam:*", Resource: "*" });
    assert.deepEqual(stepsOf(ask({ identity: [allowAll, always] })), [["remove"]]);
    assert.deepEqual(stepsOf(ask({ identity: [always] })), [["add", "remove"]]);
  });

  it("adds to both sides of a request across accounts", () => {
    const [change] = ask({ identity: [] }, { resourceAccountId: "999999999999" }).changes;
    assert.deepEqual(
      change?.steps.map((step) => step.type === "add" && step.layer),
      ["resource", "identity"],
    );
  });

  it("adds a statement to every silent level of an organisation", () => {
    const other = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });
    const { changes } = ask({ identity: [allowAll], scp: [[allowAll], [other], [other]] });
    assert.deepEqual(stepsOf({ ...ask({ identity: [] }), changes }), [["add"]]);
  });

  it("escapes wildcards that are part of a resource's name", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: policy text
    const resource = "arn:aws:s3:::b/what?*${x}";
    const [change] = ask({ identity: [] }, { action: "s3:GetObject", resource }).changes;
    const [step] = change?.steps ?? [];
    const statement = step?.type === "add" ? JSON.parse(step.statement) : undefined;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: policy text
    assert.equal(statement.Resource, "arn:aws:s3:::b/what${?}${*}${$}{x}");
  });

  it("shows how a grant would be lost", () => {
    const { changes } = ask({ identity: [withMfa] }, { context: { "aws:MultiFactorAuthPresent": "true" } });
    assert.deepEqual(
      changes.map(({ steps: [step], outcome }) => [step?.type, outcome]),
      [
        ["context", "implicitDeny"],
        ["add", "explicitDeny"],
        ["remove", "implicitDeny"],
      ],
    );
  });

  it("takes away more Denies than it can combine one by one", () => {
    const denies = Array.from({ length: 20 }, (_, index) =>
      policy({ Effect: "Deny", Action: "iam:*", Resource: "*", Sid: `No${index}` }),
    );
    assert.deepEqual(stepsOf(ask({ identity: [allowAll, ...denies] })), [Array(20).fill("remove")]);
  });
});

/** Takes the steps on the texts, as a person would, and not as the engine does. */
function take(request: RequestText, { steps }: Change): RequestText {
  const layers: Record<string, unknown> = { ...request.layers };
  let context = request.context ?? {};
  const removed: { readonly layer: Layer; readonly source: string | undefined; readonly index: number }[] =
    [];
  for (const step of steps) {
    if (step.type === "context") context = withKey(context, step.key, step.value);
    else if (step.type === "remove") removed.push(step.statement);
    else layers[step.layer] = [...listOf(layers[step.layer]), policy(JSON.parse(step.statement))];
  }
  for (const { layer, source, index } of removed) {
    const place = Number(source?.split("-")[1]);
    layers[layer] = listOf(layers[layer]).map((one, at) => (at === place ? neutralise(one, index) : one));
  }
  return { ...request, context, layers: layers as unknown as LayerTexts };
}

function withKey(context: NonNullable<RequestText["context"]>, key: string, value: unknown) {
  const others = Object.entries(context).filter(([name]) => name.toLowerCase() !== key.toLowerCase());
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]]) as typeof context;
}

function listOf(policies: unknown): readonly PolicyObject[] {
  return Array.isArray(policies) ? policies : [];
}

function neutralise({ Version, Statement }: PolicyObject, index: number): PolicyObject {
  const nothing = { Effect: "Allow", Action: "none:None", Resource: "*" };
  return { Version, Statement: Statement.map((one, at) => (at === index ? nothing : one)) };
}

const actions = ["iam:ListUsers", "iam:GetUser", "iam:*", "s3:Get*", "*"];
const resources = ["arn:aws:iam::111122223333:user/x", "arn:aws:iam::111122223333:user/*", "*"];
const conditions = fc.oneof(
  fc.constant({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
  fc.constant({ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }),
  fc.constant({ NumericLessThan: { "aws:MultiFactorAuthAge": "60" } }),
  fc.constant({ StringNotEquals: { "aws:PrincipalTag/team": ["a", "b"] } }),
  fc.constant({ StringLike: { "aws:PrincipalTag/team": "a*" } }),
  fc.constant({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
  fc.constant({ DateLessThan: { "aws:TokenIssueTime": "2026-01-01T00:00:00Z" } }),
  fc.constant({ Null: { "aws:TokenIssueTime": "false" } }),
  fc.constant({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["k"] } }),
  fc.constant({ "ForAllValues:StringEquals": { "aws:TagKeys": ["k"] } }),
);
const statements = fc.record(
  {
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    Action: fc.constantFrom(...actions),
    Resource: fc.constantFrom(...resources),
    Condition: conditions,
  },
  { requiredKeys: ["Effect", "Action", "Resource"] },
);
const policies = fc.array(
  fc.array(statements, { minLength: 1, maxLength: 4 }).map((list) => policy(...list)),
  { maxLength: 3 },
);
const contexts = fc.record(
  {
    "aws:MultiFactorAuthPresent": fc.constantFrom("true", "false"),
    "aws:MultiFactorAuthAge": fc.constantFrom("0", "4000"),
    "aws:PrincipalTag/team": fc.constantFrom("a", "c"),
    "aws:SourceIp": fc.constantFrom("203.0.113.9", "10.0.0.1"),
    "aws:TagKeys": fc.subarray(["k", "l"]),
  },
  { requiredKeys: [] },
);

describe("explain() is right about random policies", () => {
  const requests = fc
    .record({ identity: policies, session: fc.option(policies, { nil: undefined }), context: contexts })
    .map(({ identity, session, context }) =>
      given({ identity, ...(session !== undefined && { session }) }, { context }),
    );

  it("offers only changes that turn the decision when they are made to the texts", () => {
    let offered = 0;
    fc.assert(
      fc.property(requests, (request) => {
        const { decision, changes } = explain(requestOf(request));
        for (const change of changes) {
          offered += 1;
          const { outcome } = evaluate(requestOf(take(request, change)));
          assert.equal(outcome, change.outcome);
          assert.notEqual(outcome === "allow", decision.allowed);
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(offered > 400, `${offered} changes`);
  });

  it("always knows a change, and answers as evaluate() does", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const asked = requestOf(request);
        const { decision, changes } = explain(asked);
        assert.deepEqual(decision, evaluate(asked));
        assert.ok(changes.length > 0);
      }),
      { numRuns: 200 },
    );
  });

  it("agrees between what applied and what was decided", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { decision, layers } = explain(requestOf(request));
        const denied = layers.some(({ statements: applied }) =>
          applied.some(({ effect }) => effect === "Deny"),
        );
        assert.equal(denied, decision.outcome === "explicitDeny");
        if (decision.allowed)
          for (const { needed, statements: applied } of layers)
            assert.ok(!needed || applied.some(({ effect }) => effect === "Allow"));
      }),
      { numRuns: 200 },
    );
  });
});

describe("describeExplanation() writes it down", () => {
  it("shows layers, near misses and changes", () => {
    const text = describeExplanation(ask({ identity: [withMfa], session: [allowAll] }));
    assert.equal(
      text,
      [
        "iam:ListUsers on arn:aws:iam::111122223333:user/x: denied, since nothing allows it (identity-based policies)",
        "  identity-based policies: says nothing (1 policy)",
        "  session policies: allows (1 policy)",
        "    Allow  session-0, statement 1 (line 1, column 38)",
        "nearly allowed by",
        '  Allow  identity-0, statement 1 "WithMfa" (line 1, column 38)',
        '    line 1: Bool aws:MultiFactorAuthPresent wants "true"; the request has none, from the session\'s MFA; absent for long-lived keys',
        "what would allow it (tried)",
        '  1. with aws:MultiFactorAuthPresent = "true"',
        '  2. add to the identity-based policies: {"Effect":"Allow","Action":"iam:ListUsers","Resource":"arn:aws:iam::111122223333:user/x"}',
        "",
      ].join("\n"),
    );
  });
});

describe("explain() heeds how long it may go on", () => {
  it("tells the layers and near misses, and no change that it could not try", () => {
    const asked = requestOf(given({ identity: [withMfa] }));
    const { layers, nearMisses, changes } = explain(asked, { mayGoOn: () => false });
    assert.deepEqual([layers.length, nearMisses.length, changes], [1, 1, []]);
  });

  it("keeps the changes that it found before", () => {
    let asked = 0;
    const mayGoOn = (): boolean => {
      asked += 1;
      return asked < 12;
    };
    const all = explain(requestOf(given({ identity: [withMfa] }))).changes;
    const some = explain(requestOf(given({ identity: [withMfa] })), { mayGoOn }).changes;
    assert.ok(asked >= 3);
    assert.deepEqual(some, all.slice(0, some.length));
  });
});
