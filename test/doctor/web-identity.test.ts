/** Another provider's token: how its refusal is read, what is read of the token, and what is told of it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { claimsOf, readWebIdentity } from "../../src/doctor/gather/read-web-identity.ts";
import { type Facts, type Finding, findPage, judge, readSymptom } from "../../src/doctor/index.ts";
import { factsOf } from "./vectors.ts";

const issuer = "https://token.actions.githubusercontent.com";
const provider = "token.actions.githubusercontent.com";
const arn = "arn:aws:iam::111122223333:role/ci/deploy";
const providerArn = `arn:aws:iam::111122223333:oidc-provider/${provider}`;
const claims = { issuer, audience: "sts.amazonaws.com", subject: "repo:org/app:ref:refs/heads/main" };
const failed = "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation:";
const notAuthorized = `${failed} Not authorized to perform sts:AssumeRoleWithWebIdentity`;

function tokenOf(payload: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part(payload)}.c2lnbmF0dXJl`;
}

const whole = { claims, roleArn: { value: arn, setting: "AWS_ROLE_ARN" } };

function found(text: string, trust?: readonly object[], webIdentity: object = whole): Finding | undefined {
  const role = trust && {
    arn,
    trustPolicy: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
  };
  const endpoint = { url: "https://sts.amazonaws.com/", reach: "reached", ...(role && { role }) };
  const facts: Facts = { ...factsOf({ webIdentity, endpoint }), symptom: readSymptom(text) };
  const [first, ...more] = judge(facts).filter(({ concern }) => concern === "failure");
  assert.deepEqual(more, [], text);
  return first;
}

const Action = "sts:AssumeRoleWithWebIdentity";
const letIn = { Effect: "Allow", Principal: { Federated: providerArn }, Action };
const exact = { [`${provider}:aud`]: claims.audience, [`${provider}:sub`]: claims.subject };

describe("judge(), of a role that does not let a token in", () => {
  it("tells what there is to know, and gives the statement for this token alone", () => {
    for (const text of [
      notAuthorized,
      "Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity",
      "operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 403, RequestID: 1, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
    ]) {
      const finding = found(text);
      assert.deepEqual([finding?.code, finding?.certainty], ["web-identity-not-trusted", "likely"], text);
      const [remedy] = finding?.remedies ?? [];
      assert.ok(remedy !== undefined);
      assert.ok(remedy.text.en.includes(JSON.stringify({ ...letIn, Condition: { StringEquals: exact } })));
      assert.deepEqual(remedy.commands, [
        "aws iam get-role --role-name deploy --query Role.AssumeRolePolicyDocument",
      ]);
      assert.ok(finding?.evidence.some(({ text }) => text.en.includes(claims.subject)));
    }
    const [remedy] = found(notAuthorized, undefined, {})?.remedies ?? [];
    assert.match(remedy?.commands[0] ?? "", /--role-name ROLE /);
  });

  it("adds the statement to a trust policy that names no such provider", () => {
    const other = { ...letIn, Principal: { Federated: `${providerArn}/` } };
    const finding = found(notAuthorized, [other]);
    assert.equal(finding?.certainty, "certain");
    const [command = ""] = finding.remedies[0]?.commands ?? [];
    const document = /--policy-document '(.*)'$/.exec(command)?.[1] ?? "";
    assert.deepEqual(JSON.parse(document), {
      Version: "2012-10-17",
      Statement: [other, { ...letIn, Condition: { StringEquals: exact } }],
    });
  });

  it("names the claim that is wanted otherwise", () => {
    const wanted = { ...exact, [`${provider}:sub`]: "repo:org/app:pull_request" };
    for (const Condition of [
      { StringEquals: wanted },
      {
        StringLike: { [`${provider}:sub`]: "repo:org/other:*" },
        StringEquals: { [`${provider}:aud`]: claims.audience },
      },
    ]) {
      const finding = found(notAuthorized, [{ ...letIn, Action: "sts:Assume*", Condition }]);
      assert.equal(finding?.certainty, "certain");
      assert.match(finding.what.en, /:sub is not met/);
      assert.match(finding.remedies[0]?.commands[0] ?? "", /^aws iam update-assume-role-policy/);
    }
  });

  it("goes round no deny and no other condition", () => {
    for (const trust of [
      [letIn, { Effect: "Deny", Principal: "*", Action: "*" }],
      [{ ...letIn, Condition: { StringEquals: { ...exact, [`${provider}:environment`]: "production" } } }],
      [
        {
          ...letIn,
          Condition: { StringEquals: { [`${provider}:sub`]: "x" }, Bool: { "aws:SecureTransport": "true" } },
        },
      ],
    ]) {
      const finding = found(notAuthorized, trust);
      assert.equal(finding?.certainty, "likely", JSON.stringify(trust));
      assert.deepEqual(
        finding.remedies.flatMap(({ commands }) => commands),
        ["aws iam get-role --role-name deploy --query Role.AssumeRolePolicyDocument"],
      );
    }
  });

  it("says it where the policy lets such a token in", () => {
    for (const Condition of [{ StringEquals: exact }, undefined]) {
      const finding = found(notAuthorized, [{ ...letIn, ...(Condition && { Condition }) }]);
      assert.equal(finding?.certainty, "likely");
      assert.match(finding.what.en, /lets a token in that says what this one says/);
      assert.deepEqual(
        finding.remedies.flatMap(({ commands }) => commands),
        [],
      );
    }
  });

  it("writes no statement of what AWS would take for a variable", () => {
    const subject = "$" + "{aws:username}";
    const finding = found(notAuthorized, [], { ...whole, claims: { ...claims, subject } });
    assert.doesNotMatch(JSON.stringify(finding?.remedies), /update-assume-role-policy|aws:username/);
  });
});

describe("judge(), of a token that STS does not take", () => {
  const refused = (sentence: string, code = "InvalidIdentityToken") =>
    `An error occurred (${code}) when calling the AssumeRoleWithWebIdentity operation: ${sentence}`;

  it("tells each of AWS's sentences apart", () => {
    for (const [text, what, command] of [
      [
        refused(`No OpenIDConnect provider found in your account for ${issuer}`),
        /has no OpenID Connect provider for https:\/\/token/,
        `aws iam create-open-id-connect-provider --url ${issuer} --client-id-list sts.amazonaws.com`,
      ],
      [
        refused("Incorrect token audience"),
        /another audience/,
        `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${providerArn} --client-id sts.amazonaws.com`,
      ],
      [
        refused(
          "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
        ),
        /did not get the provider's keys/,
        `curl -sS ${issuer}/.well-known/openid-configuration`,
      ],
      [
        "IDPCommunicationErrorException: x (Service: Sts, Status Code: 400, Request ID: 1)\nIDPCommunicationError: x",
        /did not get the provider's keys/,
        `curl -sS ${issuer}/.well-known/openid-configuration`,
      ],
      [
        "InvalidIdentityToken: OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
        /thumbprint/,
        `aws iam update-open-id-connect-provider-thumbprint --open-id-connect-provider-arn ${providerArn} --thumbprint-list THUMBPRINT`,
      ],
      [refused("Missing a required claim: aud"), /does not take/, undefined],
    ] as const) {
      const finding = found(text);
      assert.deepEqual([finding?.code, finding?.certainty], ["identity-token-refused", "certain"], text);
      assert.match(finding?.what.en ?? "", what);
      assert.equal(finding?.remedies.flatMap(({ commands }) => commands).at(-1), command);
      assert.equal(findPage(text), "not-authorized-to-perform-sts-assumerole");
    }
  });

  it("takes the issuer from the sentence, and nothing from a token of another", () => {
    const finding = found(
      refused("No OpenIDConnect provider found in your account for https://gitlab.example/"),
    );
    assert.deepEqual(finding?.remedies[0]?.commands, [
      "aws iam list-open-id-connect-providers",
      "aws iam create-open-id-connect-provider --url https://gitlab.example/ --client-id-list AUDIENCE",
    ]);
    assert.ok(!JSON.stringify(finding).includes(claims.subject));
  });

  it("leaves what is SAML's, and what is over, to others", () => {
    const saml = "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithSAML operation: x";
    assert.equal(found(saml), undefined);
    assert.equal(found("InvalidIdentityToken: Specified provider doesn't exist"), undefined);
    const over =
      "Token expired: current date/time 1626271164 must be before the expiration date/time1626191469";
    assert.equal(found(refused(over, "ExpiredTokenException"))?.code, "web-identity-token-expired");
  });

  it("makes no command of an issuer that is no address", () => {
    for (const bad of ["-o/etc/passwd", "file:///etc/passwd", "https://x/$(id)", "x y"]) {
      const webIdentity = { ...whole, claims: { ...claims, issuer: bad } };
      const finding = found(
        refused("Couldn't retrieve verification key from your identity provider"),
        [],
        webIdentity,
      );
      assert.deepEqual(finding?.remedies[0]?.commands, [
        "curl -sS https://ISSUER/.well-known/openid-configuration",
      ]);
    }
  });
});

describe("claimsOf()", () => {
  it("reads three names, and keeps nothing else", () => {
    const { issuer: iss, audience: aud, subject: sub } = claims;
    assert.deepEqual(claimsOf(`${tokenOf({ iss, aud, sub, jti: "x" })}\n`), claims);
    assert.deepEqual(claimsOf(tokenOf({ iss, aud: [aud], sub })), claims);
    assert.equal(claimsOf(tokenOf({ iss, aud: ["a", "b"], sub }))?.audience, undefined);
    assert.equal(claimsOf(tokenOf({ iss, aud: ["a", "b"], azp: "b", sub }))?.audience, "b");
    assert.equal(claimsOf(tokenOf({ iss, aud, sub: "a\u0007" }))?.subject, undefined);
    for (const bad of [
      undefined,
      "",
      "a.b",
      "a.b.c",
      "..",
      tokenOf([]),
      tokenOf({ iss: 1 }),
      "x".repeat(30_000),
    ])
      assert.equal(claimsOf(bad), undefined);
  });
});

describe("readWebIdentity()", () => {
  it("finds the token where the command, or the environment, names it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tegata-token-"));
    try {
      const file = join(folder, "token");
      const token = tokenOf({ iss: claims.issuer, aud: claims.audience, sub: claims.subject });
      writeFileSync(file, token);
      const { profile } = factsOf({});
      const env = { AWS_WEB_IDENTITY_TOKEN_FILE: file, AWS_ROLE_ARN: arn };
      const read = (command: readonly string[] | undefined, env: Readonly<Record<string, string>>) =>
        readWebIdentity({ command, plan: undefined, profile, env });
      const ofVariables = await read(undefined, env);
      assert.deepEqual([ofVariables.claims, ofVariables.roleArn?.setting], [claims, "AWS_ROLE_ARN"]);
      const call = ["aws", "sts", "assume-role-with-web-identity", "--role-arn", arn, "--web-identity-token"];
      for (const given of [token, `file://${file}`]) {
        const ofCommand = await read([...call, given], {});
        assert.deepEqual([ofCommand.claims, ofCommand.roleArn?.value], [claims, arn]);
        assert.ok(!JSON.stringify(ofCommand).includes(token));
      }
      for (const value of [folder, join(folder, "none"), "/dev/zero"])
        assert.equal((await read(undefined, { AWS_WEB_IDENTITY_TOKEN_FILE: value })).claims, undefined);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
