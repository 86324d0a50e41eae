import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dispatchQuery,
  findOperation,
  type QueryRequest,
  redirectAnswer,
  serviceOfVersion,
} from "../../src/wire/index.ts";

const form = "application/x-www-form-urlencoded";
const post = (body: string, contentType: string | undefined = form): QueryRequest => ({
  method: "POST",
  target: "/",
  contentType,
  body: Buffer.from(body),
});
const get = (target: string): QueryRequest => ({
  method: "GET",
  target,
  contentType: undefined,
  body: new Uint8Array(),
});
const good = "Action=GetCallerIdentity&Version=2011-06-15";

for (const [name, request] of [
  ["a form", post(good)],
  ["a form with a charset", post(good, `${form}; charset=utf-8`)],
  ["a form type in capitals", post(good, form.toUpperCase())],
  ["a query string", get(`/?${good}`)],
  ["an unknown further parameter", post(`${good}&Foo=1`)],
  ["repeated Action and Version, the first ones right", post(`${good}&Action=X&Version=Y`)],
] as const)
  test(`dispatchQuery() finds the operation in ${name}`, () => {
    const call = dispatchQuery("sts", request);
    assert.equal(call.kind, "call");
    assert.equal(call.kind === "call" && call.operation.name, "GetCallerIdentity");
  });

for (const [body, sentence] of [
  ["Action=Nope&Version=2011-06-15", "Could not find operation Nope for version 2011-06-15"],
  ["Action=GetCallerIdentity", "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED"],
  ["Action=GetCallerIdentity&Version=", "Could not find operation GetCallerIdentity for version "],
  ["Action=&Version=2011-06-15", "Could not find operation  for version 2011-06-15"],
  [
    "Action=GetCallerIdentity&Version=2010-05-08",
    "Could not find operation GetCallerIdentity for version 2010-05-08",
  ],
  ["Action=ListUsers&Version=2011-06-15", "Could not find operation ListUsers for version 2011-06-15"],
  ["Action=constructor&Version=2011-06-15", "Could not find operation constructor for version 2011-06-15"],
  ["Action=__proto__&Version=2011-06-15", "Could not find operation __proto__ for version 2011-06-15"],
] as const)
  test(`dispatchQuery() answers ${body} with InvalidAction`, () => {
    assert.throws(() => dispatchQuery("sts", post(body)), { code: "InvalidAction", status: 400, sentence });
  });

test("dispatchQuery() redirects a POST without Action or without a form's Content-Type", () => {
  for (const request of [post("Version=2011-06-15"), post(""), { ...post(good), contentType: undefined }])
    assert.deepEqual(dispatchQuery("sts", request), {
      kind: "redirect",
      location: "https://aws.amazon.com/iam",
    });
  assert.equal(dispatchQuery("sts", post(good, "application/json")).kind, "redirect");
});

test("dispatchQuery() keeps the query string of a redirected GET but nothing of a signature", () => {
  const target =
    "/?Version=2011-06-15&X-Amz-Signature=00&x-amz-security-token=t&%58-Amz-Signature=00&a=\r\nb";
  assert.deepEqual(dispatchQuery("iam", get(target)), {
    kind: "redirect",
    location: "https://aws.amazon.com/iam?Version=2011-06-15",
  });
});

test("redirectAnswer() is an empty 302", () => {
  const answer = redirectAnswer({ kind: "redirect", location: "https://aws.amazon.com/iam" }, "id");
  assert.equal(answer.status, 302);
  assert.equal(answer.headers.location, "https://aws.amazon.com/iam");
  assert.equal(answer.body, "");
});

test("serviceOfVersion() tells the service of an API version and nothing else", () => {
  assert.equal(serviceOfVersion("2010-05-08"), "iam");
  assert.equal(serviceOfVersion("2011-06-15"), "sts");
  for (const version of [undefined, "", "2011-06-16"]) assert.equal(serviceOfVersion(version), undefined);
});

test("findOperation() gives one object per operation", () => {
  assert.equal(findOperation("iam", "ListUsers"), findOperation("iam", "ListUsers"));
  assert.equal(findOperation("iam", "AssumeRole"), undefined);
});
