/**
 * Nothing is decided by a client's word: whatever a request claims about itself, it is refused with AWS's code unless it
 * is true. By our signer over HTTP for STS, IAM and S3 alike; the main ones with the AWS CLI as well.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { aws, needs } from "../support/aws-cli.ts";
import { type Desk, type Device, openDesk, type Person, type Session, sessionIn } from "../support/desk.ts";
import { type Forgery, type ProbedService, type Scope, type Sent, sendProbe } from "../support/forged.ts";
import { type Key, startServer } from "../support/server.ts";
import { type Answer, elementOf, sendQuery } from "../support/signed.ts";

type Refusal = readonly [status: number, code: string, sentence: string];

const invalid: Refusal = [
  403,
  "InvalidClientTokenId",
  "The security token included in the request is invalid",
];
const mismatch: Refusal = [
  403,
  "SignatureDoesNotMatch",
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
];
const expired: Refusal = [403, "ExpiredToken", "The security token included in the request is expired"];
const query = { unknownKey: invalid, invalidToken: invalid, mismatch, expired };

/** What each service says about each lie. */
const said: Readonly<Record<ProbedService, Readonly<Record<keyof typeof query, Refusal>>>> = {
  sts: query,
  iam: query,
  s3: {
    unknownKey: [
      403,
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records.",
    ],
    invalidToken: [400, "InvalidToken", "The provided token is malformed or otherwise invalid."],
    mismatch: [
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    ],
    expired: [400, "ExpiredToken", "The provided token has expired."],
  },
};
const services = ["sts", "iam", "s3"] as const;
const everything = { Action: "*" };

describe("nothing is decided by a client's word", { concurrency: false }, () => {
  let desk: Desk;
  let ann: Person;
  let device: Device;

  before(async () => {
    desk = openDesk(await startServer());
    ann = await desk.addUser("ann", everything);
    device = await desk.addDevice("ann");
  });
  after(() => desk.server.stop());

  const probe = (service: ProbedService, key: Key, forgery?: Forgery) =>
    sendProbe(desk.server.endpoint, service, key, forgery);
  const opens = async (key: Key, forgery?: Forgery) => {
    for (const service of services) {
      const answer = await probe(service, key, forgery);
      assert.equal(answer.status, 200, `${service}: ${answer.text}`);
    }
  };
  const refuses = async (lie: keyof typeof query, key: Key, forgery?: Forgery) => {
    for (const service of services)
      assert.deepEqual(refusalIn(await probe(service, key, forgery)), said[service][lie], service);
  };
  const startSession = async (
    key: Key,
    own: Device,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Session> => {
    const mfa = { SerialNumber: own.serial, TokenCode: await own.nextCode() };
    return sessionIn(await desk.ask("sts", "GetSessionToken", { ...mfa, ...more }, key));
  };

  test("a wrong secret is a wrong signature, a key's as a session's", async () => {
    const session = await startSession(ann, device);
    for (const key of [ann, session]) {
      await opens(key);
      await refuses("mismatch", { ...key, secretAccessKey: altered(key.secretAccessKey, 39) });
      await refuses("mismatch", { ...key, secretAccessKey: desk.server.admin.secretAccessKey });
    }
    await refuses("unknownKey", { ...ann, accessKeyId: altered(ann.accessKeyId, 10) });
  });

  test("a token altered at any place, shortened, lengthened or made up is invalid", async () => {
    const session = await startSession(ann, device);
    const { sessionToken: token } = session;
    await opens(session);
    const places = Array.from({ length: 12 }, (_, index) => Math.floor((index * (token.length - 1)) / 11));
    const lies = [
      ...places.map((place) => altered(token, place)),
      token.slice(0, -4),
      token.slice(0, 40),
      `${token}AAAA`,
      `${token}${token}`,
      "A".repeat(token.length),
      "x",
      "FwoGZXIvYXdzEXAMPLE",
    ];
    for (const sessionToken of lies) await refuses("invalidToken", { ...session, sessionToken });
  });

  test("another session's token opens nothing, not with that session's secret either", async () => {
    const mine = await startSession(ann, device);
    const later = await startSession(ann, device);
    const bob = await desk.addUser("bob", everything);
    const theirs = await startSession(bob, await desk.addDevice("bob"));
    for (const other of [later, theirs]) {
      await opens(other);
      await refuses("invalidToken", { ...mine, sessionToken: other.sessionToken });
      await refuses("invalidToken", { ...other, accessKeyId: mine.accessKeyId });
      await refuses("mismatch", { ...other, secretAccessKey: mine.secretAccessKey });
    }
  });

  test("a temporary key without its token is unknown, and a long-lived key with a token invalid", async () => {
    const session = await startSession(ann, device);
    const { accessKeyId, secretAccessKey, sessionToken } = session;
    await refuses("unknownKey", { accessKeyId, secretAccessKey });
    await refuses("invalidToken", { ...ann, sessionToken });
    await refuses("unknownKey", { accessKeyId: "ASIAQWERTYUIOPASDFGH", secretAccessKey });
  });

  test("a key is refused from the moment it is inactive, and for good once it is deleted", async () => {
    const carol = await desk.addUser("carol", everything);
    await opens(carol);
    const set = (Status: string) =>
      desk.ask("iam", "UpdateAccessKey", { UserName: "carol", AccessKeyId: carol.accessKeyId, Status });
    await set("Inactive");
    await refuses("unknownKey", carol);
    await set("Active");
    await opens(carol);
    await desk.ask("iam", "DeleteAccessKey", { UserName: "carol", AccessKeyId: carol.accessKeyId });
    await refuses("unknownKey", carol);
  });

  test("an expired session is refused as expired, also after it was used", async () => {
    const session = await startSession(ann, device, { DurationSeconds: "900" });
    await opens(session);
    await desk.advance(900);
    await refuses("expired", session);
    await refuses("invalidToken", { ...session, sessionToken: altered(session.sessionToken, 60) });
  });

  test("a token from the future is invalid until its time has come", async () => {
    await desk.advance(7200);
    const session = await startSession(ann, device);
    await opens(session);
    await desk.advance(-7200);
    await refuses("invalidToken", session);
    await desk.advance(7200);
    await opens(session);
  });

  test("a user deleted and made again inherits no key and no session, nor those federated from it", async () => {
    const dora = await desk.addUser("dora", everything);
    const own = await desk.addDevice("dora");
    const session = await startSession(dora, own);
    const federated = await federate(dora);
    await opens(session);
    assert.equal((await probe("sts", federated)).status, 200);
    const UserName = "dora";
    await desk.ask("iam", "DeactivateMFADevice", { UserName, SerialNumber: own.serial });
    await desk.ask("iam", "DeleteVirtualMFADevice", { SerialNumber: own.serial });
    await desk.ask("iam", "DeleteAccessKey", { UserName, AccessKeyId: dora.accessKeyId });
    await desk.ask("iam", "DeleteUserPolicy", { UserName, PolicyName: "own" });
    await desk.ask("iam", "DeleteUser", { UserName });
    await refuses("invalidToken", session);
    const heir = await desk.addUser("dora", everything);
    await opens(heir);
    await refuses("invalidToken", session);
    await refuses("unknownKey", dora);
    for (const service of ["sts", "s3"] as const)
      assert.deepEqual(refusalIn(await probe(service, federated)), said[service].invalidToken);
  });

  test("a role deleted and made again inherits no session", async () => {
    const trust = { Principal: { AWS: ann.arn } };
    const RoleArn = await desk.addRole("passing", trust, everything);
    const assume = () => desk.ask("sts", "AssumeRole", { RoleArn, RoleSessionName: "word" }, ann);
    const session = sessionIn(await assume());
    await opens(session);
    await desk.ask("iam", "DeleteRolePolicy", { RoleName: "passing", PolicyName: "own" });
    await desk.ask("iam", "DeleteRole", { RoleName: "passing" });
    await refuses("invalidToken", session);
    await desk.addRole("passing", trust, everything);
    await opens(sessionIn(await assume()));
    await refuses("invalidToken", session);
  });

  async function federate(key: Key): Promise<Session> {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    });
    return sessionIn(await desk.ask("sts", "GetFederationToken", { Name: "guest", Policy }, key));
  }

  describe("MFA codes", () => {
    const wrongCode: Refusal = [
      403,
      "AccessDenied",
      "MultiFactorAuthentication failed with invalid MFA one time pass code.",
    ];
    const wrongDevice: Refusal = [
      403,
      "AccessDenied",
      "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
    ];
    const incomplete: Refusal = [
      403,
      "AccessDenied",
      "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
    ];
    const ask = (key: Key, parameters: Readonly<Record<string, string>>) =>
      sendQuery({ endpoint: desk.server.endpoint, key }, "sts", "GetSessionToken", parameters);

    test("a wrong code, a used one and another device's are refused, for GetSessionToken and AssumeRole", async () => {
      const fay = await desk.addUser("fay", everything);
      const own = await desk.addDevice("fay");
      const withMfa = { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } };
      const RoleArn = await desk.addRole("mfa-only", { Principal: { AWS: fay.arn }, ...withMfa });
      const role = { RoleArn, RoleSessionName: "word" };
      const to = { endpoint: desk.server.endpoint, key: fay };
      const used = await own.nextCode();
      await desk.ask("sts", "GetSessionToken", { SerialNumber: own.serial, TokenCode: used }, fay);
      const foreign = await device.nextCode();
      for (const TokenCode of [used, foreign]) {
        const mfa = { SerialNumber: own.serial, TokenCode };
        assert.deepEqual(refusalIn(await ask(fay, mfa)), wrongCode);
        assert.deepEqual(refusalIn(await sendQuery(to, "sts", "AssumeRole", { ...role, ...mfa })), wrongCode);
      }
      const fresh = { SerialNumber: own.serial, TokenCode: await own.nextCode() };
      await desk.ask("sts", "AssumeRole", { ...role, ...fresh }, fay);
      assert.deepEqual(refusalIn(await sendQuery(to, "sts", "AssumeRole", role)), [
        403,
        "AccessDenied",
        `User: ${fay.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
      ]);
    });

    test("a device that is nobody's or another's, and half of the pair, are refused", async () => {
      const gil = await desk.addUser("gil");
      const TokenCode = await device.nextCode();
      assert.deepEqual(refusalIn(await ask(gil, { SerialNumber: device.serial, TokenCode })), wrongDevice);
      const made = await desk.ask("iam", "CreateVirtualMFADevice", { VirtualMFADeviceName: "spare" });
      const spare = elementOf(made, "SerialNumber") ?? "";
      for (const SerialNumber of [spare, "GAHT00000000"])
        assert.deepEqual(refusalIn(await ask(gil, { SerialNumber, TokenCode })), wrongDevice);
      assert.deepEqual(refusalIn(await ask(ann, { SerialNumber: device.serial })), incomplete);
      assert.deepEqual(refusalIn(await ask(ann, { TokenCode })), incomplete);
      await desk.ask("sts", "GetSessionToken", { SerialNumber: device.serial, TokenCode }, ann);
    });

    test("of forty requests with one code at the same time exactly one is answered", async () => {
      for (let round = 0; round < 5; round += 1) {
        const mfa = { SerialNumber: device.serial, TokenCode: await device.nextCode() };
        const answers = await Promise.all(Array.from({ length: 40 }, () => ask(ann, mfa)));
        assert.equal(answers.filter(({ status }) => status === 200).length, 1);
        // The others count as wrong guesses: the device is locked until an hour has gone by.
        await desk.advance(3601);
      }
    });

    test("after five wrong codes the right one is refused for a minute, in the same words", async () => {
      const hal = await desk.addUser("hal");
      const own = await desk.addDevice("hal");
      for (const TokenCode of ["000000", "000001", "000002", "000003", "000004"])
        assert.deepEqual(refusalIn(await ask(hal, { SerialNumber: own.serial, TokenCode })), wrongCode);
      const right = async () => ({ SerialNumber: own.serial, TokenCode: await own.nextCode() });
      assert.deepEqual(refusalIn(await ask(hal, await right())), wrongCode);
      await desk.advance(61);
      assert.equal((await ask(hal, await right())).status, 200);
    });
  });

  describe("credential scopes", () => {
    const today = () => new Date().toISOString().slice(0, 10).replaceAll("-", "");
    const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
    const badScope = (sentence: string): Refusal => [403, "SignatureDoesNotMatch", sentence];
    const malformed = (what: string): Refusal => [
      400,
      "AuthorizationHeaderMalformed",
      `The authorization header is malformed; ${what}`,
    ];
    /** Both ways: claimed after an honest signature, and signed for by somebody who knows the secret. */
    const refusesScope = async (scope: Partial<Scope>, onQuery: Refusal, onS3: Refusal) => {
      for (const forgery of [{ claim: scope }, { sign: scope }])
        for (const service of services) {
          const [status, code, sentence] = refusalIn(await probe(service, ann, forgery));
          // The time of the request is the sentence's end.
          const heard = [status, code, sentence.replace(/, from '\d{8}T\d{6}Z'\.$/, "")];
          assert.deepEqual(heard, service === "s3" ? onS3 : onQuery, `${service} ${Object.keys(forgery)}`);
        }
    };

    test("a scope of another day is refused", () =>
      refusesScope(
        { date: yesterday() },
        badScope(
          `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${yesterday()}' != '${today()}'`,
        ),
        malformed("Invalid credential date; it must be the day of X-Amz-Date."),
      ));

    test("a scope with another terminator is refused", () =>
      refusesScope(
        { terminator: "aws5_request" },
        badScope("Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'."),
        malformed("incorrect terminator; it must be aws4_request."),
      ));

    test("a scope of a service that is not here is refused", async () => {
      const refusal = badScope("Credential should be scoped to correct service: 'sts'.");
      await refusesScope({ service: "ec2" }, refusal, refusal);
    });

    test("every region is answered that is signed for; one claimed afterwards does not match", async () => {
      await opens(ann, { sign: { region: "ap-northeast-3" } });
      await refuses("mismatch", ann, { claim: { region: "ap-northeast-3" } });
      for (const service of ["sts", "iam"] as const)
        assert.deepEqual(
          refusalIn(await probe(service, ann, { sign: { region: "" } })),
          badScope("Credential should be scoped to a valid region, not ''."),
        );
      assert.equal(
        heard(await probe("s3", ann, { sign: { region: "" } })).code,
        "AuthorizationHeaderMalformed",
      );
    });

    test("a request reaches the service that its scope names, and only when it was signed for that one", async () => {
      for (const [from, to] of [
        ["sts", "iam"],
        ["iam", "sts"],
      ] as const)
        for (const forgery of [{ claim: { service: to } }, { sign: { service: to } }])
          assert.equal(heard(await probe(from, ann, forgery)).code, "InvalidAction");
      // S3 takes no Query requests, and STS answers nothing that is not one.
      for (const forgery of [{ claim: { service: "s3" } }, { sign: { service: "s3" } }])
        assert.notEqual((await probe("sts", ann, forgery)).status, 200);
      assert.equal((await probe("s3", ann, { claim: { service: "sts" } })).status, 302);
      const asIdentity = "Action=GetCallerIdentity&Version=2011-06-15";
      const asSts = { claim: { service: "sts" }, alter: (sent: Sent) => ({ ...sent, body: asIdentity }) };
      assert.deepEqual(refusalIn(await probe("iam", ann, asSts)), mismatch);
    });
  });

  test("a request that was changed on its way does not match", async () => {
    for (const service of ["sts", "iam"] as const)
      assert.deepEqual(
        refusalIn(await probe(service, ann, { alter: (sent) => ({ ...sent, body: `${sent.body}&X=1` }) })),
        mismatch,
      );
    for (const alter of [
      (sent) => ({ ...sent, target: "/?prefix=x" }),
      (sent) => ({ ...sent, headers: [...sent.headers, ["x-amz-acl", "public-read"]] }),
    ] satisfies Forgery["alter"][]) {
      const { status, code } = heard(await probe("s3", ann, { alter }));
      assert.ok(status === 403, `${status} ${code}`);
    }
  });
});

describe("nothing is decided by a client's word, with the AWS CLI", { concurrency: false }, () => {
  let desk: Desk | undefined;
  after(() => desk?.server.stop());

  test("the AWS CLI prints AWS's own refusals of lies", async (t) => {
    if (!needs(t, "aws")) return;
    desk = openDesk(await startServer());
    const { endpoint } = desk.server;
    const ann = await desk.addUser("ann", everything);
    const device = await desk.addDevice("ann");
    const ask = async (key: Key, ...args: string[]) => (await aws(args, { endpoint, key })).stderr.trim();
    const identity = ["sts", "get-caller-identity"];
    const refused = ([, code, sentence]: Refusal, operation: string) =>
      `An error occurred (${code}) when calling the ${operation} operation: ${sentence}`;
    const session = sessionIn(await desk.ask("sts", "GetSessionToken", {}, ann));
    const another = sessionIn(await desk.ask("sts", "GetSessionToken", {}, ann));
    const tokenless = { ...session, sessionToken: undefined };
    const swapped = { ...session, sessionToken: another.sessionToken };
    const wrong = { ...ann, secretAccessKey: another.secretAccessKey };
    const changed = { ...session, sessionToken: altered(session.sessionToken, 50) };
    const lies: [Promise<string>, string][] = [
      [ask(wrong, ...identity), refused(mismatch, "GetCallerIdentity")],
      [ask(wrong, "s3", "ls"), refused(said.s3.mismatch, "ListBuckets")],
      [ask(changed, ...identity), refused(invalid, "GetCallerIdentity")],
      [ask(changed, "s3", "ls"), refused(said.s3.invalidToken, "ListBuckets")],
      [ask(swapped, ...identity), refused(invalid, "GetCallerIdentity")],
      [ask(tokenless, "iam", "list-users"), refused(invalid, "ListUsers")],
      [ask(tokenless, "s3", "ls"), refused(said.s3.unknownKey, "ListBuckets")],
    ];
    for (const [heard, expected] of lies) assert.equal(await heard, expected);

    const TokenCode = await device.nextCode();
    await desk.ask("sts", "GetSessionToken", { SerialNumber: device.serial, TokenCode }, ann);
    assert.equal(
      await ask(
        ann,
        ...["sts", "get-session-token", "--serial-number", device.serial, "--token-code", TokenCode],
      ),
      "An error occurred (AccessDenied) when calling the GetSessionToken operation: MultiFactorAuthentication failed with invalid MFA one time pass code.",
    );
    const { accessKeyId: AccessKeyId } = ann;
    await desk.ask("iam", "UpdateAccessKey", { UserName: "ann", AccessKeyId, Status: "Inactive" });
    assert.equal(await ask(ann, "iam", "list-users"), refused(invalid, "ListUsers"));
  });
});

/** The same text with one character changed. */
function altered(text: string, place: number): string {
  const other = text[place] === "Q" ? "R" : "Q";
  return text.slice(0, place) + other + text.slice(place + 1);
}

function heard(answer: Answer) {
  return {
    status: answer.status,
    code: elementOf(answer, "Code") ?? "",
    sentence: unescaped(elementOf(answer, "Message") ?? ""),
  };
}

function unescaped(text: string): string {
  return text.replaceAll("&apos;", "'").replaceAll("&#39;", "'").replaceAll("&quot;", '"');
}

function refusalIn(answer: Answer): Refusal {
  const { status, code, sentence } = heard(answer);
  return [status, code, sentence];
}
