/** `tegata export` without a service: each format as its readers want it, and what is refused. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";
import { assertRefused } from "./support.ts";

const key = { accessKeyId: "AKIAEXAMPLEEXAMPLE01", secretAccessKey: "secret/of+the=key" };

describe("tegata export", () => {
  let home: VaultHome;

  before(async () => {
    home = makeVaultHome();
    home.writeConfig("[profile work]\nregion = eu-central-1\n");
    await home.addKey("work", key);
  });
  after(() => home.remove());

  const run = (args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) =>
    home.tegata(["export", "-n", ...args], { env: { AWS_REGION: undefined, ...env } });

  it("prints lines of a .env file by default, as AWS Vault does, and says that the key does not expire", async () => {
    const { stdout, stderr, code } = await run(["work"], { SHELL: "/usr/bin/fish" });
    assert.equal(code, 0, stderr);
    assert.equal(
      stdout,
      `AWS_ACCESS_KEY_ID=${key.accessKeyId}\nAWS_SECRET_ACCESS_KEY=${key.secretAccessKey}\nAWS_REGION=eu-central-1\nAWS_DEFAULT_REGION=eu-central-1\n`,
    );
    assert.match(stderr, /^tegata: warning: a long-lived key is handed over as it is/);
    assert.equal((await run(["work", "--format", "env"])).stdout, stdout);
  });

  it("takes no empty name for the default profile's, and is brief about a long one", async () => {
    assertRefused(await run([""]), 2, /^tegata: the profile's name is empty$/);
    const long = await run(["x".repeat(10_000)]);
    assertRefused(long, 2, /no file and no keyring has a profile "x{80}…" \(the argument\)/);
    assert.ok(long.stderr.length < 1_000);
  });

  it("puts nothing below the current folder where HOME is relative or empty", async () => {
    for (const HOME of ["relative", ""]) {
      const env = { HOME, XDG_CACHE_HOME: undefined, XDG_DATA_HOME: undefined };
      const { code } = await home.tegata(["list", "--profiles"], { env, cwd: home.folder });
      assert.equal(code, 0);
    }
    assert.equal(existsSync(join(home.folder, "relative")), false);
  });

  it("prints nothing but the answer for a program that reads JSON", async () => {
    const answer = await run(["--format", "json", "work"]);
    assert.equal(answer.stderr, "");
    assert.deepEqual(answer.json, {
      Version: 1,
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
    });
  });

  for (const [args, env, line] of [
    [["--format", "shell"], { SHELL: "/bin/bash" }, `export AWS_ACCESS_KEY_ID='${key.accessKeyId}'`],
    [["--format", "shell"], { SHELL: "/usr/bin/fish" }, `set -gx AWS_ACCESS_KEY_ID '${key.accessKeyId}'`],
    [["--format", "export-env"], { AWS_PROFILE: "x" }, "unset AWS_PROFILE"],
    [["--format", "powershell"], {}, `$env:AWS_ACCESS_KEY_ID = '${key.accessKeyId}'`],
    [["--format", "cmd"], {}, `set "AWS_ACCESS_KEY_ID=${key.accessKeyId}"`],
    [["--format", "ini"], {}, "[work]"],
  ] as const)
    it(`${args.join(" ")} with ${JSON.stringify(env)} prints ${line}`, async () => {
      const { stdout, stderr } = await run([...args, "-q", "work"], env);
      assert.equal(stderr, "");
      assert.ok(stdout.split("\n").includes(line), stdout);
    });

  it("--unset needs no profile and no keyring", async () => {
    const { stdout, code } = await run(["--unset", "--format", "sh"], {
      TEGATA_FILE_PASSPHRASE: undefined,
      AWS_VAULT: "work",
    });
    assert.equal(code, 0);
    assert.match(stdout, /^unset AWS_ACCESS_KEY_ID\nunset AWS_SECRET_ACCESS_KEY\nunset AWS_SESSION_TOKEN$/m);
    assert.match(stdout, /^unset AWS_VAULT$/m);
    assertRefused(
      await run(["--unset", "--format", "json"]),
      2,
      /--unset prints lines for a shell, and json is none/,
    );
  });

  it("refuses to be nested, unless that is meant, also for a program", async () => {
    const env = { AWS_VAULT: "other" };
    assertRefused(
      await run(["--format", "json", "work"], env),
      2,
      /already inside of exec for profile "other"/,
    );
    assert.equal((await run(["--format", "json", "--nested", "work"], env)).code, 0);
  });

  it("refuses a format that it does not know, with those that it knows", async () => {
    const { code, stderr } = await run(["--format", "xml", "work"]);
    assert.equal(code, 2);
    assert.match(stderr, /choose one of sh, fish, powershell, cmd, dotenv, ini, json, env,/);
  });
});
