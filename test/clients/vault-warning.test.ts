/** The one line about sessions that IAM will refuse: said when one is made, whatever the command runs in turn. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { openDesk } from "../support/desk.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const line =
  "tegata: terraform-runner: GetSessionToken without MFA; IAM will answer InvalidClientTokenId (tegata why terraform-runner)\n";

describe("a session without MFA", () => {
  let server: RunningServer;
  let home: VaultHome;

  before(async () => {
    server = await startServer();
    home = makeVaultHome();
    const user = await openDesk(server).addUser("terraform-runner", { Action: "*" });
    await home.addKey("terraform-runner", user);
  });
  after(async () => {
    home.remove();
    await server.stop();
  });
  beforeEach(async () => {
    home.writeConfig(`[profile terraform-runner]\nendpoint_url = ${server.endpoint}\n`);
    await home.tegata(["clear", "terraform-runner"]);
  });

  const exec = (...command: string[]) => home.tegata(["exec", "terraform-runner", "--", ...command]);

  it("is spoken of when it is made, though the command hides what it runs", async (t) => {
    if (!needs(t, "aws")) return;
    const run = await exec("sh", "-c", "aws iam list-users");
    assert.ok(run.stderr.startsWith(line), run.stderr);
    assert.match(
      run.stderr,
      /An error occurred \(InvalidClientTokenId\) when calling the ListUsers operation/,
    );
    assert.notEqual(run.code, 0);
  });

  it("is spoken of when docker compose gets it", async () => {
    const folder = join(home.folder, "bin");
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, "docker"),
      '#!/bin/sh\ntest -n "$AWS_SESSION_TOKEN" && echo "$@" with a token\n',
    );
    chmodSync(join(folder, "docker"), 0o755);
    const run = await home.tegata(["exec", "terraform-runner", "--", "docker", "compose", "up"], {
      env: { PATH: `${folder}:${process.env.PATH}` },
    });
    assert.equal(run.stdout, "compose up with a token\n");
    assert.equal(run.stderr, line);
  });

  it("is spoken of by export too, for programs as well", async () => {
    const first = await home.tegata(["export", "terraform-runner", "--format", "json"]);
    assert.equal(first.stderr, line);
    assert.match(first.stdout, /"SessionToken"/);
    const second = await home.tegata(["export", "terraform-runner", "--format", "json"]);
    assert.equal(second.stderr, "");
  });

  it("is spoken of by the agent's answers too", async () => {
    const started = await home.tegata(["agent", "start"]);
    assert.equal(started.code, 0, started.stderr);
    try {
      await home.tegata(["clear", "terraform-runner"]);
      const main = home.command[1].replace(/tegata\.mjs$/, "tegata.cjs");
      const run = () =>
        home.run([home.command[0], main, "export", "--format", "json", "terraform-runner"], {
          env: { TEGATA_FILE_PASSPHRASE: undefined },
        });
      const [first, second] = [await run(), await run()];
      assert.equal(first.stderr, line);
      assert.match(first.stdout, /"SessionToken"/);
      assert.equal(second.stderr, "");
      assert.equal(second.stdout, first.stdout);
    } finally {
      await home.tegata(["agent", "stop"]);
    }
  });

  it("is not spoken of again while it is kept, but to what is about to be refused", async (t) => {
    if (!needs(t, "aws")) return;
    assert.equal((await exec("true")).stderr, line);
    assert.equal((await exec("true")).stderr, "");
    assert.equal((await exec("aws", "sts", "get-caller-identity")).stderr, line);
    assert.ok((await exec("aws", "iam", "list-users")).stderr.startsWith(line));
    assert.equal((await exec("aws", "s3", "ls")).stderr, "");
  });

  it("is not spoken of with --quiet, nor where the profile says so", async () => {
    const quiet = await home.tegata(["exec", "--quiet", "terraform-runner", "--", "true"]);
    assert.equal(quiet.stderr, "");
    home.writeConfig(
      `[profile terraform-runner]\nendpoint_url = ${server.endpoint}\ntegata_warn_without_mfa = false\n`,
    );
    const silenced = await home.tegata(["exec", "--fresh", "terraform-runner", "--", "true"]);
    assert.equal(silenced.stderr, "");
  });
});
