/** What others' programs may rely on when they start the server: files, modes, answers without a signature, the end. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment, type Key, repository, startServer } from "../support/server.ts";
import { elementOf, sendQuery } from "../support/signed.ts";
import { assertRefused, entry, tegata, temporaryFolder } from "./support.ts";

interface Ready {
  readonly endpoint: string;
  readonly account: string;
  readonly credentialsFile: string;
  readonly pid: number;
}

interface Started {
  readonly ready: Ready;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Sends the signal; answers exit code and signal. */
  readonly end: (signal: NodeJS.Signals) => Promise<readonly unknown[]>;
}

/** `tegata serve --port 0 …` through `bin/`, with its own choice of places. */
async function serve(
  t: TestContext,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Started> {
  const readyFile = join(temporaryFolder(t), "ready.json");
  writeFileSync(readyFile, "left over by an earlier run");
  const child = spawn(process.execPath, [entry, "serve", "--port", "0", "--ready-file", readyFile, ...args], {
    env: cleanEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.stderr += text));
  const exited = once(child, "close");
  t.after(() => child.kill("SIGKILL"));
  while (!texts.stdout.includes("Ctrl-C")) {
    assert.equal(child.exitCode, null, texts.stderr);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return {
    ready: JSON.parse(readFileSync(readyFile, "utf8")),
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    end: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}

function keyIn(file: string): Key {
  const [, accessKeyId = "", secretAccessKey = ""] =
    /^\[tegata-admin\]\naws_access_key_id = (\S+)\naws_secret_access_key = (\S+)\n$/.exec(
      readFileSync(file, "utf8"),
    ) ?? [];
  return { accessKeyId, secretAccessKey };
}

test("tegata serve makes its directory, its credentials and the ready file, and says what to type next", async (t) => {
  const data = join(temporaryFolder(t), ".tegata");
  const started = await serve(t, ["--data", data]);
  const { ready } = started;
  assert.deepEqual(Object.keys(ready).sort(), ["account", "credentialsFile", "endpoint", "pid"]);
  assert.match(ready.endpoint, /^http:\/\/127\.0\.0\.1:[1-9][0-9]*$/);
  assert.match(ready.account, /^[0-9]{12}$/);
  assert.equal(ready.credentialsFile, join(data, "credentials"));
  assert.equal(readFileSync(join(data, ".gitignore"), "utf8"), "*\n");
  assert.equal(statSync(data).mode & 0o777, 0o700);
  for (const name of ["credentials", "master.key", "tegata.db"])
    assert.equal(statSync(join(data, name)).mode & 0o777, 0o600, name);
  const key = keyIn(ready.credentialsFile);
  assert.match(key.accessKeyId, /^AKIA[A-Z2-7]{16}$/);
  assert.match(key.secretAccessKey, /^[A-Za-z0-9+/]{40}$/);
  const identity = await sendQuery({ endpoint: ready.endpoint, key }, "sts", "GetCallerIdentity");
  assert.equal(elementOf(identity, "Arn"), `arn:aws:iam::${ready.account}:user/admin`);

  const [, line = ""] = /^ {2}(eval .*)$/m.exec(started.stdout()) ?? [];
  const typed = line.replace("npx tegata", `'${process.execPath}' '${entry}'`);
  const shell = await runProgram(
    ["sh", "-c", `${typed}; echo $AWS_ENDPOINT_URL $AWS_ACCESS_KEY_ID`],
    cleanEnvironment({}),
  );
  assert.equal(shell.stdout, `${ready.endpoint} ${key.accessKeyId}\n`, shell.stderr);
  assert.ok(!started.stdout().includes(key.secretAccessKey), "the secret is not printed");

  assert.deepEqual(await started.end("SIGINT"), [0, null]);
  assert.equal(started.stderr(), "tegata: stopped\n", "no warning of Node's either");
  assert.deepEqual(
    readdirSync(data).filter((name) => /-(?:wal|shm)$/.test(name)),
    [],
    "nothing is left unwritten",
  );

  const again = await serve(t, ["--data", data]);
  assert.equal(again.ready.account, ready.account);
  assert.deepEqual(keyIn(again.ready.credentialsFile), key);
  assert.deepEqual(await again.end("SIGTERM"), [0, null]);
});

test("tegata serve --data :memory: keeps its credentials in a folder of its own, and takes it away at the end", async (t) => {
  const { ready, end } = await serve(t, ["--data", ":memory:", "--account", "210987654321"]);
  assert.equal(ready.account, "210987654321");
  const folder = dirname(ready.credentialsFile);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(ready.credentialsFile).mode & 0o777, 0o600);
  assert.deepEqual(await end("SIGTERM"), [0, null]);
  assert.equal(existsSync(folder), false);
});

test("healthz, readyz and metrics answer everyone and tell no secret", async (t) => {
  const server = await startServer({ testMode: false });
  t.after(() => server.stop());
  await sendQuery({ endpoint: server.endpoint, key: server.admin }, "sts", "GetCallerIdentity");
  for (const path of ["/healthz", "/readyz"]) {
    const answer = await fetch(server.endpoint + path);
    assert.deepEqual([answer.status, await answer.text()], [200, "ok\n"]);
    assert.equal((await fetch(server.endpoint + path, { method: "POST" })).status, 405);
    assert.equal((await fetch(server.endpoint + path, { method: "HEAD" })).status, 200);
  }
  const metrics = await (await fetch(`${server.endpoint}/metrics`)).text();
  assert.match(metrics, /^tegata_requests_total\{service="sts",status="200"\} 1$/m);
  assert.match(metrics, /^tegata_request_seconds_count [1-9]/m);
  assert.match(metrics, /^process_resident_memory_bytes [1-9]/m);
  assert.doesNotMatch(metrics, /AKIA|secret|admin/i);
  assert.equal(metrics.includes(server.accountId), false);
  assert.equal((await fetch(`${server.endpoint}/_tegata/reset`, { method: "POST" })).status, 404);
});

test("TEGATA_ADMIN_* and TEGATA_ROOT_* fix the keys of the first run; other ones later are refused", async (t) => {
  const data = join(temporaryFolder(t), "data");
  const env = {
    TEGATA_ADMIN_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    TEGATA_ADMIN_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    TEGATA_ROOT_ACCESS_KEY_ID: "AKIAI44QH8DHBEXAMPLE",
    TEGATA_ROOT_SECRET_ACCESS_KEY: "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
  };
  const server = await startServer({ data, testMode: false, env });
  t.after(() => server.stop());
  const { endpoint, admin, root } = server;
  assert.equal(admin.secretAccessKey, env.TEGATA_ADMIN_SECRET_ACCESS_KEY);
  assert.ok(root);
  const identity = await sendQuery({ endpoint, key: root }, "sts", "GetCallerIdentity");
  assert.equal(elementOf(identity, "Arn"), `arn:aws:iam::${server.accountId}:root`);
  assert.match(server.stderr(), /WARNING: the root user has an access key/);
  await server.stop();

  const again = await startServer({ data, testMode: false, env });
  await again.stop();
  const other = "AnotherSecretAccessKeyOfFortyCharacters1";
  const start = (changed: Record<string, string>) =>
    tegata(["serve", "--port", "0", "--data", data], { env: { ...env, ...changed } });
  for (const [changed, sentence] of [
    [{ TEGATA_ADMIN_SECRET_ACCESS_KEY: other }, /founded with another key for admin than the one given/],
    [
      { TEGATA_ROOT_ACCESS_KEY_ID: "AKIAOTHEROTHEROTHER2" },
      /founded with another key for root than the one given/,
    ],
  ] as const) {
    const run = await start(changed);
    assertRefused(run, 1, sentence);
    assert.doesNotMatch(run.stderr, /AnotherSecret|je7Mt|wJalr/);
  }
  // Both keys are known, but they are each other's.
  const swapped = {
    TEGATA_ADMIN_ACCESS_KEY_ID: env.TEGATA_ROOT_ACCESS_KEY_ID,
    TEGATA_ADMIN_SECRET_ACCESS_KEY: env.TEGATA_ROOT_SECRET_ACCESS_KEY,
    TEGATA_ROOT_ACCESS_KEY_ID: env.TEGATA_ADMIN_ACCESS_KEY_ID,
    TEGATA_ROOT_SECRET_ACCESS_KEY: env.TEGATA_ADMIN_SECRET_ACCESS_KEY,
  };
  assertRefused(await start(swapped), 1, /founded with another key for admin/);
});

test("npm start is tegata serve", () => {
  const { scripts, bin } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
  assert.match(scripts.start, /^node (?:bin\/tegata\.mjs|src\/cli\/main\.ts) serve$/);
  assert.equal(bin.tegata, "bin/tegata.cjs");
});
