/**
 * The agent between real clients and a real authority: `tegata-credential` as the credential_process of the AWS CLI and
 * boto3 under two shells, many at a time, questions for codes, and what happens without the agent.
 */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { TegataError } from "../../src/base/index.ts";
import { askAgent } from "../../src/vault/agent/client/index.ts";
import type { AskMfa, Machine } from "../../src/vault/index.ts";
import { findProgram, needs, type Run } from "../support/aws-cli.ts";
import { type Desk, type Device, openDesk, type Person } from "../support/desk.ts";
import { type RunningServer, repository, startServer } from "../support/server.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const program = join(repository, "bin/tegata-credential");
const userId = process.geteuid?.();

describe("the agent", () => {
  let server: RunningServer;
  let desk: Desk;
  let ann: Person;
  let device: Device;
  let home: VaultHome;
  /** Its environment has no passphrase: what works, works by the agent. */
  let machine: Machine;
  const locked = { env: { TEGATA_FILE_PASSPHRASE: undefined, AWS_DEFAULT_REGION: "us-east-1" } };

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    ann = await desk.addUser("ann", { Action: "sts:AssumeRole" });
    device = await desk.addDevice("ann");
    const role = await desk.addRole("reader", { Principal: { AWS: ann.arn } });
    home = makeVaultHome();
    const { TEGATA_FILE_PASSPHRASE: _, ...env } = home.env;
    machine = { ...home.machine, env };
    await home.addKey("ann", ann);
    home.writeConfig(
      [
        `[profile ann]\nendpoint_url = ${server.endpoint}`,
        `[profile careful]\nsource_profile = ann\nrole_arn = ${role}\nmfa_serial = ${device.serial}`,
        ...["sh", "dash", "bash"].map(
          (shell) =>
            `[profile by-${shell}]\nendpoint_url = ${server.endpoint}\ncredential_process = ${shell} ${program} ann`,
        ),
      ].join("\n"),
    );
    assert.equal((await home.tegata(["agent", "start"])).code, 0);
  });
  after(async () => {
    await home?.tegata(["agent", "stop"]);
    home?.remove();
    await server?.stop();
  });

  const forgetSessions = () => rmSync(join(home.folder, ".cache/tegata/sessions"), { recursive: true });
  const ask = (name: string, askMfa?: AskMfa) =>
    askAgent({
      machine,
      userId,
      wanted: { profile: { name, setting: "the argument" } },
      keyring: undefined,
      askMfa,
      onNote: () => {},
    });

  it("mints once for fifty that ask at a time", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask("ann")));
    assert.equal(new Set(answers.map((answer) => answer?.credentials.accessKeyId)).size, 1);
    assert.equal(answers.filter((answer) => answer?.isNew).length, 1);
  });

  for (const shell of ["sh", "dash", "bash"])
    it(`gives the AWS CLI its credentials through tegata-credential under ${shell}`, async (t) => {
      if (!needs(t, "aws", "curl", shell)) return;
      const run = await home.run(["aws", "--profile", `by-${shell}`, "sts", "get-caller-identity"], locked);
      assert.equal(run.json.Arn, ann.arn, run.stderr);
    });

  it("gives boto3 its credentials through tegata-credential", async (t) => {
    if (!needs(t, "python3", "curl")) return;
    const script = `
import sys
try:
    import boto3
except ImportError:
    sys.exit(9)
print(boto3.Session(profile_name="by-sh").client("sts").get_caller_identity()["Arn"])
`;
    const run = await home.run(["python3", "-c", script], locked);
    if (run.code === 9 && process.env.CI !== "true") return t.skip("SKIPPED: not on this machine: boto3");
    assert.equal(run.stdout.trim(), ann.arn, run.stderr);
  });

  it("starts no Node for tegata-credential, and puts nothing secret into an argument", async (t) => {
    if (!needs(t, "curl")) return;
    const tools = join(home.folder, "tools");
    const seen = join(home.folder, "seen");
    mkdirSync(tools);
    for (const name of ["ls", "sh"]) symlinkSync(findProgram(name) ?? "", join(tools, name));
    writeFileSync(
      join(tools, "curl"),
      `#!/bin/sh\necho "$0 $@" >>${seen}\nexec ${findProgram("curl")} "$@"\n`,
    );
    writeFileSync(join(tools, "node"), `#!/bin/sh\necho "node $@" >>${seen}\nexit 1\n`);
    for (const name of ["curl", "node"]) chmodSync(join(tools, name), 0o755);
    const env = {
      ...locked.env,
      PATH: tools,
      AWS_SECRET_ACCESS_KEY: "s3cret",
      HTTPS_PROXY: "http://u:pa55@p",
    };
    const run = await home.run(["/bin/sh", program, "ann"], { env: { ...env, NO_PROXY: "127.0.0.1" } });
    assert.equal(run.json.Version, 1, run.stderr);
    const seenText = readFileSync(seen, "utf8");
    assert.match(seenText, /^\S+curl -q /);
    for (const secret of [run.json.SecretAccessKey, run.json.SessionToken, "s3cret", "pa55", "node "])
      assert.ok(!seenText.includes(String(secret)));
  });

  it("lets tegata-credential say a failure on standard error alone", async (t) => {
    if (!needs(t, "curl")) return;
    const run = await home.run([program, "nobody"], locked);
    assert.deepEqual([run.code, run.stdout], [1, ""]);
    assert.match(run.stderr, /^tegata: no file and no keyring has a profile "nobody"/);
  });

  it("leaves tegata-credential to tegata export when it is locked, absent, or the request is unusual", async (t) => {
    if (!needs(t, "curl")) return;
    const env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
    const give = (args: readonly string[], more = {}) =>
      home.run([program, ...args], { env: { ...env, ...more } });
    await home.tegata(["agent", "lock"]);
    const whole = await give(["ann"]);
    const without = await give(["ann"], locked.env);
    assert.equal((await home.tegata(["agent", "unlock"])).code, 0);
    assertGives(whole);
    assert.deepEqual([without.code, without.stdout], [3, ""]);
    assertGives(await give(["ann"], { TEGATA_AGENT_SOCKET: join(home.folder, "none") }));
    assertGives(await give(["--duration", "20m", "ann"]));
    assertGives(await give(["ann"], { AWS_VAULT: "other" }));
    assertGives(
      await give(["ann"], { AWS_CONFIG_FILE: `${home.configFile}\\\\"x`, AWS_ENDPOINT_URL: server.endpoint }),
    );
  });

  it("asks whoever wants a code, and that one alone, while the others wait", async () => {
    const asked: string[] = [];
    const answering: AskMfa = async ({ serial, again }) => {
      asked.push(`${serial} ${again ?? ""}`.trim());
      return asked.length === 1 ? "12345" : device.nextCode();
    };
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask("careful", answering)));
    assert.equal(new Set(answers.map((answer) => answer?.credentials.accessKeyId)).size, 1);
    assert.equal(answers[0]?.plan.profile, "careful");
    assert.deepEqual(asked, [device.serial, `${device.serial} that was no code of six digits`]);
  });

  it("asks the next one when the one that was asked goes away", async () => {
    forgetSessions();
    let isFirst = true;
    const askMfa: AskMfa = async () => {
      if (!isFirst) return device.nextCode();
      isFirst = false;
      throw new TegataError("Declined", "nobody answered", { exitCode: 3 });
    };
    const answers = await Promise.allSettled([ask("careful", askMfa), ask("careful", askMfa)]);
    const declined = answers.filter((answer) => answer.status === "rejected");
    assert.deepEqual(
      declined.map(({ reason }) => reason.code),
      ["Declined"],
    );
    const [given] = answers.filter((answer) => answer.status === "fulfilled");
    assert.match(given?.value?.credentials.accessKeyId ?? "", /^ASIA/);
  });

  it("leaves a code to the whole program for tegata-credential, which can ask nobody here", async (t) => {
    if (!needs(t, "curl")) return;
    forgetSessions();
    const env = { ...locked.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
    const run = await home.run(["setsid", "-w", program, "careful"], { env });
    assert.deepEqual([run.code, run.stdout], [3, ""]);
    assert.match(run.stderr, /to ask for the MFA code/);
  });
});

function assertGives({ stdout, stderr }: Run): void {
  const { Version, AccessKeyId }: Record<string, unknown> = JSON.parse(stdout || "{}");
  assert.deepEqual([Version, String(AccessKeyId).slice(0, 4)], [1, "ASIA"], stderr);
}
