/** What is typed wrongly ends with exit code 2 and a sentence; every verb explains itself. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { version } from "../../src/cli/version.ts";
import { assertRefused, tegata, temporaryFolder } from "./support.ts";

const wrong: readonly (readonly [readonly string[], RegExp])[] = [
  [["fly"], /unknown command 'fly'/],
  [["serve", "--fly"], /unknown option '--fly'/],
  [["serve", "now"], /too many arguments/],
  [["serve", "--port", "70000"], /a port is a number from 0 to 65535/],
  [["serve", "--log-level", "loud"], /Allowed choices are silent, error, info/],
  [["serve", "--data", "postgres://me:hunter2@db/x"], /a store URL may hold a password/],
  [["serve", "--data", ""], /--data names no directory/],
  [["serve", "--port", "0", "--account", "12"], /an account id has twelve digits, not "12"/],
  [["serve", "--port", "0", "--test-mode=open"], /takes nothing or "exposed", not "open"/],
  [["serve", "--port", "0", "--host", "0.0.0.0", "--test-mode"], /must be asked for as --test-mode=exposed/],
  [["serve", "--port", "0", "--test-mode=exposed"], /wants a bearer of at least 16 characters/],
  [["serve", "--store-file", "/nowhere/url"], /cannot read the store file "\/nowhere\/url"/],
  [["env", "--shell", "ksh"], /Allowed choices are sh, fish, powershell, cmd/],
  [["account", "fly"], /unknown command 'fly'/],
  [
    ["account", "list", "--endpoint", "here"],
    /an endpoint looks like http:\/\/127\.0\.0\.1:4600, not "here"/,
  ],
  [["mfa", "register-hardware", "--user", "ann"], /required option '--serial <number>' not specified/],
];

test("a wrong verb, flag or value ends with one sentence and exit code 2, and makes no data", async (t) => {
  const cwd = temporaryFolder(t);
  for (const [args, sentence] of wrong) {
    const run = await tegata(args, { cwd });
    assertRefused(run, 2, sentence);
    assert.doesNotMatch(run.stderr, /hunter2/);
    assert.equal(existsSync(join(cwd, ".tegata")), false, args.join(" "));
  }
});

test("settings of the environment are held to the same rules", async (t) => {
  const cwd = temporaryFolder(t);
  const cases: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
    [{ TEGATA_STORE: "postgres://me:hunter2@db/x" }, /PostgreSQL stores are not available yet/],
    [{ TEGATA_PORT: "many" }, /a port is a number/],
    [{ TEGATA_ADMIN_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" }, /set both TEGATA_ADMIN_ACCESS_KEY_ID and/],
    [
      {
        TEGATA_ADMIN_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
        TEGATA_ADMIN_SECRET_ACCESS_KEY: "hunter2",
      },
      /a secret access key has 16 to 128 visible ASCII characters/,
    ],
  ];
  for (const [env, sentence] of cases) {
    const run = await tegata(["serve", ...("TEGATA_PORT" in env ? [] : ["--port", "0"])], { cwd, env });
    assertRefused(run, 2, sentence);
    assert.doesNotMatch(run.stderr, /hunter2/);
    assert.equal(existsSync(join(cwd, ".tegata")), false);
  }
});

test("--help of every verb, and --version, end with exit code 0 on standard output", async () => {
  const verbs = [
    [],
    ["serve"],
    ["env"],
    ["account"],
    ["account", "create"],
    ["account", "list"],
    ["mfa"],
    ["mfa", "register-hardware"],
  ];
  for (const verb of verbs) {
    const run = await tegata([...verb, "--help"]);
    assert.equal(run.code, 0);
    assert.equal(run.stderr, "");
    assert.match(run.stdout, new RegExp(`^Usage: ${["tegata", ...verb].join(" ")} `));
  }
  const run = await tegata(["--version"]);
  assert.deepEqual([run.code, run.stdout, run.stderr], [0, `${version}\n`, ""]);
});

test("no verb at all prints the help and ends with exit code 2", async () => {
  const run = await tegata([]);
  assert.equal(run.code, 2);
  assert.match(run.stdout + run.stderr, /^Usage: tegata /);
});
