/** `tegata exec --docker`: a stand-in named docker records what it is given, and does with it what a container would. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { assertRole } from "../support/credential-clients.ts";
import { openDesk } from "../support/desk.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { makeVaultHome, passphrase, type VaultHome } from "../support/vault-home.ts";

/**
 * Prints its arguments, then runs what stands behind the image as a container on the host's network would: an environment of
 * its own with the variables of `--env`, and the mounted token copied to where it is told to be found.
 */
const standIn = `#!/usr/bin/env python3
import os, shutil, subprocess, sys
print(" ".join(sys.argv[1:]), flush=True)
if "run" not in sys.argv:
    os.execvp("env", ["env"])
args, env = sys.argv[sys.argv.index("run") + 1:], {"PATH": os.environ["PATH"], "HOME": os.environ["BOX"]}
while args[0].startswith("-"):
    option, value = args.pop(0), args.pop(0)
    if option == "--env":
        name, _, text = value.partition("=")
        env[name] = text
    if option == "--mount":
        mount = dict(part.partition("=")[::2] for part in value.split(","))
        assert mount["type"] == "bind" and "readonly" in mount
        target = os.environ["BOX"] + mount["target"]
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy(mount["source"], target)
# There is no other file system here: the path within the container becomes one within the box.
env["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = os.environ["BOX"] + env["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]
sys.exit(subprocess.run(args[1:], env=env).returncode)
`;

describe("tegata exec and containers", () => {
  let server: RunningServer;
  let home: VaultHome;
  let env: Readonly<Record<string, string>>;

  before(async () => {
    server = await startServer();
    const desk = openDesk(server);
    const ann = await desk.addUser("ann", { Action: "sts:AssumeRole" });
    const reader = await desk.addRole("reader", { Principal: { AWS: ann.arn } });
    home = makeVaultHome();
    await home.addKey("reader", ann);
    home.writeConfig(
      `[default]\nregion = eu-west-1\n[profile reader]\nrole_arn = ${reader}\nendpoint_url = ${server.endpoint}\n`,
    );
    const box = join(home.folder, "box");
    mkdirSync(box);
    writeFileSync(join(home.folder, "docker"), standIn, { mode: 0o755 });
    env = { PATH: `${home.folder}:${process.env.PATH}`, BOX: box };
  });
  after(async () => {
    home.remove();
    await server.stop();
  });

  const exec = (...args: readonly string[]) => home.tegata(["exec", ...args], { env });

  it("exec -- docker compose up: docker has the session, its region and endpoint, and no secret of the vault", async (t) => {
    if (!needs(t, "python3")) return;
    const run = await exec("reader", "--", "docker", "compose", "up");
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^compose up$/m);
    assert.match(run.stdout, /^AWS_ACCESS_KEY_ID=ASIA/m);
    assert.match(run.stdout, /^AWS_SESSION_TOKEN=./m);
    assert.match(run.stdout, new RegExp(`^AWS_ENDPOINT_URL=${server.endpoint}$`, "m"));
    assert.ok(!run.stdout.includes(passphrase));
  });

  it("exec --server -- docker compose up: docker has the server's URL and the token's file, for the compose file to name", async (t) => {
    if (!needs(t, "python3")) return;
    const run = await exec("--server", "reader", "--", "docker", "compose", "up");
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /^AWS_CONTAINER_CREDENTIALS_FULL_URI=http:\/\/127\.0\.0\.1:\d+\/$/m);
    assert.match(run.stdout, /^AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=.+\/token$/m);
    assert.doesNotMatch(run.stdout, /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)=/m);
  });

  it("exec --docker -- docker run: the container has the mounted token and the URL, and the AWS CLI in it is the role", async (t) => {
    if (!needs(t, "python3", "aws")) return;
    const run = await exec(
      "--docker",
      "reader",
      "--",
      "docker",
      "run",
      "image",
      "aws",
      "sts",
      "get-caller-identity",
    );
    assertRole("reader", run);
    const [line = ""] = run.stdout.split("\n");
    assert.match(
      line,
      /^run --network host --mount type=bind,source=.+\/token,target=\/run\/tegata\/token,readonly /,
    );
    assert.match(line, / --env AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=\/run\/tegata\/token .* image aws sts/);
    assert.doesNotMatch(line, /ASIA|AWS_SESSION_TOKEN/);
  });

  it("exec --docker refuses what makes no container by itself, and says what a compose file needs", async () => {
    const run = await exec("--docker", "reader", "--", "docker", "compose", "up");
    assert.equal(run.code, 2);
    assert.match(run.stderr, /--docker wants `docker run` or `docker create`/);
    assert.match((await home.tegata(["exec", "--help"])).stdout, /network_mode: host/);
  });
});
