/**
 * Report 1 from beginning to end, in one home: a key alone is refused by IAM, then the profile is given a device, then a
 * role, line by line as a person edits it, and what was kept before stands in nobody's way.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { inTerminal } from "../support/terminals.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const mayListUsers = { Action: "iam:ListUsers" };
const command = ["exec", "terraform-runner", "--", "aws", "iam", "list-users", "--query", "Users[].UserName"];

describe("report 1, in one home", () => {
  let server: RunningServer;
  let desk: Desk;
  let home: VaultHome;
  let runner: Person;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    runner = await desk.addUser("terraform-runner", mayListUsers);
    home = makeVaultHome();
    await home.addKey("terraform-runner", runner);
  });
  after(async () => {
    home.remove();
    await server.stop();
  });

  const writeProfile = (lines: string) =>
    home.writeConfig(
      `[profile terraform-runner]\nregion = us-east-1\nendpoint_url = ${server.endpoint}\n${lines}`,
    );

  it("refused, then with mfa_serial, then with role_arn: each edit counts at the next exec", async (t) => {
    if (!needs(t, "aws", "python3")) return;

    writeProfile("");
    const refused = await home.tegata(command);
    assert.match(refused.stderr, /InvalidClientTokenId.*ListUsers/);
    assert.match(
      refused.stderr,
      /^tegata: terraform-runner: GetSessionToken without MFA; .* \(tegata why terraform-runner\)$/m,
    );

    const device = await desk.addDevice("terraform-runner");
    writeProfile(`mfa_serial = ${device.serial}\n`);
    const question = `Enter MFA code for ${device.serial}`;
    const asked = await home.run(
      inTerminal([[question, await device.nextCode()]], [...home.command, ...command]),
    );
    assert.ok(asked.stdout.includes(question), asked.stdout);
    assert.equal(asked.code, 0, asked.stdout);
    const kept = await home.tegata(command);
    assert.equal(kept.code, 0, kept.stderr);
    assert.doesNotMatch(kept.stderr, /Enter MFA code|warning/);
    assert.ok(kept.stdout.includes('"terraform-runner"'));

    const role = await desk.addRole("deployer", { Principal: { AWS: runner.arn } }, mayListUsers);
    await desk.setPolicy("terraform-runner", [mayListUsers, { Action: "sts:AssumeRole" }]);
    writeProfile(`role_arn = ${role}\n`);
    const assumed = await home.tegata(command);
    assert.equal(assumed.code, 0, assumed.stderr);
    assert.doesNotMatch(assumed.stderr, /Enter MFA code/);

    writeProfile("");
    const again = await home.tegata(command);
    assert.match(again.stderr, /InvalidClientTokenId/, "the session with MFA is not taken for one without");
  });
});
