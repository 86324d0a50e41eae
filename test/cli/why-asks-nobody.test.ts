/** `tegata why` asks nobody for a passphrase, whoever keeps the keys, and leaves everything as it is. */
import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { tegata } from "./support.ts";

/** pass with a gpg whose agent would have to ask: it does so unless its options forbid it. */
const pass = `#!/bin/sh
case " $PASSWORD_STORE_GPG_OPTS " in
*" --pinentry-mode=error "*) ;;
*) touch "$(dirname "$0")/asked" ;;
esac
case " $PASSWORD_STORE_GPG_OPTS " in
*" --logger-file=/dev/null "*) ;;
*) echo "gpg: decryption failed: No secret key" >&2 ;;
esac
exit 2
`;

describe("tegata why", () => {
  let home: string;
  let env: Readonly<Record<string, string>>;

  before(() => {
    home = mkdtempSync(join(tmpdir(), "tegata-why-asks-"));
    mkdirSync(join(home, ".aws", "cli", "cache"), { recursive: true });
    writeFileSync(join(home, ".aws", "cli", "cache", "cut-off.json"), "{");
    env = {
      HOME: home,
      XDG_CACHE_HOME: join(home, ".cache"),
      XDG_DATA_HOME: join(home, ".local", "share"),
      XDG_RUNTIME_DIR: home,
      TEGATA_LANG: "en",
    };
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  it("lets gpg ask for no passphrase, and keeps its options", async () => {
    const store = join(home, ".password-store");
    mkdirSync(join(store, "tegata"), { recursive: true });
    writeFileSync(join(store, ".gpg-id"), "somebody\n");
    writeFileSync(join(store, "tegata", "access-key.work.gpg"), "");
    writeFileSync(join(home, "pass"), pass, { mode: 0o755 });
    const run = await tegata(["why", "work", "--offline"], {
      env: {
        ...env,
        TEGATA_KEYRING: "pass",
        TEGATA_PASS_CMD: join(home, "pass"),
        PASSWORD_STORE_GPG_OPTS: "--no-throw-keyids",
      },
    });
    assert.match(run.stdout, /the plan: a long-lived key in the keyring/);
    assert.ok(!existsSync(join(home, "asked")));
    assert.equal(run.stderr, "");
  });

  it("changes nothing: no file, no folder, no time", async () => {
    const process = join(home, "process");
    writeFileSync(process, `#!/bin/sh\ntouch "$(dirname "$0")/was-run"\nsleep 60\n`, { mode: 0o755 });
    const role = "role_arn = arn:aws:iam::123456789012:role/r\n";
    const there = "region = us-east-1\nendpoint_url = http://127.0.0.1:9\n";
    writeFileSync(
      join(home, ".aws", "config"),
      `[profile process]\ncredential_process = ${process}\n${there}` +
        `[profile behind]\nsource_profile = process\n${role}${there}` +
        `[profile served]\ncredential_source = EcsContainer\n${role}${there}` +
        `[profile web]\nweb_identity_token_file = ${join(home, "token")}\n${role}${there}` +
        `[profile portal]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = R\n${there}` +
        "[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://portal.example/start\n",
    );
    const seen = treeOf(home);
    for (const profile of ["behind", "served", "portal"]) {
      const { code } = await tegata(["why", profile], {
        env: { ...env, TEGATA_KEYRING: "file", TEGATA_FILE_PASSPHRASE: "open sesame" },
      });
      assert.equal(code, 0);
      assert.deepEqual(treeOf(home), seen, profile);
    }
  });
});

/** What is in a folder but for Node's compiled code: paths, sizes, rights and times. */
function treeOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith(".cache"))
    .map((path) => {
      const { size, mode, mtimeMs, ino } = lstatSync(join(folder, path));
      return `${path} ${ino} ${size} ${mode} ${mtimeMs}`;
    })
    .sort();
}
