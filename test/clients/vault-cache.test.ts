/** `tegata cache`: what the real AWS CLI keeps is named, and cleared, file by file. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { listOf, needs } from "../support/aws-cli.ts";
import { openDesk } from "../support/desk.ts";
import { startServer } from "../support/server.ts";
import { makeVaultHome } from "../support/vault-home.ts";

describe("tegata cache", () => {
  it("names profile, role and expiry of what the AWS CLI keeps, points at a shared identity, and clears one profile", async (t) => {
    if (!needs(t, "aws", "setsid")) return;
    const server = await startServer();
    t.after(() => server.stop());
    const home = makeVaultHome();
    t.after(() => home.remove());
    const desk = openDesk(server);
    const people = [await desk.addUser("alice"), await desk.addUser("bob")] as const;
    const trust = { Principal: { AWS: people.map(({ arn }) => arn) } };
    const shared = await desk.addRole("shared", trust);
    const other = await desk.addRole("other", trust);
    home.writeCredentials(
      people
        .map(
          (person) =>
            `[${person.userName}]\naws_access_key_id = ${person.accessKeyId}\naws_secret_access_key = ${person.secretAccessKey}\n`,
        )
        .join(""),
    );
    home.writeConfig(
      `[profile alice-shared]\nrole_arn = ${shared}\nsource_profile = alice\n` +
        `[profile bob-shared]\nrole_arn = ${shared}\nsource_profile = bob\n` +
        `[profile bob-other]\nrole_arn = ${other}\nsource_profile = bob\nrole_session_name = me\nduration_seconds = 1800\nexternal_id = a,b:c\n`,
    );
    const env = { AWS_ENDPOINT_URL: server.endpoint, AWS_DEFAULT_REGION: "us-east-1" };
    for (const profile of ["alice-shared", "bob-shared", "bob-other"]) {
      const run = await home.run(["aws", "sts", "get-caller-identity", "--profile", profile], { env });
      assert.equal(run.code, 0, run.stderr);
    }
    const folder = join(home.folder, ".aws", "cli", "cache");
    const kept = readdirSync(folder).filter((name) => name.endsWith(".json"));
    assert.equal(kept.length, 2, "two identities share a file of the AWS CLI");
    writeFileSync(join(folder, "0000.json"), "");

    const listed = await home.tegata(["cache", "list", "--aws-cli", "--json"]);
    assert.equal(listed.code, 0, listed.stderr);
    const byRole = new Map(listOf(listed.json.Entries).map((entry) => [entry.Role, entry]));
    const sharedEntry = byRole.get(shared as never);
    assert.deepEqual(sharedEntry?.Profiles, ["alice-shared", "bob-shared"]);
    assert.match(String(sharedEntry?.Arn), /:assumed-role\/shared\//);
    assert.equal(sharedEntry?.State, "live");
    assert.deepEqual(byRole.get(other as never)?.Profiles, ["bob-other"]);
    assert.equal(byRole.get(undefined as never)?.State, "unreadable");
    assert.match(listed.stdout, /keeps one session for \\"alice-shared\\", \\"bob-shared\\"/);
    assert.doesNotMatch(listed.stdout, /SecretAccessKey|SessionToken/);

    const table = await home.tegata(["cache", "list"]);
    assert.match(table.stdout, /aws-cli +alice-shared, bob-shared +arn:.*role\/shared +\S+Z +live, 1 h left/);
    assert.match(table.stdout, /unreadable: it is empty/);

    const unasked = await home.run(["setsid", "-w", ...home.command, "cache", "clear", "bob-other"]);
    assert.equal(unasked.code, 3);
    assert.match(unasked.stderr, /there is no terminal to ask on[^\n]*\n {2}tegata cache clear --yes/);
    assert.equal(
      readdirSync(folder).filter((name) => name.endsWith(".json")).length,
      3,
      "nothing went unasked",
    );
    const cleared = await home.tegata(["cache", "clear", "bob-other", "--yes"]);
    assert.equal(cleared.code, 0, cleared.stderr);
    assert.match(cleared.stderr, /1 of 1 removed/);
    assert.equal(readdirSync(folder).filter((name) => name.endsWith(".json")).length, 2);
    const again = await home.tegata(["cache", "clear", "bob-other", "--yes"]);
    assert.match(again.stderr, /nothing is cached for "bob-other"/);
    assert.equal(again.code, 0);
    const all = await home.tegata(["cache", "clear", "--aws-cli", "--yes", "--json"]);
    assert.equal(listOf(all.json.Removed).length, 2);
    assert.ok(existsSync(folder));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".json")),
      [],
    );
  });

  it("lists the vault's own sessions, and SSO's tokens with their profile", async (t) => {
    const server = await startServer();
    t.after(() => server.stop());
    const home = makeVaultHome();
    t.after(() => home.remove());
    await home.addKey("admin", server.admin);
    home.writeConfig(
      `[profile admin]\nendpoint_url = ${server.endpoint}\n` +
        "[profile reader]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n" +
        "[sso-session corp]\nsso_start_url = https://corp.example/start\nsso_region = us-east-1\n",
    );
    const tokens = join(home.folder, ".aws", "sso", "cache");
    mkdirSync(tokens, { recursive: true });
    // SHA-1 of "corp".
    const file = join(tokens, "ee0bfd2552fbd840c02cc48b6e823320543c450f.json");
    writeFileSync(
      file,
      '{"accessToken":"hidden","expiresAt":"2001-01-01T00:00:00Z","startUrl":"https://corp.example/start"}',
    );
    const made = await home.tegata(["whoami", "admin"]);
    assert.equal(made.code, 0, made.stderr);

    const { json, stdout } = await home.tegata(["cache", "list", "--json"]);
    assert.doesNotMatch(stdout, /hidden/);
    const entries = listOf(json.Entries);
    const session = entries.find(({ Cache }) => String(Cache) === "vault");
    assert.deepEqual(session?.Profiles, ["admin"]);
    assert.equal(session?.Role, "GetSessionToken");
    assert.equal(entries.find(({ Cache }) => String(Cache) === "sso")?.State, "expired");

    const cleared = await home.tegata(["cache", "clear", "admin", "--vault", "--yes"]);
    assert.match(cleared.stderr, /1 of 1 removed/);
    assert.ok(existsSync(file));
    const rest = await home.tegata(["cache", "list", "--vault", "--plain"]);
    assert.match(rest.stderr, /nothing is cached/);
  });
});
