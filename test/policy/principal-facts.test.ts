import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parsePrincipal, principalContext } from "../../src/policy/index.ts";

const account = "111122223333";

describe("parsePrincipal()", () => {
  const known: readonly (readonly [string, object])[] = [
    ["anonymous", { type: "anonymous" }],
    [account, { type: "root", accountId: account, arn: `arn:aws:iam::${account}:root` }],
    [
      `arn:aws-cn:iam::${account}:root`,
      { type: "root", accountId: account, arn: `arn:aws-cn:iam::${account}:root` },
    ],
    ["ec2.amazonaws.com", { type: "service", service: "ec2.amazonaws.com" }],
    [
      `arn:aws:iam::${account}:user/team/ann`,
      { type: "user", accountId: account, arn: `arn:aws:iam::${account}:user/team/ann`, uniqueId: "" },
    ],
    [
      `arn:aws:iam::${account}:role/team/ops`,
      {
        type: "role",
        accountId: account,
        arn: `arn:aws:sts::${account}:assumed-role/ops/session`,
        roleArn: `arn:aws:iam::${account}:role/team/ops`,
        uniqueId: "",
      },
    ],
    [
      `arn:aws:sts::${account}:assumed-role/ops/me`,
      {
        type: "role",
        accountId: account,
        arn: `arn:aws:sts::${account}:assumed-role/ops/me`,
        roleArn: `arn:aws:iam::${account}:role/ops`,
        uniqueId: "",
      },
    ],
    [
      `arn:aws:sts::${account}:federated-user/bob`,
      {
        type: "federated",
        accountId: account,
        arn: `arn:aws:sts::${account}:federated-user/bob`,
        uniqueId: "",
      },
    ],
    [
      `arn:aws:iam::${account}:oidc-provider/example.com/x`,
      { type: "web-identity", provider: `arn:aws:iam::${account}:oidc-provider/example.com/x` },
    ],
    [
      `arn:aws:iam::${account}:saml-provider/adfs`,
      { type: "saml", provider: `arn:aws:iam::${account}:saml-provider/adfs` },
    ],
  ];
  for (const [text, facts] of known)
    it(`reads ${text}`, () => {
      assert.deepEqual(parsePrincipal(text), facts);
    });

  for (const text of [
    "",
    "ann",
    "arn:aws:iam::12:user/ann",
    `arn:aws:iam::${account}:user/`,
    `arn:aws:iam::${account}:group/g`,
    `arn:aws:sts::${account}:assumed-role/ops`,
    `arn:aws:sts::${account}:assumed-role/a/b/c`,
    `arn:aws:s3:::bucket`,
  ])
    it(`knows no principal in "${text}"`, () => {
      assert.equal(parsePrincipal(text), undefined);
    });
});

describe("principalContext()", () => {
  const keysOf = (text: string): object => {
    const facts = parsePrincipal(text);
    assert.ok(facts);
    return Object.fromEntries(principalContext(facts));
  };

  it("gives a user its name", () => {
    assert.deepEqual(keysOf(`arn:aws:iam::${account}:user/team/ann`), {
      "aws:principaltype": "User",
      "aws:principalaccount": account,
      "aws:principalarn": `arn:aws:iam::${account}:user/team/ann`,
      "aws:username": "ann",
    });
  });

  it("gives a session its role's ARN", () => {
    assert.deepEqual(keysOf(`arn:aws:iam::${account}:role/team/ops`), {
      "aws:principaltype": "AssumedRole",
      "aws:principalaccount": account,
      "aws:principalarn": `arn:aws:iam::${account}:role/team/ops`,
    });
  });

  it("gives root no name, strangers no account and services nothing", () => {
    assert.deepEqual(keysOf(account), {
      "aws:principaltype": "Account",
      "aws:principalaccount": account,
      "aws:principalarn": `arn:aws:iam::${account}:root`,
      "aws:userid": account,
    });
    assert.deepEqual(keysOf("anonymous"), {
      "aws:principaltype": "Anonymous",
      "aws:principalaccount": "anonymous",
    });
    assert.deepEqual(keysOf("ec2.amazonaws.com"), {});
  });
});
