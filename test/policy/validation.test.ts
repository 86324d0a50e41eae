import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { type PolicyKind, validatePolicy } from "../../src/policy/index.ts";

const folder = process.env.TEGATA_VECTORS;
const recorded = folder === undefined ? undefined : `${folder}/iam-policy-documents.json`;

interface Recorded {
  readonly invalid: readonly { readonly document: unknown; readonly error_message: string }[];
  readonly valid: readonly unknown[];
}

function firstMessage(document: unknown, kind: PolicyKind): string | undefined {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  return validatePolicy(text, kind)[0]?.message;
}

describe("validatePolicy() answers as AWS was recorded to", () => {
  it("agrees on every document of the sample", (t) => {
    if (recorded === undefined || !existsSync(recorded)) {
      assert.notEqual(process.env.CI, "true", "TEGATA_VECTORS must name the folder of the recorded answers");
      t.skip("TEGATA_VECTORS does not name a folder with iam-policy-documents.json");
      return;
    }
    const sample: Recorded = JSON.parse(readFileSync(recorded, "utf8"));
    for (const { document, error_message } of sample.invalid)
      assert.equal(firstMessage(document, "identity"), error_message, JSON.stringify(document));
    for (const document of sample.valid)
      assert.equal(firstMessage(document, "identity"), undefined, JSON.stringify(document));
  });
});

const base = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const policy = (statement: unknown, top: object = {}) => ({
  Version: "2012-10-17",
  ...top,
  Statement: statement,
});
const without = (name: string) => Object.fromEntries(Object.entries(base).filter(([key]) => key !== name));

const identityCases: readonly [string, unknown, string | undefined][] = [
  [
    "a repeated key",
    '{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}',
    "Syntax errors in policy.",
  ],
  ["a list", [], "Syntax errors in policy."],
  ["a principal", policy({ ...base, Principal: "*" }), "Policy document should not specify a principal."],
  ["both Action and NotAction", policy({ ...base, NotAction: "s3:*" }), "Syntax errors in policy."],
  ["an empty list of actions", policy({ ...base, Action: [] }), "Policy statement must contain actions."],
  ["no resource", policy(without("Resource")), "Policy statement must contain resources."],
  ["a vendor with a wildcard", policy({ ...base, Action: "s*:Get" }), "Vendor s* is not valid"],
  [
    "a Sid used twice",
    policy([
      { ...base, Sid: "a" },
      { ...base, Sid: "a" },
    ]),
    "Statement IDs (SID) in a single policy must be unique.",
  ],
  [
    "empty Sids",
    policy([
      { ...base, Sid: "" },
      { ...base, Sid: "" },
    ]),
    undefined,
  ],
  [
    "a Sid with a space",
    policy({ ...base, Sid: "a b" }),
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
  ],
  [
    "a vendor of ARN with a wildcard",
    policy({ ...base, Resource: "arn:aws:*:::x" }),
    "Resource vendor must be fully qualified and cannot contain regexes.",
  ],
  [
    "an IAM ARN in a region",
    policy({ ...base, Resource: "arn:aws:iam:us-east-1:111122223333:user/a" }),
    "IAM resource arn:aws:iam:us-east-1:111122223333:user/a cannot contain region information.",
  ],
  [
    "an IAM path of no kind",
    policy({ ...base, Resource: "arn:aws:iam::111122223333:thing/a" }),
    'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
  ],
  ["a whole account's IAM", policy({ ...base, Resource: "arn:aws:iam::111122223333:*" }), undefined],
  [
    "an access point",
    policy({ ...base, Resource: "arn:aws:s3:us-west-2:111122223333:accesspoint/x/object/*" }),
    undefined,
  ],
  [
    "other partitions",
    policy({ ...base, Resource: ["arn:aws-cn:s3:::x", "arn:aws-us-gov:s3:::x", "arn:*:s3:::x"] }),
    undefined,
  ],
  [
    "a variable in a resource",
    policy({ ...base, Resource: ["arn:aws:iam::*:mfa/$", "{aws:username}"].join("") }),
    undefined,
  ],
  [
    "a date with a zone west of Greenwich",
    policy({ ...base, Condition: { DateLessThan: { "aws:TokenIssueTime": "2026-01-01T00:00:00-05:00" } } }),
    undefined,
  ],
  [
    "numbers and booleans as values",
    policy({
      ...base,
      Condition: {
        NumericLessThan: { "aws:MultiFactorAuthAge": 3600 },
        Bool: { "aws:SecureTransport": [true] },
      },
    }),
    undefined,
  ],
  [
    "null as a value",
    policy({ ...base, Condition: { StringEquals: { "aws:a": null } } }),
    "Syntax errors in policy.",
  ],
  [
    "set prefix and IfExists together",
    policy({ ...base, Condition: { "ForAnyValue:StringLikeIfExists": { "aws:a": "b" } } }),
    undefined,
  ],
];

describe("validatePolicy() of identity policies", () => {
  for (const [name, document, message] of identityCases) {
    it(`${message === undefined ? "takes" : "refuses"} ${name}`, () => {
      for (const kind of ["identity", "boundary", "session"] as const)
        assert.equal(firstMessage(document, kind), message);
    });
  }

  it("tells every problem, each with its place", () => {
    const text = JSON.stringify(policy([{ Effect: "Allow" }, { ...base, Action: "a:b:c" }]));
    const problems = validatePolicy(text, "identity");
    assert.equal(problems.length, 3);
    assert.ok(problems.every(({ position }) => position.offset > 0));
  });
});

const trustBase = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "sts:AssumeRole",
};
const github = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const federated = (provider: string, Condition?: object) =>
  policy({
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(Condition === undefined ? {} : { Condition }),
  });
const subject = "token.actions.githubusercontent.com:sub";

const trustCases: readonly [string, unknown, string | RegExp | undefined][] = [
  ["an account", policy(trustBase), undefined],
  ["the older version, and none", { Statement: [trustBase] }, undefined],
  ["everybody", policy({ ...trustBase, Principal: "*" }), undefined],
  [
    "users, roles, sessions and ids",
    policy({
      ...trustBase,
      Principal: {
        AWS: [
          "arn:aws:iam::111122223333:user/a",
          "arn:aws:iam::111122223333:role/p/r",
          "arn:aws:sts::111122223333:assumed-role/r/s",
          "111122223333",
          "AIDAANN00000000000001",
        ],
      },
    }),
    undefined,
  ],
  [
    "a service and tags",
    policy({
      ...trustBase,
      Principal: { Service: "ec2.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    }),
    undefined,
  ],
  [
    "an MFA condition",
    policy({ ...trustBase, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    undefined,
  ],
  ["what is not JSON", "{", "This policy contains invalid Json"],
  [
    "an unknown version",
    { Version: "2013-01-01", Statement: [trustBase] },
    "The policy must contain a valid version string",
  ],
  ["no statements", policy([]), "Could not parse the policy: Statement is empty!"],
  ["a missing Effect", policy({ Principal: "*", Action: "sts:AssumeRole" }), "Missing required field Effect"],
  ["another Effect", policy({ ...trustBase, Effect: "Permit" }), "Invalid effect: Permit"],
  ["an Effect in another case", policy({ ...trustBase, Effect: "allow" }), "Invalid effect: allow"],
  [
    "a missing Principal",
    policy({ Effect: "Allow", Action: "sts:AssumeRole" }),
    "Missing required field Principal",
  ],
  [
    "an empty Principal",
    policy({ ...trustBase, Principal: {} }),
    "Missing required field Principal cannot be empty!",
  ],
  [
    "a Principal that is a text",
    policy({ ...trustBase, Principal: "111122223333" }),
    "Principal must be a JSON object.",
  ],
  ["a missing Action", policy({ Effect: "Allow", Principal: "*" }), "Missing required field Action"],
  [
    "Allow with NotPrincipal",
    policy({ Effect: "Allow", NotPrincipal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }),
    "Allow with NotPrincipal is not allowed.",
  ],
  [
    "Deny with NotPrincipal",
    policy({ Effect: "Deny", NotPrincipal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }),
    "AssumeRole policy must not contain NotPrincipal field.",
  ],
  [
    "another service's action",
    policy({ ...trustBase, Action: "s3:GetObject" }),
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ],
  [
    "an STS action that assumes nothing",
    policy({ ...trustBase, Action: "sts:GetCallerIdentity" }),
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ],
  ["a Resource", policy({ ...trustBase, Resource: "*" }), "Has prohibited field Resource"],
  [
    "a NotResource",
    policy({ ...trustBase, NotResource: "*" }),
    "AssumeRole policy must not contain resources.",
  ],
  [
    "repeated Sids",
    policy([
      { ...trustBase, Sid: "a" },
      { ...trustBase, Sid: "a" },
    ]),
    "The Statement Ids in the policy are not unique",
  ],
  [
    "a wildcard in a principal",
    policy({ ...trustBase, Principal: { AWS: "arn:aws:iam::111122223333:user/*" } }),
    'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/*"',
  ],
  [
    "a group",
    policy({ ...trustBase, Principal: { AWS: "arn:aws:iam::111122223333:group/g" } }),
    'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:group/g"',
  ],
  [
    "a service that is none",
    policy({ ...trustBase, Principal: { Service: "ec2" } }),
    'Invalid principal in policy: "SERVICE":"ec2"',
  ],
  [
    "an unknown operator",
    policy({ ...trustBase, Condition: { Same: { "a:b": "c" } } }),
    "Syntax error in policy.",
  ],
  [
    "Cognito without condition",
    federated("cognito-identity.amazonaws.com"),
    "A condition block must be present for the Cognito provider",
  ],
  ["a shared provider without condition", federated(github), /must be narrowed/],
  [
    "a shared provider with nothing but a star",
    federated(github, { StringLike: { [subject]: "*" } }),
    /must be narrowed/,
  ],
  [
    "a shared provider narrowed to a repository",
    federated(github, { StringLike: { [subject]: "repo:org/*" } }),
    undefined,
  ],
  [
    "a provider of one's own",
    federated("arn:aws:iam::111122223333:oidc-provider/idp.example.com"),
    undefined,
  ],
];

describe("validatePolicy() of trust policies", () => {
  for (const [name, document, message] of trustCases) {
    it(`${message === undefined ? "takes" : "refuses"} ${name}`, () => {
      const found = firstMessage(document, "trust");
      if (message instanceof RegExp) assert.match(found ?? "", message);
      else assert.equal(found, message);
    });
  }
});

describe("validatePolicy() of organisations' policies and resources'", () => {
  const sentence =
    "The provided policy document does not meet the requirements of the specified policy type.";
  it("holds service control policies to the identity grammar", () => {
    assert.equal(firstMessage(policy(base), "scp"), undefined);
    assert.equal(firstMessage(policy({ ...base, Principal: "*" }), "scp"), sentence);
  });
  it("lets resource control policies only deny, everybody, actions of named services", () => {
    const deny = { ...base, Effect: "Deny", Principal: "*" };
    assert.equal(firstMessage(policy(deny), "rcp"), undefined);
    for (const odd of [{ Effect: "Allow" }, { Principal: { AWS: "111122223333" } }, { Action: "*" }])
      assert.equal(firstMessage(policy({ ...deny, ...odd }), "rcp"), sentence);
  });
  it("wants a principal of a resource's policy", () => {
    assert.equal(firstMessage(policy({ ...base, Principal: "*" }), "resource"), undefined);
    assert.equal(firstMessage(policy(base), "resource"), "Missing required field Principal");
  });
});
