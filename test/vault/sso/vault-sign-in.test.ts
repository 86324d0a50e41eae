/** Signing in by itself: for a session without account and role, whose token is all there is. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { systemClock } from "../../../src/base/index.ts";
import { createVault, type SignInPorts } from "../../../src/vault/index.ts";
import { type SsoStandIn, startSso } from "../../support/sso-stand-in.ts";
import { makeStage, type Stage } from "../vault-stage.ts";

const startUrl = "https://corp.example/start";

describe("Vault.signIn()", () => {
  let portal: SsoStandIn;
  let stage: Stage;
  const visited: string[] = [];
  before(async () => {
    portal = await startSso({ roles: ["111122223333/Reader"] });
  });
  after(() => portal.close());
  afterEach(() => stage.remove());

  const signIn: SignInPorts = {
    signIn: "browser",
    openBrowser: async (url) => {
      visited.push(url);
      await portal.visit(url);
    },
    showDeviceCode: () => Promise.reject(new Error("nobody asked for a code")),
  };
  const typed = (name: string) => ({ profile: { name, setting: "the argument" } });

  it("signs in to a session without a role, keeps the token, and finds it for a role of the same session", async () => {
    stage = makeStage(`[profile token]
sso_session = corp
services = local
[profile reader]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Reader
services = local
[services local]
sso =
  endpoint_url = ${portal.endpoint}
sso_oidc =
  endpoint_url = ${portal.endpoint}
[sso-session corp]
sso_start_url = ${startUrl}
sso_region = eu-west-1
`);
    const { keyring } = stage;
    const vault = createVault({
      machine: { ...stage.vault.machine, clock: systemClock },
      openKeyring: async () => ({ keyring, kind: "file", why: "a test" }),
      signIn,
    });
    const signedIn = await vault.signIn(typed("token"));
    assert.deepEqual([signedIn.startUrl, signedIn.sessionName], [startUrl, "corp"]);
    assert.ok(signedIn.expiresAt > Date.now());
    assert.deepEqual(await vault.signIn(typed("token")), signedIn);
    const { credentials } = await vault.issue(typed("reader"));
    assert.match(credentials.accessKeyId, /^ASIA/);
    assert.equal(visited.length, 1);
    await assert.rejects(vault.issue(typed("token")), { code: "NoCredentials" });
  });
});
