/** `tegata export`, read by those whom it is for: credential_process of AWS's clients, and shells. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { assertRole, credentialClients } from "../support/credential-clients.ts";
import { openDesk } from "../support/desk.ts";
import { stepScript } from "../support/sdk-step.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

describe("tegata export against an authority", () => {
  let server: RunningServer;
  let home: VaultHome;
  let line: string;

  before(async () => {
    server = await startServer();
    const desk = openDesk(server);
    const ann = await desk.addUser("ann", { Action: "sts:AssumeRole" });
    const reader = await desk.addRole("reader", { Principal: { AWS: ann.arn } });
    home = makeVaultHome();
    await home.addKey("reader", ann);
    await home.addKey("itself", ann);
    line = `${home.command.join(" ")} export --format json`;
    home.writeConfig(`[profile reader]
role_arn = ${reader}
region = us-east-1
endpoint_url = ${server.endpoint}
[profile piped]
region = us-east-1
endpoint_url = ${server.endpoint}
credential_process = ${line} reader
[profile itself]
role_arn = ${reader}
region = us-east-1
endpoint_url = ${server.endpoint}
credential_process = ${line} itself
`);
  });
  after(async () => {
    home.remove();
    await server.stop();
  });

  for (const client of credentialClients)
    it(`is the credential_process of ${client.name}`, async (t) => {
      if (!client.isReady(t)) return;
      assertRole(
        "reader",
        await home.run(client.command(server.endpoint), { env: { AWS_PROFILE: "piped" } }),
      );
    });

  it("does not start itself where a profile names it for itself", async () => {
    const run = await home.tegata(["export", "--format", "json", "itself"]);
    assert.equal(run.code, 0, run.stderr);
    assert.match(String(run.json.AccessKeyId), /^ASIA/);
  });

  for (const [shell, format] of [
    ["sh", "sh"],
    ["bash", "bash"],
    ["zsh", "export-env"],
    ["fish", "fish"],
  ] as const)
    it(`is evaluated by ${shell}, and undone`, async (t) => {
      if (!needs(t, "aws", shell)) return;
      const program = home.command.join(" ");
      const evaluate = (args: string) =>
        shell === "fish" ? `${program} ${args} | source` : `eval "$(${program} ${args})"`;
      const unset = evaluate(`export --unset --format ${format}`);
      const script = `${evaluate(`export --format ${format} reader`)}; aws sts get-caller-identity; ${unset}; env`;
      const run = await home.run([shell, "-c", script], {
        env: { AWS_PROFILE: "no-such-profile", AWS_REGION: undefined },
      });
      assertRole("reader", run);
      assert.doesNotMatch(
        run.stdout,
        /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|ENDPOINT_URL)=/m,
      );
    });

  it("is a file of variables for node --env-file, and a section of the credentials file", async (t) => {
    const file = join(home.folder, "variables.env");
    writeFileSync(file, (await home.tegata(["export", "reader"])).stdout, { mode: 0o600 });
    const step = JSON.stringify({
      endpoint: server.endpoint,
      service: "sts",
      operation: "GetCallerIdentity",
    });
    const env = { AWS_CONFIG_FILE: "/dev/null" };
    assertRole(
      "reader",
      await home.run([process.execPath, `--env-file=${file}`, stepScript], { env, input: step }),
    );
    if (!needs(t, "aws")) return;
    const section = (await home.tegata(["export", "--format", "ini", "reader"])).stdout;
    writeFileSync(file, section, { mode: 0o600 });
    const own = {
      ...env,
      AWS_SHARED_CREDENTIALS_FILE: file,
      AWS_PROFILE: "reader",
      AWS_ENDPOINT_URL: server.endpoint,
    };
    assertRole("reader", await home.run(["aws", "sts", "get-caller-identity"], { env: own }));
  });
});
