/** Signing in to SSO, against a stand-in that AWS's own clients sign in through first. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { inspect } from "node:util";
import { GetRoleCredentialsCommand, ListAccountsCommand, SSOClient } from "@aws-sdk/client-sso";
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";
import { MovableClock, systemClock, type TegataError } from "../../../src/base/index.ts";
import type { SourceStep } from "../../../src/vault/plan/index.ts";
import type { SsoPorts } from "../../../src/vault/sso/index.ts";
import { runStep, type StepContext } from "../../../src/vault/steps/index.ts";
import { needs, runProgram } from "../../support/aws-cli.ts";
import { cleanEnvironment } from "../../support/server.ts";
import { type SsoStandIn, startSso } from "../../support/sso-stand-in.ts";
import { memoryStore, reason, ssoPorts, stepContext } from "../../support/vault-steps.ts";

const startUrl = "https://d-1234567890.awsapps.com/start";
const device = "urn:ietf:params:oauth:grant-type:device_code";
const role = { accountId: "123456789012", roleName: "Reader" };
const ssoRegion = "eu-west-1";

const step: SourceStep = {
  kind: "sso",
  profile: "p",
  reason,
  startUrl,
  ssoRegion,
  ...role,
  sessionName: "work",
  registrationScopes: ["sso:account:access"],
};

let home: string;
let portal: SsoStandIn;
const start = () => startSso({ roles: [`${role.accountId}/${role.roleName}`] });
before(async () => {
  home = mkdtempSync(join(tmpdir(), "tegata-sso-"));
  portal = await start();
});
after(async () => {
  await portal.close();
  rmSync(home, { recursive: true, force: true });
});

describe("the stand-in speaks as AWS does", () => {
  it("the JS SDK signs in with a device code and gets a role's credentials", async () => {
    const config = { region: ssoRegion, endpoint: portal.endpoint };
    const oidc = new SSOOIDCClient(config);
    const sso = new SSOClient(config);
    const client = await oidc.send(new RegisterClientCommand({ clientName: "sdk", clientType: "public" }));
    const { clientId, clientSecret } = client;
    const started = await oidc.send(
      new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }),
    );
    const { deviceCode, userCode = "" } = started;
    const ask = new CreateTokenCommand({ clientId, clientSecret, grantType: device, deviceCode });
    await assert.rejects(oidc.send(ask), { name: "AuthorizationPendingException" });
    portal.approve(userCode);
    const { accessToken } = await oidc.send(ask);
    const { accountList } = await sso.send(new ListAccountsCommand({ accessToken }));
    assert.deepEqual(
      accountList?.map(({ accountId }) => accountId),
      [role.accountId],
    );
    const { roleCredentials } = await sso.send(new GetRoleCredentialsCommand({ accessToken, ...role }));
    assert.match(roleCredentials?.accessKeyId ?? "", /^ASIA/);
    await assert.rejects(sso.send(new GetRoleCredentialsCommand({ accessToken: "no", ...role })), {
      name: "UnauthorizedException",
    });
  });

  it("the AWS CLI signs in with a device code, and its own SSO profile refreshes the kept token", async (t) => {
    if (!needs(t, "aws")) return;
    const env = cleanEnvironment({
      HOME: home,
      AWS_ENDPOINT_URL: portal.endpoint,
      AWS_DEFAULT_REGION: ssoRegion,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: join(home, "config"),
    });
    writeFileSync(
      join(home, "config"),
      `[default]\ncli_follow_urlparam = false\n[profile p]\nsso_session = work\nsso_account_id = ${role.accountId}\nsso_role_name = ${role.roleName}\n[sso-session work]\nsso_start_url = ${startUrl}\nsso_region = ${ssoRegion}\n`,
    );
    const cli = async (...args: readonly string[]) => {
      const run = await runProgram(["aws", "--output", "json", ...args], env);
      assert.equal(run.code, 0, run.stderr);
      return run.json;
    };
    const oidc = ["sso-oidc", "--no-sign-request"];
    const scopes = ["--scopes", "sso:account:access"];
    const client = await cli(
      ...oidc,
      "register-client",
      "--client-name",
      "cli",
      "--client-type",
      "public",
      ...scopes,
    );
    const known = ["--client-id", String(client.clientId), "--client-secret", String(client.clientSecret)];
    const started = await cli(...oidc, "start-device-authorization", ...known, "--start-url", startUrl);
    portal.approve(String(started.userCode));
    const grant = ["--grant-type", device, "--device-code", String(started.deviceCode)];
    const token = await cli(...oidc, "create-token", ...known, ...grant);
    const asked = ["--account-id", role.accountId, "--role-name", role.roleName];
    const bearer = ["--access-token", String(token.accessToken), "--no-sign-request"];
    assert.match(
      String((await cli("sso", "get-role-credentials", ...asked, ...bearer)).roleCredentials?.accessKeyId),
      /^ASIA/,
    );

    const file = writeAwsToken("work", {
      startUrl,
      region: ssoRegion,
      accessToken: "stale",
      expiresAt: "2020-01-01T00:00:00Z",
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      registrationExpiresAt: "2099-01-01T00:00:00Z",
      refreshToken: token.refreshToken,
    });
    const listed = await runProgram(["aws", "configure", "list", "--profile", "p"], env);
    assert.match(listed.stdout, /access_key +\*+\w{4} +sso/, listed.stderr);

    // What the CLI wrote is what we read, and leave as it is.
    const text = readFileSync(file, "utf8");
    const context = contextWith({});
    assert.match((await runStep(step, context)).accessKeyId, /^ASIA/);
    assert.equal(readFileSync(file, "utf8"), text);
    rmSync(file);
  });
});

describe("runStep() of an SSO step", () => {
  it("signs in through the browser with PKCE, keeps the token sealed by name, and asks nobody the next time", async () => {
    const fresh = await start();
    const pages: string[] = [];
    const urls: string[] = [];
    const tokens = memoryStore();
    const openBrowser = async (url: string) => {
      urls.push(url);
      const query = new URL(url).searchParams;
      const redirect = query.get("redirect_uri") ?? "";
      assert.equal((await fetch(`${redirect}?code=stolen&state=wrong`)).status, 400);
      pages.push(await fresh.visit(url));
    };
    const context = contextWith({ signIn: "browser", openBrowser, tokens }, fresh);
    const first = await runStep(step, context);
    assert.equal(first.accountId, role.accountId);
    assert.match(pages[0] ?? "", /^You are signed in/);
    assert.match(urls[0] ?? "", /^http:\/\/127\.0\.0\.1:\d+\/authorize\?response_type=code&client_id=/);
    assert.deepEqual(fresh.registrations[0]?.scopes, ["sso:account:access"]);
    assert.deepEqual(fresh.registrations[0]?.redirectUris, ["http://127.0.0.1/oauth/callback"]);
    assert.deepEqual(context.notes, [`waiting for sign-in to ${startUrl} in the browser`]);
    await runStep(step, contextWith({ tokens }, fresh));
    assert.deepEqual(fresh.calls, [
      "RegisterClient",
      "CreateToken",
      "GetRoleCredentials",
      "GetRoleCredentials",
    ]);
    for (const name of tokens.kept.keys()) assert.match(name, /^sso-(?:token|client)-[0-9a-f]{64}$/);
    await fresh.close();
  });

  it("signs in with a device code where there is no browser, at the pace that is asked for", async () => {
    const fresh = await start();
    const slept: number[] = [];
    let shown = "";
    const context = contextWith(
      {
        signIn: "device",
        showDeviceCode: async ({ userCode, verificationUri }) => {
          shown = userCode;
          assert.equal(verificationUri, `${fresh.endpoint}/device`);
        },
      },
      fresh,
      {
        sleep: async (milliseconds) => {
          slept.push(milliseconds);
          if (slept.length === 3) fresh.approve(shown);
        },
      },
    );
    assert.match((await runStep(step, context)).accessKeyId, /^ASIA/);
    assert.deepEqual(slept, [1000, 1000, 1000]);
    assert.equal(fresh.calls.filter((call) => call.endsWith("AuthorizationPendingException")).length, 2);
    await fresh.close();
  });

  it("refreshes a token that ends soon, and signs in again when the person's session is over", async () => {
    const fresh = await start();
    const clock = new MovableClock();
    const machine = { platform: "linux", env: {}, home, clock } as const;
    const tokens = memoryStore();
    const openBrowser = async (url: string) => void (await fresh.visit(url));
    const signingIn = () => contextWith({ signIn: "browser", openBrowser, tokens }, fresh, { machine });
    await runStep(step, signingIn());
    clock.advance(7.9 * 3_600_000);
    await runStep(step, contextWith({ tokens }, fresh, { machine }));
    assert.deepEqual(fresh.calls.slice(2), ["GetRoleCredentials", "CreateToken", "GetRoleCredentials"]);
    fresh.signOut();
    const refused = await refusal(runStep(step, contextWith({ tokens }, fresh, { machine })));
    assert.equal(refused.code, "SignInNeeded");
    assert.equal(refused.exitCode, 3);
    assert.match((await runStep(step, signingIn())).accessKeyId, /^ASIA/);
    await fresh.close();
  });

  it("tells roles that the person does not have, and no token", async () => {
    const fresh = await start();
    const tokens = memoryStore();
    const openBrowser = async (url: string) => void (await fresh.visit(url));
    const context = contextWith({ signIn: "browser", openBrowser, tokens }, fresh);
    const error = await refusal(runStep({ ...step, roleName: "Admin" }, context));
    assert.equal(error.code, "ForbiddenException");
    assert.match(
      error.message,
      /^sso:GetRoleCredentials for profile "p" at config:3 was refused with ForbiddenException/,
    );
    const { accessToken } = JSON.parse(new TextDecoder().decode([...tokens.kept.values()].at(-1)));
    assert.ok(String(accessToken).length > 20 && !inspect(error).includes(accessToken));
    await fresh.close();
  });

  it("does not take the AWS CLI's token when it is another portal's or over", async () => {
    const whole = { startUrl, region: ssoRegion, accessToken: "x", expiresAt: "2099-01-01T00:00:00Z" };
    for (const wrong of [
      { region: "us-east-1" },
      { startUrl: "https://x" },
      { expiresAt: "2020-01-01T00:00:00Z" },
    ]) {
      const file = writeAwsToken("work", { ...whole, ...wrong });
      const refused = await refusal(runStep(step, contextWith({})));
      assert.equal(refused.code, "SignInNeeded");
      rmSync(file);
    }
  });

  it("signs in once for all who wait", async () => {
    const fresh = await start();
    const tokens = memoryStore();
    let turn: Promise<unknown> = Promise.resolve();
    const once: SsoPorts["once"] = (_name, work) => {
      const mine = turn.then(work);
      turn = mine.catch(() => undefined);
      return mine;
    };
    let browsers = 0;
    const openBrowser = async (url: string) => {
      browsers += 1;
      await fresh.visit(url);
    };
    const all = Array.from({ length: 8 }, () =>
      runStep(step, contextWith({ signIn: "browser", openBrowser, tokens, once }, fresh)),
    );
    assert.equal((await Promise.all(all)).length, 8);
    assert.equal(browsers, 1);
    await fresh.close();
  });
});

function contextWith(
  ports: Partial<SsoPorts>,
  at: SsoStandIn = portal,
  over: Partial<StepContext> = {},
): StepContext & { readonly notes: string[] } {
  return stepContext({
    machine: { platform: "linux", env: {}, home, clock: systemClock },
    ssoEndpoint: at.endpoint,
    ssoOidcEndpoint: at.endpoint,
    sso: ssoPorts(ports),
    ...over,
  });
}

function writeAwsToken(name: string, token: object): string {
  const folder = join(home, ".aws", "sso", "cache");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${createHash("sha1").update(name).digest("hex")}.json`);
  writeFileSync(file, JSON.stringify(token));
  return file;
}

async function refusal(promise: Promise<unknown>): Promise<TegataError> {
  try {
    await promise;
  } catch (error) {
    return error as TegataError;
  }
  throw new Error("it was not refused");
}
