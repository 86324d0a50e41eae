/** Steps that need no authority: keys of the machine, processes, containers, instances, web identity. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { inspect } from "node:util";
import { Secret, systemClock, type TegataError } from "../../../src/base/index.ts";
import type { Environment, Machine } from "../../../src/vault/index.ts";
import type { SourceStep } from "../../../src/vault/plan/index.ts";
import { runStep } from "../../../src/vault/steps/index.ts";
import { buildStoredKey, parseStoredKey } from "../../../src/vault/stored-keys/index.ts";
import { reason, stepContext } from "../../support/vault-steps.ts";

const folder = mkdtempSync(join(tmpdir(), "tegata-steps-"));
const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const common = { profile: "p", reason };
const machineWith = (env: Environment): Machine => ({
  platform: "linux",
  env: { PATH: process.env.PATH, ...env },
  home: folder,
  clock: systemClock,
});
const run = (step: SourceStep, env: Environment = {}) =>
  runStep(step, stepContext({ machine: machineWith(env) }));

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function refusal(promise: Promise<unknown>): Promise<TegataError> {
  try {
    await promise;
  } catch (error) {
    return error as TegataError;
  }
  throw new Error("it was not refused");
}

const later = () => new Date(systemClock.now() + 3_600_000).toISOString();
const handedOut = () => ({
  AccessKeyId: "ASIAX",
  SecretAccessKey: "s3cret",
  Token: "t0ken",
  Expiration: later(),
});

describe("the stored key", () => {
  it("is read in AWS's spelling and in AWS Vault's, and written in AWS's", () => {
    const key = { accessKeyId: "AKIAX", secretAccessKey: new Secret("s3cret"), mfaSerial: "arn:mfa" };
    const written = new TextDecoder().decode(buildStoredKey(key));
    assert.deepEqual(JSON.parse(written), {
      AccessKeyId: "AKIAX",
      SecretAccessKey: "s3cret",
      MfaSerial: "arn:mfa",
    });
    const awsVault = '{"AccessKeyID":"AKIAX","SecretAccessKey":"s3cret","MfaSerial":"arn:mfa"}';
    for (const text of [written, awsVault]) {
      const read = parseStoredKey(new TextEncoder().encode(text));
      assert.equal(read?.accessKeyId, "AKIAX");
      assert.equal(read?.secretAccessKey.reveal(), "s3cret");
      assert.equal(read?.mfaSerial, "arn:mfa");
    }
  });

  it("is nothing when it is not whole", () => {
    for (const text of [
      "",
      "[]",
      "null",
      "{",
      '{"AccessKeyId":"A"}',
      '{"AccessKeyId":1,"SecretAccessKey":"s"}',
    ])
      assert.equal(parseStoredKey(new TextEncoder().encode(text)), undefined, text);
  });

  it("is read by its step; what is missing or no key is told apart", async () => {
    const kept = new Map([
      ["access-key.p", buildStoredKey({ accessKeyId: "AKIAX", secretAccessKey: new Secret("s3cret") })],
      ["access-key.broken", new TextEncoder().encode("s3cret")],
    ]);
    const keyring = { kind: "memory" as const, read: async (name: string) => kept.get(name) };
    const step = (profile: string) =>
      runStep({ kind: "stored-key", profile, reason }, stepContext({ keyring }));
    assert.equal((await step("p")).accessKeyId, "AKIAX");
    const missing = await refusal(step("q"));
    assert.equal(missing.message, 'the keyring (memory) has no key of profile "q" at config:3');
    assert.equal(missing.hint, "tegata add q");
    const broken = await refusal(step("broken"));
    assert.equal(broken.code, "KeyUnreadable");
    assert.ok(!inspect(broken).includes("s3cret"));
  });
});

describe("keys of the environment and the files", () => {
  const keys = { AWS_ACCESS_KEY_ID: "AKIAX", AWS_SECRET_ACCESS_KEY: "s3cret" };
  it("takes the environment's, with the token under either name", async () => {
    const read = await run({ kind: "environment", ...common }, { ...keys, AWS_SECURITY_TOKEN: "t0ken" });
    assert.equal(read.sessionToken?.reveal(), "t0ken");
    assert.equal((await run({ kind: "environment", ...common }, keys)).sessionToken, undefined);
  });

  it("refuses half of a key, and a session that is over", async () => {
    const half = await refusal(run({ kind: "environment", ...common }, { AWS_ACCESS_KEY_ID: "AKIAX" }));
    assert.match(half.message, /has no AWS_SECRET_ACCESS_KEY$/);
    const over = { ...keys, AWS_SESSION_TOKEN: "t", AWS_CREDENTIAL_EXPIRATION: "2020-01-01T00:00:00Z" };
    assert.equal((await refusal(run({ kind: "environment", ...common }, over))).code, "KeyExpired");
  });

  it("reads a static key again, and refuses one that was replaced since the plan", async () => {
    const step = { kind: "static-key", ...common, accessKeyId: "AKIAX", temporary: false } as const;
    const reading = (accessKeyId: string) =>
      runStep(
        step,
        stepContext({ readStaticKey: async () => ({ accessKeyId, secretAccessKey: new Secret("s") }) }),
      );
    assert.equal((await reading("AKIAX")).accessKeyId, "AKIAX");
    assert.equal((await refusal(reading("AKIAY"))).code, "KeyChanged");
    assert.equal((await refusal(runStep(step, stepContext()))).code, "KeyMissing");
  });
});

describe("credential_process", () => {
  const script = join(folder, "print process.mjs");
  writeFileSync(
    script,
    "process.stdout.write(process.env.OUTPUT ?? ''); process.exit(Number(process.env.CODE ?? 0))",
  );
  const command = `"${process.execPath}" '${script}'`;
  const start = (output: unknown, env: Environment = {}) =>
    run(
      { kind: "process", ...common, command },
      { OUTPUT: typeof output === "string" ? output : JSON.stringify(output), ...env },
    );
  const whole = () => ({
    Version: 1,
    AccessKeyId: "ASIAX",
    SecretAccessKey: "s3cret",
    SessionToken: "t0ken",
  });

  it("takes what the process prints, with and without expiration", async () => {
    const Expiration = later();
    const read = await start({ ...whole(), Expiration, AccountId: "123456789012" });
    assert.equal(read.expiration, Date.parse(Expiration));
    assert.equal(read.accountId, "123456789012");
    assert.equal((await start(whole())).expiration, undefined);
  });

  it("refuses what is not AWS's form, and repeats none of it", async () => {
    const cases: readonly (readonly [unknown, string, RegExp])[] = [
      ["s3cret", "ProcessOutputInvalid", /printed no JSON object$/],
      [{ ...whole(), Version: 2 }, "ProcessOutputInvalid", /a Version other than 1$/],
      [{ ...whole(), Version: "1" }, "ProcessOutputInvalid", /a Version other than 1$/],
      [{ ...whole(), Version: undefined }, "ProcessOutputInvalid", /printed no Version$/],
      [{ ...whole(), SecretAccessKey: "" }, "ProcessOutputInvalid", /printed no SecretAccessKey$/],
      [{ ...whole(), Expiration: "soon" }, "ProcessOutputInvalid", /no ISO 8601 date$/],
      [{ ...whole(), Expiration: "2020-01-01T00:00:00Z" }, "ProcessExpired", /ended at 2020/],
    ];
    for (const [output, code, words] of cases) {
      const error = await refusal(start(output));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, words);
      assert.match(error.message, /^credential_process of profile "p" at config:3 /);
      assert.ok(!inspect(error).includes("s3cret"));
    }
  });

  it("says how the program ended, by its name and without its arguments", async () => {
    const failed = await refusal(start("", { CODE: "4" }));
    assert.match(failed.message, /: "node" ended with code 4$/);
    const absent = await refusal(
      run({ kind: "process", ...common, command: "/nonexistent/prog --key s3cret" }),
    );
    assert.match(absent.message, /: "prog" was not found$/);
    const open = await refusal(run({ kind: "process", ...common, command: 'prog "half' }));
    assert.equal(open.code, "ProcessCommandInvalid");
  });

  it("is stopped when it leads back to its own profile", async () => {
    const loop = await refusal(start(whole(), { TEGATA_PROCESS_CHAIN: '["a","p"]' }));
    assert.equal(loop.code, "ProcessLoop");
    assert.match(loop.message, /a → p → p$/);
  });
});

describe("container credentials", () => {
  const container = { kind: "container", ...common } as const;

  it("sends the token of the file before that of the variable", async () => {
    const seen: (string | undefined)[] = [];
    const url = await listen((request, response) => {
      seen.push(request.headers.authorization);
      response.end(JSON.stringify(handedOut()));
    });
    const file = join(folder, "container.token");
    writeFileSync(file, "from-file\n");
    const env = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/get`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "variable",
    };
    const read = await run(container, { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file });
    assert.equal(read.sessionToken?.reveal(), "t0ken");
    await run(container, env);
    assert.deepEqual(seen, ["from-file", "variable"]);
    writeFileSync(file, "a\nb");
    const broken = await refusal(run(container, { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file }));
    assert.equal(broken.code, "ContainerTokenInvalid");
  });

  it("sends plain HTTP to this machine only, and follows no redirect", async () => {
    for (const uri of [
      "http://example.com/",
      "http://169.254.170.3/",
      "ftp://127.0.0.1/",
      "no url",
      "http://localhost.evil/",
    ]) {
      const error = await refusal(run(container, { AWS_CONTAINER_CREDENTIALS_FULL_URI: uri }));
      assert.equal(error.code, "ContainerUriInvalid", uri);
    }
    for (const uri of ["@evil.example/x", "x", ":80/x"]) {
      const error = await refusal(run(container, { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: uri }));
      assert.equal(error.code, "ContainerUriInvalid", uri);
    }
    let elsewhere = 0;
    const target = await listen((_request, response) => {
      elsewhere += 1;
      response.end(JSON.stringify(handedOut()));
    });
    const url = await listen((_request, response) => {
      response.writeHead(302, { location: target }).end();
    });
    const moved = await refusal(run(container, { AWS_CONTAINER_CREDENTIALS_FULL_URI: url }));
    assert.equal(moved.code, "ContainerFailed");
    assert.equal(elsewhere, 0);
  });

  it("says that it was refused, and repeats nothing of what is no credentials", async () => {
    const refusing = await listen((_request, response) => {
      response.writeHead(403).end("s3cret");
    });
    const refused = await refusal(run(container, { AWS_CONTAINER_CREDENTIALS_FULL_URI: refusing }));
    assert.match(refused.message, /refused with status 403$/);
    const odd = await listen((_request, response) => {
      response.end('{"SecretAccessKey":"s3cret"}');
    });
    const error = await refusal(run(container, { AWS_CONTAINER_CREDENTIALS_FULL_URI: odd }));
    assert.equal(error.code, "ContainerFailed");
    assert.ok(!inspect(error).includes("s3cret"));
  });
});

describe("instance credentials", () => {
  const instance = { kind: "instance", ...common } as const;
  const metadata = (request: IncomingMessage): string | number => {
    if (request.method === "PUT") return request.url === "/latest/api/token" ? "imds-token" : 404;
    if (request.headers["x-aws-ec2-metadata-token"] !== "imds-token") return 401;
    if (request.url?.endsWith("/security-credentials/")) return "the-role";
    return request.url?.endsWith("/the-role") ? JSON.stringify({ Code: "Success", ...handedOut() }) : 404;
  };
  const start = () =>
    listen((request, response) => {
      const answer = metadata(request);
      if (typeof answer === "number") response.statusCode = answer;
      response.end(typeof answer === "number" ? "" : answer);
    });

  it("begins with a PUT for a token, and shows it at each question", async () => {
    const read = await run(instance, { AWS_EC2_METADATA_SERVICE_ENDPOINT: await start() });
    assert.equal(read.accessKeyId, "ASIAX");
  });

  it("never falls back to the first version", async () => {
    const old = await listen((request, response) => {
      if (request.method === "PUT") response.statusCode = 404;
      response.end("the-role");
    });
    const error = await refusal(run(instance, { AWS_EC2_METADATA_SERVICE_ENDPOINT: old }));
    assert.match(error.message, /answered PUT \/latest\/api\/token with status 404$/);
  });

  it("is off when AWS_EC2_METADATA_DISABLED says so", async () => {
    const error = await refusal(run(instance, { AWS_EC2_METADATA_DISABLED: "TRUE" }));
    assert.equal(error.code, "InstanceDisabled");
  });

  it("gives up on what does not answer", async () => {
    const silent = await listen(() => undefined);
    const error = await refusal(run(instance, { AWS_EC2_METADATA_SERVICE_ENDPOINT: silent }));
    assert.match(error.message, /did not answer within 1 s$/);
  });
});

describe("web identity", () => {
  const step = {
    kind: "web-identity",
    ...common,
    roleArn: "arn:aws:iam::123456789012:role/web",
    durationSeconds: 900,
  } as const;
  const token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
  const answerWith = (status: number, body: string) =>
    listen((request, response) => {
      let form = "";
      request.on("data", (chunk) => {
        form += chunk;
      });
      request.on("end", () => {
        const sent = new URLSearchParams(form);
        const isRight = sent.get("WebIdentityToken") === token && request.headers.authorization === undefined;
        response.writeHead(isRight ? status : 418, { "content-type": "text/xml" }).end(body);
      });
    });

  it("sends the token of the file or the process, unsigned", async () => {
    const stsEndpoint = await answerWith(
      200,
      `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/web/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>s3cret</SecretAccessKey><SessionToken>t0ken</SessionToken><Expiration>${later()}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
    );
    const tokenFile = join(folder, "web.token");
    writeFileSync(tokenFile, `${token}\n`);
    const context = stepContext({ machine: machineWith({}), stsEndpoint });
    for (const source of [{ tokenFile }, { tokenProcess: `printf %s ${token}` }]) {
      const read = await runStep({ ...step, roleSessionName: "s", ...source }, context);
      assert.equal(read.accessKeyId, "ASIAX");
      assert.equal(read.accountId, "123456789012");
    }
  });

  it("says what the service says, and never the token that it repeats", async () => {
    const stsEndpoint = await answerWith(
      400,
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code><Message>no key for ${token}</Message></Error></ErrorResponse>`,
    );
    const context = stepContext({ machine: machineWith({}), stsEndpoint });
    const error = await refusal(
      runStep({ ...step, roleSessionName: "s", tokenProcess: `printf %s ${token}` }, context),
    );
    assert.match(error.code, /^InvalidIdentityToken/);
    assert.match(error.message, /: no key for \[secret\]$/);
  });

  it("says which file or process gave no token", async () => {
    const missing = await refusal(run({ ...step, roleSessionName: "s", tokenFile: "/nonexistent/token" }));
    assert.match(missing.message, /from its token file: "\/nonexistent\/token" is not there$/);
    const failed = await refusal(run({ ...step, roleSessionName: "s", tokenProcess: "exit 3" }));
    assert.match(failed.message, /token process: "web_identity_token_process" ended with code 3$/);
  });
});
