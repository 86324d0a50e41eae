/** `tegata login` at a real authority's federation endpoint, with programs in the place of a browser. */
import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { aws, credentialsOf, needs } from "../support/aws-cli.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

describe("tegata login", () => {
  let server: RunningServer;
  let desk: Desk;
  let home: VaultHome;
  let ann: Person;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    ann = await desk.addUser("ann", { Action: ["sts:AssumeRole", "sts:GetFederationToken"] });
    const roleArn = await desk.addRole("console", { Principal: { AWS: ann.arn } });
    home = makeVaultHome();
    await home.addKey("work", ann);
    home.writeConfig(
      `[profile work]\nendpoint_url = ${server.endpoint}\n[profile admin]\nsource_profile = work\nrole_arn = ${roleArn}\nrole_session_name = ann\n`,
    );
  });
  after(async () => {
    home.remove();
    await server.stop();
  });

  /** What the link opens: once. */
  const open = async (link: string) => {
    const page = await fetch(link.trim());
    return { status: page.status, text: await page.text() };
  };

  it("signs a role in as it is, and a user's key by GetFederationToken", async () => {
    for (const [args, identity, destination] of [
      [["admin", "-s", "--path", "/here?a=b"], "assumed-role/console/ann", "/here?a=b"],
      [["work", "--stdout", "-d", "15m"], "federated-user/ann", "/console"],
    ] as const) {
      const run = await home.tegata(["login", ...args]);
      assert.equal(run.code, 0, run.stderr);
      assert.equal(run.stderr, "");
      const link = new URL(run.stdout.trim());
      assert.equal(link.href.split("?")[0], `${server.endpoint}/federation`);
      assert.equal(link.searchParams.get("Destination"), server.endpoint + destination);
      const page = await open(run.stdout);
      assert.equal(page.status, 200, page.text);
      assert.ok(page.text.includes(`arn:aws:sts::${server.accountId}:${identity}`), page.text);
      assert.equal((await open(run.stdout)).status, 400, "a link is good once");
    }
  });

  it("takes the environment's credentials without a profile, and refuses a session of GetSessionToken", async (t) => {
    if (!needs(t, "aws")) return;
    const env = { AWS_ENDPOINT_URL: server.endpoint };
    const keys = { AWS_ACCESS_KEY_ID: ann.accessKeyId, AWS_SECRET_ACCESS_KEY: ann.secretAccessKey };
    const run = await home.tegata(["login", "--stdout"], { env: { ...env, ...keys } });
    assert.equal(run.code, 0, run.stderr);
    assert.match((await open(run.stdout)).text, /federated-user\/ann/);

    const session = credentialsOf(
      await aws(["sts", "get-session-token"], { endpoint: server.endpoint, key: ann }),
    );
    const refused = await home.tegata(["login", "--stdout"], {
      env: {
        ...env,
        AWS_ACCESS_KEY_ID: session.accessKeyId,
        AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
        AWS_SESSION_TOKEN: session.sessionToken,
      },
    });
    assert.equal(refused.code, 1);
    assert.equal(refused.stdout, "");
    assert.equal(
      refused.stderr,
      `tegata: the credentials of profile "default" are a session of ${ann.arn} from GetSessionToken, with which nobody can sign in: the sign-in endpoint takes those of roles and of GetFederationToken\n  tegata plan default   # the key itself, or a role_arn, is what it needs\n`,
    );
  });

  it("hands the link to the browser once, and not in its arguments", async (t) => {
    if (!needs(t, "curl")) return;
    const log = join(home.folder, "browser.log");
    const browser = join(home.folder, "browser");
    // A page of another site asks first, then the browser, then somebody who came too late.
    writeFileSync(
      browser,
      `#!/bin/sh
echo "arguments $*" >> '${log}'
echo "page $(curl -s -o /dev/null -w '%{http_code}' -H 'Sec-Fetch-Site: cross-site' "$1")" >> '${log}'
curl -s -L "$1" >> '${log}'
echo "late $(curl -s -o /dev/null -w '%{http_code}' "$1")" >> '${log}'
`,
    );
    chmodSync(browser, 0o700);
    const run = await home.tegata(["login", "admin"], { env: { BROWSER: browser } });
    assert.equal(run.code, 0, run.stderr);
    assert.equal(run.stdout, "");
    await new Promise((resolve) => setTimeout(resolve, 500));
    const seen = readFileSync(log, "utf8");
    assert.match(seen, /^arguments http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\npage 404\n/);
    assert.match(
      seen,
      new RegExp(`You are <strong>arn:aws:sts::${server.accountId}:assumed-role/console/ann`),
    );
    assert.match(seen, /late (?:404|000)\n$/);
    assert.ok(!(run.stderr + seen.split("\n")[0]).includes("SigninToken"));
    assert.match(run.stderr, new RegExp(`tegata: your browser opens ${server.endpoint}/console, until 20`));
  });

  it("says what the endpoint refused, what cannot be asked for, and what would be sent in the clear", async () => {
    const login = (...args: string[]) => home.tegata(["login", "work", "--stdout", ...args]);
    const span = await login("-n", "-d", "10m");
    assert.equal(span.code, 2);
    assert.match(span.stderr, /lasts from 900 to 129600 seconds, and 600 were asked for/);
    const nobody = await login("--federation-endpoint", `${server.endpoint}/healthz`);
    assert.equal(nobody.code, 1);
    assert.match(nobody.stderr, /refused the sign-in of profile "work" with status \d+/);
    const clear = await login("--federation-endpoint", "http://auth.example.org/federation");
    assert.equal(clear.code, 1);
    assert.match(clear.stderr, /credentials are sent to "auth\.example\.org" to sign in, and without TLS/);
    assert.equal(span.stdout + nobody.stdout + clear.stdout, "");
  });
});
