/**
 * The organisation's policies through the real AWS CLI against a running authority: what a
 * member account is refused, in AWS's sentences, and that it gets back at once what is taken away from no longer.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { callOperator } from "../../src/cli/operator-client.ts";
import { assertRefused, tegata } from "../cli/support.ts";
import { aws, findProgram, type Json, listOf, needs, type Run } from "../support/aws-cli.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";

const member = "210987654321";
const outsider = "310987654321";

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly [element: string]: unknown;
}

const scp = "SERVICE_CONTROL_POLICY";
const rcp = "RESOURCE_CONTROL_POLICY";
const documentOf = (...Statement: readonly Statement[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement });

describe("the organisation", () => {
  const data = mkdtempSync(join(tmpdir(), "tegata-organisation-"));
  const isPresent = findProgram("aws") !== undefined;
  let server: RunningServer;
  let ofMember: Key;
  let ofOutsider: Key;

  const start = () => startServer({ data, testMode: false });
  const operate = (args: readonly string[], input = ""): Promise<Run> =>
    tegata(["account", ...args], {
      input,
      env: {
        TEGATA_ENDPOINT: server.endpoint,
        AWS_ACCESS_KEY_ID: server.admin.accessKeyId,
        AWS_SECRET_ACCESS_KEY: server.admin.secretAccessKey,
      },
    });
  /** The operator's service itself: what the verbs call. */
  const call = async (operation: string, input: Readonly<Record<string, unknown>>): Promise<Json> =>
    (await callOperator(
      { endpoint: server.endpoint, data, credentialsFile: join(data, "credentials") },
      operation,
      input,
    )) as Json;
  const attach = (PolicyName: string, Target: string) =>
    call("AttachOrganizationPolicy", { PolicyName, Target });
  const detach = (PolicyName: string, Target: string) =>
    call("DetachOrganizationPolicy", { PolicyName, Target });
  const move = (AccountId: string, Unit: string) => call("MoveAccount", { AccountId, Unit });
  /** Answers the policy's ARN. */
  const put = async (PolicyName: string, Type: string, ...statements: readonly Statement[]) => {
    const made = await call("PutOrganizationPolicy", {
      PolicyName,
      Type,
      Content: documentOf(...statements),
    });
    return String(made.Policy?.Arn);
  };
  const foundAccount = async (accountId: string): Promise<Key> => {
    const { Admin } = await call("CreateAccount", { AccountId: accountId });
    return { accessKeyId: String(Admin?.AccessKeyId), secretAccessKey: String(Admin?.SecretAccessKey) };
  };

  const run = (key: Key, ...args: readonly string[]) => aws(args, { endpoint: server.endpoint, key });
  const allowed = async (key: Key, ...args: readonly string[]): Promise<Run> => {
    const answer = await run(key, ...args);
    assert.equal(answer.code, 0, `aws ${args.join(" ")}: ${answer.stderr}`);
    return answer;
  };
  /** What the CLI says after `when calling the … operation: `. */
  const refused = async (key: Key, ...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await run(key, ...args);
    assert.notEqual(code, 0, `aws ${args.join(" ")} succeeded`);
    const [, sentence = stderr] = /\(AccessDenied\) when calling the \w+ operation: (.*)/.exec(stderr) ?? [];
    return sentence;
  };

  before(async () => {
    if (!isPresent) return;
    server = await start();
    ofMember = await foundAccount(member);
    ofOutsider = await foundAccount(outsider);
  });
  after(async () => {
    await server?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const createUser = (name: string) => ["iam", "create-user", "--user-name", name] as const;

  it("refuses a member what an SCP denies, with the policy's ARN; the management account is not bound", async (t) => {
    if (!needs(t, "aws")) return;
    const arn = await put("NoNewUsers", scp, { Effect: "Deny", Action: "iam:CreateUser", Resource: "*" });
    await allowed(ofMember, ...createUser("before"));
    await attach("NoNewUsers", "/");
    assert.equal(
      await refused(ofMember, ...createUser("ann")),
      `User: arn:aws:iam::${member}:user/admin is not authorized to perform: iam:CreateUser ` +
        `on resource: arn:aws:iam::${member}:user/ann with an explicit deny in a service control policy: ${arn}`,
    );
    await allowed(ofMember, "iam", "list-users");
    await allowed(server.admin, ...createUser("ann"));

    await server.stop();
    server = await start();
    assert.match(await refused(ofMember, ...createUser("ann")), /with an explicit deny in a service control/);
    assert.ok((await refused(ofMember, ...createUser("ann"))).endsWith(arn), "the ids are the same");

    await detach("NoNewUsers", "/");
    await allowed(ofMember, ...createUser("ann"));
  });

  it("refuses a member in a unit what no SCP there allows", async (t) => {
    if (!needs(t, "aws")) return;
    await put("OnlyS3", scp, { Effect: "Allow", Action: "s3:*", Resource: "*" });
    await attach("OnlyS3", "/Lab");
    await move(member, "/Lab/Storage");
    await allowed(ofMember, "iam", "list-users");
    await detach("FullAWSAccess", "/Lab");
    assert.equal(
      await refused(ofMember, "iam", "list-users"),
      `User: arn:aws:iam::${member}:user/admin is not authorized to perform: iam:ListUsers ` +
        `on resource: arn:aws:iam::${member}:user/ because no service control policy allows the iam:ListUsers action`,
    );
    await allowed(ofMember, "s3api", "create-bucket", "--bucket", "lab");
    await allowed(ofMember, "sts", "get-caller-identity");
    await allowed(ofOutsider, "iam", "list-users");
    await move(member, "/");
    await allowed(ofMember, "iam", "list-users");
  });

  it("refuses an outsider a member's role by an RCP, and lets it in again as soon as that is gone", async (t) => {
    if (!needs(t, "aws")) return;
    const RoleArn = `arn:aws:iam::${member}:role/Guest`;
    const trust = documentOf({
      Effect: "Allow",
      Principal: { AWS: [outsider, member] },
      Action: "sts:AssumeRole",
    });
    await allowed(
      ofMember,
      ...["iam", "create-role", "--role-name", "Guest", "--assume-role-policy-document", trust],
    );
    const assume = ["sts", "assume-role", "--role-arn", RoleArn, "--role-session-name", "s1"] as const;
    await allowed(ofOutsider, ...assume);
    await put("OwnOnly", rcp, {
      Effect: "Deny",
      Principal: "*",
      Action: "sts:AssumeRole",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": member } },
    });
    await attach("OwnOnly", member);
    assert.equal(
      await refused(ofOutsider, ...assume),
      `User: arn:aws:iam::${outsider}:user/admin is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    );
    await allowed(ofMember, ...assume);
    await detach("OwnOnly", member);
    await allowed(ofOutsider, ...assume);
  });

  it("names the RCP that denies in the member's own account", async (t) => {
    if (!needs(t, "aws")) return;
    const arn = await put("KeepBuckets", rcp, {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:DeleteBucket",
      Resource: "*",
      Condition: { "ForAnyValue:StringLike": { "aws:ResourceOrgPaths": "o-*/r-*/ou-*" } },
    });
    await attach("KeepBuckets", "/");
    await allowed(ofMember, "s3api", "create-bucket", "--bucket", "kept");
    const remove = ["s3api", "delete-bucket", "--bucket", "kept"] as const;
    await move(member, "/Production");
    assert.equal(
      await refused(ofMember, ...remove),
      `User: arn:aws:iam::${member}:user/admin is not authorized to perform: s3:DeleteBucket ` +
        `on resource: arn:aws:s3:::kept with an explicit deny in a resource control policy: ${arn}`,
    );
    await move(member, "/");
    await allowed(ofMember, ...remove);
  });

  it("tegata account policy shows what is where, and refuses in one sentence", async (t) => {
    if (!needs(t, "aws")) return;
    const document = documentOf({ Effect: "Deny", Action: "iam:*", Resource: "*" });
    const made = await operate(
      ["policy", "put", "Shown", "-", "--type", "scp", "--description", "d"],
      document,
    );
    assert.match(
      made.stdout,
      /^policy Shown: arn:aws:organizations::\d{12}:policy\/o-\w{10}\/service_control/,
    );
    const attached = await operate(["policy", "attach", "Shown", outsider]);
    assert.equal(attached.stdout, `policy Shown is attached to ${outsider}\n`);
    const table = await operate(["policy", "list", "--target", outsider]);
    assert.match(table.stdout, /^Name +Type +Id +Attached to\nFullAWSAccess +scp +p-FullAWSAccess /);
    assert.match(table.stdout, new RegExp(`^Shown +scp +p-\\w{8} +${outsider}$`, "m"));
    assert.equal((await operate(["policy", "show", "Shown"])).stdout, `${document}\n`);
    const moved = await operate(["move", outsider, "/Guests"]);
    assert.equal(moved.stdout, `account ${outsider} is in /Guests\n`);
    const accounts = await operate(["list", "--json"]);
    assert.deepEqual(
      listOf(accounts.json.Accounts).map(({ AccountId, Unit }) => [AccountId, Unit]),
      [
        [server.accountId, undefined],
        [member, undefined],
        [outsider, "/Guests"],
      ],
    );
    assert.match(
      (await operate(["organization"])).stdout,
      /^organization o-\w{10}, root r-\w{4}, management/,
    );

    assertRefused(await operate(["policy", "remove", "Shown"]), 1, /^tegata: PolicyInUseException: /);
    assertRefused(
      await operate(["policy", "detach", "FullAWSAccess", "/"]),
      1,
      /^tegata: ConstraintViolationException: You cannot remove the last policy/,
    );
    assertRefused(
      await operate(["policy", "put", "Bad", "-", "--type", "rcp"], document),
      1,
      /^tegata: MalformedPolicyDocumentException: .* Principal must be "\*" \(line 1, column \d+\)/,
    );
    assertRefused(
      await operate(["policy", "put", "Bad", "/nowhere/policy.json", "--type", "scp"]),
      2,
      /cannot read the policy file "\/nowhere\/policy.json"/,
    );
    const asMember = await tegata(["account", "policy", "list"], {
      env: {
        TEGATA_ENDPOINT: server.endpoint,
        AWS_ACCESS_KEY_ID: ofMember.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ofMember.secretAccessKey,
      },
    });
    assertRefused(asMember, 1, /^tegata: AccessDeniedException: /);
    await detach("Shown", outsider);
    assert.equal((await operate(["policy", "remove", "Shown"])).stdout, "policy Shown is deleted\n");
  });
});
