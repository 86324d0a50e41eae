/**
 * Each kind of policy seen through the real AWS CLI: the refusal in AWS's sentence, the explained decision beside it (the
 * message that the refusal bears, opened with sts:DecodeAuthorizationMessage), and the grant once the named thing changes.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aws, type Json, listOf, needs, type Run } from "../support/aws-cli.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { sendWithSdk } from "../support/sdk-step.ts";
import { type Key, startServer } from "../support/server.ts";

let desk: Desk;
before(async () => {
  desk = openDesk(await startServer());
});
after(() => desk.server.stop());

function run(key: Key, ...args: readonly string[]): Promise<Run> {
  return aws(args, { endpoint: desk.server.endpoint, key });
}

interface Denial {
  /** After `when calling the … operation: `. */
  readonly sentence: string;
  /** The decoded message. */
  readonly message: Json;
}

const messageHeader = /'x-tegata-authorization-message': '([^']+)'/;

/**
 * Runs it with --debug, which prints the answer's headers; refused, opens the message as `reader`, which the last test does
 * with the AWS CLI.
 */
async function refused(key: Key, reader: Key, ...args: readonly string[]): Promise<Denial> {
  const { code, stderr } = await run(key, ...args, "--debug");
  assert.notEqual(code, 0, "it was allowed");
  const sentence = /An error occurred \(AccessDenied\) when calling the \w+ operation: (.*)/.exec(
    stderr,
  )?.[1];
  const encoded = messageHeader.exec(stderr)?.[1];
  assert.ok(sentence !== undefined && encoded !== undefined, stderr.slice(-2000));
  const { endpoint } = desk.server;
  const decoded: { readonly DecodedMessage?: string } = await sendWithSdk({
    ...{ endpoint, service: "sts", operation: "DecodeAuthorizationMessage" },
    input: { EncodedMessage: encoded },
    key: reader,
  });
  return { sentence, message: JSON.parse(decoded.DecodedMessage ?? "") };
}

async function allowed(key: Key, ...args: readonly string[]): Promise<Json> {
  const answer = await run(key, ...args);
  assert.equal(answer.code, 0, answer.stderr);
  return answer.stdout === "" ? {} : answer.json;
}

/** The first near miss in a line: `Condition element key: wanted … had …`. */
function nearest({ message }: Denial): readonly unknown[] {
  const miss = message.explanation?.nearMisses?.[0]?.failed;
  return [miss?.clause, miss?.element, miss?.key, miss?.wanted, miss?.had];
}

const listUsers = ["iam", "list-users"] as const;

test("a permissions boundary refuses what identity allows, and the explanation names the layer", async (t) => {
  if (!needs(t, "aws")) return;
  const { server, accountId } = desk;
  const cat = await desk.addUser("cat", { Action: "iam:*" });
  const document = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}';
  const made = await allowed(
    server.admin,
    "iam",
    "create-policy",
    "--policy-name",
    "edge",
    "--policy-document",
    document,
  );
  const arn = String(made.Policy?.Arn);
  await allowed(
    server.admin,
    "iam",
    "put-user-permissions-boundary",
    "--user-name",
    "cat",
    "--permissions-boundary",
    arn,
  );
  const denial = await refused(cat, server.admin, ...listUsers);
  assert.equal(
    denial.sentence,
    `User: ${cat.arn} is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${accountId}:user/ because no permissions boundary allows the iam:ListUsers action`,
  );
  const layers = listOf(denial.message.explanation?.layers);
  assert.deepEqual(
    layers.map(({ layer, result }) => [layer, result]),
    [
      ["identity", "allow"],
      ["boundary", "implicitDeny"],
    ],
  );
  await allowed(server.admin, "iam", "delete-user-permissions-boundary", "--user-name", "cat");
  await allowed(cat, ...listUsers);
});

test("a session policy cuts the role's permissions down, and the explanation shows what it wanted", async (t) => {
  if (!needs(t, "aws")) return;
  const { admin } = desk.server;
  const dan = await desk.addUser("dan");
  const role = await desk.addRole("ops", { Principal: { AWS: dan.arn } }, { Action: "iam:*" });
  const assume = async (policy?: string): Promise<Key> => {
    const cut = policy === undefined ? [] : ["--policy", policy];
    const answer = await allowed(
      dan,
      "sts",
      "assume-role",
      "--role-arn",
      role,
      "--role-session-name",
      "s1",
      ...cut,
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {};
    return {
      accessKeyId: String(AccessKeyId),
      secretAccessKey: String(SecretAccessKey),
      sessionToken: String(SessionToken),
    };
  };
  const session = await assume(
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}}',
  );
  const denial = await refused(session, admin, ...listUsers);
  assert.match(denial.sentence, /because no session policy allows the iam:ListUsers action$/);
  assert.deepEqual(nearest(denial), ["action", "Action", undefined, ["iam:Get*"], "iam:ListUsers"]);
  await allowed(await assume(), ...listUsers);
});

test("a trust across accounts wants both sides, and the caller's side alone is explained to the caller's account", async (t) => {
  if (!needs(t, "aws")) return;
  const { admin } = desk.server;
  const other = await desk.addAccount();
  const eve = await desk.addUser("eve");
  const role = await other.addRole("shared", {
    Principal: { AWS: `arn:aws:iam::${desk.accountId}:root` },
    Condition: { StringEquals: { "sts:ExternalId": "not-for-your-eyes" } },
  });
  const assume = ["sts", "assume-role", "--role-arn", role, "--role-session-name", "s1"];
  const denial = await refused(eve, admin, ...assume);
  assert.equal(
    denial.sentence,
    `User: ${eve.arn} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  );
  assert.doesNotMatch(JSON.stringify(denial.message), /trust|not-for-your-eyes/);
  assert.equal(denial.message.explanation?.layers?.[0]?.layer, "identity");
  await desk.setPolicy("eve", { Action: "sts:AssumeRole" });
  await refused(eve, admin, ...assume);
  await allowed(eve, ...assume, "--external-id", "not-for-your-eyes");
});

test("a role that does not exist and one that trusts somebody else are refused alike, message and all", async (t) => {
  if (!needs(t, "aws")) return;
  const other = await desk.addAccount();
  const fay = await desk.addUser("fay", { Action: "sts:AssumeRole" });
  const real = await other.addRole("real", {
    Principal: { AWS: `arn:aws:iam::${desk.accountId}:root` },
    Condition: { StringNotEquals: { "sts:RoleSessionName": "s1" } },
  });
  const messages = [];
  for (const arn of [real, real.replace("role/real", "role/fake")]) {
    const args = ["sts", "assume-role", "--role-arn", arn, "--role-session-name", "s1"];
    const { stderr } = await run(fay, ...args, "--debug");
    const { message } = await refused(fay, desk.server.admin, ...args);
    const { requestId: _, ...said } = message;
    messages.push({
      length: messageHeader.exec(stderr)?.[1]?.length,
      said: JSON.stringify(said)
        .replaceAll(arn, "ROLE")
        .replace(/"20[^"]+Z"|"aws-cli[^"]+"/g, "…"),
    });
  }
  assert.deepEqual(messages[0], messages[1]);
});

test("tags decide (ABAC): the caller's must equal the resource's, and the near miss tells both", async (t) => {
  if (!needs(t, "aws")) return;
  const { admin } = desk.server;
  const gus = await desk.addUser("gus", {
    Action: "iam:GetUser",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the policy language's variable
    Condition: { StringEquals: { "iam:ResourceTag/team": "${aws:PrincipalTag/team}" } },
  });
  await desk.addUser("hal");
  const tag = (user: string, team: string) =>
    allowed(admin, "iam", "tag-user", "--user-name", user, "--tags", `Key=team,Value=${team}`);
  await tag("gus", "red");
  await tag("hal", "blue");
  const getHal = ["iam", "get-user", "--user-name", "hal"];
  const denial = await refused(gus, admin, ...getHal);
  assert.deepEqual(nearest(denial), [
    "condition",
    "StringEquals",
    "iam:ResourceTag/team",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the policy language's variable
    ["${aws:PrincipalTag/team}"],
    "blue",
  ]);
  await tag("hal", "red");
  await allowed(gus, ...getHal);
});

test("an address outside the range is told with the range it should have come from", async (t) => {
  if (!needs(t, "aws")) return;
  const { admin } = desk.server;
  const ida = await desk.addUser("ida", {
    Action: "iam:ListUsers",
    Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
  });
  const denial = await refused(ida, admin, ...listUsers);
  assert.deepEqual(nearest(denial), [
    "condition",
    "IpAddress",
    "aws:SourceIp",
    ["203.0.113.0/24"],
    "127.0.0.1",
  ]);
  const [first] = listOf(denial.message.explanation?.changes);
  assert.deepEqual(first?.steps, [{ type: "context", key: "aws:SourceIp", value: "203.0.113.0" }]);
  await desk.setPolicy("ida", {
    Action: "iam:ListUsers",
    Condition: { IpAddress: { "aws:SourceIp": "127.0.0.0/8" } },
  });
  await allowed(ida, ...listUsers);
});

test("a date that has passed denies, and the explanation names the statement and the change", async (t) => {
  if (!needs(t, "aws")) return;
  const { admin } = desk.server;
  const soon = new Date(desk.now() + 600_000).toISOString().replace(/\.\d+/, "");
  const jan = await desk.addUser("jan", [
    { Action: "iam:*" },
    { Sid: "Over", Effect: "Deny", Action: "*", Condition: { DateGreaterThan: { "aws:CurrentTime": soon } } },
  ]);
  await allowed(jan, ...listUsers);
  await desk.advance(1200);
  const denial = await refused(jan, admin, ...listUsers);
  assert.match(denial.sentence, /with an explicit deny in an identity-based policy$/);
  assert.equal(denial.message.explicitDeny, true);
  const { statementId, effect, sourcePolicy, statement } = denial.message.matchedStatements?.items?.[0] ?? {};
  assert.deepEqual([statementId, effect, sourcePolicy, statement], ["Over", "DENY", `${jan.arn}#own`, 2]);
  const [first] = listOf(denial.message.explanation?.changes);
  assert.deepEqual(first?.steps, [{ type: "context", key: "aws:CurrentTime", value: soon }]);
});

test("only who may decode in the caller's account opens the message; altered ones open for nobody", async (t) => {
  if (!needs(t, "aws")) return;
  const kim = await desk.addUser("kim");
  const { stderr } = await run(kim, ...listUsers, "--debug");
  const encoded = messageHeader.exec(stderr)?.[1] ?? "";
  const decode = (key: Key, text: string) =>
    run(key, "sts", "decode-authorization-message", "--encoded-message", text);
  assert.match((await decode(kim, encoded)).stderr, /\(AccessDenied\).*sts:DecodeAuthorizationMessage/);
  const stranger = (await desk.addAccount()).server.admin;
  const other = await desk.addAccount();
  assert.equal((await decode(stranger, encoded)).code, 0, "the first account's admin may");
  const invalid =
    /\(InvalidAuthorizationMessageException\) when calling the DecodeAuthorizationMessage operation/;
  const outsider = { Action: "sts:DecodeAuthorizationMessage" };
  assert.match((await decode(await other.addUser("lee", outsider), encoded)).stderr, invalid);
  for (const text of [`${encoded.slice(0, -2)}AA`, encoded.slice(1), "x", `${encoded}\n`])
    assert.match((await decode(desk.server.admin, text)).stderr, invalid, text.slice(0, 20));
});
