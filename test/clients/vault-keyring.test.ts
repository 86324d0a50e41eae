/**
 * The vault's keyrings over the real programs: `pass` with a real gpg key, a real gnome-keyring on a bus of its own, and the
 * file keyring opened, and written, by the `age` tool.
 */
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "node:test";
import { Secret, systemClock } from "../../src/base/index.ts";
import type { Environment, Machine } from "../../src/vault/index.ts";
import {
  createFileKeyring,
  createNativeKeyring,
  createPassKeyring,
  openKeyring,
} from "../../src/vault/keyring/index.ts";
import { findProgram, needs } from "../support/aws-cli.ts";
import { itIsAKeyring } from "../vault/keyring/conformance.ts";

const root = mkdtempSync(join(tmpdir(), "tk-"));
after(() => rmSync(root, { recursive: true, force: true }));

/** Suites register their tests or, where a program is missing, one that says so. */
function describeWith(title: string, programs: readonly string[], suite: () => void): void {
  const isHere = programs.every((name) => findProgram(name) !== undefined);
  describe(title, () => {
    if (isHere) suite();
    else it("runs with the real programs", (t) => void needs(t, ...programs));
  });
}

function machineWith(env: Environment): Machine {
  return { platform: "linux", env: { PATH: process.env.PATH, ...env }, home: root, clock: systemClock };
}

describeWith("the pass keyring with a gpg key", ["pass", "gpg"], () => {
  const store = join(root, "store");
  const calls = join(root, "pass-calls");
  const settings = {
    GNUPGHOME: join(root, "gpg"),
    PASSWORD_STORE_DIR: store,
    TEGATA_PASS_CMD: `'${join(root, "logged pass")}'`,
  };
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: root, ...settings };
  const gpg = (...args: readonly string[]) =>
    execFileSync("gpg", ["--batch", "--yes", "--quiet", ...args], {
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
  const stopAgent = () => execFileSync("gpgconf", ["--kill", "all"], { env });

  before(() => {
    mkdirSync(settings.GNUPGHOME, { mode: 0o700 });
    writeFileSync(join(settings.GNUPGHOME, "gpg-agent.conf"), "pinentry-program /bin/false\n");
    writeFileSync(join(root, "logged pass"), `#!/bin/sh\necho "$@" >>'${calls}'\nexec pass "$@"\n`);
    chmodSync(join(root, "logged pass"), 0o755);
    gpg("--passphrase", "", "--quick-gen-key", "open@example.test", "default", "default", "never");
    gpg(
      "--pinentry-mode",
      "loopback",
      "--passphrase",
      "p",
      "--quick-gen-key",
      "shut@example.test",
      "default",
      "default",
      "never",
    );
  });
  after(stopAgent);

  it("says how to make a store where there is none, and lists nothing", async () => {
    const keyring = createPassKeyring(machineWith(env));
    assert.deepEqual(await keyring.list(), []);
    await assert.rejects(keyring.write("a", Buffer.from("1")), {
      code: "KeyringUnavailable",
      message: `"${store}" is no password store yet`,
      hint: "pass init GPG-ID",
    });
    execFileSync("pass", ["init", "open@example.test"], { env, stdio: "ignore" });
  });

  itIsAKeyring(() => createPassKeyring(machineWith(env)));

  it("gave no secret to an argument, and a person finds the item by its name", async () => {
    await createPassKeyring(machineWith(env)).write("access-key.work", Buffer.from("found by a person"));
    const shown = execFileSync("pass", ["show", "tegata/access-key.work"], { env, encoding: "utf8" });
    assert.equal(Buffer.from(shown, "base64").toString(), "found by a person");
    const lines = readFileSync(calls, "utf8").trim().split("\n");
    assert.ok(lines.length > 20);
    for (const line of lines)
      assert.match(line, /^(?:show|insert --multiline --force|rm --force) tegata\/[\w.%@-]+$/);
  });

  it("finds AWS Vault's settings where there are none of ours, and stays out of AWS Vault's own folder", async () => {
    const { GNUPGHOME, PASSWORD_STORE_DIR } = settings;
    const machine = machineWith({
      HOME: root,
      GNUPGHOME,
      AWS_VAULT_BACKEND: "pass",
      AWS_VAULT_PASS_PASSWORD_STORE_DIR: PASSWORD_STORE_DIR,
      AWS_VAULT_PASS_PREFIX: "aws-vault",
    });
    const { keyring, kind, why } = await openKeyring(machine);
    assert.deepEqual([kind, why], ["pass", 'AWS_VAULT_BACKEND names "pass"']);
    await keyring.write("a", Buffer.from("1"));
    assert.deepEqual(readdirSync(join(store, "aws-vault")), ["tegata"]);
    assert.deepEqual(await keyring.list(), ["a"]);
  });

  it("says KeyringLocked when gpg's key is locked and nobody can be asked, and writes all the same", async () => {
    execFileSync("pass", ["init", "--path=shut", "shut@example.test"], { env, stdio: "ignore" });
    const keyring = createPassKeyring(machineWith({ ...env, TEGATA_PASS_PREFIX: "shut" }));
    await keyring.write("a", Buffer.from("1"));
    stopAgent();
    await assert.rejects(keyring.read("a"), {
      code: "KeyringLocked",
      exitCode: 3,
      hint: "pass show 'shut/a'",
    });
    assert.deepEqual(await keyring.list(), ["a"]);
  });
});

describeWith(
  "the secret-service keyring with gnome-keyring",
  ["dbus-run-session", "gnome-keyring-daemon"],
  () => {
    const home = join(root, "desktop");
    let session: ChildProcess | undefined;

    before(async () => {
      mkdirSync(join(home, "run"), { recursive: true, mode: 0o700 });
      const script =
        'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null; echo "$DBUS_SESSION_BUS_ADDRESS"; cat';
      session = spawn("dbus-run-session", ["--", "sh", "-c", script], {
        env: {
          PATH: process.env.PATH,
          HOME: home,
          XDG_DATA_HOME: join(home, "data"),
          XDG_RUNTIME_DIR: join(home, "run"),
        },
        stdio: ["pipe", "pipe", "ignore"],
      });
      assert.ok(session.stdout);
      const [address] = await once(createInterface({ input: session.stdout }), "line");
      // The add-on's library reads this one, whatever environment a Machine has.
      process.env.DBUS_SESSION_BUS_ADDRESS = String(address);
    });
    after(async () => {
      if (session === undefined) return;
      const ended = once(session, "close");
      session.stdin?.end();
      await ended;
    });

    itIsAKeyring(() => createNativeKeyring("secret-service"));

    it("is chosen on a desktop, unless the file keyring keeps something already", async () => {
      const { DBUS_SESSION_BUS_ADDRESS } = process.env;
      const env = { HOME: root, DBUS_SESSION_BUS_ADDRESS, XDG_DATA_HOME: join(root, "data") };
      const chosen = await openKeyring(machineWith(env));
      assert.equal(chosen.kind, "secret-service");
      assert.match(chosen.why, /^it is the first of secret-service, pass, file that works here$/);
      const withFile = { ...env, TEGATA_FILE_PASSPHRASE: "p", TEGATA_KEYRING: "file" };
      await (await openKeyring(machineWith(withFile))).keyring.write("a", Buffer.from("1"));
      assert.equal((await openKeyring(machineWith(env))).kind, "file");
    });

    it("says KeyringLocked when it is locked and nobody unlocks it", async () => {
      const keyring = await createNativeKeyring("secret-service");
      await keyring.write("a", Buffer.from("1"));
      const login = "array:objpath:/org/freedesktop/secrets/collection/login";
      const lock = ["org.freedesktop.Secret.Service.Lock", login];
      execFileSync("dbus-send", [
        "--session",
        "--print-reply",
        "--dest=org.freedesktop.secrets",
        "/org/freedesktop/secrets",
        ...lock,
      ]);
      for (const call of [
        () => keyring.read("a"),
        () => keyring.write("a", Buffer.from("2")),
        () => keyring.list(),
      ])
        await assert.rejects(call, { code: "KeyringLocked", exitCode: 3 });
    });
  },
);

describe("the secret-service keyring without a service", () => {
  it("says KeyringUnavailable, and openKeyring() chooses another", async () => {
    const source = new URL("../../src/vault/keyring/native.ts", import.meta.url).href;
    const script = `import { createNativeKeyring } from ${JSON.stringify(source)};
      await createNativeKeyring("secret-service").catch((error) => console.log(error.code));`;
    // In a process of its own: the add-on keeps the connection that it has.
    const env = { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: `unix:path=${root}/no-bus` };
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", script], { env, encoding: "utf8" });
    assert.equal(run.stdout, "KeyringUnavailable\n", run.stderr);
    const chosen = await openKeyring(machineWith({ HOME: root, PATH: "" }));
    assert.equal(`${chosen.kind}: ${chosen.why}`, "file: of secret-service, pass, file no other works here");
  });
});

/** Runs a command on a terminal of its own, and types an answer at each of its questions. */
const typist = `
import os, pty, sys
answers = sys.argv[1].split(",")
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown = b""
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    shown += piece
    if shown.rstrip().endswith(b":") and answers:
        os.write(terminal, answers.pop(0).encode() + b"\\n")
        shown = b""
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

describeWith("the file keyring and the age tool", ["age", "python3"], () => {
  const folder = join(root, "file");
  const file = join(folder, "keyring.age");
  const passphrase = {
    fromEnvironment: { variable: "TEGATA_FILE_PASSPHRASE", passphrase: new Secret("correct horse") },
  };
  const open = () => createFileKeyring({ folder, platform: "linux", passphrase });
  const age = (answers: string, ...args: readonly string[]) =>
    spawnSync("python3", ["-c", typist, answers, "age", ...args], { encoding: "utf8" });

  it("age opens with the passphrase what write() wrote, and a person can read it", async () => {
    await open().write("access-key.work", Buffer.from('{"accessKeyId":"AKIAWORK"}'));
    const plain = join(folder, "plain.json");
    const run = age("correct horse", "--decrypt", "--output", plain, file);
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.deepEqual(JSON.parse(readFileSync(plain, "utf8")), {
      "tegata-keyring": 1,
      items: { "access-key.work": { text: '{"accessKeyId":"AKIAWORK"}' } },
    });
    assert.notEqual(age("wrong", "--decrypt", "--output", join(folder, "none"), file).status, 0);
  });

  it("read() opens what age sealed with the passphrase, at age's own cost", async () => {
    const plain = join(folder, "edited.json");
    writeFileSync(plain, '{"tegata-keyring": 1, "items": {"access-key.new": {"text": "by hand"}}}');
    const run = age("correct horse,correct horse", "--passphrase", "--output", file, plain);
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.match(readFileSync(file, "latin1"), /^age-encryption\.org\/v1\n-> scrypt \S+ 18\n/);
    assert.equal(Buffer.from((await open().read("access-key.new")) ?? "").toString(), "by hand");
    assert.deepEqual(await open().list(), ["access-key.new"]);
  });
});
