/** Each kind of credential × each STS operation, IAM and sign-in federation, written out literally, over real HTTP. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { decodeBase32 } from "../../src/base/index.ts";
import { totpCode, totpStep } from "../../src/crypto/index.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";
import { sendQuery } from "../support/signed.ts";

const operations = [
  "AssumeRole",
  "AssumeRoleWithSAML",
  "AssumeRoleWithWebIdentity",
  "AssumeRoot",
  "DecodeAuthorizationMessage",
  "GetAccessKeyInfo",
  "GetCallerIdentity",
  "GetDelegatedAccessToken",
  "GetFederationToken",
  "GetSessionToken",
  "GetWebIdentityToken",
] as const;

/** What each kind may call; everything else is refused with AccessDenied and the sentence of `refusal`. */
const table = {
  "session without MFA": { accepted: ["AssumeRole", "GetCallerIdentity"], iam: false, signIn: false },
  "session with MFA": { accepted: ["AssumeRole", "GetCallerIdentity"], iam: true, signIn: false },
  "federation token": { accepted: ["GetCallerIdentity"], iam: false, signIn: true },
  "role session": {
    accepted: operations.filter((name) => name !== "GetSessionToken" && name !== "GetFederationToken"),
    iam: true,
    signIn: true,
  },
  "user's key": { accepted: operations, iam: true, signIn: false },
  "root's key": { accepted: operations.filter((name) => name !== "AssumeRole"), iam: true, signIn: false },
} as const;

const refusal = (kind: keyof typeof table, operation: string) =>
  kind === "root's key"
    ? "Roles may not be assumed by root accounts."
    : `Cannot call ${operation} with session credentials`;

const rootKey: Key = {
  accessKeyId: "AKIAROOTROOTROOTROOT",
  secretAccessKey: "root-secret-for-tests-only-0123456789abcd",
};

describe("which credential calls what", () => {
  let server: RunningServer;
  let keys: Record<keyof typeof table, Key>;
  let roleArn: string;

  before(async () => {
    server = await startServer({
      env: {
        TEGATA_ROOT_ACCESS_KEY_ID: rootKey.accessKeyId,
        TEGATA_ROOT_SECRET_ACCESS_KEY: rootKey.secretAccessKey,
      },
    });
    const { endpoint, admin, accountId } = server;
    const ask = async (
      key: Key,
      service: "sts" | "iam",
      action: string,
      parameters: Record<string, string> = {},
    ) => {
      const answer = await sendQuery({ endpoint, key }, service, action, parameters);
      assert.equal(answer.status, 200, answer.text);
      return answer.text;
    };
    roleArn = `arn:aws:iam::${accountId}:role/any`;
    const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const all = { Effect: "Allow", Action: "*", Resource: "*" };
    await ask(admin, "iam", "CreateRole", {
      RoleName: "any",
      AssumeRolePolicyDocument: document({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: "sts:AssumeRole",
      }),
    });
    await ask(admin, "iam", "PutRolePolicy", {
      RoleName: "any",
      PolicyName: "all",
      PolicyDocument: document(all),
    });
    const device = await ask(admin, "iam", "CreateVirtualMFADevice", { VirtualMFADeviceName: "admin" });
    const SerialNumber = element(device, "SerialNumber");
    const seed = decodeBase32(Buffer.from(element(device, "Base32StringSeed"), "base64").toString("utf8"));
    assert.ok(seed, "the seed is base32");
    const step = totpStep(Date.now());
    await ask(admin, "iam", "EnableMFADevice", {
      UserName: "admin",
      SerialNumber,
      AuthenticationCode1: totpCode(seed, step - 1),
      AuthenticationCode2: totpCode(seed, step),
    });
    const withMfa = { SerialNumber, TokenCode: totpCode(seed, step + 1) };
    keys = {
      "session without MFA": credentials(await ask(admin, "sts", "GetSessionToken")),
      "session with MFA": credentials(await ask(admin, "sts", "GetSessionToken", withMfa)),
      "federation token": credentials(
        await ask(admin, "sts", "GetFederationToken", { Name: "guest", Policy: document(all) }),
      ),
      "role session": credentials(
        await ask(admin, "sts", "AssumeRole", { RoleArn: roleArn, RoleSessionName: "session" }),
      ),
      "user's key": admin,
      "root's key": rootKey,
    };
  });

  after(() => server?.stop());

  for (const kind of Object.keys(table) as (keyof typeof table)[]) {
    it(`${kind}: the eleven operations of STS`, async () => {
      const accepted: readonly string[] = table[kind].accepted;
      for (const operation of operations) {
        const answer = await sendQuery({ endpoint: server.endpoint, key: keys[kind] }, "sts", operation, {
          RoleArn: roleArn,
          RoleSessionName: "session",
          Name: "guest",
        });
        const sentence = refusal(kind, operation);
        if (accepted.includes(operation))
          assert.ok(!answer.text.includes(sentence), `${operation}: ${answer.text}`);
        else {
          assert.equal(answer.status, 403, `${operation}: ${answer.text}`);
          assert.equal(element(answer.text, "Code"), "AccessDenied", operation);
          assert.equal(element(answer.text, "Message"), sentence);
        }
        assert.ok(answer.status < 500, `${operation}: ${answer.text}`);
      }
    });

    it(`${kind}: IAM ${table[kind].iam ? "answers" : "says InvalidClientTokenId"}`, async () => {
      const answer = await sendQuery({ endpoint: server.endpoint, key: keys[kind] }, "iam", "ListUsers");
      if (table[kind].iam) {
        assert.equal(answer.status, 200, answer.text);
        return;
      }
      assert.equal(answer.status, 403);
      assert.equal(element(answer.text, "Code"), "InvalidClientTokenId");
      assert.equal(element(answer.text, "Message"), "The security token included in the request is invalid");
    });

    it(`${kind}: sign-in federation ${table[kind].signIn ? "gives a token" : "refuses"} (C8)`, async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = keys[kind];
      const Session = JSON.stringify({
        sessionId: accessKeyId,
        sessionKey: secretAccessKey,
        sessionToken: sessionToken ?? "",
      });
      const query = new URLSearchParams({ Action: "getSigninToken", Session });
      const answer = await fetch(`${server.endpoint}/federation?${query}`);
      const text = await answer.text();
      if (table[kind].signIn) {
        assert.equal(answer.status, 200, text);
        assert.match(String(JSON.parse(text).SigninToken), /^\S{40,}$/);
        return;
      }
      assert.equal(answer.status, 400);
      assert.match(
        text,
        /Only federation tokens or assume role tokens may be used for federated login\. Please contact your administrator\./,
      );
    });
  }
});

function element(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "";
}

function credentials(xml: string): Key {
  return {
    accessKeyId: element(xml, "AccessKeyId"),
    secretAccessKey: element(xml, "SecretAccessKey"),
    sessionToken: element(xml, "SessionToken"),
  };
}
