/** What the doctor asks of whom. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Secret, systemClock } from "../../src/base/index.ts";
import { readClient } from "../../src/doctor/gather/look-around.ts";
import { type Facts, gather, judge } from "../../src/doctor/index.ts";
import {
  accessKeyItem,
  createMemoryKeyring,
  createVault,
  type Environment,
  type Keyring,
  type Machine,
  openKeyring,
  writeStoredKey,
} from "../../src/vault/index.ts";

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const refusal =
  "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>";

describe("readClient()", () => {
  it("runs no program of the current folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tegata-client-"));
    const before = process.cwd();
    writeFileSync(join(folder, "aws"), "#!/bin/sh\necho aws-cli/1.2.3\n", { mode: 0o755 });
    const versionWith = async (path: string) => {
      const machine: Machine = { platform: "linux", home: folder, clock: systemClock, env: { PATH: path } };
      return (await readClient(machine, undefined))?.version;
    };
    try {
      process.chdir(folder);
      assert.equal(await versionWith(".::"), undefined);
      assert.equal(await versionWith(folder), "1.2.3");
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });
});

describe("gather()", () => {
  const home = mkdtempSync(join(tmpdir(), "tegata-gather-"));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding("utf8");
    let body = "";
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      asked.push(`${JSON.stringify(request.headers)} ${body}`);
      response.writeHead(403, { "content-type": "text/xml" }).end(refusal);
    });
  });
  let url = "";

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    rmSync(home, { recursive: true });
  });

  const factsOf = async (mayAsk: boolean, errorText?: string, more: Environment = {}): Promise<Facts> => {
    asked.length = 0;
    const machine: Machine = {
      platform: "linux",
      home,
      clock: systemClock,
      env: {
        ...{ HOME: home, PATH: home, AWS_ENDPOINT_URL: url, AWS_REGION: "us-east-1" },
        ...{ AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: secret },
        ...more,
      },
    };
    const vault = createVault({ machine, openKeyring: () => openKeyring(machine, { flag: undefined }) });
    const request = { vault, shell: "sh", profile: undefined, command: undefined, folder: home } as const;
    return gather({ ...request, errorText, mayAsk });
  };

  it("takes Python's words for the AWS CLI's where they name a program or a file of its own", async () => {
    const cache = join(home, ".aws/cli/cache");
    const key = "5f52c9c583acfd120a607977e4f21fe86b7fa42d";
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, `${key}.json`), "");
    writeFileSync(join(home, ".aws/config"), "[profile p]\ncredential_process = /no/such/program --json\n");
    for (const [text, expected] of [
      ["\n[Errno 2] No such file or directory: '/no/such/program'\n", "credential-process-failed"],
      ["aws: [ERROR]: [Errno 2] No such file or directory: '/no/such/program'", "credential-process-failed"],
      ["[Errno 2] No such file or directory: '/no/such'", undefined],
      ["[Errno 2] No such file or directory: 'data.csv'", undefined],
      [`\n'${key}'\n`, "cli-cache-broken"],
      [`'${key.replace("5f", "6f")}'`, undefined],
    ] as const) {
      const [first] = judge(await factsOf(false, text)).filter(({ concern }) => concern === "failure");
      assert.equal(first?.code, expected, text);
    }
    rmSync(join(home, ".aws"), { recursive: true });
  });

  it("asks nobody when it may not", async () => {
    await factsOf(false, "ExpiredToken");
    assert.deepEqual(asked, []);
  });

  it("takes the endpoint's refusal for the error where none was given, and sends no secret", async () => {
    const facts = await factsOf(true);
    assert.equal(facts.hasError, false);
    assert.deepEqual(
      [facts.symptom?.code, facts.symptom?.operation],
      ["InvalidClientTokenId", "GetCallerIdentity"],
    );
    assert.deepEqual(
      judge(facts).map(({ code, certainty }) => [code, certainty]),
      [["key-unknown", "certain"]],
    );
    assert.equal(asked.length, 1);
    assert.ok(!asked.join("").includes(secret));
    assert.ok(!JSON.stringify(facts).includes(secret));
  });

  it("takes the endpoint's refusal for the reason of an answer that is a bare status", async () => {
    const head = (status: string) =>
      `fatal error: An error occurred (${status}) when calling the HeadObject operation: Bad Request`;
    const facts = await factsOf(true, head("400"));
    const { code, operation, sentence } = facts.symptom ?? {};
    assert.deepEqual([code, operation], ["InvalidClientTokenId", "HeadObject"]);
    assert.match(sentence ?? "", /^The security token included in the request is invalid/);
    const [first] = judge(facts);
    assert.equal(first?.code, "key-unknown");
    assert.deepEqual(
      first.evidence.slice(0, 2).map(({ text }) => text.en),
      [
        "400 (HeadObject): Bad Request",
        `STS says of the same credentials: InvalidClientTokenId: ${sentence}`,
      ],
    );
    assert.equal((await factsOf(false, head("400"))).symptom?.code, "400");
    assert.equal((await factsOf(true, head("404"))).symptom, undefined);
  });

  it("reads a stored key once, since a keyring may start a program for it", async () => {
    const machine: Machine = {
      platform: "linux",
      home,
      clock: systemClock,
      env: { HOME: home, PATH: home, AWS_ENDPOINT_URL: url, AWS_REGION: "us-east-1" },
    };
    const keyring = createMemoryKeyring();
    const key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: new Secret(secret) };
    await writeStoredKey(keyring, "deploy", key, undefined);
    const read: string[] = [];
    const counting: Keyring = {
      ...keyring,
      read: (name) => {
        read.push(name);
        return keyring.read(name);
      },
    };
    const openKeyring = async () => ({ keyring: counting, kind: "pass", why: "the test says so" }) as const;
    const facts = await gather({
      ...{ vault: createVault({ machine, openKeyring }), shell: "sh", folder: home, mayAsk: true },
      ...{ profile: { name: "deploy", setting: "the argument" }, errorText: undefined, command: undefined },
    });
    assert.equal(facts.endpoint?.refusal?.code, "InvalidClientTokenId", "it was asked with");
    assert.equal(read.filter((name) => name === accessKeyItem("deploy")).length, 1, read.join());
  });

  it("tells a proxy that is not there from an endpoint that is not", async () => {
    const nowhere = "http://127.0.0.1:9";
    const reach = async (env: Environment) => (await factsOf(true, undefined, env)).endpoint?.reach;
    assert.equal(await reach({ HTTP_PROXY: nowhere, AWS_ENDPOINT_URL: "http://sts.example" }), "proxy");
    assert.equal(
      await reach({ HTTP_PROXY: nowhere, NO_PROXY: "127.0.0.1", AWS_ENDPOINT_URL: nowhere }),
      "refused",
    );
    assert.equal(await reach({ AWS_ENDPOINT_URL: nowhere }), "refused");
  });

  it("hides a secret that the error repeats", async () => {
    const facts = await factsOf(
      false,
      `An error occurred (AccessDenied) when calling the X operation: ${secret}`,
    );
    assert.equal(facts.symptom?.sentence, "[hidden]");
  });
});
