/** What the doctor tells of refusals by policy: in every wording of AWS's, for every caller, exactly what the words carry. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judge, readSymptom } from "../../src/doctor/index.ts";
import { factsOf, type Json } from "./vectors.ts";

const account = "123456789012";
const user = `arn:aws:iam::${account}:user/ann`;
const role = `arn:aws:sts::${account}:assumed-role/deploy/ann`;

function refusalOf(who: string, rest: string) {
  return readSymptom(
    `An error occurred (AccessDenied) when calling the Call operation: User: ${who} is not authorized to perform: ${rest}`,
  );
}

/** Of a refusal in AWS's words. */
function findingsOf(who: string, rest: string, more: Json = {}) {
  return judge(factsOf({ symptom: refusalOf(who, rest), ...more }));
}

function firstOf(who: string, rest: string, more: Json = {}) {
  const [finding] = findingsOf(who, rest, more);
  const [remedy] = finding?.remedies ?? [];
  assert.ok(finding !== undefined && remedy !== undefined, rest);
  return { code: finding.code, certainty: finding.certainty, what: finding.what.en, ...remedy };
}

const implicit = (action: string, type = "identity-based") =>
  `because no ${type} policy allows the ${action} action`;

describe("a sentence of AWS's", () => {
  const told = (rest: string) => {
    const denial = refusalOf(user, rest)?.denial;
    return [denial?.isExplicit, denial?.policyType, denial?.resource, denial?.policyArn];
  };
  const table = `arn:aws:dynamodb:us-east-1:${account}:table/t`;
  const policy = `arn:aws:iam::${account}:policy/x`;
  const key = "arn:aws:s3:::photos/with an explicit deny in a, because no b";
  for (const [rest, ...expected] of [
    ["dynamodb:ListTables on resource: * with an explicit deny", true, undefined, "*", undefined],
    [
      `dynamodb:GetItem on resource: ${table} (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: AccessDeniedException; Request ID: X; Proxy: null)`,
      ...[false, undefined, table, undefined],
    ],
    [
      `dynamodb:GetItem on resource: ${table} with an explicit deny in an identity-based policy: ${policy} (Service: DynamoDb, Status Code: 400, Request ID: X) (SDK Attempt Count: 1)`,
      ...[true, "identity", table, policy],
    ],
    [
      `s3:GetObject on resource: "${key}" ${implicit("s3:GetObject")}`,
      ...[false, "identity", key, undefined],
    ],
    [`s3:GetObject on resource: ${table}, ${implicit("s3:GetObject")}`, false, "identity", table, undefined],
    [
      "kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access",
      ...[false, "resource", undefined, undefined],
    ],
  ] as const)
    it(`is read: ${rest.slice(0, 90)}`, () => assert.deepEqual(told(rest), expected));

  it("that denies without a type is a deny, and grants nobody anything", () => {
    const { code, commands } = firstOf(user, "dynamodb:ListTables on resource: * with an explicit deny");
    assert.equal(code, "explicit-deny");
    assert.doesNotMatch(commands.join("\n"), /put-|create-/);
  });
});

describe("a permission that is missing", () => {
  it("is granted to nobody but the caller: a federated user is no role of that name", () => {
    const who = `arn:aws:sts::${account}:federated-user/deploy`;
    const { text, commands } = firstOf(who, `s3:ListAllMyBuckets ${implicit("s3:ListAllMyBuckets")}`);
    assert.deepEqual(commands, []);
    assert.match(text.en, /the user that called GetFederationToken/);
  });

  it("is granted in the permission set where the role is one's", () => {
    const who = `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Dev_Ops_0123456789abcdef/ann`;
    const { text, commands } = firstOf(who, `s3:ListAllMyBuckets ${implicit("s3:ListAllMyBuckets")}`);
    assert.deepEqual(commands, []);
    assert.match(text.en, /permission set "Dev_Ops"/);
  });

  it("is none of who has no policies of its own", () => {
    for (const who of [
      `arn:aws:iam::${account}:root`,
      `arn:aws:iam::${account}:saml-provider/x`,
      "anonymous",
    ]) {
      const { what, commands } = firstOf(who, "s3:ListAllMyBuckets");
      assert.match(what, /has no policies of its own/);
      assert.deepEqual(commands, []);
    }
    const [first, ...others] = findingsOf(
      `arn:aws:iam::${account}:root`,
      `sts:AssumeRole on resource: arn:aws:iam::${account}:role/x`,
    );
    assert.deepEqual([first?.code, first?.remedies.length, others], ["role-not-assumable", 1, []]);
  });

  it("is for that resource alone, whatever wildcards its name holds", () => {
    const { commands } = firstOf(
      user,
      `s3:GetObject on resource: "arn:aws:s3:::photos/*" ${implicit("s3:GetObject")}`,
    );
    const document = JSON.parse(/--policy-document '(.*)'$/.exec(commands[0] ?? "")?.[1] ?? "{}");
    assert.equal(document.Statement[0].Resource, "arn:aws:s3:::photos/$" + "{*}");
  });

  it("is never written over by the next one, whose resource looks alike", () => {
    const names = ["a/b", "a-b", "a:b", "a*b", "a+b", "あ", "x".repeat(200), "x".repeat(201)].map((key) => {
      const { commands } = firstOf(
        user,
        `s3:GetObject on resource: "arn:aws:s3:::${key}" ${implicit("s3:GetObject")}`,
      );
      return /--policy-name ([\w+=,.@-]{1,128}) /.exec(commands[0] ?? "")?.[1];
    });
    assert.ok(names.every((name) => name !== undefined));
    assert.equal(new Set(names).size, names.length, names.join("\n"));
  });

  it("says that it is for all where AWS names no resource", () => {
    const rest = `secretsmanager:GetSecretValue ${implicit("secretsmanager:GetSecretValue")}`;
    assert.match(firstOf(user, rest).text.en, /this is for all of them/);
    const named = firstOf(user, `s3:ListBucket on resource: "arn:aws:s3:::b" ${implicit("s3:ListBucket")}`);
    assert.equal(named.text.en, "allow it");
  });

  it("is not certain where AWS says that the key may not even be there", () => {
    const rest = `kms:Decrypt on resource: arn:aws:kms:us-east-1:${account}:key/x because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`;
    assert.equal(firstOf(user, rest).certainty, "likely");
  });
});

describe("an explicit deny", () => {
  const denied = (action: string, type: string, on = "") =>
    `${action}${on === "" ? "" : ` on resource: "${on}"`} with an explicit deny in ${type}`;
  const scp = "arn:aws:organizations::111122223333:policy/o-ab/service_control_policy/p-12345678";
  for (const [title, who, rest, command] of [
    [
      "of the organisation is read there",
      ...[user, denied("s3:ListAllMyBuckets", `a service control policy: ${scp}`)],
      "aws organizations describe-policy --policy-id p-12345678 --query Policy.Content --output text",
    ],
    [
      "of the organisation is looked for at the caller's account",
      ...[`arn:aws:iam::${account}:root`, denied("s3:ListAllMyBuckets", "a service control policy")],
      `aws organizations list-policies-for-target --filter SERVICE_CONTROL_POLICY --target-id ${account}`,
    ],
    [
      "of a bucket is read from the bucket",
      ...[user, denied("s3:GetObject", "a resource-based policy", "arn:aws:s3:::photos/a")],
      "aws s3api get-bucket-policy --bucket photos --query Policy --output text",
    ],
    [
      "of a role, called a resource's, is read from the role",
      ...[user, denied("sts:AssumeRole", "a resource-based policy", `arn:aws:iam::${account}:role/team/x`)],
      "aws iam get-role --role-name x --query Role.AssumeRolePolicyDocument",
    ],
    [
      "of a VPC endpoint is read there",
      ...[user, denied("s3:GetObject", "a VPC endpoint policy", "arn:aws:s3:::photos/a")],
      "aws ec2 describe-vpc-endpoints --query 'VpcEndpoints[].[VpcEndpointId,PolicyDocument]' --output text",
    ],
    [
      "of a session's role is asked for by the role's own ARN, whose path the session's does not tell",
      ...[role, denied("s3:ListAllMyBuckets", "an identity-based policy")],
      'aws iam simulate-principal-policy --policy-source-arn "$(aws iam get-role --role-name deploy --query Role.Arn --output text)" --action-names s3:ListAllMyBuckets',
    ],
    ["of a session policy is its maker's", role, denied("iam:ListRoles", "a session policy"), undefined],
    [
      "of a federated user is not asked of the simulator",
      `arn:aws:sts::${account}:federated-user/bob`,
      denied("s3:ListAllMyBuckets", "an identity-based policy"),
      undefined,
    ],
  ] as const)
    it(title, () => {
      const { code, by, commands } = firstOf(who, rest);
      assert.equal(code, "explicit-deny");
      assert.deepEqual(commands, command === undefined ? [] : [command]);
      assert.equal(by, rest.includes("session policy") ? "you" : "administrator");
    });
});

describe("an explicit deny in a permission set's role", () => {
  it("is narrowed in the set: the role's own policies are read, and not written", () => {
    const name = "AWSReservedSSO_Dev_0123456789abcdef";
    const text =
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:ListAllMyBuckets","Resource":"*"}}';
    for (const arn of [undefined, `arn:aws:iam::${account}:policy/guard`]) {
      const policies = [{ kind: "identity", name: "p", arn, owner: { kind: "role", name }, text }];
      const caller = { arn: `arn:aws:iam::${account}:role/${name}`, policies, isWhole: true };
      const { commands } = firstOf(
        `arn:aws:sts::${account}:assumed-role/${name}/ann`,
        "s3:ListAllMyBuckets on resource: * with an explicit deny in an identity-based policy",
        { endpoint: { reach: "reached", caller } },
      );
      assert.match(commands[0] ?? "", /^aws iam get-/);
    }
  });
});

describe("a revocation that stayed in its role", () => {
  const nowMs = Date.parse("2026-06-21T00:00:00Z");
  const arn = `arn:aws:iam::${account}:role/deploy`;
  const owner = { kind: "role", name: "deploy" };
  const textOf = (...Statement: readonly Json[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const revoke = (before: string) => ({
    ...{ kind: "identity", name: "AWSRevokeOlderSessions", owner },
    text: textOf({
      ...{ Effect: "Deny", Action: "*", Resource: "*" },
      Condition: { DateLessThan: { "aws:TokenIssueTime": before } },
    }),
  });
  const attached = (Action: string) => ({
    ...{ kind: "identity", name: "guard", arn: `arn:aws:iam::${account}:policy/guard`, owner },
    text: textOf({ Effect: "Deny", Action, Resource: "*", Condition: { Null: { "aws:SourceVpc": "true" } } }),
  });
  const codes = (policies: readonly Json[], named = "") =>
    findingsOf(role, `iam:ListGroups with an explicit deny in an identity-based policy${named}`, {
      nowMs,
      signer: { from: "environment", kind: "role-session" },
      endpoint: { reach: "reached", caller: { arn, policies, isWhole: true } },
    }).map(({ code, certainty }) => `${code} ${certainty}`);
  const recent = revoke("2026-06-20T23:00:00Z");

  it("is the cause where a session that lives can be older", () => {
    assert.deepEqual(codes([recent]), ["session-revoked likely"]);
    assert.deepEqual(codes([recent, attached("s3:*")]), ["session-revoked likely"]);
  });

  it("is none where every session from before is over", () => {
    assert.deepEqual(codes([revoke("2026-06-20T11:59:59Z")]), ["explicit-deny certain"]);
  });

  it("is none where AWS names another policy", () => {
    const named = `: arn:aws:iam::${account}:policy/guard`;
    assert.deepEqual(codes([recent, attached("iam:*")], named), ["explicit-deny certain"]);
  });

  it("is one of two where an attached policy may deny the call too", () => {
    assert.deepEqual(codes([recent, attached("iam:*")]), [
      "explicit-deny certain",
      "session-revoked possible",
    ]);
  });
});

describe("a role that is not assumed", () => {
  const arn = `arn:aws:iam::${account}:role/target`;
  const wants = {
    ExternalId: { StringEquals: { "sts:ExternalId": "our-agreed-id" } },
    Mfa: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
  };
  const trustOf = (Principal: Json, more: Json = {}) =>
    JSON.stringify({
      ...{ Version: "2012-10-17" },
      Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more }],
    });
  const told = (trustPolicy: string, more: Json = {}, who = user, action = "sts:AssumeRole") =>
    firstOf(who, `${action} on resource: ${arn}`, {
      ...more,
      endpoint: { reach: "reached", role: { arn, trustPolicy }, ...(more.endpoint as Json) },
    });
  const command = ["aws", "sts", "assume-role", "--role-arn", arn, "--role-session-name", "ann"];

  it("by a command gets the external id in that command", () => {
    const trust = trustOf({ AWS: user }, { Condition: wants.ExternalId });
    const line = command.join(" ");
    for (const [given, expected] of [
      [[], `${line} --external-id our-agreed-id`],
      [["--external-id", "x"], `${line} --external-id our-agreed-id`],
      [["--external-id=x"], `${line} --external-id=our-agreed-id`],
    ] as const) {
      const { code, certainty, commands } = told(trust, { command: [...command, ...given] });
      assert.deepEqual([code, certainty, commands], ["external-id-missing", "certain", [expected]]);
    }
  });

  it("by nobody knows what gets no command, and is not certain", () => {
    const { certainty, commands, text } = told(trustOf({ AWS: user }, { Condition: wants.ExternalId }));
    assert.deepEqual([certainty, commands], ["likely", []]);
    assert.match(text.en, /ExternalId our-agreed-id/);
  });

  it("by a command gets the code in that command, where the device is known", () => {
    const serial = `arn:aws:iam::${account}:mfa/ann`;
    const trust = trustOf({ AWS: user }, { Condition: wants.Mfa });
    const { code, by, commands } = told(trust, { command, endpoint: { mfaSerials: [serial] } });
    assert.deepEqual([code, by], ["mfa-required", "you-in-person"]);
    assert.deepEqual(commands, [`${command.join(" ")} --serial-number ${serial} --token-code CODE`]);
  });

  it("that names the caller with several conditions is never opened without them", () => {
    const conditions = [
      { ...wants.ExternalId, ...wants.Mfa },
      { ...wants.ExternalId, ...wants.Mfa, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
      {
        ...{ ...wants.ExternalId, ...wants.Mfa, IpAddress: { "aws:SourceIp": "192.0.2.0/24" } },
        StringLike: { "aws:UserAgent": "x*" },
      },
    ];
    for (const Condition of conditions) {
      const { code, commands } = told(trustOf({ AWS: user }, { Condition }), { command });
      assert.ok(["external-id-missing", "mfa-required", "role-not-assumable"].includes(code));
      assert.doesNotMatch(commands.join("\n"), /update-assume-role-policy/);
    }
  });

  for (const [action, words] of [
    ["sts:TagSession", /session tags/],
    ["sts:SetSourceIdentity", /a source identity/],
  ] as const)
    it(`for want of ${action} is mended in its trust policy, not in the caller's`, () => {
      const { code, certainty, what, commands } = told(trustOf({ AWS: user }), {}, user, action);
      assert.deepEqual([code, certainty], ["role-not-assumable", "certain"]);
      assert.match(what, words);
      const document = JSON.parse(/--policy-document '(.*)'$/.exec(commands[0] ?? "")?.[1] ?? "{}");
      assert.deepEqual(document.Statement, [
        { Effect: "Allow", Principal: { AWS: user }, Action: "sts:AssumeRole" },
        { Effect: "Allow", Principal: { AWS: user }, Action: action },
      ]);
      const unread = firstOf(user, `${action} on resource: ${arn}`);
      assert.deepEqual(
        [unread.certainty, unread.commands],
        ["likely", ["aws iam get-role --role-name target --query Role.AssumeRolePolicyDocument"]],
      );
    });

  it("by a role with a path is judged, and trusted, under its whole ARN", () => {
    const session = `arn:aws:iam::${account}:role/deploy`;
    const whole = `arn:aws:iam::${account}:role/team/deploy`;
    const caller = { arn: session, arnWithPath: whole, policies: [], isWhole: false };
    const named = trustOf({ AWS: whole }, { Condition: wants.ExternalId });
    assert.equal(told(named, { endpoint: { caller } }, role).code, "external-id-missing");
    assert.match(
      told(trustOf({ AWS: user }), { endpoint: { caller } }, role).commands[0] ?? "",
      /"AWS":"arn:aws:iam::123456789012:role\/team\/deploy"/,
    );
    // Where nobody knows the path, it may be the one that is named.
    assert.doesNotMatch(told(named, {}, role).commands.join("\n"), /update-assume-role-policy/);
  });
});

describe("a deny to whom shows no code", () => {
  const statement = {
    ...{ Effect: "Deny", NotAction: "iam:*", Resource: "*" },
    Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
  };
  const told = (more: Json, who = user, denies: Json = statement) => {
    const arn = who === user ? user : `arn:aws:iam::${account}:role/deploy`;
    const text = JSON.stringify({ Version: "2012-10-17", Statement: [denies] });
    const owner = { kind: who === user ? "user" : "role", name: "x" };
    const policies = [{ kind: "identity", name: "p", owner, text }];
    const endpoint = {
      ...{ reach: "reached", mfaSerials: [`arn:aws:iam::${account}:mfa/ann`] },
      caller: { arn, policies, isWhole: true },
    };
    return firstOf(who, "s3:ListAllMyBuckets with an explicit deny in an identity-based policy", {
      ...{ command: ["aws", "s3", "ls"], signer: { from: "file", kind: "user-key", hasMfa: false } },
      ...{ endpoint, ...more },
    });
  };

  it("is met with a session made with a code, and not gone round", () => {
    const { by, commands } = told({});
    assert.equal(by, "you-in-person");
    assert.deepEqual(commands, [
      `aws configure set mfa_serial arn:aws:iam::${account}:mfa/ann --profile deploy`,
      "tegata exec deploy -- aws s3 ls",
    ]);
  });

  it("is met so where the profile names a device that this call did not use", () => {
    const mfaSerial = { value: `arn:aws:iam::${account}:mfa/ann` };
    assert.deepEqual(told({ profile: { mfaSerial } }).commands, ["tegata exec deploy -- aws s3 ls"]);
  });

  it("is not met so by a role's session, nor where the deny is for other reasons too", () => {
    const asRole = { signer: { from: "environment", kind: "role-session", hasMfa: false } };
    assert.equal(told(asRole, role).by, "administrator");
    assert.equal(told({}, user, { ...statement, Condition: undefined }).by, "administrator");
  });
});

describe("a role's duration", () => {
  const arn = `arn:aws:iam::${account}:role/target`;
  const tooLong = [
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    "1 validation error detected: Value '50000' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
  ];
  const told = (sentence: string, kind: string, more: Json = {}) => {
    const symptom = readSymptom(
      `An error occurred (ValidationError) when calling the AssumeRole operation: ${sentence}`,
    );
    const command = ["aws", "sts", "assume-role", "--role-arn", arn, "--duration-seconds", "50000"];
    const facts = { symptom, command, signer: { from: "environment", kind }, ...more };
    return judge(factsOf(facts))[0]?.remedies[0]?.commands;
  };
  const known = { endpoint: { reach: "reached", role: { arn, maxSessionSeconds: 7_200 } } };
  const line = (seconds: number) => [
    `aws sts assume-role --role-arn ${arn} --duration-seconds ${String(seconds)}`,
  ];

  it("is what the role is known to grant, and else what every role does", () => {
    for (const sentence of tooLong) {
      assert.deepEqual(told(sentence, "user-key", known), line(7_200));
      assert.deepEqual(told(sentence, "user-key"), line(3_600));
    }
  });

  it("is an hour for a caller that has a session itself", () => {
    for (const sentence of tooLong) assert.deepEqual(told(sentence, "role-session", known), line(3_600));
  });
});
