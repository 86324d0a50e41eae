/** Terraform's provider with what the vault hands over: container server, metadata server, credential_process. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  makeTerraformCaller,
  needsTerraform,
  type TerraformCaller,
  terraformCommand,
} from "../support/credential-clients.ts";
import { openDesk } from "../support/desk.ts";
import { cleanEnvironment, type RunningServer, startServer } from "../support/server.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

describe("Terraform's provider and the vault", () => {
  let server: RunningServer;
  let home: VaultHome;
  let terraform: TerraformCaller | undefined;

  before(async () => {
    server = await startServer();
    const desk = openDesk(server);
    const ann = await desk.addUser("ann", { Action: "sts:AssumeRole" });
    const reader = await desk.addRole("reader", { Principal: { AWS: ann.arn } });
    home = makeVaultHome();
    await home.addKey("reader", ann);
    home.writeConfig(`[profile reader]
role_arn = ${reader}
endpoint_url = ${server.endpoint}
[profile piped]
endpoint_url = ${server.endpoint}
credential_process = ${home.command.join(" ")} export --format json reader
`);
  });
  after(async () => {
    home.remove();
    await server.stop();
  });

  async function folder(): Promise<TerraformCaller> {
    terraform ??= await makeTerraformCaller(home.folder, cleanEnvironment(home.env));
    return terraform;
  }

  for (const flag of ["--server", "--imds"])
    it(`exec ${flag} -- terraform`, async (t) => {
      if (!needsTerraform(t)) return;
      const { folder: cwd, env } = await folder();
      const run = await home.tegata(["exec", flag, "reader", "--", ...terraformCommand], { env, cwd });
      assert.equal(run.code, 0, run.stdout + run.stderr);
      assert.match(run.stdout, /:assumed-role\/reader\//);
    });

  it("credential_process = tegata export --format json", async (t) => {
    if (!needsTerraform(t)) return;
    const { folder: cwd, env } = await folder();
    const run = await home.run(terraformCommand, {
      env: { ...env, AWS_PROFILE: "piped", AWS_ENDPOINT_URL: server.endpoint },
      cwd,
    });
    assert.equal(run.code, 0, run.stdout + run.stderr);
    assert.match(run.stdout, /:assumed-role\/reader\//);
  });
});
