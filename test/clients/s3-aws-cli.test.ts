/** The real AWS CLI against a started server: what `aws s3` and `aws s3api` mean here. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { presignRequest } from "../../src/sigv4/index.ts";
import { type AwsOptions, aws, credentialsOf, findProgram, needs, type Run } from "../support/aws-cli.ts";
import { type RunningServer, startServer } from "../support/server.ts";

const isPresent = findProgram("aws") !== undefined;
const mebibyte = 1024 * 1024;

describe("the AWS CLI's s3 commands", () => {
  let server: RunningServer;
  let folder = "";
  let files = 0;

  before(async () => {
    if (!isPresent) return;
    server = await startServer();
    folder = await mkdtemp(join(tmpdir(), "tegata-test-cli-"));
  });
  after(async () => {
    if (!isPresent) return;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (args: readonly string[], options: Partial<AwsOptions> = {}): Promise<Run> =>
    aws(args, { endpoint: server.endpoint, key: server.admin, ...options });
  /** Runs and must succeed. */
  const does = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(args);
    assert.equal(code, 0, `aws ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  const fails = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await run(args);
    assert.notEqual(code, 0, `aws ${args.join(" ")} succeeded`);
    return stderr;
  };
  const makeFile = async (bytes: Uint8Array | string): Promise<string> => {
    files += 1;
    const path = join(folder, `file-${files}`);
    await writeFile(path, bytes);
    return path;
  };

  test("mb, cp both ways, ls, rm and rb do what they say", async (t) => {
    if (!needs(t, "aws")) return;
    await does("s3", "mb", "s3://simple");
    const path = await makeFile("hello\n");
    await does("s3", "cp", path, "s3://simple/docs/hello wörld+&.txt");
    assert.match(await does("s3", "ls"), / simple$/m);
    assert.match(await does("s3", "ls", "s3://simple"), /PRE docs\//);
    assert.match(await does("s3", "ls", "s3://simple/docs/"), / 6 hello wörld\+&\.txt$/m);
    assert.equal(await does("s3", "cp", "s3://simple/docs/hello wörld+&.txt", "-"), "hello\n");
    await does("s3", "mv", "s3://simple/docs/hello wörld+&.txt", "s3://simple/moved");
    assert.match(await fails("s3", "rb", "s3://simple"), /BucketNotEmpty/);
    await does("s3", "rm", "s3://simple/moved");
    await does("s3", "rb", "s3://simple");
    assert.match(
      await fails("s3", "ls", "s3://simple"),
      /\(NoSuchBucket\) when calling the ListObjectsV2 operation: The specified bucket does not exist/,
    );
  });

  test("cp takes 20 MiB up in parts and back unharmed, and copies them inside the server", async (t) => {
    if (!needs(t, "aws")) return;
    await does("s3", "mb", "s3://large");
    const bytes = randomBytes(20 * mebibyte + 1);
    const path = await makeFile(bytes);
    await does("s3", "cp", "--no-progress", path, "s3://large/big");
    const head = JSON.parse(await does("s3api", "head-object", "--bucket", "large", "--key", "big"));
    assert.equal(head.ContentLength, bytes.length);
    assert.match(head.ETag, /^"[0-9a-f]{32}-3"$/);
    await does("s3", "cp", "--no-progress", "s3://large/big", `${path}.back`);
    assert.deepEqual(await readFile(`${path}.back`), bytes);
    await does("s3", "cp", "--no-progress", "s3://large/big", "s3://large/copy");
    await does("s3", "cp", "--no-progress", "s3://large/copy", `${path}.copy`);
    assert.deepEqual(await readFile(`${path}.copy`), bytes);
    await does("s3", "rb", "--force", "s3://large");
  });

  test("sync makes two folders equal, and rm --recursive empties a bucket", async (t) => {
    if (!needs(t, "aws")) return;
    await does("s3", "mb", "s3://mirror");
    const from = join(folder, "tree");
    const to = join(folder, "tree-back");
    await mkdir(join(from, "a", "b"), { recursive: true });
    for (const name of ["1", "a/2", "a/b/3", "a/ü"]) {
      await writeFile(join(from, name), `text of ${name}`);
      // Listings tell whole seconds, so a file of this very second would count as newer than its copy.
      await utimes(join(from, name), new Date(), new Date(Date.now() - 60_000));
    }
    await does("s3", "sync", "--no-progress", from, "s3://mirror/tree");
    await does("s3", "sync", "--no-progress", "s3://mirror/tree", to);
    for (const name of ["1", "a/2", "a/b/3", "a/ü"])
      assert.equal(await readFile(join(to, name), "utf8"), `text of ${name}`);
    assert.equal(
      await does("s3", "sync", "--no-progress", from, "s3://mirror/tree"),
      "",
      "nothing left to do",
    );
    await rm(join(from, "1"));
    await does("s3", "sync", "--no-progress", "--delete", from, "s3://mirror/tree");
    assert.doesNotMatch(await does("s3", "ls", "--recursive", "s3://mirror"), /tree\/1$/m);
    await does("s3", "rm", "--recursive", "s3://mirror");
    assert.equal(await does("s3", "ls", "--recursive", "s3://mirror").catch(() => ""), "");
    await does("s3", "rb", "s3://mirror");
  });

  test("presign makes a URL that works until it is altered", async (t) => {
    if (!needs(t, "aws")) return;
    await does("s3", "mb", "s3://shared");
    await does("s3", "cp", await makeFile("for you"), "s3://shared/gift");
    const config = await makeFile("[default]\ns3 =\n  signature_version = s3v4\n");
    const presigned = await run(["s3", "presign", "--expires-in", "60", "s3://shared/gift"], {
      env: { AWS_CONFIG_FILE: config },
    });
    const url = presigned.stdout.trim();
    const answer = await fetch(url);
    assert.deepEqual([answer.status, await answer.text()], [200, "for you"]);
    assert.equal(answer.headers.get("content-security-policy"), "sandbox");
    assert.deepEqual(await refusal(url.replace("gift", "other")), [403, "SignatureDoesNotMatch"]);
    assert.deepEqual(await refusal(`${server.endpoint}/shared/gift`), [403, "AccessDenied"]);
    const old = `${server.endpoint}/shared/gift?AWSAccessKeyId=${server.admin.accessKeyId}&Signature=x%3D&Expires=9999999999`;
    assert.deepEqual(await refusal(old), [400, "InvalidRequest"]);
  });

  test("a presigned URL that has expired is refused, and says when it did", async (t) => {
    if (!needs(t, "aws")) return;
    const signed = presignRequest(
      { method: "GET", target: "/shared/gift", headers: [["host", new URL(server.endpoint).host]] },
      {
        credentials: server.admin,
        region: "us-east-1",
        service: "s3",
        time: Date.now() - 3_600_000,
        expiresSeconds: 60,
      },
    );
    const answer = await fetch(server.endpoint + signed.target);
    const text = await answer.text();
    assert.equal(answer.status, 403, text);
    assert.match(text, /<Code>AccessDenied<\/Code><Message>Request has expired<\/Message>/);
    assert.match(text, /<X-Amz-Expires>60<\/X-Amz-Expires><Expires>[^<]+<\/Expires><ServerTime>/);
  });

  test("temporary credentials open S3 until they expire, with S3's own sentences", async (t) => {
    if (!needs(t, "aws")) return;
    const session = credentialsOf(await run(["sts", "get-session-token", "--duration-seconds", "900"]));
    const as = (key: typeof session, ...args: string[]) => run(args, { key });
    assert.equal((await as(session, "s3", "ls")).code, 0);
    const altered = { ...session, sessionToken: `${session.sessionToken?.slice(0, -8)}AAAAAAAA` };
    assert.match(
      (await as(altered, "s3", "ls")).stderr,
      /\(InvalidToken\) when calling the ListBuckets operation: The provided token is malformed or otherwise invalid\./,
    );
    const unknown = { ...server.admin, accessKeyId: "AKIAAAAAAAAAAAAAAAAA" };
    assert.match((await run(["s3", "ls"], { key: unknown })).stderr, /\(InvalidAccessKeyId\)/);
    const wrongSecret = { ...server.admin, secretAccessKey: "x".repeat(40) };
    assert.match((await run(["s3", "ls"], { key: wrongSecret })).stderr, /\(SignatureDoesNotMatch\)/);
    await server.advance(901);
    assert.match(
      (await as(session, "s3", "ls")).stderr,
      /An error occurred \(ExpiredToken\) when calling the ListBuckets operation: The provided token has expired\./,
    );
  });

  test("a user's policies decide about prefixes, objects and the difference between 403 and 404", async (t) => {
    if (!needs(t, "aws")) return;
    await does("s3", "mb", "s3://team");
    await does("s3", "cp", await makeFile("mine"), "s3://team/home/ann/note");
    await does("iam", "create-user", "--user-name", "ann");
    const document = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::team",
          Condition: { StringLike: { "s3:prefix": "home/ann/*" } },
        },
        { Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::team/home/ann/*" },
      ],
    });
    await does(
      "iam",
      "put-user-policy",
      "--user-name",
      "ann",
      "--policy-name",
      "p",
      "--policy-document",
      document,
    );
    const made = JSON.parse(await does("iam", "create-access-key", "--user-name", "ann")).AccessKey;
    const key = { accessKeyId: made.AccessKeyId, secretAccessKey: made.SecretAccessKey };
    const ann = (...args: string[]) => run(args, { key });
    assert.equal((await ann("s3", "cp", "s3://team/home/ann/note", "-")).stdout, "mine");
    assert.equal((await ann("s3", "ls", "s3://team/home/ann/")).code, 0);
    assert.match(
      (await ann("s3", "ls", "s3://team/")).stderr,
      /AccessDenied.*User: arn:aws:iam::\d{12}:user\/ann is not authorized to perform: s3:ListBucket on resource: "?arn:aws:s3:::team"? because no identity-based policy allows the s3:ListBucket action/,
    );
    assert.match((await ann("s3", "ls")).stderr, /AccessDenied.*s3:ListAllMyBuckets/);
    assert.match(
      (await ann("s3api", "get-object", "--bucket", "team", "--key", "home/ann/no", join(folder, "x")))
        .stderr,
      /AccessDenied/,
    );
    assert.match(
      (await ann("s3", "cp", join(folder, "file-1"), "s3://team/home/ann/new")).stderr,
      /AccessDenied.*s3:PutObject/,
    );
    assert.equal(existsSync(join(folder, "x")), false);
  });

  test("s3api reaches regions, and gets NotImplemented for what is not here", async (t) => {
    if (!needs(t, "aws")) return;
    await does("s3", "mb", "--region", "ap-northeast-3", "s3://osaka-1");
    const location = await does("s3api", "get-bucket-location", "--bucket", "osaka-1");
    assert.equal(JSON.parse(location).LocationConstraint, "ap-northeast-3");
    assert.match(await fails("s3api", "get-bucket-acl", "--bucket", "osaka-1"), /\(NotImplemented\)/);
    assert.match(await fails("s3api", "create-bucket", "--bucket", "console"), /\(InvalidBucketName\)/);
  });
});

/** Status and code of a refused GET. */
async function refusal(url: string): Promise<[number, string | undefined]> {
  const answer = await fetch(url);
  return [answer.status, /<Code>(.*?)</.exec(await answer.text())?.[1]];
}
