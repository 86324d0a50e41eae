/** SSO from sign-in to call: through a stand-in that AWS's own clients are shown to take for the real one first. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { randomBytes } from "../../src/crypto/index.ts";
import { sessionCacheKeyItem } from "../../src/vault/keyring/index.ts";
import { needs } from "../support/aws-cli.ts";
import { type Desk, openDesk, sessionIn } from "../support/desk.ts";
import { cleanEnvironment, type RunningServer, startServer } from "../support/server.ts";
import { elementOf } from "../support/signed.ts";
import { type SsoOptions, type SsoStandIn, startSso } from "../support/sso-stand-in.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const startUrl = "https://d-1234567890.awsapps.com/start";
const ssoRegion = "eu-west-1";
const scopes = "sso:account:access,codewhisperer:completions";

describe("SSO, end to end", () => {
  let server: RunningServer;
  let desk: Desk;
  let readerArn: string;
  let portal: SsoStandIn;
  let home: VaultHome;
  let browser: string;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    const ann = await desk.addUser("ann", { Action: "sts:*" });
    readerArn = await desk.addRole("Reader", { Principal: { AWS: ann.arn } }, { Action: "sts:*" });
    mint = async () => {
      const asked = { RoleArn: readerArn, RoleSessionName: "ann@example.com", DurationSeconds: "3600" };
      const answer = await desk.ask("sts", "AssumeRole", asked, ann);
      return { ...sessionIn(answer), expiration: Date.parse(elementOf(answer, "Expiration") ?? "") };
    };
  });
  after(() => server.stop());

  let mint: NonNullable<SsoOptions["mint"]>;
  const start = async (over: Partial<SsoOptions> = {}) => {
    portal = await startSso({ roles: [`${desk.accountId}/Reader`], mint, ...over });
    home.writeConfig(`[profile work]
sso_session = corp
sso_account_id = ${desk.accountId}
sso_role_name = Reader
region = us-east-1
services = local
[services local]
sts =
  endpoint_url = ${server.endpoint}
sso =
  endpoint_url = ${portal.endpoint}
sso_oidc =
  endpoint_url = ${portal.endpoint}
[sso-session corp]
sso_start_url = ${startUrl}
sso_region = ${ssoRegion}
sso_registration_scopes = ${scopes}
`);
  };

  beforeEach(async () => {
    home = makeVaultHome();
    // Made here it is cheap to open; the program itself would make the keyring as dear as a person's.
    await home.keyring.write(sessionCacheKeyItem, randomBytes(32));
    // A browser whose person says yes to everything; it notes where it was sent.
    browser = join(home.folder, "browser");
    writeFileSync(browser, '#!/bin/sh\necho "$1" >> "$HOME/visited"\nexec curl -sSL -o /dev/null "$1"\n', {
      mode: 0o700,
    });
  });
  afterEach(async () => {
    await portal.close();
    home.remove();
  });

  const visited = (): readonly string[] => {
    const file = join(home.folder, "visited");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  };
  const tegata = (args: readonly string[], env: Record<string, string> = {}) =>
    home.tegata(args, { env: { BROWSER: browser, ...env } });
  const whoAmI = ["sts", "get-caller-identity", "--query", "Arn", "--output", "text"];
  const reader = /assumed-role\/Reader\/ann@example\.com\n?$/;

  /** What a session file of the AWS CLI holds. */
  function writeAwsToken(): void {
    const folder = join(home.folder, ".aws", "sso", "cache");
    mkdirSync(folder, { recursive: true });
    const name = createHash("sha1").update("corp").digest("hex");
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, "Z");
    const kept = { startUrl, region: ssoRegion, accessToken: portal.grantToken(), expiresAt };
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(kept));
  }

  it("the AWS CLI and the JS SDK get a role's credentials through the stand-in, from the token file of AWS", async (t) => {
    if (!needs(t, "aws")) return;
    await start();
    writeAwsToken();
    const env = { AWS_PROFILE: "work" };
    const cli = await home.run(["aws", ...whoAmI], { env });
    assert.match(cli.stdout, reader, cli.stderr);
    const script = `import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
console.log((await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn);`;
    const sdk = await home.run([process.execPath, "--input-type=module", "-e", script], { env });
    assert.match(sdk.stdout, reader, sdk.stderr);
    assert.deepEqual(portal.calls, ["GetRoleCredentials", "GetRoleCredentials"]);
  });

  it("exec signs in through a browser with PKCE, and the next one asks nobody", async (t) => {
    if (!needs(t, "aws", "curl")) return;
    await start();
    const first = await tegata(["exec", "work", "--", "aws", ...whoAmI]);
    assert.match(first.stdout, reader, first.stderr);
    assert.deepEqual(portal.calls, ["RegisterClient", "CreateToken", "GetRoleCredentials"]);
    const [url = "", ...others] = visited();
    assert.deepEqual(others, []);
    const asked = new URL(url).searchParams;
    assert.equal(asked.get("code_challenge_method"), "S256");
    assert.equal(asked.get("scopes"), scopes.replaceAll(",", " "));
    assert.deepEqual(portal.registrations[0]?.scopes, scopes.split(","));
    assert.deepEqual(portal.registrations[0]?.grantTypes, ["authorization_code", "refresh_token"]);
    const second = await tegata(["export", "work", "--format", "json"]);
    assert.match(second.json.AccessKeyId as unknown as string, /^ASIA/, second.stderr);
    assert.equal(portal.calls.length, 3);
  });

  it("exec --device signs in by a code, at the pace that the portal asks for", async (t) => {
    if (!needs(t, "aws")) return;
    await start({ approveAfter: 1 });
    const run = await tegata(["exec", "--device", "work", "--", "aws", ...whoAmI]);
    assert.match(run.stdout, reader, run.stderr);
    assert.match(run.stderr, /open http:\S+\/device and type [\w-]{8}/);
    assert.deepEqual(visited(), []);
    assert.deepEqual(portal.calls, [
      "RegisterClient",
      "StartDeviceAuthorization",
      "CreateToken: AuthorizationPendingException",
      "CreateToken",
      "GetRoleCredentials",
    ]);
    assert.deepEqual(portal.registrations[0]?.scopes, scopes.split(","));
  });

  it("exec --stdout prints the page's address for whoever opens it, and goes on when somebody was there", async () => {
    await start();
    const [program, ...args] = [...home.command, "exec", "--stdout", "work", "--", "sh", "-c", "echo done"];
    const child = spawn(program, args, {
      env: cleanEnvironment(home.env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      if (line.startsWith(portal.endpoint)) await portal.visit(line);
    }
    assert.deepEqual(lines.slice(1), ["done"]);
    assert.equal(portal.calls.at(-1), "GetRoleCredentials");
  });

  it("refreshes a token that ends soon with its refresh token, without a browser", async (t) => {
    if (!needs(t, "curl")) return;
    await start({ tokenSeconds: 600 });
    await tegata(["export", "work", "--format", "json"]);
    portal.calls.length = 0;
    const again = await tegata(["export", "--fresh", "work", "--format", "json"]);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(portal.calls, ["CreateToken", "GetRoleCredentials"]);
    assert.equal(visited().length, 1);
  });

  it("signs in again when the portal takes neither token any more", async (t) => {
    if (!needs(t, "curl")) return;
    await start();
    await tegata(["export", "work", "--format", "json"]);
    portal.signOut();
    portal.calls.length = 0;
    const again = await tegata(["export", "--fresh", "work", "--format", "json"]);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(portal.calls, [
      "GetRoleCredentials: UnauthorizedException",
      "CreateToken: InvalidGrantException",
      "CreateToken",
      "GetRoleCredentials",
    ]);
    assert.equal(visited().length, 2);
  });

  it("leaves no token, client secret or key in plain text anywhere, and no file for others to read", async (t) => {
    if (!needs(t, "curl")) return;
    await start();
    const run = await tegata(["export", "work", "--format", "json"]);
    const key = run.json as unknown as { readonly SecretAccessKey: string; readonly SessionToken: string };
    const secrets = [...portal.secrets, key.SecretAccessKey, key.SessionToken];
    assert.ok(secrets.length >= 5);
    const kept = filesBelow(home.folder).filter((file) => !file.endsWith("visited"));
    assert.ok(kept.some((file) => file.includes("tokens")) && kept.some((file) => file.includes("sessions")));
    for (const file of kept) {
      const text = readFileSync(file, "latin1");
      for (const secret of secrets) assert.ok(!text.includes(secret), `${file} has a secret in it`);
      if (file.includes(".cache")) assert.equal(statSync(file).mode & 0o077, 0, file);
    }
    // The page's address was an argument, for all to see: nothing in it can be taken to the portal alone.
    const said = `${visited().join()}${run.stderr}`;
    for (const secret of portal.secrets) {
      const isClientId = said.includes(`client_id=${secret}`);
      assert.ok(isClientId || !said.includes(secret), "a token was shown");
    }
  });

  it("signs in once for two processes that start at once, and for two roles of one portal", async (t) => {
    if (!needs(t, "curl")) return;
    await start();
    const [one, other] = await Promise.all([
      tegata(["export", "work", "--format", "json"]),
      tegata(["export", "work", "--format", "json"]),
    ]);
    assert.deepEqual([one.code, other.code], [0, 0], one.stderr + other.stderr);
    assert.equal(visited().length, 1);
    assert.equal(portal.calls.filter((call) => call === "CreateToken").length, 1);
    assert.equal(one.json.AccessKeyId, other.json.AccessKeyId);
    const session = readFileSync(home.configFile, "utf8").replace("[profile work]", "[profile other]");
    home.writeConfig(session.replace(`sso_role_name = Reader`, `sso_role_name = Nobody`));
    const refused = await tegata(["export", "other", "--format", "json"]);
    assert.equal(refused.code, 1);
    assert.match(
      refused.stderr,
      /sso:GetRoleCredentials for profile "other" .* refused with ForbiddenException/,
    );
    assert.equal(visited().length, 1);
  });

  it("takes a sign-in of the AWS CLI as it is, and writes nothing into its folder", async () => {
    await start();
    writeAwsToken();
    const folder = join(home.folder, ".aws", "sso", "cache");
    const before = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    const run = await tegata(["export", "work", "--format", "json"]);
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(portal.calls, ["GetRoleCredentials"]);
    assert.deepEqual(
      readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8")),
      before,
    );
  });

  it("says that a person is needed where nobody could sign in, and calls nothing", async () => {
    await start();
    const run = await home.run(["setsid", ...home.command, "export", "work", "--format", "json"], {
      env: { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, BROWSER: undefined },
    });
    assert.equal(run.code, 3, run.stderr);
    assert.equal(run.stdout, "");
    assert.match(
      run.stderr,
      /^tegata: profile "work" at \S+config:\d+ needs a person to sign in to https:\S+, and this run may not ask\n/,
    );
    assert.deepEqual(portal.calls, []);
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
