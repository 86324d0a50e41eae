import assert from "node:assert/strict";
import { test } from "node:test";
import {
  commonErrors,
  encodeError,
  encodeOutput,
  findOperation,
  queryAnswer,
  queryRefusal,
  serviceModels,
  stsErrors,
} from "../../src/wire/index.ts";
import type { ServiceModel } from "../../src/wire/models/model.ts";
import { parseXml, type XmlElement } from "../../src/wire/xml/read.ts";
import { fc } from "../support/random.ts";
import { arbitraryOf } from "./shape-arbitrary.ts";

const encode = (service: "iam" | "sts", name: string, value: unknown, requestId = "id-1"): string => {
  const operation = findOperation(service, name);
  assert.ok(operation);
  return encodeOutput(operation, value, requestId);
};

test("encodeOutput() writes AWS's layout: two spaces, newline at the end, no prolog", () => {
  const text = encode("sts", "GetCallerIdentity", {
    Account: "123456789012",
    UserId: "AIDA",
    Arn: "arn:aws:iam::123456789012:user/a&b",
  });
  assert.equal(
    text,
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::123456789012:user/a&amp;b</Arn>
    <UserId>AIDA</UserId>
    <Account>123456789012</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>id-1</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`,
  );
});

test("encodeOutput() sends AssumeRole's role user before its credentials and leaves absent members out", () => {
  const text = encode("sts", "AssumeRole", {
    Credentials: {
      AccessKeyId: "ASIA",
      SecretAccessKey: "s",
      SessionToken: "t",
      Expiration: 1_795_230_245_999,
    },
    AssumedRoleUser: { Arn: "arn", AssumedRoleId: "AROA:s" },
    PackedPolicySize: undefined,
  });
  assert.match(
    text,
    /<AssumedRoleUser>\s+<AssumedRoleId>AROA:s<\/AssumedRoleId>\s+<Arn>arn<\/Arn>\s+<\/AssumedRoleUser>\s+<Credentials>/,
  );
  assert.match(text, /<Expiration>2026-11-21T03:04:05Z<\/Expiration>/);
  assert.doesNotMatch(text, /PackedPolicySize|SourceIdentity/);
});

test("encodeOutput() writes an operation without output as metadata alone", () => {
  assert.equal(
    encode("iam", "DeleteUser", undefined),
    '<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">\n  <ResponseMetadata>\n    <RequestId>id-1</RequestId>\n  </ResponseMetadata>\n</DeleteUserResponse>\n',
  );
});

test("encodeOutput() writes lists, maps, booleans and blobs", () => {
  const users = encode("iam", "ListUsers", { Users: [], IsTruncated: false });
  assert.match(users, /<Users\/>/);
  assert.match(users, /<IsTruncated>false<\/IsTruncated>/);
  const summary = encode("iam", "GetAccountSummary", { SummaryMap: { Users: 3 } });
  assert.match(
    summary,
    /<SummaryMap>\s+<entry>\s+<key>Users<\/key>\s+<value>3<\/value>\s+<\/entry>\s+<\/SummaryMap>/,
  );
  const report = encode("iam", "GetCredentialReport", { Content: Uint8Array.of(1, 2, 3) });
  assert.match(report, /<Content>AQID<\/Content>/);
});

for (const [service, model] of Object.entries(serviceModels))
  test(`encodeOutput() writes every ${service} output so that a parser gets it back`, () => {
    for (const [name, { output }] of Object.entries(model.operations)) {
      if (output === undefined) continue;
      fc.assert(
        fc.property(arbitraryOf(model, output), (value) => {
          const root = parseXml(Buffer.from(encode(service as "iam" | "sts", name, value)));
          assert.equal(root.name, `${name}Response`);
          assert.equal(root.namespace, model.namespace);
          const result = root.children.find((child) => child.name === `${name}Result`);
          assert.ok(result);
          assert.deepEqual(readShape(model, output, result), normalise(value));
        }),
        { numRuns: 8 },
      );
    }
  });

test("encodeOutput() never writes what XML cannot carry", () => {
  const texts = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  });
  fc.assert(
    fc.property(texts, (text) => {
      const xml = encode("sts", "GetCallerIdentity", { Account: text, UserId: `<${text}]]>`, Arn: "" });
      assert.equal(parseXml(Buffer.from(xml)).children[0]?.name, "GetCallerIdentityResult");
      assert.ok(xml.isWellFormed());
    }),
    { numRuns: 1_000 },
  );
  assert.match(
    encode("sts", "GetCallerIdentity", { Account: "a\u0000\ud800b\r\n\t" }),
    /<Account>a\ufffd\ufffdb&#xD;\n\t</,
  );
});

test("encodeError() writes the service's namespace, and the front door's for dispatch errors", () => {
  assert.equal(
    encodeError("sts", stsErrors.rolesNotForRoot(), "id-1"),
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>AccessDenied</Code>
    <Message>Roles may not be assumed by root accounts.</Message>
  </Error>
  <RequestId>id-1</RequestId>
</ErrorResponse>
`,
  );
  assert.match(
    encodeError("iam", commonErrors.signatureDoesNotMatch(), "i"),
    /xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/"/,
  );
  for (const error of [
    commonErrors.noSuchOperation("A", "B"),
    commonErrors.incompleteEscape(),
    commonErrors.malformedInput(),
  ])
    assert.match(
      encodeError("sts", error, "i"),
      /xmlns="http:\/\/webservices\.amazon\.com\/AWSFault\/2005-15-09"/,
    );
});

test("encodeError() has no Message element without a sentence, and tells our own faults as Receiver", () => {
  assert.doesNotMatch(encodeError("sts", commonErrors.malformedInput(), "i"), /Message/);
  assert.match(encodeError("sts", commonErrors.internalFailure(), "i"), /<Type>Receiver<\/Type>/);
});

test("encodeError() never tells the operator's detail", () => {
  const error = commonErrors.invalidClientTokenId().because("the key is inactive");
  assert.doesNotMatch(encodeError("iam", error, "i"), /inactive/);
});

test("queryAnswer() and queryRefusal() carry the request id and the content type of STS", () => {
  const operation = findOperation("sts", "GetCallerIdentity");
  assert.ok(operation);
  const headers = { "x-amzn-RequestId": "id-1", "Content-Type": "text/xml" };
  assert.deepEqual(queryAnswer(operation, {}, "id-1").headers, headers);
  const refusal = queryRefusal("sts", commonErrors.expiredToken(), "id-1");
  assert.deepEqual([refusal.status, refusal.headers], [403, headers]);
});

/** Element → value, written independently of the encoder. */
function readShape(model: ServiceModel, shapeName: string, element: XmlElement): unknown {
  const shape = model.shapes[shapeName];
  switch (shape?.type) {
    case "structure":
      return Object.fromEntries(
        element.children.map((child) => [
          child.name,
          readShape(model, shape.members[child.name] ?? "", child),
        ]),
      );
    case "list":
      return element.children.map((child) => readShape(model, shape.member, child));
    case "map":
      return Object.fromEntries(
        element.children.map(({ children: [key, value] }) => [
          key?.text,
          value && readShape(model, shape.value, value),
        ]),
      );
    case "integer":
      return Number(element.text);
    case "boolean":
      return element.text === "true";
    case "timestamp":
      return Date.parse(element.text);
    case "blob":
      return Uint8Array.from(Buffer.from(element.text, "base64"));
    default:
      return element.text;
  }
}

/** Texts as XML gives them back: what it cannot carry replaced. */
function normalise(value: unknown): unknown {
  if (typeof value === "string") return clean(value);
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [clean(name), normalise(item)]));
}

function clean(text: string): string {
  return [...text]
    .map((character) => (isXmlCharacter(character.codePointAt(0) ?? 0) ? character : "\ufffd"))
    .join("");
}

function isXmlCharacter(point: number): boolean {
  if (point === 9 || point === 10 || point === 13) return true;
  return point >= 0x20 && (point < 0xd800 || point > 0xdfff) && point !== 0xfffe && point !== 0xffff;
}
