/** `tegata import` from AWS Vault and from the shared files, against a running authority. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { loadSharedFiles } from "../../src/vault/profiles/index.ts";
import { readStoredKey } from "../../src/vault/stored-keys/index.ts";
import { needs, type Run } from "../support/aws-cli.ts";
import { awsVaultPassphrase, writeAwsVaultFile } from "../support/aws-vault-files.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import {
  cleanEnvironment,
  type Key,
  type RunningServer,
  repository,
  startServer,
} from "../support/server.ts";
import { inTerminal, withoutTerminal } from "../support/terminals.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

let server: RunningServer;
let desk: Desk;
let alice: Person;
let bob: Person;
let dead: Key;
let home: VaultHome;

before(async () => {
  server = await startServer();
  desk = openDesk(server);
  alice = await desk.addUser("alice");
  bob = await desk.addUser("bob");
  dead = await desk.addKey("bob");
  await desk.ask("iam", "DeleteAccessKey", { UserName: "bob", AccessKeyId: dead.accessKeyId });
});
after(() => server.stop());
beforeEach((t) => {
  home = makeVaultHome();
  const made = home;
  if ("after" in t) t.after(() => made.remove());
});

const importing = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  home.run([...withoutTerminal, ...home.command, "import", ...args], {
    env: { AWS_ENDPOINT_URL: server.endpoint, ...env },
  });

async function keptIds(...profiles: readonly string[]): Promise<readonly (string | undefined)[]> {
  const kept = await Promise.all(profiles.map((profile) => readStoredKey(home.keyring, profile)));
  return kept.map((key) => key?.accessKeyId);
}

function statuses(run: Run): unknown {
  const keys = run.json.Keys as unknown as readonly { Profile: string; Status: string }[];
  return Object.fromEntries(keys.map(({ Profile, Status }) => [Profile, Status]));
}

function noSecretIn(run: Run): void {
  for (const { secretAccessKey } of [alice, bob, dead])
    assert.equal(`${run.stdout}${run.stderr}`.includes(secretAccessKey), false);
}

describe("tegata import --from aws-vault", () => {
  /** AWS Vault on the PATH, with these keys. */
  function standIn(keys: Readonly<Record<string, Key>>): Readonly<Record<string, string>> {
    const folder = join(home.folder, "bin");
    mkdirSync(folder);
    const script = join(repository, "test/support/aws-vault-stand-in.ts");
    writeFileSync(join(folder, "aws-vault"), `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`, {
      mode: 0o755,
    });
    const file = join(home.folder, "stand-in.json");
    const entries = Object.entries(keys).map(([name, key]) => [
      name,
      { id: key.accessKeyId, secret: key.secretAccessKey },
    ]);
    writeFileSync(file, JSON.stringify(Object.fromEntries(entries)));
    return {
      PATH: `${folder}:${process.env.PATH}`,
      STAND_IN_KEYS: file,
      STAND_IN_LOG: join(home.folder, "calls"),
      AWS_VAULT_BACKEND: "pass",
      AWS_VAULT_PASS_PREFIX: "aws",
    };
  }

  it("lets AWS Vault hand each key over, also from within its own child, and says what did not move and why", async () => {
    home.writeConfig(
      `[profile role]\nrole_arn = arn:aws:iam::${desk.accountId}:role/x\n\n[profile chained]\nsource_profile = role\n`,
    );
    await home.addKey("taken", { accessKeyId: "AKIAANOTHER", secretAccessKey: "another" });
    const env = standIn({ work: alice, role: bob, taken: alice, gone: dead, chained: alice, "my key": bob });
    const inside = { ...env, AWS_VAULT: "outer", AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/y" };
    const foretold = await importing(["--from", "aws-vault", "--dry-run", "--json"], inside);
    assert.deepEqual(statuses(foretold), {
      ...{ work: "would-move", role: "would-move", gone: "would-move", chained: "would-move" },
      ...{ taken: "skipped", "my key": "would-move" },
    });
    assert.deepEqual(await keptIds("work", "role"), [undefined, undefined]);
    const run = await importing(["--from", "aws-vault", "--json"], inside);
    assert.equal(run.code, 1, "one key is dead");
    assert.deepEqual(statuses(run), {
      ...{ work: "moved", role: "moved", gone: "failed", chained: "skipped" },
      ...{ taken: "skipped", "my key": "moved" },
    });
    const ids = await keptIds("work", "role", "my key", "taken", "gone", "chained");
    const expected = [
      alice.accessKeyId,
      bob.accessKeyId,
      bob.accessKeyId,
      "AKIAANOTHER",
      undefined,
      undefined,
    ];
    assert.deepEqual(ids, expected);
    const reasons = (run.json.Keys as unknown as readonly { Profile: string; Reason?: string }[]).map(
      ({ Profile, Reason }) => `${Profile}: ${Reason}`,
    );
    assert.match(reasons.join("\n"), /gone: .*InvalidClientTokenId.*not stored/);
    assert.match(reasons.join("\n"), /chained: .*source_profile "role" at .*config:5/);
    assert.match(reasons.join("\n"), /taken: the keyring has the key \*{16}THER for profile "taken"/);
    noSecretIn(run);
    const calls = readFileSync(env.STAND_IN_LOG ?? "", "utf8");
    assert.equal(calls.includes(alice.secretAccessKey), false);
    assert.match(calls, /\["exec","--no-session","work","--",.*"add","work","--env"/);
  });

  it("tells when AWS Vault does not open, and when our keyring does not", async () => {
    const env = standIn({ work: alice });
    const shut = await importing(["--from", "aws-vault"], { ...env, AWS_VAULT_PASS_PREFIX: "wrong" });
    assert.equal(shut.code, 1);
    assert.match(shut.stderr, /"aws-vault list --credentials" ended with code 1/);
    await home.addKey("other", bob);
    const locked = await importing(["--from", "aws-vault"], { ...env, TEGATA_FILE_PASSPHRASE: "wrong" });
    assert.equal(locked.code, 3);
    assert.match(locked.stderr, /the passphrase in TEGATA_FILE_PASSPHRASE does not open/);
  });

  it("reads AWS Vault's file backend without it, with its passphrase from the variable or typed", async (t) => {
    const folder = join(home.folder, ".awsvault", "keys");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await writeAwsVaultFile(folder, "work", alice);
    await writeAwsVaultFile(folder, "team/admin", bob);
    await writeAwsVaultFile(folder, "strange", bob, "another passphrase");
    writeFileSync(join(folder, "sts.GetSessionToken,d29yaw,,1700000000"), "x");
    const wrong = await importing(["--from", "aws-vault"], { AWS_VAULT_FILE_PASSPHRASE: "wrong" });
    assert.equal(wrong.code, 3);
    assert.match(wrong.stderr, /the passphrase in AWS_VAULT_FILE_PASSPHRASE does not open AWS Vault's/);
    const nobody = await importing(["--from", "aws-vault", "work"]);
    assert.equal(nobody.code, 3);
    const run = await importing(["--from", "aws-vault", "work", "team/admin", "missing", "--json"], {
      AWS_VAULT_FILE_PASSPHRASE: awsVaultPassphrase,
    });
    assert.equal(run.code, 1);
    assert.deepEqual(statuses(run), { work: "moved", "team/admin": "moved", missing: "failed" });
    assert.deepEqual(await keptIds("work", "team/admin"), [alice.accessKeyId, bob.accessKeyId]);
    noSecretIn(run);
    if (!needs(t, "python3")) return;
    const question = "Passphrase of AWS Vault's";
    const typed = await home.run(
      inTerminal(
        [
          [question, "mistyped"],
          [question, "another passphrase"],
        ],
        [...home.command, "import", "--from", "aws-vault", "--file-dir", folder, "strange"],
      ),
      { env: { AWS_ENDPOINT_URL: server.endpoint } },
    );
    assert.equal(typed.code, 0, typed.stdout);
    assert.deepEqual(await keptIds("strange"), [bob.accessKeyId]);
    assert.equal(typed.stdout.includes("another passphrase"), false);
  });
});

describe("tegata import --from credentials-file", () => {
  const lines = ({ accessKeyId, secretAccessKey }: Key) =>
    `aws_access_key_id = ${accessKeyId}\naws_secret_access_key=${secretAccessKey}\n`;

  function writeFiles(): { readonly config: string; readonly credentials: string } {
    const config = `# mine\n[profile inline]\nregion = us-east-1\n${lines(bob)}s3 =\n  max = 1\n\n[profile double]\n${lines(bob)}`;
    const credentials = `[work]\n; since 2019\n${lines(alice)}\n[gone]\n${lines(dead)}\n[session]\n${lines(alice)}aws_session_token = t\n\n[double]\n${lines(alice)}`;
    home.writeConfig(config);
    home.writeCredentials(credentials);
    return { config, credentials };
  }

  it("copies what its service knows, and removes nothing that nobody asked it to", async () => {
    const { config, credentials } = writeFiles();
    const foretold = await importing(["--from", "credentials-file", "--dry-run", "--json"]);
    assert.deepEqual(await keptIds("work", "inline"), [undefined, undefined]);
    const run = await importing(["--from", "credentials-file", "--json"]);
    assert.equal(run.code, 1, "one key is dead");
    const expected = { inline: "moved", double: "moved", work: "moved", gone: "failed", session: "skipped" };
    assert.deepEqual(statuses(run), expected);
    const before = { ...expected, inline: "would-move", double: "would-move", work: "would-move" };
    assert.deepEqual(statuses(foretold), before);
    assert.deepEqual(await keptIds("work", "inline", "double"), [
      ...[alice.accessKeyId, bob.accessKeyId, alice.accessKeyId],
    ]);
    assert.equal(readFileSync(home.configFile, "utf8"), config);
    assert.equal(readFileSync(home.credentialsFile, "utf8"), credentials);
    assert.match(run.stderr, /still in clear text .*\n {2}tegata import --from credentials-file --scrub/);
    noSecretIn(run);
    const listed = await home.tegata(["list"]);
    assert.match(listed.stdout, /work +work, clear text at .*credentials:4/);
  });

  it("takes exactly the moved keys' lines out with --scrub, and keeps those under which another key lies", async () => {
    const { config, credentials } = writeFiles();
    const run = await importing(["--from", "credentials-file", "--scrub", "--json"]);
    assert.equal(readFileSync(home.configFile, "utf8"), config.replace(lines(bob), ""));
    assert.equal(readFileSync(home.credentialsFile, "utf8"), credentials.replace(lines(alice), ""));
    const keys = run.json.Keys as unknown as readonly {
      Profile: string;
      Scrubbed?: boolean;
      Reason?: string;
    }[];
    assert.deepEqual(
      keys.map(({ Profile, Scrubbed }) => [Profile, Scrubbed]),
      [
        ["inline", true],
        ["double", false],
        ["work", true],
        ["gone", undefined],
        ["session", undefined],
      ],
    );
    assert.match(keys[1]?.Reason ?? "", /its lines stay: another aws_access_key_id stands at .*config:10/);
    assert.match(run.stderr, /credential_process = tegata export --format json/);
  });

  it("asks a person before it removes anything, and takes no answer for a no", async (t) => {
    if (!needs(t, "python3")) return;
    home.writeConfig("");
    home.writeCredentials(`[work]\n${lines(alice)}`);
    const command = [...home.command, "import", "--from", "credentials-file"];
    const env = { AWS_ENDPOINT_URL: server.endpoint };
    const question = "from the files for good?";
    const no = await home.run(inTerminal([[question, ""]], command), { env });
    assert.equal(no.code, 0, no.stdout);
    assert.equal(readFileSync(home.credentialsFile, "utf8"), `[work]\n${lines(alice)}`);
    const yes = await home.run(inTerminal([[question, "y"]], command), { env });
    assert.equal(yes.code, 0, yes.stdout);
    assert.equal(readFileSync(home.credentialsFile, "utf8"), "[work]\n");
    assert.deepEqual(await keptIds("work"), [alice.accessKeyId]);
  });

  it("removes no line when the keyring does not give the key back", async () => {
    const store = join(home.folder, ".password-store");
    mkdirSync(store);
    writeFileSync(join(store, ".gpg-id"), "nobody\n");
    const forgetful = join(home.folder, "pass");
    writeFileSync(forgetful, "#!/bin/sh\ncat >/dev/null\n", { mode: 0o755 });
    home.writeConfig("");
    home.writeCredentials(`[work]\n${lines(alice)}`);
    const run = await importing(["--from", "credentials-file", "--scrub", "--json"], {
      TEGATA_KEYRING: "pass",
      TEGATA_PASS_CMD: forgetful,
    });
    assert.equal(run.code, 1);
    assert.match(run.stdout, /its lines stay: the keyring does not give it back/);
    assert.equal(readFileSync(home.credentialsFile, "utf8"), `[work]\n${lines(alice)}`);
  });

  it("loses no key when it is killed anywhere", async () => {
    const keys = { one: alice, two: bob };
    const original = `[one]\n${lines(alice)}\n[two]\n${lines(bob)}`;
    home.writeConfig("");
    home.writeCredentials(original);
    const [program, ...args] = [...home.command, "import", "--from", "credentials-file", "--scrub"];
    const env = cleanEnvironment({ ...home.env, AWS_ENDPOINT_URL: server.endpoint });
    let killed = 0;
    for (const waitMs of [150, 400, 800, 1_400, 2_200]) {
      const child = spawn(program ?? "", args, { env, stdio: "ignore", detached: true });
      await Promise.race([once(child, "exit"), sleep(waitMs)]);
      if (child.exitCode === null) {
        killed += 1;
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      const { files } = await loadSharedFiles(home.machine);
      for (const [profile, key] of Object.entries(keys)) {
        const inFile = files.profiles.get(profile)?.properties.get("aws_secret_access_key")?.value;
        const kept = await readStoredKey(home.keyring, profile);
        const isHere = [inFile, kept?.secretAccessKey.reveal()].includes(key.secretAccessKey);
        assert.ok(isHere, `${profile} is lost, killed after ${waitMs} ms`);
      }
      if (child.exitCode === 0) break;
    }
    assert.ok(killed > 0, "nothing was killed");
    const last = await importing(["--from", "credentials-file", "--scrub"]);
    assert.equal(last.code, 0, last.stderr);
    assert.deepEqual(await keptIds("one", "two"), [alice.accessKeyId, bob.accessKeyId]);
    assert.equal(readFileSync(home.credentialsFile, "utf8"), "[one]\n\n[two]\n");
  });
});
