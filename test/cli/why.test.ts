/** `tegata why` without a server: what it reads, how it answers, and a command of which it changes nothing. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { needs, type Run, runProgram } from "../support/aws-cli.ts";
import { cleanEnvironment } from "../support/server.ts";
import { inTerminal } from "../support/terminals.ts";
import { entry, tegata } from "./support.ts";

const expired =
  "An error occurred (ExpiredToken) when calling the ListBuckets operation: The provided token has expired.";

describe("tegata why", () => {
  let home: string;
  let env: Readonly<Record<string, string>>;

  before(() => {
    home = mkdtempSync(join(tmpdir(), "tegata-why-"));
    env = {
      HOME: home,
      XDG_DATA_HOME: home,
      XDG_CACHE_HOME: home,
      XDG_RUNTIME_DIR: home,
      TEGATA_KEYRING: "file",
      TEGATA_LANG: "en",
    };
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  const why = (args: readonly string[], input?: string): Promise<Run> =>
    tegata(["why", "--offline", ...args], { env, ...(input !== undefined && { input }), cwd: home });

  it("reads the error from --error, from --error -, and from a pipe", async () => {
    const answers = [
      await why(["--error", expired]),
      await why(["--error", "-"], `${expired}\n`),
      await why([], `a line before\n${expired}\n`),
    ];
    for (const { code, stdout } of answers) {
      assert.equal(code, 0);
      assert.match(stdout, /^1\. the session that signed is over/);
      assert.match(stdout, / tegata explain expired-token$/m);
    }
  });

  it("says that no error was given where --error brings none", async () => {
    for (const run of [await why(["--error", ""]), await why(["--error", "-"], "\n")]) {
      assert.equal(run.code, 2);
      assert.match(run.stderr, /no error text was given/);
    }
  });

  it("answers in Japanese, with AWS's sentence as it is", async () => {
    for (const more of [{ TEGATA_LANG: "ja" }, { TEGATA_LANG: "", LANG: "ja_JP.UTF-8" }]) {
      const run = await tegata(["why", "--offline", "--error", expired], {
        env: { ...env, LC_ALL: "", LC_MESSAGES: "", ...more },
      });
      assert.match(run.stdout, /^1\. 署名に使われたセッションは期限切れです/);
      assert.ok(run.stdout.includes("The provided token has expired."));
    }
  });

  it("recognises nothing in another program's error, says what it looked at, and ends with 1", async () => {
    const run = await why(["--error", "make: *** [all] Error 2"]);
    assert.equal(run.code, 1);
    assert.match(run.stdout, /^this error is not recognised\nchecked:\n {3}- the profile "default"/);
  });

  it("takes what is wrong beside an error that it does not recognise for no cause", async () => {
    const run = await why(["nobody", "--error", "the disk is full"]);
    assert.equal(run.code, 1);
    assert.match(run.stdout, /^this error is not recognised\nchecked:\n/);
    assert.match(run.stdout, /\nfound beside it:\n1\. no file has a profile "nobody" \(possible\)\n/);
  });

  it("takes one error: the given one, or the command's", async () => {
    const run = await why(["--error", expired, "--", "true"]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /--error and a command after -- are two errors: give one of them/);
    assert.equal(run.stdout, "");
  });

  it("does not call a refusal of its own question nothing", async (t) => {
    const answer =
      "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>";
    const server = createServer((_, response) => {
      response.writeHead(400, { "content-type": "text/xml" }).end(answer);
    }).listen(0, "127.0.0.1");
    t.after(() => server.close());
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const key = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "x".repeat(40) };
    const run = await tegata(["why"], {
      env: { ...env, ...key, AWS_ENDPOINT_URL: url, AWS_REGION: "us-east-1" },
      cwd: home,
    });
    assert.match(
      run.stdout,
      /^this error is not about credentials\n {3}Throttling: Rate exceeded\nchecked:\n/,
    );
  });

  it("prints keys that programs can rely on", async () => {
    const { json } = await why(["--json", "--error", expired]);
    assert.deepEqual(Object.keys(json), ["profile", "symptom", "client", "findings", "checked"]);
    const [finding] = json.findings as unknown as readonly Record<string, unknown>[];
    assert.deepEqual(Object.keys(finding ?? {}), [
      ...["code", "page", "concern", "certainty", "what", "evidence", "remedies"],
    ]);
    assert.equal(json.symptom?.code, "ExpiredToken");
  });

  it("starts no other program for a text", async () => {
    writeFileSync(join(home, "aws"), `#!/bin/sh\ntouch "$(dirname "$0")/aws-was-run"\n`, { mode: 0o755 });
    const run = await tegata(["why", "--offline", "--error", expired], {
      env: { ...env, PATH: `${home}:${process.env.PATH}` },
    });
    assert.equal(run.code, 0);
    assert.ok(!existsSync(join(home, "aws-was-run")));
  });

  it("reads the end of a log of many megabytes", async () => {
    const run = await why(["--error", "-"], `${"x".repeat(99)}\n`.repeat(80_000) + expired);
    assert.match(run.stdout, /^1\. the session that signed is over/);
  });

  it("shows nothing of what steers a terminal in a hostile text", async () => {
    const text = `An error occurred (ExpiredToken) when calling the \u001b[2JListBuckets operation: \u001b]0;title\u0007gone\u202e`;
    const run = await why(["--error", text]);
    assert.doesNotMatch(run.stdout.replaceAll("\n", ""), /[\p{Cc}\p{Cf}]/u);
  });

  describe("-- COMMAND", () => {
    const script = (text: string) => why(["--", "sh", "-c", text]);

    it("says nothing where the command succeeds", async () => {
      const run = await script("echo out; echo err >&2");
      assert.deepEqual([run.code, run.stdout, run.stderr], [0, "out\n", "err\n"]);
    });

    it("ends as the command does, by itself, by a signal, or not started", async () => {
      assert.equal((await script("exit 7")).code, 7);
      assert.equal((await script("kill -TERM $$")).code, 143);
      assert.equal((await why(["--", "no-such-command"])).code, 127);
      assert.equal((await why(["--", "/no/such/command"])).code, 127);
      assert.equal((await why(["--", "/etc/passwd"])).code, 126);
    });

    it("hands standard input over, and keeps the two outputs apart", async () => {
      const run = await why(["--", "sh", "-c", "cat; echo err >&2; exit 3"], "typed\n");
      assert.equal(run.code, 3);
      assert.equal(run.stdout, "typed\n");
      assert.match(run.stderr, /^err\nthis error is not recognised\n/);
    });

    it("passes a megabyte of any bytes through", async () => {
      const file = join(home, "bytes");
      const bytes = Buffer.from(Array.from({ length: 1024 * 1024 }, (_, index) => (index * 7919) % 256));
      writeFileSync(file, bytes);
      const found = await new Promise<Buffer>((resolve) => {
        const args = [entry, "why", "--offline", "--", "sh", "-c", `cat ${file}; exit 1`];
        const options = {
          env: cleanEnvironment(env),
          encoding: "buffer",
          maxBuffer: 4 * bytes.length,
        } as const;
        execFile(process.execPath, args, options, (_, stdout) => resolve(stdout));
      });
      assert.ok(found.equals(bytes));
    });

    it("reads the error that was printed, and answers where errors go", async () => {
      const run = await script(`echo '{"Code": "AccessDenied"}'; echo "${expired}" >&2; exit 254`);
      assert.equal(run.code, 254);
      assert.equal(run.stdout, '{"Code": "AccessDenied"}\n');
      assert.match(
        run.stderr,
        /^An error occurred \(ExpiredToken\)[^\n]*\n1\. the session that signed is over/,
      );
    });

    it("shows the command a terminal where there is one", async (t) => {
      if (!needs(t, "python3")) return;
      const command = [
        process.execPath,
        entry,
        "why",
        "--offline",
        "--",
        "sh",
        "-c",
        "test -t 1 && echo seen; exit 5",
      ];
      const run = await runProgram(inTerminal([], command), cleanEnvironment(env));
      assert.match(run.stdout, /seen/);
    });
  });
});
