/** `tegata exec` without a service: what the command gets, how it ends, and what is refused before it starts. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { splitOperands } from "../../src/cli/verbs/exec/operands.ts";
import { cleanEnvironment } from "../support/server.ts";
import { makeVaultHome, passphrase, type VaultHome } from "../support/vault-home.ts";
import { assertRefused } from "./support.ts";

const key = { accessKeyId: "AKIAEXAMPLEEXAMPLE01", secretAccessKey: "secret/of+the=key" };

describe("tegata exec", () => {
  let home: VaultHome;

  before(async () => {
    home = makeVaultHome();
    home.writeConfig(`[default]
region = eu-west-1
[profile work]
region = eu-central-1
endpoint_url = http://127.0.0.1:9
[profile root]
`);
    await home.addKey("work", key);
    await home.addKey("root", key, "arn:aws:iam::123456789012:root");
  });
  after(() => home.remove());

  const exec = (args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) =>
    home.tegata(["exec", ...args], { env });
  const printed = (...names: readonly string[]) => [
    "--",
    process.execPath,
    "-p",
    `${JSON.stringify(names)}.map((name) => process.env[name] ?? "-").join(" ")`,
  ];

  it("hands over the key, the profile's region and endpoint, and takes away what would win over them", async () => {
    const names = [
      ...["AWS_VAULT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"],
      ...["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_CONTAINER_CREDENTIALS_FULL_URI"],
    ];
    const run = await exec(["work", "-n", ...printed(...names)], {
      AWS_PROFILE: "other",
      AWS_REGION: undefined,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/",
    });
    assert.equal(
      run.stdout.trim(),
      `work ${key.accessKeyId} ${key.secretAccessKey} - - eu-central-1 eu-central-1 http://127.0.0.1:9 -`,
      run.stderr,
    );
  });

  it("says that a long-lived key is handed over, and is quiet when it is asked to be", async () => {
    const run = await exec(["work", "-n", "--", "true"]);
    assert.equal(run.code, 0);
    assert.match(
      run.stderr,
      /^tegata: warning: a long-lived key is handed over as it is: it does not expire/m,
    );
    assert.equal((await exec(["work", "-n", "-q", "--", "true"])).stderr, "");
  });

  it("says of a root user's key which line deactivates it", async () => {
    const { stderr } = await exec(["root", "-n", "--", "true"]);
    assert.match(stderr, /warning: the key of "root" is the root user's and can do everything/);
    assert.match(
      stderr,
      /^ {2}tegata exec --no-session root -- aws iam update-access-key --status Inactive --access-key-id AKIAEXAMPLEEXAMPLE01$/m,
    );
  });

  it("leaks nothing of the vault's or AWS Vault's secrets, nor what npm sets, to the command", async () => {
    const run = await exec(["work", "-n", "--", "env"], {
      AWS_VAULT_FILE_PASSPHRASE: "another-passphrase",
      AWS_VAULT_PASS_PREFIX: "kept",
      TEGATA_ADMIN_TOKEN: "administrator",
      npm_execpath: "/usr/lib/npm",
      npm_config_registry: "https://registry.example",
      INIT_CWD: "/",
      NPM_TOKEN: "of the user",
    });
    assert.equal(run.code, 0, run.stderr);
    for (const secret of [passphrase, "another-passphrase", "administrator", "registry.example"])
      assert.ok(!run.stdout.includes(secret), secret);
    assert.match(run.stdout, /^AWS_VAULT_PASS_PREFIX=kept$/m);
    assert.match(run.stdout, /^NPM_TOKEN=of the user$/m);
    assert.doesNotMatch(run.stdout, /^(?:npm_|INIT_CWD|TEGATA_FILE_PASSPHRASE|TEGATA_PROCESS)/m);
  });

  it("ends as the command ends: its code, its signal, 127 and 126", async () => {
    assert.equal((await exec(["work", "-nq", "--", "sh", "-c", "exit 7"])).code, 7);
    const line = `${home.command.join(" ")} exec work -nq -- sh -c 'kill -TERM $$'; echo $?`;
    assert.match((await home.run(["sh", "-c", line])).stdout, /^143$/m);
    const missing = await exec(["work", "--", "no-such-command"]);
    assert.equal(missing.code, 127);
    assert.equal(missing.stderr, 'tegata: there is no command "no-such-command"\n');
    const file = join(home.folder, "not-a-program");
    writeFileSync(file, "text", { mode: 0o600 });
    const refused = await exec(["work", "--", file]);
    assert.equal(refused.code, 126);
    assert.match(refused.stderr, /cannot be executed\n {2}chmod \+x '/);
  });

  it("becomes the command, so that a signal to it is the command's", async () => {
    const [program, ...args] = [...home.command, "exec", "work", "-nq", "--"];
    const script = 'trap "echo caught; exit 9" TERM; echo $$; while :; do sleep 0.05; done';
    const child = spawn(program ?? "", [...args, "sh", "-c", script], {
      env: cleanEnvironment(home.env),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [first] = await once(child.stdout, "data");
    assert.equal(Number(String(first)), child.pid);
    child.kill("SIGTERM");
    const [[second], [code]] = await Promise.all([once(child.stdout, "data"), once(child, "exit")]);
    assert.match(String(second), /caught/);
    assert.equal(code, 9);
  });

  it("runs the user's shell where no command is named, and a command without a profile as the variables say", async () => {
    const shell = join(home.folder, "shell");
    writeFileSync(shell, '#!/bin/sh\necho "shell of $AWS_VAULT"\n');
    chmodSync(shell, 0o700);
    assert.equal((await exec(["work", "-nq"], { SHELL: shell })).stdout, "shell of work\n");
    const run = await exec(["-nq", ...printed("AWS_VAULT")], { AWS_PROFILE: "work" });
    assert.equal(run.stdout, "work\n", run.stderr);
  });

  it("refuses to be nested, unless that is meant", async () => {
    const run = await exec(["work", "-n", "--", "true"], { AWS_VAULT: "other" });
    assertRefused(run, 2, /this is already inside of exec for profile "other", since AWS_VAULT is set/);
    const nested = await exec(["work", "-nq", "--nested", ...printed("AWS_VAULT")], { AWS_VAULT: "other" });
    assert.equal(nested.stdout, "work\n", nested.stderr);
  });

  it("names a profile that is not there", async () => {
    const run = await exec(["nobody", "--", "true"]);
    assertRefused(run, 2, /"nobody"/);
  });

  for (const [args, sentence] of [
    [["--server", "-n"], /--no-session and a server do not go together/],
    [["--imds", "-n"], /--no-session and a server/],
    [["--imds", "--server"], /--imds and --server do not go together/],
    [["--imds", "--role", "arn:aws:iam::123456789012:role/r"], /--imds and --role/],
    [["--imds", "--docker"], /--imds and --docker/],
    [["--server", "--json"], /--json and a server/],
    [["--lazy"], /--lazy means nothing without --server/],
    [["--server", "--lazy", "--prompt", "terminal"], /--lazy and --prompt terminal/],
    [["--docker", "--docker-network", "n"], /--docker-network means nothing without --listen/],
    [["--docker-network", "n"], /--docker-network means nothing without --docker/],
    [
      ["--server", "--listen", "0.0.0.0", "--lazy"],
      /AWS's clients take credentials from 127\.0\.0\.1, .* not from "0\.0\.0\.0"/,
    ],
    [["--docker", "--lazy"], /--docker wants `docker run` or `docker create`/],
    [["--server", "--listen", "169.254.170.23"], /cannot listen on 169\.254\.170\.23/],
  ] as const)
    it(`refuses ${args.join(" ")}`, async () => {
      const run = await exec(["work", "-q", ...args, "--", "true"]);
      assertRefused(run, run.stderr.includes("cannot listen") ? 1 : 2, sentence);
    });

  it("refuses a server that [default] would win over, with the line", async (t) => {
    home.writeCredentials("[default]\naws_access_key_id = AKIAEXAMPLEEXAMPLE02\naws_secret_access_key = x\n");
    t.after(() => home.writeCredentials(""));
    const run = await exec(["work", "--server", "--lazy", "--", "true"]);
    const sentence = assertRefused(run, 2, /aws_access_key_id of \[default\] at .* comes before a server/);
    assert.ok(sentence.includes(`${home.credentialsFile}:2`), sentence);
  });

  it("with a server names it and its token's file, keeps both for as long as the command, and passes signals on", async () => {
    const script =
      'test "$(stat -c %a "$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")" = 600 && echo "$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE <$AWS_ACCESS_KEY_ID>"; trap "exit 9" TERM; kill -TERM $PPID; while :; do sleep 0.05; done';
    const run = await exec(["work", "--ecs-server", "--lazy", "-q", "--", "sh", "-c", script]);
    assert.equal(run.code, 9, run.stderr);
    const [file = "", accessKeyId] = run.stdout.trim().split(" ");
    assert.equal(accessKeyId, "<>");
    assert.ok(file.startsWith(home.folder), file);
    assert.equal((await home.run(["test", "-e", file])).code, 1);
  });

  it("leaves no token behind when a signal ends it before the command starts", async (t) => {
    const config = readFileSync(home.configFile, "utf8");
    t.after(() => home.writeConfig(config));
    home.writeConfig(
      `${config}\n[profile waiting]\nsource_profile = work\nrole_arn = arn:aws:iam::123456789012:role/r\nmfa_serial = arn:aws:iam::123456789012:mfa/ann\nmfa_process = touch ${home.folder}/asked; exec sleep 2\n`,
    );
    const [program, ...args] = [...home.command, "exec", "--server", "waiting", "--", "true"];
    const child = spawn(program ?? "", args, { env: cleanEnvironment(home.env), stdio: "ignore" });
    const tokens = () => globSync(join(home.folder, "tegata-*", "token")).length;
    while (!existsSync(join(home.folder, "asked"))) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(tokens(), 1);
    child.kill("SIGTERM");
    const [, signal] = await once(child, "exit");
    assert.equal(signal, "SIGTERM");
    assert.equal(tokens(), 0);
  });

  it("with --json prints what export prints", async () => {
    const run = await exec(["work", "-nj"]);
    assert.deepEqual(run.json, {
      Version: 1,
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
    });
  });
});

describe("splitOperands()", () => {
  it("takes a profile only from before the command", () => {
    for (const [typed, profile, words] of [
      ["p -- env -u A", "p", ["env", "-u", "A"]],
      ["-- env", undefined, ["env"]],
      ["p", "p", []],
      ["", undefined, []],
      ["p env", "p", ["env"]],
      ["p env -- x", "p", ["env", "x"]],
      ["p -- sh -- x", "p", ["sh", "--", "x"]],
    ] as const) {
      const argv = typed.split(" ").filter((word) => word !== "");
      const at = argv.indexOf("--");
      const operands = argv.filter((_, index) => index !== at);
      assert.deepEqual(splitOperands(operands, argv), { profile, words }, typed);
    }
  });
});
