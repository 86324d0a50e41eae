import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Secret } from "../../src/base/index.ts";
import { createSealedFiles, tokenFolder } from "../../src/vault/cache/index.ts";
import { createSessionCache, credentialsCodec, sessionCacheFolder } from "../../src/vault/index.ts";
import { rotationItem } from "../../src/vault/keyring/index.ts";
import { tokenName } from "../../src/vault/sso/index.ts";
import { inTerminal, withoutTerminal } from "../support/terminals.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const key = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const hour = 3_600_000;

const startUrl = "https://corp.awsapps.com/start";
const sso = `[sso-session corp]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\nsso_registration_scopes = sso:account:access\n\n[profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = x\n`;

let home: VaultHome;

/** The token of the profile with SSO. */
async function signIn(): Promise<void> {
  const { machine, keyring } = home;
  const tokens = createSealedFiles({ folder: tokenFolder(machine), platform: machine.platform, keyring });
  const portal = {
    startUrl,
    ssoRegion: "us-east-1",
    sessionName: "corp",
    registrationScopes: ["sso:account:access"],
  };
  const expiresAt = new Date(machine.clock.now() + hour).toISOString();
  await tokens.write(tokenName(portal), Buffer.from(JSON.stringify({ accessToken: "secret", expiresAt })));
}

/** A kept session of that profile. */
async function keep(digit: string, about: Readonly<Record<string, string>>): Promise<void> {
  const { machine, keyring } = home;
  const cache = createSessionCache({
    folder: sessionCacheFolder(machine),
    platform: machine.platform,
    clock: machine.clock,
    keyring,
    codec: credentialsCodec,
  });
  const value = {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    secretAccessKey: new Secret("secret"),
    sessionToken: new Secret("token"),
  };
  const expiration = machine.clock.now() + hour;
  await cache.getOrMint(digit.repeat(64), () => Promise.resolve({ value, expiration, about }));
}

before(async () => {
  home = makeVaultHome();
  home.writeConfig(`[profile work]\nregion = us-east-1\n\n[profile admin]\nsource_profile = work\n\n${sso}`);
  home.writeCredentials(
    `[plain]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\n`,
  );
  await home.addKey("work", key);
  await signIn();
  await home.addKey("orphan", key, "arn:aws:iam::123456789012:root");
  await keep("1", { profile: "work", kind: "session-token" });
  await keep("2", { profile: "work", kind: "assume-role", role: "arn:aws:iam::123456789012:role/x" });
  await keep("3", { profile: "gone", kind: "sso", role: "1/x" });
});
after(() => home.remove());

describe("tegata list", () => {
  it("tegata list shows profiles with keys and sessions, keys without profile, and keys in clear text", async () => {
    const { stdout, code } = await home.tegata(["list"]);
    assert.equal(code, 0);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/));
    assert.deepEqual(lines[0], ["Profile", "Credentials", "Sessions"]);
    const left = /^sts\.GetSessionToken:59m[0-9]+s, sts\.AssumeRole:59m[0-9]+s$|^sts\.AssumeRole.*, sts\.Get/;
    assert.match(lines[1]?.[2] ?? "", left);
    assert.deepEqual(lines[1]?.slice(0, 2), ["work", "work"]);
    assert.deepEqual(lines[2], ["admin", "-", "-"]);
    assert.match(lines[3]?.join(" ") ?? "", /^sso - oidc:corp:59m[0-9]+s$/);
    assert.deepEqual(lines[4], ["plain", `clear text at ${home.credentialsFile}:3`, "-"]);
    assert.deepEqual(lines[5], ["-", "orphan (root user)", "-"]);
    assert.match(lines[6]?.join(" ") ?? "", /^- - sso\.GetRoleCredentials:59m[0-9]+s \(gone\)$/);
    assert.equal(stdout.includes(key.secretAccessKey), false);
  });

  it("tegata ls prints one part alone, one a line, and --json for programs", async () => {
    assert.equal((await home.tegata(["ls", "--profiles"])).stdout, "work\nadmin\nsso\nplain\n");
    assert.equal((await home.tegata(["ls", "--credentials"])).stdout, "orphan\nwork\n");
    assert.equal((await home.tegata(["ls", "--sessions"])).stdout.split("\n").length, 4);
    const { json } = await home.tegata(["ls", "--json"]);
    const profiles = json.Profiles as unknown as readonly {
      readonly Profile: string;
      readonly Sessions: object[];
    }[];
    assert.deepEqual(
      profiles.map(({ Profile, Sessions }) => [Profile, Sessions.length]),
      [
        ["work", 2],
        ["admin", 0],
        ["sso", 0],
        ["plain", 0],
        ["orphan", 0],
        ["gone", 1],
      ],
    );
    assert.deepEqual(
      { ...profiles[4] },
      { Profile: "orphan", InFiles: false, HasStoredKey: true, IsRoot: true, Sessions: [] },
    );
    assert.equal((await home.tegata(["ls", "--profiles", "--sessions"])).code, 2);
  });

  it("tegata list shows a rotation that was cut off, and what goes on with it", async () => {
    await home.keyring.write(rotationItem("work"), Buffer.from("{}"));
    try {
      assert.match(
        (await home.tegata(["list"])).stdout,
        /^work {2,}work, rotation unfinished: tegata rotate work {2}/m,
      );
      const { json } = await home.tegata(["list", "--json"]);
      assert.equal(json.Profiles?.[0]?.RotationUnfinished, true);
    } finally {
      await home.keyring.remove(rotationItem("work"));
    }
  });

  it("tegata list --profiles asks for no passphrase", async () => {
    const run = await home.tegata(["list", "--profiles"], { env: { TEGATA_FILE_PASSPHRASE: undefined } });
    assert.equal(run.stdout, "work\nadmin\nsso\nplain\n");
  });

  it("tegata list needs a person when the passphrase is wrong", async () => {
    const run = await home.tegata(["list"], { env: { TEGATA_FILE_PASSPHRASE: "wrong" } });
    assert.equal(run.code, 3);
    assert.equal(run.stdout, "");
    assert.match(run.stderr, /the passphrase in TEGATA_FILE_PASSPHRASE does not open/);
  });
});

describe("tegata clear", () => {
  it("tegata clear forgets one profile's sessions, and then all, also those that nobody can open", async () => {
    assert.equal(
      (await home.tegata(["clear", "work"])).stdout,
      'forgot 2 sessions and no SSO sign-ins of profile "work"\n',
    );
    assert.equal((await home.tegata(["ls", "--sessions"])).stdout.split("\n").length, 2);
    assert.equal(
      (await home.tegata(["clear", "sso"])).stdout,
      'forgot no sessions and 1 SSO sign-in of profile "sso"\n',
    );
    await signIn();
    const unknown = await home.tegata(["clear", "typo"]);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /"typo"/);
    writeFileSync(join(sessionCacheFolder(home.machine), "4".repeat(64)), "torn", { mode: 0o600 });
    const locked = await home.tegata(["clear", "--json"], { env: { TEGATA_FILE_PASSPHRASE: "wrong" } });
    assert.deepEqual(locked.json, { ClearedSessions: 2, ClearedTokens: 1 });
    assert.deepEqual(await home.keyring.list(), [
      ...["access-key.orphan", "access-key.work", "root-key.orphan", "session-cache-key"],
    ]);
  });
});

describe("tegata remove", () => {
  it("tegata remove wants --force where nobody can be asked, and then takes key, root mark and sessions", async () => {
    const command = [...withoutTerminal, ...home.command, "remove"];
    const asked = await home.run([...command, "orphan"]);
    assert.equal(asked.code, 3);
    assert.match(asked.stderr, /no terminal to ask on.*\n {2}tegata remove orphan --force\n$/);
    await keep("5", { profile: "orphan", kind: "session-token" });
    const question = 'of profile "orphan" from the keyring for good? [y/N]';
    const no = await home.run(inTerminal([[question, ""]], [...home.command, "remove", "orphan"]));
    assert.equal(no.code, 0);
    assert.match(no.stdout, /Remove the key \*{16}MPLE of profile.*nothing was removed/s);
    const sessions = await home.run([...command, "orphan", "--sessions-only"]);
    assert.equal(sessions.stdout, 'forgot 1 session of profile "orphan"\n');
    const run = await home.run([...command, "orphan", "-f"]);
    assert.equal(
      run.stdout,
      'removed the key ****************MPLE and forgot no sessions of profile "orphan"\n',
    );
    assert.match(run.stderr, /as active at its service as before/);
    assert.deepEqual(await home.keyring.list(), ["access-key.work", "session-cache-key"]);
    await home.keyring.write(rotationItem("work"), Buffer.from("{}"));
    const rotating = await home.run([...command, "work"]);
    assert.equal(rotating.code, 1);
    assert.equal(
      rotating.stderr,
      'tegata: the rotation of the key of profile "work" is unfinished, and the keyring keeps what it needs to go on\n  tegata rotate work\n',
    );
    assert.equal((await home.run([...command, "work", "--force"])).code, 0);
    assert.deepEqual(
      await home.keyring.list(),
      ["session-cache-key"],
      "the new key is not left behind either",
    );
    const again = await home.run([...command, "orphan", "--force"]);
    assert.equal(again.code, 1);
    assert.match(
      again.stderr,
      /the keyring \(file\) has no key for profile "orphan"\n {2}tegata list --credentials/,
    );
  });
});
