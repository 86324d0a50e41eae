/** What is no error of AWS's is not taken for one. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Surroundings, symptomOfAws } from "../../src/doctor/gather/whose-error.ts";
import { readSymptom } from "../../src/doctor/index.ts";
import { factsOf } from "./vectors.ts";

const { profile, environment } = factsOf({});
const around: Surroundings = { profile, environment, command: undefined, endpoint: undefined, caches: [] };

const others: Readonly<Record<string, string>> = {
  psql: 'psql: error: connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused',
  ssh: "ssh: Could not resolve hostname build: Name or service not known",
  curl: "curl: (28) Connection timed out after 10000 ms",
  git: "fatal: unable to access 'https://git.example/': self signed certificate",
  npm: "npm ERR! connect ECONNREFUSED 127.0.0.1:4873",
  kubectl: "Unable to connect to the server: dial tcp: lookup api.example: no such host",
  "Docker's registry": 'Error response from daemon: Get "https://registry.example": net/http: i/o timeout',
  gcc: "gcc: error: Unknown options: -z",
  "a page": "<!DOCTYPE html>\n<html><head><title>404</title></head></html>",
  "a validator": 'ValidationError: "email" must be a valid email',
  "one's own service": '{"code":"AccessDenied","message":"no such tenant"}',
  "a token of one's own": '{"code": "InvalidToken", "message": "csrf"}',
  "a mail server": "remote: Token has expired and refresh failed",
  GitHub: "Bad credentials: the provided token has expired",
  "git log": "commit da39a3ee5e6b4b0d3255bfef95601890afd80709\nda39a3ee5e6b4b0d3255bfef95601890afd80709\n",
  Python: "KeyError: 'GetUserResult'\n'GetUserResult'",
  "a password": "Your password has expired. Please renew it.",
  "another language": "Das im Request enthaltene Sicherheitstoken ist abgelaufen",
  "half a sentence": "The security token included in the requ",
  "npm, of a package of AWS's":
    "npm error network request to https://packages.example/@aws-sdk%2fclient-s3 failed, reason: getaddrinfo ENOTFOUND packages.example",
  "pip, of a package of AWS's":
    "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError': Failed to establish a new connection: [Errno -2] Name or service not known: /simple/boto3/",
  "Go, of a module of AWS's":
    'go: github.com/aws/smithy-go@v1.2.0: Get "https://modules.example/x": dial tcp: lookup modules.example: no such host',
  "Helm, of a cluster at AWS":
    'Error: Kubernetes cluster unreachable: Get "https://AB12.gr7.us-east-1.eks.amazonaws.com/version": dial tcp 192.0.2.1:443: i/o timeout',
  "psql, of a database at AWS":
    'psql: error: could not translate host name "db.abc.us-east-1.rds.amazonaws.com" to address: Name or service not known',
  "ssh, of a machine at AWS":
    "ssh: Could not resolve hostname ec2-192-0-2-1.eu-west-1.compute.amazonaws.com: Name or service not known",
  "Docker, of a registry at AWS":
    'Error response from daemon: Get "https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/": dial tcp 192.0.2.1:443: i/o timeout',
  "Docker, of a token of a registry":
    "denied: Your authorization token has expired. Reauthenticate and try again.",
  "Google's storage":
    "<?xml version='1.0' encoding='UTF-8'?><Error><Code>SignatureDoesNotMatch</Code><Message>Access denied.</Message><Details>The request signature we calculated does not match the signature you provided. Check your Google secret key and signing method.</Details></Error>",
  "Google's storage, anonymous":
    "<?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code><Message>Access denied.</Message><Details>Anonymous caller does not have storage.objects.get access</Details></Error>",
  "Azure's storage":
    '<?xml version="1.0"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message></Error>',
  Azure: "ERROR: AADSTS700082: The refresh token has expired due to inactivity.",
  "Alibaba's storage":
    "<Error><Code>InvalidAccessKeyId</Code><Message>The OSS Access Key Id you provided does not exist in our records.</Message></Error>",
  "MinIO's client":
    "mc: <ERROR> Unable to list folder. The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  "HashiCorp's Vault":
    "Error making API request.\n\nCode: 403. Errors:\n\n* permission denied\n* invalid token",
  "kubectl, of a plugin that failed":
    "Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 254",
  gcloud: "ERROR: There was a problem refreshing your current auth tokens: ('invalid_grant: Bad Request')",
  redis: "redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.",
  Java: "java.nio.file.AccessDeniedException: /home/ann/aws/x",
};

describe("symptomOfAws()", () => {
  for (const [name, text] of Object.entries(others))
    it(`recognises nothing in an error of ${name}`, () => {
      assert.equal(symptomOfAws(readSymptom(text), around), undefined);
    });

  const refused = readSymptom("connect ECONNREFUSED 127.0.0.1:4600");

  it("takes such words where they name an address that AWS's clients use here", () => {
    const there = (url: string): Surroundings => ({
      ...around,
      profile: { ...profile, endpointUrl: { value: url, place: undefined } },
    });
    assert.equal(symptomOfAws(refused, there("http://127.0.0.1:4600/"))?.code, "ConnectionRefused");
    assert.equal(symptomOfAws(refused, there("http://127.0.0.1:4601/")), undefined);
    const variables = { HTTPS_PROXY: "http://127.0.0.1:4600" };
    const proxied = { ...around, environment: { ...environment, variables } };
    assert.equal(symptomOfAws(refused, proxied)?.code, "ConnectionRefused");
  });

  it("takes them from the AWS CLI, also within the vault", () => {
    for (const command of [
      ["aws", "s3", "ls"],
      ["tegata", "exec", "p", "--", "/usr/bin/aws", "s3", "ls"],
    ])
      assert.equal(symptomOfAws(refused, { ...around, command })?.code, "ConnectionRefused");
    assert.equal(symptomOfAws(refused, { ...around, command: ["psql"] }), undefined);
  });

  it("takes the name of an entry in the AWS CLI's cache, and Python's words about a credential_process", () => {
    const entry = {
      cache: "aws-cli",
      keyId: undefined,
      roleArn: undefined,
      expirationMs: undefined,
    } as const;
    const path = "/home/ann/.aws/cli/cache/5f52c9c583acfd120a607977e4f21fe86b7fa42d.json";
    const cached = { ...around, caches: [{ ...entry, path, profiles: [], isBroken: true }] };
    const hash = (name: string) => symptomOfAws(readSymptom(`'${name}'`), cached)?.code;
    assert.equal(hash("5f52c9c583acfd120a607977e4f21fe86b7fa42d"), "CacheCorrupt");
    assert.equal(hash("da39a3ee5e6b4b0d3255bfef95601890afd80709"), undefined);
    const absent = readSymptom("[Errno 2] No such file or directory: '/no/such'");
    const credentialProcess = { value: "/no/such", place: undefined };
    assert.equal(symptomOfAws(absent, around), undefined);
    assert.equal(
      symptomOfAws(absent, { ...around, profile: { ...profile, credentialProcess } })?.code,
      "NoSuchFile",
    );
  });

  it("takes no refusal by another service for AWS's because the endpoint is not reached", () => {
    const { endpoint } = factsOf({ endpoint: { url: "https://sts.amazonaws.com/", reach: "refused" } });
    const symptom = readSymptom('{"code":"AccessDenied","message":"no such tenant"}');
    assert.equal(symptomOfAws(symptom, { ...around, endpoint }), undefined);
    assert.equal(symptomOfAws(refused, { ...around, endpoint })?.code, "ConnectionRefused");
  });

  it("takes them where the text itself speaks of AWS", () => {
    for (const text of [
      "Error: connect ECONNREFUSED 127.0.0.1:1\n    at /app/node_modules/@smithy/node-http-handler/dist-cjs/index.js:9",
      "dial tcp: lookup sts.eu-west-9.amazonaws.com: no such host",
      "botocore.exceptions.HTTPClientError: Connection refused",
      "<Error><Code>NoSuchKey</Code><Message>The key does not exist.</Message><RequestId>1</RequestId></Error>",
    ])
      assert.notEqual(symptomOfAws(readSymptom(text), around), undefined, text);
  });
});

describe("readSymptom() of several errors", () => {
  it("lets AWS's own words count before those that others say behind it", () => {
    const refusal =
      "An error occurred (ExpiredToken) when calling the ListUsers operation: The security token included in the request is expired";
    assert.equal(readSymptom(`${refusal}\npsql: error: Connection refused\n`)?.code, "ExpiredToken");
  });
});
