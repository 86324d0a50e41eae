/** AWS's own sentences, as its clients print them, where nothing else is known. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { judge, readSymptom } from "../../src/doctor/index.ts";
import { factsOf } from "./vectors.ts";

interface Sentence {
  readonly code: string;
  readonly operation: string;
  readonly sentence: string;
  /** The first: code and certainty; null where the doctor has nothing to say. */
  readonly finding: readonly [string, string] | null;
}

const { cases }: { readonly cases: readonly Sentence[] } = JSON.parse(
  readFileSync(new URL("../../vectors/doctor-sentences.json", import.meta.url), "utf8"),
);

function serviceOf(operation: string): string {
  return operation === "ListUsers" ? "IAM" : "STS";
}

function javaOf(operation: string): string {
  return operation === "ListUsers" ? "AmazonIdentityManagement" : "AWSSecurityTokenService";
}

const clients: Readonly<Record<string, (each: Sentence) => string>> = {
  "the AWS CLI": ({ code, operation, sentence }) =>
    `\nAn error occurred (${code}) when calling the ${operation} operation: ${sentence}\n`,
  "boto3's traceback": ({ code, operation, sentence }) =>
    `Traceback (most recent call last):\n  File "a.py", line 3, in <module>\nbotocore.exceptions.ClientError: An error occurred (${code}) when calling the ${operation} operation: ${sentence}\n`,
  "the SDK for JavaScript": ({ code, sentence }) =>
    `/app/x.js:51\n    throw error;\n    ^\n\n${code}: ${sentence}\n    at throwDefaultError (/app/node_modules/@smithy/core/index.js:388:20) {\n  '$fault': 'client',\n  Code: '${code}'\n}\n`,
  "the SDK for Go v2": ({ code, operation, sentence }) =>
    `operation error ${serviceOf(operation)}: ${operation}, https response error StatusCode: 403, RequestID: 7a, api error ${code}: ${sentence}\nexit status 1\n`,
  "the SDK for Rust": ({ code, sentence }) =>
    `Error: Unhandled(Unhandled { source: ErrorMetadata { code: Some("${code}"), message: Some("${sentence}"), extras: None } })\n`,
  Terraform: ({ code, operation, sentence }) =>
    `╷\n│ Error: reading: operation error ${serviceOf(operation)}: ${operation}, https response error StatusCode: 403, RequestID: 7a, api error ${code}: ${sentence}\n│ \n│   with aws_iam_user.x,\n╵\n`,
  "the SDK for Java 1": ({ code, operation, sentence }) =>
    `Exception in thread "main" com.amazonaws.services.x.model.XException: ${sentence} (Service: ${javaOf(operation)}; Status Code: 403; Error Code: ${code}; Request ID: 7a; Proxy: null)\n\tat com.amazonaws.X.y(X.java:1)\n`,
  "the SDK for Ruby": ({ code, operation, sentence }) =>
    `/gems/x/raise_response_errors.rb:17:in \`call': ${sentence} (Aws::${serviceOf(operation)}::Errors::${code})\n`,
  "the SDK for PHP": ({ code, sentence }) =>
    `Aws\\X\\Exception\\XException: AWS HTTP error: Client error: \`POST https://x.amazonaws.com\` resulted in a \`403 Forbidden\` response:\n<ErrorResponse> (truncated...)\n ${code} (client): ${sentence} - <ErrorResponse>\n`,
  "the SDK for C++": ({ code, sentence }) =>
    `HTTP response code: 403\nException name: ${code}\nError message: ${sentence}\n6 response headers:\n`,
  "a log of JSON": ({ code, operation, sentence }) =>
    `${JSON.stringify({ level: "error", msg: `An error occurred (${code}) when calling the ${operation} operation: ${sentence}\n` })}\n`,
  "GitHub Actions": ({ code, operation, sentence }) =>
    `2026-11-21T16:50:18.1234567Z An error occurred (${code}) when calling the ${operation} operation: ${sentence}\n2026-11-21T16:50:18.2Z ##[error]Process completed with exit code 254.\n`,
  "Docker Compose": ({ code, operation, sentence }) =>
    `app-1  | An error occurred (${code}) when calling the ${operation} operation: ${sentence}\napp-1 exited with code 254\n`,
};

describe("judge() of readSymptom()", () => {
  for (const each of cases)
    it(`finds ${each.finding?.join(", ") ?? "nothing"}: ${each.code}: ${each.sentence}`, () => {
      for (const [client, print] of Object.entries(clients)) {
        const symptom = readSymptom(print(each));
        const [first] = judge({ ...factsOf({}), symptom });
        const found = first === undefined ? null : [first.code, first.certainty];
        // Without the operation another service may have said it.
        const isVague = symptom?.operation === undefined && each.finding?.[1] === "possible";
        if (!isVague) assert.deepEqual(found, each.finding, client);
      }
    });
});
