/** `tegata add`, `list`, `remove` and `clear` as people type them, against a running authority. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { readStoredKey } from "../../src/vault/stored-keys/index.ts";
import { aws, needs } from "../support/aws-cli.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { inTerminal, withoutTerminal } from "../support/terminals.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const rootKey = {
  accessKeyId: "AKIAROOTROOTROOTROOT",
  secretAccessKey: "root-secret-root-secret-root-secret-root",
};

let server: RunningServer;
let desk: Desk;
let alice: Person;
let home: VaultHome;

before(async () => {
  server = await startServer({
    env: {
      TEGATA_ROOT_ACCESS_KEY_ID: rootKey.accessKeyId,
      TEGATA_ROOT_SECRET_ACCESS_KEY: rootKey.secretAccessKey,
    },
  });
  desk = openDesk(server);
  alice = await desk.addUser("alice", { Action: "*" });
  home = makeVaultHome();
});
after(async () => {
  home.remove();
  await server.stop();
});

/** `tegata …` without a terminal, at the authority that the environment names. */
function tegata(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return home.run([...withoutTerminal, ...home.command, ...args], {
    env: { AWS_ENDPOINT_URL: server.endpoint, ...env },
  });
}

function keyEnv({ accessKeyId, secretAccessKey }: { accessKeyId: string; secretAccessKey: string }) {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

describe("tegata add", () => {
  it("asks on the terminal, shows no secret, says whose the key is, and leaves every other byte of the config file", async (t) => {
    if (!needs(t, "python3")) return;
    const config = `[default]\r\nregion = us-east-1   ; near\r\n\r\n# of old\r\n[profile s3]\r\ns3 =\r\n  max_concurrent_requests = 20\r\n  addressing_style=path\r\n`;
    home.writeConfig(config);
    const device = `arn:aws:iam::${desk.accountId}:mfa/alice`;
    const run = await home.run(
      inTerminal(
        [
          ["Enter Access Key ID", alice.accessKeyId],
          ["Enter Secret Access Key", alice.secretAccessKey],
        ],
        [...home.command, "add", "work", "--mfa-serial", device],
      ),
      { env: { AWS_ENDPOINT_URL: server.endpoint } },
    );
    assert.equal(run.code, 0, run.stdout);
    assert.match(
      run.stdout,
      new RegExp(`added: the key \\*{16}${alice.accessKeyId.slice(-4)} of ${alice.arn}`),
    );
    assert.equal(run.stdout.includes(alice.secretAccessKey), false);
    assert.equal(
      readFileSync(home.configFile, "utf8"),
      `${config}\r\n[profile work]\r\nmfa_serial = ${device}\r\n`,
    );
    const kept = await readStoredKey(home.keyring, "work");
    assert.equal(kept?.accessKeyId, alice.accessKeyId);
    assert.equal(kept.secretAccessKey.reveal(), alice.secretAccessKey);
  });

  it("asks the profile's own endpoint, and keeps no key that is wrong, deleted or mistyped", async () => {
    home.writeConfig(`[profile lab]\nendpoint_url = ${server.endpoint}\n`);
    const person = await desk.addUser("bob");
    await desk.ask("iam", "DeleteAccessKey", { UserName: "bob", AccessKeyId: person.accessKeyId });
    const before = readFileSync(home.configFile, "utf8");
    for (const [key, code] of [
      [person, "InvalidClientTokenId"],
      [{ ...alice, accessKeyId: "AKIAUNKNOWNUNKNOWN22" }, "InvalidClientTokenId"],
      [{ ...alice, secretAccessKey: "not-the-secret-that-was-made" }, "SignatureDoesNotMatch"],
    ] as const) {
      const run = await home.run([...withoutTerminal, ...home.command, "add", "lab", "--env"], {
        env: keyEnv(key),
      });
      assert.equal(run.code, 1);
      assert.match(
        run.stderr,
        new RegExp(`was refused with ${code}: .*; the key \\*+.{4} was not stored\n {2}tegata add lab `),
      );
      assert.equal(run.stdout, "");
      assert.equal(run.stderr.includes(key.secretAccessKey), false);
    }
    assert.equal(await readStoredKey(home.keyring, "lab"), undefined);
    assert.equal(readFileSync(home.configFile, "utf8"), before);
  });

  it("keeps no key when nobody can be asked whose it is, unless told to", async () => {
    const nowhere = { ...keyEnv(alice), AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    const refused = await tegata(["add", "offline", "--env"], nowhere);
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /did not reach 127\.0\.0\.1: nothing listens there.*the key was not stored\n {2}tegata add offline --env --no-verify/,
    );
    assert.equal(await readStoredKey(home.keyring, "offline"), undefined);
    const kept = await tegata(
      ["add", "offline", "--env", "--no-verify", "--no-add-config", "--json"],
      nowhere,
    );
    assert.equal(kept.code, 0, kept.stderr);
    assert.equal(kept.json.Verified, false);
    assert.match(kept.stderr, /nobody was asked whose the key is/);
  });

  it("replaces another key only when a person says so or with --force, and forgets its sessions", async (t) => {
    if (!needs(t, "python3")) return;
    const other = await desk.addKey("alice");
    const refused = await tegata(["add", "work", "--env"], keyEnv(other));
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /the keyring has the key \*+.{4} for profile "work"; nothing was stored\n {2}tegata add work --force/,
    );
    const command = [...home.command, "add", "work", "--env"];
    const env = { AWS_ENDPOINT_URL: server.endpoint, ...keyEnv(other) };
    const no = await home.run(inTerminal([["Replace it for good?", "n"]], command), { env });
    assert.equal(no.code, 1, no.stdout);
    assert.equal((await readStoredKey(home.keyring, "work"))?.accessKeyId, alice.accessKeyId);
    const forced = await tegata(["add", "work", "--env", "--force", "--json"], keyEnv(other));
    assert.equal(forced.code, 0, forced.stderr);
    assert.equal(forced.json.Arn, alice.arn);
    assert.equal((await readStoredKey(home.keyring, "work"))?.accessKeyId, other.accessKeyId);
    const again = await tegata(["add", "work", "--env"], keyEnv(other));
    assert.match(again.stdout, /^already there: the key/);
  });

  it("warns of the root user's key, with the line that deactivates it, and remembers whose it is", async (t) => {
    const run = await tegata(["add", "danger", "--env"], keyEnv(rootKey));
    assert.equal(run.code, 0, run.stderr);
    const command = `tegata exec --no-session danger -- aws iam update-access-key --access-key-id ${rootKey.accessKeyId} --status Inactive`;
    assert.ok(run.stderr.includes(`:root, the root user: it can do everything`), run.stderr);
    assert.ok(run.stderr.includes(`\n  ${command}\n`), run.stderr);
    assert.match((await tegata(["list"])).stdout, /danger \(root user\)/);
    if (!needs(t, "aws")) return;
    const [, line = ""] = command.split(" -- aws ");
    const deactivated = await aws(line.split(" "), { endpoint: server.endpoint, key: rootKey });
    assert.equal(deactivated.code, 0, deactivated.stderr);
    const dead = await tegata(["add", "danger2", "--env"], keyEnv(rootKey));
    assert.match(dead.stderr, /InvalidClientTokenId/);
  });
});
