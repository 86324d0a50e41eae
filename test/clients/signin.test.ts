/** Sign-in federation by a plain HTTP client: a token works once, for fifteen minutes, and its page names who it is. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Key, type RunningServer, startServer } from "../support/server.ts";
import { type Answer, elementOf, sendQuery } from "../support/signed.ts";

const all = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});
const refusal =
  "Only federation tokens or assume role tokens may be used for federated login. Please contact your administrator.";

describe("sign-in federation", () => {
  let server: RunningServer;
  let roleArn: string;

  before(async () => {
    server = await startServer();
    roleArn = `arn:aws:iam::${server.accountId}:role/console`;
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: server.accountId }, Action: "sts:AssumeRole" }],
    });
    const made = await ask(server.admin, "iam", "CreateRole", {
      RoleName: "console",
      AssumeRolePolicyDocument,
    });
    assert.equal(made.status, 200, made.text);
    await ask(server.admin, "iam", "PutRolePolicy", {
      RoleName: "console",
      PolicyName: "all",
      PolicyDocument: all,
    });
  });

  after(() => server?.stop());

  const ask = (key: Key, service: "sts" | "iam", action: string, parameters: Record<string, string> = {}) =>
    sendQuery({ endpoint: server.endpoint, key }, service, action, parameters);
  const keyOf = (answer: Answer): Key => {
    assert.equal(answer.status, 200, answer.text);
    return {
      accessKeyId: elementOf(answer, "AccessKeyId") ?? "",
      secretAccessKey: elementOf(answer, "SecretAccessKey") ?? "",
      sessionToken: elementOf(answer, "SessionToken"),
    };
  };
  const roleSession = async (key = server.admin, more: Record<string, string> = {}) =>
    keyOf(await ask(key, "sts", "AssumeRole", { RoleArn: roleArn, RoleSessionName: "visitor", ...more }));
  const federated = async () =>
    keyOf(await ask(server.admin, "sts", "GetFederationToken", { Name: "guest", Policy: all }));
  const call = (parameters: Record<string, string>, method = "GET") => {
    const query = new URLSearchParams(parameters);
    return method === "GET"
      ? fetch(`${server.endpoint}/federation?${query}`)
      : fetch(`${server.endpoint}/federation`, { method, body: query });
  };
  const session = ({ accessKeyId, secretAccessKey, sessionToken = "" }: Key) =>
    JSON.stringify({ sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken });
  const getToken = (key: Key, more: Record<string, string> = {}, method = "GET") =>
    call({ Action: "getSigninToken", Session: session(key), ...more }, method);
  const tokenOf = async (answer: Response) => {
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    return String((JSON.parse(text) as { SigninToken: string }).SigninToken);
  };
  const login = (SigninToken: string, Destination = `${server.endpoint}/console`) =>
    call({ Action: "login", Issuer: "test", Destination, SigninToken });

  it("C8 AssumeRole and GetFederationToken credentials get a token, whose page names the identity", async () => {
    for (const [key, name] of [
      [await roleSession(), `arn:aws:sts::${server.accountId}:assumed-role/console/visitor`],
      [await federated(), `arn:aws:sts::${server.accountId}:federated-user/guest`],
    ] as const) {
      for (const method of ["GET", "POST"]) {
        const token = await tokenOf(await getToken(key, {}, method));
        assert.ok(!Buffer.from(token, "base64").toString("latin1").includes(key.secretAccessKey));
        const page = await login(token);
        const text = await page.text();
        assert.equal(page.status, 200, text);
        assert.ok(text.includes(name), text);
        assert.match(page.headers.get("content-security-policy") ?? "", /default-src 'none'/);
        assert.match(page.headers.get("cache-control") ?? "", /no-store/);
      }
    }
  });

  it("C8 GetSessionToken credentials and long-lived keys are refused with AWS's sentence", async () => {
    for (const key of [server.admin, keyOf(await ask(server.admin, "sts", "GetSessionToken"))]) {
      const answer = await getToken(key);
      assert.equal(answer.status, 400);
      assert.match(await answer.text(), new RegExp(refusal.replaceAll(".", "\\.")));
    }
  });

  it("a wrong secret, a mixed or an expired session gets no token", async () => {
    const [one, two] = [await roleSession(), await federated()];
    for (const key of [
      { ...one, secretAccessKey: two.secretAccessKey },
      { ...one, sessionToken: two.sessionToken },
      { ...one, sessionToken: `${one.sessionToken?.slice(0, -6)}AAAAAA` },
    ])
      assert.equal((await getToken(key)).status, 400);
    await server.advance(3_601);
    assert.equal((await getToken(one)).status, 400, "expired");
    await server.advance(-3_601);
    assert.equal((await call({ Action: "getSigninToken", Session: "{" })).status, 400);
  });

  it("SessionDuration is for AssumeRole credentials of long-lived keys, 900 to 43200 seconds", async () => {
    const role = await roleSession();
    assert.equal((await getToken(role, { SessionDuration: "43200" })).status, 200);
    for (const SessionDuration of ["899", "43201", "soon"])
      assert.equal((await getToken(role, { SessionDuration })).status, 400, SessionDuration);
    assert.equal((await getToken(await federated(), { SessionDuration: "3600" })).status, 400);
    const chained = await roleSession(role);
    assert.equal((await getToken(chained)).status, 200);
    assert.equal((await getToken(chained, { SessionDuration: "3600" })).status, 400, "chained");
  });

  it("a token works once, also when twenty use it at the same time", async () => {
    const token = await tokenOf(await getToken(await roleSession()));
    const answers = await Promise.all(Array.from({ length: 20 }, () => login(token)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal((await login(token)).status, 400);
  });

  it("a token works for fifteen minutes", async () => {
    const key = await roleSession();
    const [early, late] = [await tokenOf(await getToken(key)), await tokenOf(await getToken(key))];
    await server.advance(890);
    assert.equal((await login(early)).status, 200);
    await server.advance(20);
    assert.equal((await login(late)).status, 400);
    await server.advance(-910);
  });

  it("a destination that is not ours is refused, and does not use the token up", async () => {
    const token = await tokenOf(await getToken(await roleSession()));
    assert.equal((await login(token, "https://evil.example/")).status, 400);
    assert.equal((await login(token, "javascript:alert(1)")).status, 400);
    assert.equal((await login(token)).status, 200);
  });
});
