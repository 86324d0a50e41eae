/** `tegata whoami` beside the real `aws configure list`: the same Type and the same masked Value for each kind of profile. */
import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Json, listOf, needs } from "../support/aws-cli.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

interface Row {
  readonly value: string;
  readonly type: string;
}

describe("tegata whoami", () => {
  let server: RunningServer;
  let desk: Desk;
  let home: VaultHome;
  let person: Person;
  let role: string;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    home = makeVaultHome();
    person = await desk.addUser("jon", { Action: "iam:ListUsers" });
    role = await desk.addRole("reader", { Principal: { AWS: person.arn } });
    const key = `aws_access_key_id = ${person.accessKeyId}\naws_secret_access_key = ${person.secretAccessKey}\n`;
    const script = join(home.folder, "process.sh");
    const answer = {
      Version: 1,
      AccessKeyId: person.accessKeyId,
      SecretAccessKey: person.secretAccessKey,
    };
    writeFileSync(script, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
    chmodSync(script, 0o700);
    const endpoint = `endpoint_url = ${server.endpoint}\n`;
    home.writeCredentials(`[file]\n${key}[both]\n${key}`);
    home.writeConfig(
      `[profile file]\nregion = eu-west-1\n${endpoint}` +
        `[profile config]\n${key}${endpoint}region = eu-west-2\n` +
        `[profile both]\ncredential_process = ${script}\n${endpoint}` +
        `[profile process]\ncredential_process = ${script}\n${endpoint}` +
        `[profile role]\nrole_arn = ${role}\nsource_profile = file\nregion = us-west-2\n${endpoint}` +
        `[profile stored]\n${endpoint}`,
    );
    await home.addKey("stored", person);
  });
  after(async () => {
    home?.remove();
    await server?.stop();
  });

  it("agrees with `aws configure list` on Type and masked Value, and adds the place", async (t) => {
    if (!needs(t, "aws")) return;
    const inKeys = { AWS_ACCESS_KEY_ID: person.accessKeyId, AWS_SECRET_ACCESS_KEY: person.secretAccessKey };
    const cases: readonly { profile?: string; type: string; env?: Record<string, string> }[] = [
      { profile: "file", type: "shared-credentials-file" },
      { profile: "config", type: "config-file" },
      { profile: "both", type: "shared-credentials-file" },
      { profile: "process", type: "custom-process" },
      { profile: "role", type: "assume-role" },
      { type: "env", env: inKeys },
      { type: "config-file", env: { AWS_PROFILE: "config" } },
    ];
    for (const { profile, type, env = {} } of cases) {
      // The AWS CLI v1 knows AWS_DEFAULT_REGION only.
      const options = { env: { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined, ...env } };
      const typed = profile === undefined ? [] : [profile];
      const theirs = await home.run(
        ["aws", "configure", "list", ...typed.flatMap((name) => ["--profile", name])],
        options,
      );
      assert.equal(theirs.code, 0, theirs.stderr);
      // A process says its key when it is run.
      const offline = type === "custom-process" ? [] : ["--offline"];
      const ours = await home.tegata(["whoami", ...typed, ...offline, "--json"], options);
      assert.equal(ours.code, 0, ours.stderr);
      const [expected, found] = [rowsOfList(theirs.stdout), rowsOf(ours.json)];
      assert.equal(expected.get("access_key")?.type, type, theirs.stdout);
      for (const name of ["profile", "access_key", "secret_key", "region"]) {
        const [left, right] = [expected.get(name), found.get(name)];
        assert.equal(right?.type, left?.type, `${profile} ${name}`);
        if (type === "assume-role" && name.endsWith("_key")) assert.equal(right?.value, "<not asked>");
        else assert.equal(right?.value, left?.value, `${profile} ${name}`);
      }
      assert.ok(!ours.stdout.includes(person.secretAccessKey));
      const location = String(listOf(ours.json.Configuration)[1]?.Location);
      assert.match(location, type === "env" ? /^AWS_ACCESS_KEY_ID$/ : /:\d+$/);
    }
  });

  it("names the mechanism and asks whose the session is, which is kept for the next time", async () => {
    const run = await home.tegata(["whoami", "stored"]);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^profile "stored": GetSessionToken without MFA\n/);
    assert.match(run.stdout, /\naccess_key +\*{16}\w{4} +keyring +"stored" in the keyring\n/);
    assert.ok(
      run.stdout.includes(`identity: ${person.arn}\naccount: ${desk.accountId}\nexpires: 20`),
      run.stdout,
    );
    assert.match(
      run.stdout,
      /\nwarning: IAM will answer InvalidClientTokenId, since the session is made without MFA/,
    );
    assert.match(run.stdout, /\ncannot call IAM/);
    assert.match(run.stdout, /the AWS CLI by itself finds no credentials for profile "stored"/);
    const expiresAt = (text: string) => /expires: (\S+)/.exec(text)?.[1];
    const again = await home.tegata(["whoami", "stored", "--plain"]);
    assert.equal(expiresAt(again.stdout), expiresAt(run.stdout), "the kept session was used");
    assert.match(again.stdout, /\nName: access_key\nValue: \*{16}\w{4}\nType: keyring\n/);
  });

  it("quotes what the AWS CLI says of profiles whose key only the vault has", async (t) => {
    if (!needs(t, "aws")) return;
    const profiles = { "role-of-stored": "source_profile = stored\n", "role-alone": "" };
    const config = readFileSync(home.configFile, "utf8");
    t.after(() => home.writeConfig(config));
    home.writeConfig(
      config +
        Object.entries(profiles)
          .map(([name, more]) => `[profile ${name}]\nrole_arn = ${role}\n${more}`)
          .join(""),
    );
    await home.addKey("role-alone", person);
    for (const profile of Object.keys(profiles)) {
      const theirs = await home.run(["aws", "configure", "list", "--profile", profile]);
      const ours = await home.tegata(["whoami", profile, "--offline", "--json"]);
      const refusal = theirs.stderr.trim().replace(/,\s*profile.*$/, "");
      assert.notEqual(theirs.code, 0);
      assert.ok(
        String(listOf(ours.json.AwsCli)[0]?.Refusal).startsWith(refusal),
        `${refusal} ${ours.stdout}`,
      );
    }
  });

  it("shows how two profiles differ, and both identities", async () => {
    const { json, stdout, code, stderr } = await home.tegata(["whoami", "file", "role", "--json"]);
    assert.equal(code, 0, stderr);
    const named = new Map(listOf(json.Differences).map((each) => [String(each.Name), each]));
    assert.equal(named.get("role_arn")?.Right?.Value, role);
    assert.equal(named.get("role_arn")?.Left, undefined);
    assert.equal(json.Left?.Identity?.Arn, person.arn);
    assert.match(String(json.Right?.Identity?.Arn), /:assumed-role\/reader\//);
    assert.ok(!stdout.includes(person.secretAccessKey));
    const table = await home.tegata(["whoami", "file", "role"]);
    assert.match(table.stdout, /^Setting +file +role\n/);
    assert.match(table.stdout, /\nidentity +arn:aws:iam::\d+:user\/jon +arn:aws:sts::/);
  });

  it("prints what is known, and then why nobody could be asked", async () => {
    const env = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "nonsense-nonsense" };
    const run = await home.tegata(["whoami"], { env: { ...env, AWS_ENDPOINT_URL: server.endpoint } });
    assert.equal(run.code, 1);
    assert.match(run.stdout, /the keys in the environment \(AWS_ACCESS_KEY_ID \*{16}MPLE\) are used/);
    assert.match(run.stdout, /\n {2}unset AWS_ACCESS_KEY_ID\n/);
    assert.match(run.stderr, /^tegata: .*InvalidClientTokenId/);
    const unknown = await home.tegata(["whoami", "nobody"]);
    assert.equal(unknown.stdout, "");
    assert.notEqual(unknown.code, 0);
  });

  it("prints what is known where nobody can type a code, and asks with a code that was typed", async (t) => {
    if (!needs(t, "setsid")) return;
    const device = await desk.addDevice("jon");
    const env = { AWS_MFA_SERIAL: device.serial };
    const unasked = await home.run(
      ["setsid", "-w", ...home.command, "whoami", "stored", "--prompt", "terminal"],
      {
        env,
      },
    );
    assert.equal(unasked.code, 3, unasked.stderr);
    assert.match(unasked.stdout, /^profile "stored": GetSessionToken with MFA\n/);
    assert.match(unasked.stdout, /\naccess_key +<not asked> +keyring/);
    const asked = await home.tegata(["whoami", "stored", "-t", await device.nextCode()], { env });
    assert.equal(asked.code, 0, asked.stderr);
    assert.ok(asked.stdout.includes(`identity: ${person.arn}\n`));
  });

  it("calls nobody with --offline", async () => {
    const nowhere = { AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
    const run = await home.tegata(["whoami", "stored", "--offline"], { env: nowhere });
    assert.equal(run.code, 0, run.stderr);
    assert.doesNotMatch(run.stdout, /^identity:/m);
  });
});

/** The lines of `aws configure list`; the value may hold a blank (`<not set>`). */
function rowsOfList(text: string): ReadonlyMap<string, Row> {
  return new Map(
    text
      .split("\n")
      .flatMap((line) => [/^ *(\S+) +(<not set>|\S+) +(\S+) {4}/.exec(`${line}    `)])
      .filter((match) => match !== null)
      .map(([, name = "", value = "", type = ""]) => [name, { value, type }]),
  );
}

function rowsOf(json: Json): ReadonlyMap<string, Row> {
  return new Map(
    listOf(json.Configuration).map(({ Name, Value, Type }) => [
      String(Name),
      { value: String(Value), type: String(Type) },
    ]),
  );
}
