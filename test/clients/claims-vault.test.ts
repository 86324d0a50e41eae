/**
 * The claims that the vault keeps, told from a person's side: `tegata` on a home of its own, an authority that runs, and
 * the unmodified AWS CLI as the child or beside it.
 */
import assert from "node:assert/strict";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { type Json, listOf, needs, type Run } from "../support/aws-cli.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { type Key, type RunningServer, startServer } from "../support/server.ts";
import { type HomeRunOptions, makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const inTerminal = fileURLToPath(new URL("../support/in-terminal.py", import.meta.url));
const rootKey = {
  accessKeyId: "AKIAROOTROOTROOTROO1",
  secretAccessKey: "rootrootrootrootrootrootrootrootrootroot",
};
const mayListUsers = { Action: "iam:ListUsers" };
const mayListBuckets = { Action: "s3:ListAllMyBuckets" };
const invalidClientTokenId =
  "An error occurred (InvalidClientTokenId) when calling the ListUsers operation: The security token included in the request is invalid";

let server: RunningServer;
let desk: Desk;
let home: VaultHome;
/** Report 1's user. */
let runner: Person;

before(async () => {
  const { accessKeyId, secretAccessKey } = rootKey;
  server = await startServer({
    env: { TEGATA_ROOT_ACCESS_KEY_ID: accessKeyId, TEGATA_ROOT_SECRET_ACCESS_KEY: secretAccessKey },
  });
  desk = openDesk(server);
  runner = await desk.addUser("terraform-runner", [mayListUsers, mayListBuckets]);
});
after(() => server?.stop());

/** A home of one test: profiles of these sections, keys in the keyring. */
async function openHome(
  t: { after: (run: () => void) => void },
  profiles: Readonly<Record<string, string>>,
  keys: Readonly<Record<string, Key>> = {},
): Promise<void> {
  home = makeVaultHome();
  t.after(() => home.remove());
  const sections = Object.entries(profiles).map(
    ([name, lines]) => `[profile ${name}]\nendpoint_url = ${server.endpoint}\n${lines}`,
  );
  home.writeConfig(sections.join("\n"));
  for (const [profile, key] of Object.entries(keys)) await home.addKey(profile, key);
}

async function tegata(args: readonly string[], options?: HomeRunOptions): Promise<Run> {
  const run = await home.tegata(args, options);
  assert.equal(run.code, 0, `tegata ${args.join(" ")}: ${run.stderr}${run.stdout}`);
  return run;
}

/** The AWS CLI v1 knows this variable alone. */
const regionOfCliV1 = { AWS_DEFAULT_REGION: "us-east-1" };

/** `aws …` in the home; the endpoint comes from the profile or the environment. */
function aws(args: readonly string[], env: HomeRunOptions["env"] = {}): Promise<Run> {
  return home.run(["aws", ...args], { env: { ...regionOfCliV1, ...env } });
}

function arnOf({ json }: Run): string {
  return String(json.Arn);
}

function keyLines({ accessKeyId, secretAccessKey, sessionToken }: Key): string {
  const token = sessionToken === undefined ? "" : `aws_session_token = ${sessionToken}\n`;
  return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${token}`;
}

function findingOf(run: Run, code: string): Json | undefined {
  return listOf(run.json.Findings).find((finding) => String(finding.Code) === code);
}

const callerIdentity = ["sts", "get-caller-identity"] as const;

describe("report 1, the vault's side", () => {
  it("A1 a key in the vault becomes a session in the command's environment, which docker compose takes into a container", async (t) => {
    if (!needs(t, "aws")) return;
    await openHome(t, { "terraform-runner": "" }, { "terraform-runner": runner });
    await tegata(["exec", "terraform-runner", "--", "aws", "s3", "ls"]);
    // `environment: [AWS_ACCESS_KEY_ID, …]` in a compose file takes each from the environment of docker.
    writeFileSync(join(home.folder, "docker"), '#!/bin/sh\necho "$*"\nenv\n');
    chmodSync(join(home.folder, "docker"), 0o755);
    const composed = await tegata(["exec", "terraform-runner", "--", "docker", "compose", "up"], {
      env: { PATH: `${home.folder}:${process.env.PATH}` },
    });
    const [command, ...lines] = composed.stdout.split("\n");
    assert.equal(command, "compose up");
    const seen = new Map(lines.map((line) => [line.split("=", 1)[0], line.replace(/^[^=]*=/, "")]));
    assert.match(seen.get("AWS_ACCESS_KEY_ID") ?? "", /^ASIA/);
    for (const name of [
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "AWS_CREDENTIAL_EXPIRATION",
      "AWS_REGION",
    ])
      assert.ok(seen.get(name), name);
    assert.equal(seen.get("AWS_VAULT"), "terraform-runner");
    assert.ok(!composed.stdout.includes(runner.secretAccessKey) && !seen.has("TEGATA_FILE_PASSPHRASE"));
  });

  it("A4 the tool names the mechanism, what IAM will say, and both remedies, before and after", async (t) => {
    if (!needs(t, "aws")) return;
    await openHome(t, { "terraform-runner": "" }, { "terraform-runner": runner });
    const refused = await home.tegata(["exec", "terraform-runner", "--", "aws", "iam", "list-users"]);
    assert.ok(refused.stderr.includes(invalidClientTokenId), refused.stderr);
    assert.notEqual(refused.code, 0);
    const identity = await tegata(["whoami", "terraform-runner"]);
    assert.match(identity.stdout, /GetSessionToken without MFA/);
    const { stdout } = await tegata(["plan", "terraform-runner"]);
    assert.match(stdout, /IAM will answer InvalidClientTokenId/);
    assert.match(stdout, /give profile "terraform-runner" an mfa_serial, or a role_arn to assume/);
  });

  it("A5 with mfa_serial exec asks for the code, and the AWS CLI lists the users", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const device = await desk.addDevice("terraform-runner");
    await openHome(
      t,
      { "terraform-runner": `mfa_serial = ${device.serial}\n` },
      { "terraform-runner": runner },
    );
    const command = ["exec", "terraform-runner", "--", "aws", "iam", "list-users"];
    const asked = `Enter MFA code for arn:aws:iam::${desk.accountId}:mfa/terraform-runner:`;
    const code = await device.nextCode();
    const run = await home.run(["python3", inTerminal, asked, code, "--", ...home.command, ...command]);
    assert.equal(run.code, 0, run.stdout);
    assert.ok(run.stdout.includes(asked), run.stdout);
    assert.match(run.stdout, /"UserName": "terraform-runner"/);
    const [user] = listOf((await tegata(command)).json.Users);
    assert.deepEqual(Object.keys(user ?? {}).sort(), ["Arn", "CreateDate", "Path", "UserId", "UserName"]);
  });

  it("A6 with role_arn in the same profile exec assumes the role with the profile's own key, without MFA", async (t) => {
    if (!needs(t, "aws")) return;
    const role = await desk.addRole("deployer", { Principal: { AWS: runner.arn } }, mayListUsers);
    await openHome(t, { "terraform-runner": `role_arn = ${role}\n` }, { "terraform-runner": runner });
    const identity = await tegata(["exec", "terraform-runner", "--", "aws", ...callerIdentity]);
    assert.match(arnOf(identity), /:assumed-role\/deployer\//);
    await tegata(["exec", "terraform-runner", "--", "aws", "iam", "list-users"]);
    const byItself = await aws([...callerIdentity, "--profile", "terraform-runner"]);
    assert.match(byItself.stderr, /Partial credentials found in assume-role/);
  });

  it("A9 plan and whoami name each mechanism, and whoami asks the service whose it is", async (t) => {
    const role = await desk.addRole("named", { Principal: { AWS: runner.arn } });
    await openHome(
      t,
      {
        alone: "",
        "with-mfa": `mfa_serial = arn:aws:iam::${desk.accountId}:mfa/phone
`,
        role: `role_arn = ${role}\nsource_profile = alone\n`,
        file: keyLines(runner),
      },
      { alone: runner, "with-mfa": runner },
    );
    const mechanisms = {
      alone: "GetSessionToken without MFA",
      "with-mfa": "GetSessionToken with MFA",
      role: "AssumeRole, from a long-lived key in the keyring",
      file: "a long-lived key in the files",
    };
    for (const [profile, mechanism] of Object.entries(mechanisms)) {
      const plan = await tegata(["plan", profile]);
      assert.ok(plan.stdout.startsWith(`profile "${profile}": ${mechanism}\n`), plan.stdout);
      const { json } = await tegata(["whoami", profile, "--json", "--offline"]);
      assert.equal(String(json.Mechanism), mechanism);
    }
    const asked = await tegata(["whoami", "role", "--json"]);
    assert.match(String(asked.json.Identity?.Arn), /:assumed-role\/named\//);
  });
});

describe("report 2, the vault's side", () => {
  it("B4 profiles of both files mean to the vault whom they mean to the AWS CLI", async (t) => {
    if (!needs(t, "aws")) return;
    const role = await desk.addRole("b4", { Principal: { AWS: runner.arn } });
    await openHome(t, {
      "in-config": keyLines(runner),
      chained: `role_arn = ${role}\nsource_profile = in-credentials\n`,
    });
    const endpoint = `endpoint_url = ${server.endpoint}\n`;
    home.writeCredentials(
      `[in-credentials]\n${endpoint}${keyLines(runner)}` +
        `[role-there]\n${endpoint}role_arn = ${role}\nsource_profile = in-config\nrole_session_name = there\n`,
    );
    const env = { AWS_ENDPOINT_URL: server.endpoint };
    const nameless = (arn: string) => arn.replace(/(assumed-role\/[^/]+)\/(?!there).+/, "$1");
    for (const profile of ["in-config", "in-credentials", "chained", "role-there"]) {
      const theirs = await aws([...callerIdentity, "--profile", profile], env);
      assert.equal(theirs.code, 0, theirs.stderr);
      const ours = await tegata(["whoami", profile, "--json"], { env });
      assert.equal(nameless(String(ours.json.Identity?.Arn)), nameless(arnOf(theirs)), profile);
    }
  });

  it("B5 whoami shows what `aws configure list` shows, with the place, and how two profiles differ", async (t) => {
    if (!needs(t, "aws")) return;
    await openHome(
      t,
      { one: `region = eu-west-1\n${keyLines(runner)}`, two: "region = eu-west-2\n" },
      { two: runner },
    );
    const env = { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
    const theirs = await aws(["configure", "list", "--profile", "one"], env);
    const shown = /access_key\s+(\*{16}\w{4})\s+(config-file)/.exec(theirs.stdout);
    assert.ok(shown, theirs.stdout);
    const ours = await tegata(["whoami", "one", "--offline", "--json"], { env });
    const rows = new Map(listOf(ours.json.Configuration).map((row) => [String(row.Name), row]));
    assert.deepEqual([...rows.keys()], ["profile", "access_key", "secret_key", "region"]);
    assert.equal(rows.get("access_key")?.Value, shown[1]);
    assert.equal(rows.get("access_key")?.Type, shown[2]);
    assert.match(String(rows.get("access_key")?.Location), /config:\d+$/);
    assert.equal(rows.get("region")?.Value, "eu-west-1");
    assert.ok(!ours.stdout.includes(runner.secretAccessKey));
    const both = await tegata(["whoami", "one", "two", "--offline", "--json"], { env });
    const differing = listOf(both.json.Differences).map((each) => String(each.Name));
    for (const name of ["mechanism", "region"]) assert.ok(differing.includes(name), differing.join());
  });

  it("B8 the AWS CLI's cache is shown with profile, role and expiry, and cleared", async (t) => {
    if (!needs(t, "aws")) return;
    const role = await desk.addRole("b8", { Principal: { AWS: runner.arn } });
    await openHome(t, { source: keyLines(runner), stale: `role_arn = ${role}\nsource_profile = source\n` });
    const filled = await aws([...callerIdentity, "--profile", "stale"], {
      AWS_ENDPOINT_URL: server.endpoint,
    });
    assert.equal(filled.code, 0, filled.stderr);
    const [entry] = listOf((await tegata(["cache", "list", "--aws-cli", "--json"])).json.Entries);
    assert.deepEqual(entry?.Profiles, ["stale"]);
    assert.equal(entry?.Role, role);
    assert.ok(Date.parse(String(entry?.Expiration)) > Date.now());
    assert.ok(existsSync(String(entry?.File)));
    await tegata(["cache", "clear", "--aws-cli", "--yes"]);
    assert.deepEqual(readdirSync(join(home.folder, ".aws", "cli", "cache")), []);
  });

  it("B9 keys in the environment are told, when they ended, what exports them, and how each shell forgets them", async (t) => {
    if (!needs(t, "aws", "fish")) return;
    await openHome(t, { meant: "" }, { meant: runner });
    writeFileSync(join(home.folder, ".profile"), "# mine\nexport AWS_ACCESS_KEY_ID=ASIAOLD\n");
    const env = {
      AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "shadow",
      AWS_SESSION_TOKEN: "shadow",
      AWS_CREDENTIAL_EXPIRATION: "2026-01-02T03:04:05Z",
    };
    for (const [shell, check] of [
      ["/bin/bash", 'test -z "$AWS_ACCESS_KEY_ID$AWS_SECRET_ACCESS_KEY$AWS_SESSION_TOKEN"'],
      ["/usr/bin/fish", "not set -q AWS_ACCESS_KEY_ID; and not set -q AWS_SESSION_TOKEN"],
    ] as const) {
      const run = await tegata(["whoami", "meant", "--offline", "--json"], { env: { ...env, SHELL: shell } });
      const expired = findingOf(run, "EnvironmentKeysExpired");
      assert.match(String(expired?.Text), /MPLE\) expired at 2026-01-02T03:04:05Z/);
      const lines = listOf(expired?.Hints).map(String).join("\n");
      const undone = await home.run([shell.split("/").at(-1) ?? "", "-c", `${lines}\n${check}`], { env });
      assert.equal(undone.code, 0, `${shell}: ${lines}\n${undone.stderr}`);
      const exported = findingOf(run, "VariableExported");
      assert.match(String(exported?.Place?.File), /\.profile$/);
      assert.equal(exported?.Place?.Line, 2);
    }
  });

  it("B13 a key in clear text and a file that others can read are named, with the line that mends each", async (t) => {
    await openHome(t, {}, { another: runner });
    home.writeCredentials(`[open]\n${keyLines(runner)}`);
    chmodSync(home.credentialsFile, 0o644);
    const run = await tegata(["whoami", "open", "--offline", "--json"]);
    const readable = listOf(findingOf(run, "FileReadable")?.Hints).map(String)[0] ?? "";
    assert.match(readable, /^chmod 600 .*credentials'?$/);
    const mended = await home.run(["sh", "-c", readable]);
    assert.equal(mended.code, 0, mended.stderr);
    const [hint = ""] = listOf(findingOf(run, "ClearTextKey")?.Hints).map(String);
    assert.equal(hint, "tegata import --from credentials-file");
    const env = { AWS_ENDPOINT_URL: server.endpoint };
    await tegata([...hint.split(" ").slice(1), "--scrub", "--yes"], { env });
    assert.ok(!readFileSync(home.credentialsFile, "utf8").includes(runner.secretAccessKey));
    const clean = await tegata(["whoami", "open", "--offline", "--json"]);
    assert.equal(findingOf(clean, "ClearTextKey"), undefined);
    assert.equal(findingOf(clean, "FileReadable"), undefined);
  });
});

describe("report 3, the vault's side", () => {
  it("C10 add, exec and plan warn of a root user's key, with the line that deactivates it", async (t) => {
    await openHome(t, {}, { another: runner });
    const env = {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_ACCESS_KEY_ID: rootKey.accessKeyId,
      AWS_SECRET_ACCESS_KEY: rootKey.secretAccessKey,
    };
    const added = await tegata(["add", "danger", "--env"], { env });
    const line = `aws iam update-access-key --access-key-id ${rootKey.accessKeyId} --status Inactive`;
    assert.ok(added.stderr.includes("the root user") && added.stderr.includes(line), added.stderr);
    const run = await tegata(["exec", "danger", "--", "true"], {
      env: { AWS_ENDPOINT_URL: server.endpoint },
    });
    assert.match(
      run.stderr,
      /the root user's[^\n]*\n {2}tegata exec --no-session danger -- .*--status Inactive/,
    );
    const { stdout } = await tegata(["plan", "danger"]);
    assert.match(stdout, /lives at most 1 h: sessions of the root user end then/);
    assert.match(stdout, /warning: the key of "danger" is the root user's and can do everything/);
  });

  it("C11 the AWS CLI renews by credential_process and by the server's variables, and asks for no session itself", async (t) => {
    if (!needs(t, "aws", "faketime")) return;
    await openHome(t, { key: "" }, { key: runner });
    const config = readFileSync(home.configFile, "utf8");
    const [node, program] = home.command;
    home.writeConfig(
      `${config}\n[profile renewing]\nendpoint_url = ${server.endpoint}\ncredential_process = ${node} ${program} export --format json key\n`,
    );
    const env = { AWS_ENDPOINT_URL: server.endpoint };
    const first = await aws([...callerIdentity, "--profile", "renewing"], env);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(arnOf(first), runner.arn);
    await desk.advance(7_200);
    const later = await home.run(
      ["faketime", "-f", "+7200s", "aws", ...callerIdentity, "--profile", "renewing"],
      { env: { ...env, ...regionOfCliV1 } },
    );
    assert.equal(later.code, 0, `the session of 1 h ended on the way: ${later.stderr}`);
    assert.equal(arnOf(later), runner.arn);
    const served = await tegata(["exec", "--server", "key", "--", "aws", ...callerIdentity]);
    assert.equal(arnOf(served), runner.arn);
  });
});
