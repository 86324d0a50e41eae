import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeInput,
  findOperation,
  parseParameters,
  serviceModels,
  validateInput,
} from "../../src/wire/index.ts";
import { matchesPattern } from "../../src/wire/query/patterns.ts";
import { processorMs } from "../support/processor-time.ts";

const arnPattern =
  "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+";
const sessionPattern = "[\\w+=,.@-]*";
const roleArn = "arn:aws:iam::123456789012:role/deploy";

/** Validates the parameters and answers the sentence; undefined when they are valid. */
function complaint(
  service: "iam" | "sts",
  name: string,
  parameters: Record<string, string>,
): string | undefined {
  const operation = findOperation(service, name);
  assert.ok(operation);
  try {
    validateInput(
      operation,
      decodeInput(operation, parseParameters(new URLSearchParams(parameters).toString())),
    );
    return undefined;
  } catch (error) {
    assert.equal((error as { code: string }).code, "ValidationError");
    assert.equal((error as { status: number }).status, 400);
    return (error as { sentence: string }).sentence;
  }
}

const assumeRole = (parameters: Record<string, string>): string | undefined =>
  complaint("sts", "AssumeRole", { RoleArn: roleArn, RoleSessionName: "session", ...parameters });

const one = (value: string, path: string, constraint: string): string =>
  `1 validation error detected: Value${value} at '${path}' failed to satisfy constraint: Member must ${constraint}`;

test("validateInput() accepts AssumeRole's smallest and largest values", () => {
  assert.equal(assumeRole({}), undefined);
  const largest = { RoleSessionName: "s".repeat(64), DurationSeconds: "43200", ExternalId: "e".repeat(1224) };
  assert.equal(assumeRole({ RoleArn: "a".repeat(2048), ...largest }), undefined);
  assert.equal(
    assumeRole({ RoleArn: "a".repeat(20), RoleSessionName: "ss", DurationSeconds: "900" }),
    undefined,
  );
});

for (const [title, parameters, sentence] of [
  [
    "a short RoleArn",
    { RoleArn: "not-an-arn" },
    one(" 'not-an-arn'", "roleArn", "have length greater than or equal to 20"),
  ],
  [
    "an empty RoleArn, the pattern before the length",
    { RoleArn: "" },
    `2 validation errors detected: Value '' at 'roleArn' failed to satisfy constraint: Member must satisfy regular expression pattern: ${arnPattern}; ` +
      "Value '' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
  ],
  [
    "a RoleArn of 2049",
    { RoleArn: "手".repeat(2049) },
    one(` '${"手".repeat(2049)}'`, "roleArn", "have length less than or equal to 2048"),
  ],
  [
    "a supplementary character in RoleArn",
    { RoleArn: `${roleArn}\u{20b9f}` },
    one(` '${roleArn}\u{20b9f}'`, "roleArn", `satisfy regular expression pattern: ${arnPattern}`),
  ],
  [
    "an empty session name",
    { RoleSessionName: "" },
    one(" ''", "roleSessionName", "have length greater than or equal to 2"),
  ],
  [
    "a session name of one",
    { RoleSessionName: "s" },
    one(" 's'", "roleSessionName", "have length greater than or equal to 2"),
  ],
  [
    "a session name of 65",
    { RoleSessionName: "s".repeat(65) },
    one(` '${"s".repeat(65)}'`, "roleSessionName", "have length less than or equal to 64"),
  ],
  [
    "a slash in the session name",
    { RoleSessionName: "bad/name" },
    one(" 'bad/name'", "roleSessionName", `satisfy regular expression pattern: ${sessionPattern}`),
  ],
  [
    "a colon in the session name",
    { RoleSessionName: "Session1:2" },
    one(" 'Session1:2'", "roleSessionName", `satisfy regular expression pattern: ${sessionPattern}`),
  ],
  [
    "a newline at the end of the session name",
    { RoleSessionName: "name\n" },
    one(" 'name\n'", "roleSessionName", `satisfy regular expression pattern: ${sessionPattern}`),
  ],
  [
    "-1 seconds",
    { DurationSeconds: "-1" },
    one(" '-1'", "durationSeconds", "have value greater than or equal to 900"),
  ],
  [
    "899 seconds",
    { DurationSeconds: "899" },
    one(" '899'", "durationSeconds", "have value greater than or equal to 900"),
  ],
  [
    "43201 seconds",
    { DurationSeconds: "43201" },
    one(" '43201'", "durationSeconds", "have value less than or equal to 43200"),
  ],
  [
    "a nested member",
    {
      "Tags.member.1.Key": "ok",
      "Tags.member.1.Value": "",
      "Tags.member.2.Key": "a#b",
      "Tags.member.2.Value": "v",
    },
    one(" 'a#b'", "tags.2.member.key", "satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
  ],
  [
    "a nested member that is absent",
    { "Tags.member.1.Key": "k" },
    one(" null", "tags.1.member.value", "not be null"),
  ],
  [
    "a policy ARN",
    { "PolicyArns.member.1.arn": "short" },
    one(" 'short'", "policyArns.1.member.arn", "have length greater than or equal to 20"),
  ],
  [
    "a list of texts",
    { "TransitiveTagKeys.member.1": "ok", "TransitiveTagKeys.member.2": "" },
    "1 validation error detected: Value '[ok, ]' at 'transitiveTagKeys' failed to satisfy constraint: Member must satisfy constraint: " +
      "[Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+, Member must have length greater than or equal to 1, Member must have length less than or equal to 128]",
  ],
] as [string, Record<string, string>, string][])
  test(`validateInput() tells ${title}`, () => {
    assert.equal(assumeRole(parameters), sentence);
  });

test("validateInput() tells absent members without quotes, all in one sentence", () => {
  assert.equal(
    complaint("sts", "AssumeRole", {}),
    "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; " +
      "Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
  );
});

test("validateInput() accepts letters of every plane in tags, as \\p{L} says", () => {
  assert.equal(
    assumeRole({ "Tags.member.1.Key": "名前\u{20b9f}", "Tags.member.1.Value": "値 1" }),
    undefined,
  );
});

test("validateInput() counts list members", () => {
  const tags = Object.fromEntries(
    Array.from({ length: 51 }, (_, index) => [
      [`Tags.member.${index + 1}.Key`, `k${index}`],
      [`Tags.member.${index + 1}.Value`, "v"],
    ]).flat(),
  );
  assert.equal(assumeRole(tags), one("", "tags", "have length less than or equal to 50"));
});

test("validateInput() never quotes what the model calls sensitive", () => {
  const password = "秘密の言葉";
  assert.equal(
    complaint("iam", "ChangePassword", { OldPassword: password, NewPassword: "x".repeat(200) }),
    `2 validation errors detected: Value at 'oldPassword' failed to satisfy constraint: Member must satisfy regular expression pattern: ${"[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"}; ` +
      "Value at 'newPassword' failed to satisfy constraint: Member must have length less than or equal to 128",
  );
});

test("validateInput() tells a status that is none of IAM's without its value", () => {
  assert.equal(
    complaint("iam", "UpdateAccessKey", { AccessKeyId: "AKIAIOSFODNN7EXAMPLE", Status: "active" }),
    one("", "status", "satisfy enum value set: [Active, Inactive, Expired]"),
  );
});

test("validateInput() tells the characters of IAM's names in IAM's own sentence", () => {
  assert.equal(
    complaint("iam", "CreateUser", { UserName: "a b" }),
    "The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
  );
  assert.equal(
    complaint("iam", "CreateUser", { UserName: `${"a".repeat(64)} ` }),
    one(` '${"a".repeat(64)} '`, "userName", "have length less than or equal to 64"),
  );
});

test("validateInput() cuts long values and tells at most some clauses, but counts all", () => {
  const long = complaint("iam", "CreatePolicy", { PolicyName: "p", PolicyDocument: "x".repeat(200_000) });
  assert.ok((long ?? "").length < 20_000);
  const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`Tags.member.${i + 1}.Key`, "#"]));
  const sentence = assumeRole(many) ?? "";
  assert.match(sentence, /^4001 validation errors detected: /);
  assert.ok(sentence.length < 20_000);
});

test("matchesPattern() takes time linear in the text for every pattern of the models", () => {
  const patterns = Object.values(serviceModels).flatMap((model) =>
    Object.values(model.shapes).flatMap((shape) => (shape.type === "string" ? [shape.pattern] : [])),
  );
  const pieces = ["a", "0", "/a", "-", "a-", "/", "http://a", "?a", ".", "v1", "o-a", "é", " ", "a="];
  const spent = processorMs(() => {
    for (const pattern of new Set(patterns))
      if (pattern !== undefined)
        for (const piece of pieces) matchesPattern(pattern, `${piece.repeat(50_000)}\u0000`);
  });
  assert.ok(spent < 3_000, `a pattern is slower than linear: ${spent} ms`);
});
