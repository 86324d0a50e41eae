import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { queryCodeOf, readSymptom } from "../../src/doctor/index.ts";

const arn = "arn:aws:iam::123456789012:user/terraform-runner";
const role = "arn:aws:iam::123456789012:role/deploy";

describe("readSymptom() of what clients print", () => {
  const refusals: readonly (readonly [string, string, Record<string, unknown>])[] = [
    [
      "the AWS CLI",
      "\nAn error occurred (InvalidClientTokenId) when calling the ListUsers operation: The security token included in the request is invalid\n",
      {
        by: "service",
        code: "InvalidClientTokenId",
        operation: "ListUsers",
        service: "iam",
        sentence: "The security token included in the request is invalid",
      },
    ],
    [
      "the AWS CLI after retries",
      "An error occurred (Throttling) when calling the AssumeRole operation (reached max retries: 4): Rate exceeded",
      {
        by: "service",
        code: "Throttling",
        operation: "AssumeRole",
        service: "sts",
        sentence: "Rate exceeded",
      },
    ],
    [
      "boto3's traceback",
      'Traceback (most recent call last):\n  File "x.py", line 3, in <module>\nbotocore.exceptions.ClientError: An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.',
      {
        by: "service",
        code: "ExpiredToken",
        operation: "ListBuckets",
        sentence: "The provided token has expired.",
      },
    ],
    [
      "Terraform",
      "Error: reading IAM User (x): operation error IAM: GetUser, https response error StatusCode: 403, RequestID: 0f-1, api error InvalidClientTokenId: The security token included in the request is invalid.",
      {
        by: "service",
        code: "InvalidClientTokenId",
        operation: "GetUser",
        service: "iam",
        sentence: "The security token included in the request is invalid.",
      },
    ],
    [
      "the AWS SDK for Java",
      "software.amazon.awssdk.services.sts.model.StsException: The security token included in the request is expired (Service: Sts, Status Code: 403, Request ID: 1)",
      { by: "service", code: "ExpiredToken" },
    ],
    [
      "the AWS SDK for JavaScript",
      "Uncaught ExpiredTokenException: The security token included in the request is expired\n    at throwDefaultError",
      {
        by: "service",
        code: "ExpiredTokenException",
        sentence: "The security token included in the request is expired",
      },
    ],
    [
      "an answer in XML",
      "<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code>\n<Message>Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z (20260101T002500Z - 15 min.)</Message></Error></ErrorResponse>",
      {
        by: "service",
        code: "SignatureDoesNotMatch",
        sentence:
          "Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z (20260101T002500Z - 15 min.)",
        clock: {
          signedMs: Date.UTC(2026, 0, 1),
          serviceMs: Date.UTC(2026, 0, 1, 0, 25),
          windowMs: 900_000,
        },
      },
    ],
    [
      "an answer in JSON",
      '{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"The security token included in the request is invalid."}',
      {
        by: "service",
        code: "UnrecognizedClientException",
        sentence: "The security token included in the request is invalid.",
      },
    ],
    [
      "Japanese, expired",
      "リクエストに含まれているセキュリティトークンが失効しています",
      {
        by: "service",
        code: "ExpiredToken",
        sentence: "リクエストに含まれているセキュリティトークンが失効しています",
      },
    ],
    [
      "Japanese, invalid",
      "エラー: リクエストに含まれるセキュリティトークンが無効です。",
      {
        by: "service",
        code: "InvalidClientTokenId",
        sentence: "エラー: リクエストに含まれるセキュリティトークンが無効です。",
      },
    ],
  ];
  for (const [name, text, expected] of refusals)
    it(`reads ${name}`, () => {
      const symptom = readSymptom(text);
      const shown = Object.fromEntries(
        Object.keys(expected).map((key) => [key, symptom?.[key as keyof typeof symptom]]),
      );
      assert.deepEqual(shown, expected);
    });

  const failures: readonly (readonly [string, string, Record<string, unknown> | undefined])[] = [
    [
      "Partial credentials found in assume-role, missing: source_profile or credential_source",
      "PartialRoleProfile",
      { settings: ["source_profile", "credential_source"] },
    ],
    ["The config profile (nobody) could not be found", "ProfileNotFound", { profile: "nobody" }],
    [
      'Unable to locate credentials. You can configure credentials by running "aws configure".',
      "NoCredentials",
      undefined,
    ],
    [
      'Could not connect to the endpoint URL: "http://127.0.0.1:4600/"',
      "NoConnection",
      { url: "http://127.0.0.1:4600/" },
    ],
    ["Error: connect ECONNREFUSED 127.0.0.1:4600", "ConnectionRefused", { url: "127.0.0.1:4600" }],
    ["Error: getaddrinfo ENOTFOUND sts.nowhere.example", "NameNotResolved", { url: "sts.nowhere.example" }],
    [
      "SSL validation failed for https://sts.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed",
      "TlsFailure",
      { url: "https://sts.amazonaws.com/" },
    ],
    [
      "\n'5f52c9c583acfd120a607977e4f21fe86b7fa42d'\n",
      "CacheCorrupt",
      { file: "5f52c9c583acfd120a607977e4f21fe86b7fa42d" },
    ],
    [
      "Unable to parse config file: /home/ann/.aws/config",
      "ProfileSyntax",
      { file: "/home/ann/.aws/config" },
    ],
  ];
  for (const [text, code, named] of failures)
    it(`reads a client's words: ${code}`, () => {
      const symptom = readSymptom(`some output\n${text}\n`);
      assert.equal(symptom?.by, "client");
      assert.equal(symptom?.code, code);
      assert.deepEqual(symptom?.named, named);
    });

  it("recognises nothing in what is no error of AWS's", () => {
    for (const text of [
      "",
      "make: *** [all] Error 2",
      "Segmentation fault",
      "permission denied: ./x",
      "Error: 404",
    ])
      assert.equal(readSymptom(text), undefined, text);
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2_000 }), (text) => {
        readSymptom(text);
        readSymptom(`An error occurred (${text}) when calling the ${text} operation: ${text}`);
      }),
    );
  });
});

describe("readSymptom() of a denial", () => {
  const denialOf = (clause: string) =>
    readSymptom(
      `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${role}${clause}`,
    )?.denial;

  const cases: readonly (readonly [string, string | undefined, boolean, string | undefined])[] = [
    ["", undefined, false, undefined],
    [" because no identity-based policy allows the sts:AssumeRole action", "identity", false, undefined],
    [" with an explicit deny in an identity-based policy", "identity", true, undefined],
    [
      " with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/Guard",
      "identity",
      true,
      "arn:aws:iam::123456789012:policy/Guard",
    ],
    [" because no role trust policy allows the sts:AssumeRole action", "trust", false, undefined],
    [" with an explicit deny in the role trust policy", "trust", true, undefined],
    [" because no permissions boundary allows the sts:AssumeRole action", "boundary", false, undefined],
    [" because no session policy allows the sts:AssumeRole action", "session", false, undefined],
    [" with an explicit deny in a service control policy", "scp", true, undefined],
    [" with an explicit deny in a resource control policy", "rcp", true, undefined],
    [" because no VPC endpoint policy allows the sts:AssumeRole action", "vpc-endpoint", false, undefined],
    [" because no resource-based policy allows the sts:AssumeRole action", "resource", false, undefined],
  ];
  for (const [clause, policyType, isExplicit, policyArn] of cases)
    it(`reads "…${clause}"`, () => {
      assert.deepEqual(denialOf(clause), {
        user: arn,
        action: "sts:AssumeRole",
        resource: role,
        policyType,
        isExplicit,
        policyArn,
      });
    });
});

describe("queryCodeOf()", () => {
  it("knows the names that other protocols have for a refusal", () => {
    assert.equal(queryCodeOf("UnrecognizedClientException"), "InvalidClientTokenId");
    assert.equal(queryCodeOf("ExpiredTokenException"), "ExpiredToken");
    assert.equal(queryCodeOf("toString"), "toString");
  });
});
