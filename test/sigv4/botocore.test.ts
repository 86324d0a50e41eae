/** What botocore, the signer under the AWS CLI, really sends. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import {
  ChunkedBody,
  deriveSigningKey,
  type HeaderLine,
  hashPayload,
  parseDecodedLength,
  readPayloadDeclaration,
  readSignature,
  type SignableRequest,
  secretKeyOf,
  styleOf,
  verifySignature,
} from "../../src/sigv4/index.ts";
import { cutAt } from "./chunk-encoder.ts";
import { exampleCredentials, received } from "./requests.ts";

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  /** Base64. */
  readonly body: string;
  readonly service: string;
}

/** Makes requests with boto3 and stops each before it leaves; prints them as JSON. */
const script = `
import base64, json, boto3
from botocore.config import Config
sent = []
class Stop(Exception): pass
def call(operation, **arguments):
    try: operation(**arguments)
    except Stop: pass
def recorder(service):
    def record(request, **_):
        body = request.body
        if body is None: body = b""
        if hasattr(body, "read"): body = body.read()
        if isinstance(body, str): body = body.encode()
        headers = {k: v.decode() if isinstance(v, bytes) else str(v) for k, v in request.headers.items()}
        headers.setdefault("Host", request.url.split("/")[2])
        sent.append(dict(method=request.method, url=request.url, headers=headers, body=base64.b64encode(body).decode(), service=service))
        raise Stop()
    return record
def client(service, scheme, **config):
    made = boto3.client(service, region_name="eu-central-1", endpoint_url=scheme + "://127.0.0.1:4600",
        aws_access_key_id=ID, aws_secret_access_key=SECRET, aws_session_token="TOKEN/+=", config=Config(**config))
    made.meta.events.register("before-send." + service, recorder(service))
    return made
sts = client("sts", "http")
call(sts.get_caller_identity)
iam = client("iam", "http")
call(iam.create_user, UserName="a", Path="/a b+c/", Tags=[dict(Key="k", Value="\\u540d%&= ")])
for scheme in ("http", "https"):
    s3 = client("s3", scheme, s3=dict(addressing_style="path"))
    call(s3.list_objects_v2, Bucket="b", Prefix="a b+c/%?=&~\\u540d*'()", Delimiter="/")
    call(s3.put_object, Bucket="b", Key="a b+c/%?=&~\\u540d*'()//x", Body=b"hello" * 5000, Metadata=dict(a="b  c"))
    call(s3.head_object, Bucket="b", Key="./a/../b")
    url = s3.generate_presigned_url("get_object", Params=dict(Bucket="b", Key="a b+c\\u540d", VersionId="x y"), ExpiresIn=60)
    sent.append(dict(method="GET", url=url, headers=dict(Host="127.0.0.1:4600"), body="", service="s3"))
url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
sent.append(dict(method="GET", url=url, headers=dict(Host="127.0.0.1:4600"), body="", service="sts"))
print(json.dumps(sent))
`;

const preface = `ID=${JSON.stringify(exampleCredentials.accessKeyId)}\nSECRET=${JSON.stringify(exampleCredentials.secretAccessKey)}\n`;
const env = { PATH: process.env.PATH, HOME: "/nonexistent", AWS_EC2_METADATA_DISABLED: "true" };
const run = spawnSync("python3", ["-c", preface + script], { encoding: "utf8", env, timeout: 60_000 });

test("verifySignature() accepts everything that botocore sends", async (t) => {
  if (run.error !== undefined || run.stderr.includes("No module named 'boto")) {
    if (process.env.CI === "true") assert.fail("python3 with boto3 is not on this machine");
    t.skip("python3 with boto3 is not on this machine: botocore's requests were not verified");
    return;
  }
  assert.equal(run.status, 0, run.stderr);
  const sent: Sent[] = JSON.parse(run.stdout);
  assert.equal(sent.length, 11);
  let streamed = 0;
  for (const one of sent) if (await accept(one)) streamed += 1;
  assert.ok(streamed > 0, "botocore sent no aws-chunked body");
});

/** True when the body was aws-chunked. */
async function accept(sent: Sent): Promise<boolean> {
  const request = receivedFromUrl(sent);
  const body = Buffer.from(sent.body, "base64");
  const presented = readSignature(request);
  const about = `${sent.method} ${sent.url}`;
  assert.equal(presented.kind, "presented", about);
  if (presented.kind !== "presented") return false;
  assert.equal(presented.sessionToken, "TOKEN/+=");
  const signingKey = deriveSigningKey(secretKeyOf(exampleCredentials.secretAccessKey), presented.scope);
  const isLink = presented.via === "query";
  const payloadHash =
    sent.service === "s3" ? (presented.payloadHash ?? "UNSIGNED-PAYLOAD") : hashPayload(isLink ? "" : body);
  const answer = verifySignature(request, presented, signingKey, payloadHash, styleOf(sent.service));
  if (!answer.verified && answer.reason === "mismatch")
    assert.fail(`${about}\n${answer.explain().canonicalRequest}`);
  assert.deepEqual(answer, { verified: true }, about);

  const declaration = readPayloadDeclaration(payloadHash);
  if (declaration.kind === "hash") assert.equal(declaration.sha256, hashPayload(isLink ? "" : body), about);
  if (declaration.kind !== "streaming") return false;
  const chunked = new ChunkedBody(cutAt(body, [1, 10, 100, 1000]), {
    payload: declaration.payload,
    decodedLength: parseDecodedLength(request.headers.get("x-amz-decoded-content-length") ?? "") ?? -1,
    seedSignature: presented.signature,
    signing: { signingKey, scope: presented.scope, timeText: presented.timeText },
    trailerNames: [request.headers.get("x-amz-trailer") ?? ""],
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of chunked) pieces.push(piece);
  assert.equal(Buffer.concat(pieces).toString(), "hello".repeat(5000));
  assert.equal(chunked.trailers?.size, 1);
  return true;
}

function receivedFromUrl({ method, url, headers }: Sent): SignableRequest {
  const target = url.replace(/^https?:\/\/[^/?]*/, "");
  const lines = Object.entries(headers).map(([name, value]): HeaderLine => [name, value]);
  return received(method, target.startsWith("/") ? target : `/${target}`, lines);
}
