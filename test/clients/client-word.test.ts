/** Nothing is decided by a client's word: each lie is refused with AWS's code, by STS, IAM and S3. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { decodeBase32 } from "../../src/base/index.ts";
import { totpCode, totpStep } from "../../src/crypto/index.ts";
import { signRequest } from "../../src/sigv4/index.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";
import { type Answer, elementOf, sendQuery, sendSigned } from "../support/signed.ts";

describe("nothing is decided by a client's word", () => {
  let server: RunningServer;
  let ann: Key;

  before(async () => {
    server = await startServer();
    ann = await newUser("ann");
    await admin("AttachUserPolicy", {
      UserName: "ann",
      PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    });
  });

  after(() => server?.stop());

  const ask = (key: Key, service: "sts" | "iam", action: string, parameters: Record<string, string> = {}) =>
    sendQuery({ endpoint: server.endpoint, key }, service, action, parameters);
  const admin = async (action: string, parameters: Record<string, string> = {}): Promise<Answer> => {
    const answer = await ask(server.admin, "iam", action, parameters);
    assert.equal(answer.status, 200, answer.text);
    return answer;
  };
  const keyOf = (answer: Answer): Key => ({
    accessKeyId: elementOf(answer, "AccessKeyId") ?? "",
    secretAccessKey: elementOf(answer, "SecretAccessKey") ?? "",
    sessionToken: elementOf(answer, "SessionToken"),
  });
  const newUser = async (UserName: string) => {
    await admin("CreateUser", { UserName });
    return keyOf(await admin("CreateAccessKey", { UserName }));
  };
  const newSession = async (key: Key, parameters: Record<string, string> = {}) => {
    const answer = await ask(key, "sts", "GetSessionToken", parameters);
    assert.equal(answer.status, 200, answer.text);
    return keyOf(answer);
  };
  const listBuckets = (key: Key) =>
    sendSigned({ endpoint: server.endpoint, key, service: "s3", method: "GET" });

  /** The code of each service's refusal of a key. */
  async function refusedBy(key: Key): Promise<Record<"sts" | "iam" | "s3", string>> {
    const answers = {
      sts: await ask(key, "sts", "GetCallerIdentity"),
      iam: await ask(key, "iam", "ListUsers"),
      s3: await listBuckets(key),
    };
    for (const [service, answer] of Object.entries(answers))
      assert.ok(
        answer.status === 400 || answer.status === 403,
        `${service}: ${answer.status} ${answer.text}`,
      );
    return {
      sts: elementOf(answers.sts, "Code") ?? "",
      iam: elementOf(answers.iam, "Code") ?? "",
      s3: elementOf(answers.s3, "Code") ?? "",
    };
  }
  const everywhere = (query: string, s3: string) => ({ sts: query, iam: query, s3 });

  it("a wrong secret", async () => {
    const wrong = { ...ann, secretAccessKey: `${ann.secretAccessKey.slice(0, -1)}?` };
    assert.deepEqual(await refusedBy(wrong), everywhere("SignatureDoesNotMatch", "SignatureDoesNotMatch"));
  });

  it("an altered token", async () => {
    const session = await newSession(ann);
    const token = session.sessionToken ?? "";
    for (const at of [0, 8, Math.floor(token.length / 2), token.length - 5]) {
      const altered = `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
      const codes = await refusedBy({ ...session, sessionToken: altered });
      assert.deepEqual(codes, everywhere("InvalidClientTokenId", "InvalidToken"), `character ${at}`);
    }
  });

  it("another session's token", async () => {
    const [one, two] = [await newSession(ann), await newSession(ann)];
    const mixed = { ...one, sessionToken: two.sessionToken };
    assert.deepEqual(await refusedBy(mixed), everywhere("InvalidClientTokenId", "InvalidToken"));
  });

  it("a temporary key without its token, and a long-lived key with somebody's", async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await newSession(ann);
    const without = await refusedBy({ accessKeyId, secretAccessKey });
    assert.deepEqual(without, everywhere("InvalidClientTokenId", "InvalidAccessKeyId"));
    assert.deepEqual(
      await refusedBy({ ...ann, sessionToken }),
      everywhere("InvalidClientTokenId", "InvalidToken"),
    );
  });

  it("an inactive key, and a deleted one", async () => {
    const key = await newUser("idle");
    const named = { UserName: "idle", AccessKeyId: key.accessKeyId };
    assert.equal((await ask(key, "sts", "GetCallerIdentity")).status, 200);
    await admin("UpdateAccessKey", { ...named, Status: "Inactive" });
    assert.deepEqual(await refusedBy(key), everywhere("InvalidClientTokenId", "InvalidAccessKeyId"));
    await admin("UpdateAccessKey", { ...named, Status: "Active" });
    assert.equal((await ask(key, "sts", "GetCallerIdentity")).status, 200, "active again");
    await admin("DeleteAccessKey", named);
    assert.deepEqual(await refusedBy(key), everywhere("InvalidClientTokenId", "InvalidAccessKeyId"));
  });

  it("an expired session, and one from the future", async () => {
    const session = await newSession(ann, { DurationSeconds: "900" });
    await server.advance(900);
    assert.deepEqual(await refusedBy(session), everywhere("ExpiredToken", "ExpiredToken"));
    const later = await newSession(ann);
    await server.advance(-900);
    assert.deepEqual(await refusedBy(later), everywhere("InvalidClientTokenId", "InvalidToken"));
  });

  it("a user who was deleted, and made again under the same name", async () => {
    const key = await newUser("phoenix");
    const session = await newSession(key);
    assert.equal((await ask(session, "sts", "GetCallerIdentity")).status, 200);
    await admin("DeleteAccessKey", { UserName: "phoenix", AccessKeyId: key.accessKeyId });
    await admin("DeleteUser", { UserName: "phoenix" });
    assert.deepEqual(await refusedBy(session), everywhere("InvalidClientTokenId", "InvalidToken"));
    await newUser("phoenix");
    assert.deepEqual(await refusedBy(session), everywhere("InvalidClientTokenId", "InvalidToken"));
  });

  it("a role that was deleted, and made again under the same name", async () => {
    const document = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${server.accountId}:user/ann` },
          Action: "sts:AssumeRole",
        },
      ],
    });
    const role = { RoleName: "again", AssumeRolePolicyDocument: document };
    await admin("CreateRole", role);
    const RoleArn = `arn:aws:iam::${server.accountId}:role/again`;
    const session = keyOf(await ask(ann, "sts", "AssumeRole", { RoleArn, RoleSessionName: "session" }));
    await admin("DeleteRole", { RoleName: "again" });
    await admin("CreateRole", role);
    assert.deepEqual(await refusedBy(session), everywhere("InvalidClientTokenId", "InvalidToken"));
  });

  it("a wrong code, a code that was used, and somebody else's device", async () => {
    const device = await admin("CreateVirtualMFADevice", { VirtualMFADeviceName: "ann" });
    const SerialNumber = elementOf(device, "SerialNumber") ?? "";
    const seed = decodeBase32(
      Buffer.from(elementOf(device, "Base32StringSeed") ?? "", "base64").toString("utf8"),
    );
    assert.ok(seed);
    const step = totpStep(Date.now());
    await admin("EnableMFADevice", {
      UserName: "ann",
      SerialNumber,
      AuthenticationCode1: totpCode(seed, step - 1),
      AuthenticationCode2: totpCode(seed, step),
    });
    const right = totpCode(seed, step + 1);
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, "0");
    const attempt = async (key: Key, TokenCode: string) => {
      const answer = await ask(key, "sts", "GetSessionToken", { SerialNumber, TokenCode });
      return {
        status: answer.status,
        code: elementOf(answer, "Code"),
        sentence: elementOf(answer, "Message"),
      };
    };
    const invalidCode = {
      status: 403,
      code: "AccessDenied",
      sentence: "MultiFactorAuthentication failed with invalid MFA one time pass code.",
    };
    assert.deepEqual(await attempt(ann, wrong), invalidCode);
    assert.equal((await attempt(ann, right)).status, 200);
    assert.deepEqual(await attempt(ann, right), invalidCode, "once");
    const other = await attempt(server.admin, right);
    assert.equal(other.code, "AccessDenied");
    assert.match(other.sentence ?? "", /unable to validate MFA code\./);
  });

  it("a scope that was not signed for: another day, region, service or end", async () => {
    const body = "Action=GetCallerIdentity&Version=2011-06-15";
    const { endpoint } = server;
    const signed = signRequest(
      {
        method: "POST",
        target: "/",
        headers: [
          ["host", new URL(endpoint).host],
          ["content-type", "application/x-www-form-urlencoded"],
        ],
        body,
      },
      { credentials: ann, region: "us-east-1", service: "sts", time: Date.now() },
    );
    const send = async (from: RegExp, to: string) => {
      const headers = signed.headers
        .filter(([name]) => name !== "host")
        .map(([name, value]): [string, string] => [
          name,
          name.toLowerCase() === "authorization" ? value.replace(from, to) : value,
        ]);
      const answer = await fetch(endpoint, { method: "POST", headers, body });
      return { status: answer.status, text: await answer.text() };
    };
    assert.equal((await send(/^/, "")).status, 200);
    for (const [from, to, sentence] of [
      [/\/\d{8}\//, "/20200101/", /Date in Credential scope does not match/],
      [/us-east-1/, "eu-west-1", /does not match the signature you provided/],
      [/\/sts\//, "/iam/", /Could not find operation GetCallerIdentity|does not match the signature/],
      [/\/sts\//, "/ec2/", /Credential should be scoped to correct service/],
      [/aws4_request/, "aws5_request", /valid terminator: 'aws4_request', not 'aws5_request'/],
    ] as const) {
      const answer = await send(from, to);
      assert.ok(answer.status === 403 || answer.status === 400, `${to}: ${answer.text}`);
      assert.match(answer.text, sentence);
    }
  });
});
