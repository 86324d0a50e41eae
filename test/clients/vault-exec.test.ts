/** `tegata exec` against an authority: servers that AWS's clients find by themselves, renewal, and many starts at once. */
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { needs } from "../support/aws-cli.ts";
import { assertRole, credentialClients } from "../support/credential-clients.ts";
import { type DeadlyProxy, startDeadlyProxy } from "../support/deadly-proxy.ts";
import { type Desk, openDesk, type Person } from "../support/desk.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { inTerminal } from "../support/terminals.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

/** The shortest role session that STS gives. */
const sessionSeconds = 900;
const waitMs = 20_000;

describe("tegata exec against an authority", () => {
  let server: RunningServer;
  let desk: Desk;
  let proxy: DeadlyProxy;
  let home: VaultHome;
  let ann: Person;
  let codeFile: string;
  let countFile: string;
  let nextCode: () => Promise<string>;
  const roles = { reader: "", writer: "" };

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    proxy = await startDeadlyProxy(server.endpoint);
    ann = await desk.addUser("ann", { Action: "sts:*" });
    const device = await desk.addDevice("ann");
    nextCode = device.nextCode;
    for (const name of ["reader", "writer"] as const)
      roles[name] = await desk.addRole(name, { Principal: { AWS: ann.arn } });
    home = makeVaultHome();
    [codeFile, countFile] = [join(home.folder, "code"), join(home.folder, "count")];
    for (const profile of ["plain", "storm", "reader"]) await home.addKey(profile, ann);
    const ask = join(home.folder, "ask");
    writeFileSync(ask, `echo asked >>${countFile}; sleep 0.2; cat ${codeFile}\n`);
    home.writeConfig(`[profile plain]
endpoint_url = ${proxy.endpoint}
[profile storm]
endpoint_url = ${proxy.endpoint}
mfa_serial = ${device.serial}
mfa_process = sh ${ask}
[profile reader]
endpoint_url = ${server.endpoint}
role_arn = ${roles.reader}
duration_seconds = ${sessionSeconds}
[profile asked]
endpoint_url = ${server.endpoint}
source_profile = plain
role_arn = ${roles.reader}
mfa_serial = ${device.serial}
`);
  });
  after(async () => {
    home.remove();
    await proxy.close();
    await server.stop();
  });

  const exec = (args: readonly string[]) => home.tegata(["exec", ...args]);

  it("started eight times at once asks for one code, makes one session, and gives it to all eight", async () => {
    writeFileSync(codeFile, await nextCode());
    const print = ["--", process.execPath, "-p", "process.env.AWS_ACCESS_KEY_ID"];
    const runs = await Promise.all(Array.from({ length: 8 }, () => exec(["storm", ...print])));
    for (const run of runs) assert.equal(run.code, 0, run.stderr);
    assert.equal(new Set(runs.map(({ stdout }) => stdout)).size, 1);
    assert.match(runs[0]?.stdout ?? "", /^ASIA/);
    assert.equal(readFileSync(countFile, "utf8"), "asked\n");
    const [first, ...others] = proxy.actions;
    assert.equal(first, "GetSessionToken");
    assert.ok(
      others.every((action) => action === "GetCallerIdentity"),
      others.join(),
    );
  });

  it("started eight times at once without the check calls STS once", async () => {
    const before = proxy.actions.length;
    assert.equal((await home.tegata(["clear", "storm"])).code, 0);
    writeFileSync(codeFile, await nextCode());
    const runs = await Promise.all(
      Array.from({ length: 8 }, () => exec(["storm", "--no-check", "--", "true"])),
    );
    assert.deepEqual(
      runs.map(({ code }) => code),
      Array(8).fill(0),
    );
    assert.deepEqual(proxy.actions.slice(before), ["GetSessionToken"]);
  });

  it("asks the service whether a kept session still counts, unless told not to", async () => {
    const actions = async (...args: readonly string[]) => {
      const before = proxy.actions.length;
      const run = await exec(["plain", ...args, "--", "true"]);
      assert.equal(run.code, 0, run.stderr);
      return proxy.actions.slice(before);
    };
    assert.deepEqual(await actions(), ["GetSessionToken"]);
    assert.deepEqual(await actions(), ["GetCallerIdentity"]);
    assert.deepEqual(await actions("--no-check"), []);
    assert.deepEqual(await actions("--fresh"), ["GetSessionToken"]);
  });

  it("warns that IAM will refuse a session that is made without MFA", async () => {
    const { stderr } = await exec(["plain", "--fresh", "--", "true"]);
    assert.match(stderr, /: GetSessionToken without MFA; IAM will answer InvalidClientTokenId \(tegata why /);
  });

  for (const flag of ["--server", "--imds"])
    for (const client of credentialClients)
      it(`${flag} gives ${client.name} its credentials, and no key as a variable`, async (t) => {
        if (!client.isReady(t)) return;
        const script = 'test -z "$AWS_ACCESS_KEY_ID$AWS_PROFILE" && exec "$@"';
        const run = await exec([
          flag,
          "reader",
          "--",
          "sh",
          "-c",
          script,
          "sh",
          ...client.command(server.endpoint),
        ]);
        assertRole("reader", run);
      });

  it("--server gives the roles that --role names, and no other", async (t) => {
    if (!needs(t, "aws")) return;
    const script = `AWS_CONTAINER_CREDENTIALS_FULL_URI="\${AWS_CONTAINER_CREDENTIALS_FULL_URI}role-arn/$1" exec aws sts get-caller-identity`;
    const ask = (roleArn: string) =>
      exec(["--server", "--role", roles.writer, "plain", "--", "sh", "-c", script, "sh", roleArn]);
    const [given, refused] = await Promise.all([ask(roles.writer), ask(roles.reader)]);
    assertRole("writer", given);
    assert.match(refused.stderr, /this role is not on the list/);
  });

  it("--server renews while the command lives: its second call signs with others, after the first have ended", async (t) => {
    const [library] = globSync("/usr/lib/*/faketime/libfaketime.so.1");
    if (!needs(t, "aws", "curl", "faketime") || library === undefined) return;
    const [time, marks] = [join(home.folder, "time"), join(home.folder, "mark")];
    writeFileSync(time, "+0");
    const read =
      'curl -sH "Authorization: $(cat "$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")" "$AWS_CONTAINER_CREDENTIALS_FULL_URI"';
    const show = `${read} | grep -o 'ASIA[A-Z0-9]*'; aws sts get-caller-identity --query Arn`;
    const script = `${show}; : >${marks}-1; while [ ! -e ${marks}-2 ]; do sleep 0.1; done; ${show}`;
    const running = home.tegata(["exec", "--server", "reader", "--", "sh", "-c", script], {
      env: {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: time,
        FAKETIME_NO_CACHE: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
      },
    });
    await untilExists(`${marks}-1`);
    await desk.advance(sessionSeconds + 1);
    writeFileSync(time, `+${sessionSeconds + 1}`);
    writeFileSync(`${marks}-2`, "");
    const run = await running;
    assert.equal(run.code, 0, run.stderr);
    const [firstKey, firstArn, secondKey, secondArn] = run.stdout.split("\n");
    for (const accessKeyId of [firstKey, secondKey]) assert.match(accessKeyId ?? "", /^ASIA/);
    assert.notEqual(secondKey, firstKey);
    for (const arn of [firstArn, secondArn]) assert.match(arn ?? "", /assumed-role\/reader\//);
  });

  it("--server asks for the code before the command starts", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const run = await home.run(
      inTerminal(
        [["Enter MFA code for", await nextCode()]],
        [...[...home.command, "exec", "--server", "asked", "--", "aws", "sts", "get-caller-identity"]],
      ),
    );
    assertRole("reader", run);
    await home.tegata(["clear", "asked"]);
  });

  it("--server asks nobody on the terminal that the command has", async (t) => {
    if (!needs(t, "aws", "python3")) return;
    const run = await home.run(
      inTerminal(
        [["Enter MFA code for", await nextCode()]],
        [
          ...[...home.command, "exec", "--server", "--lazy", "asked", "--"],
          ...["aws", "sts", "get-caller-identity"],
        ],
      ),
    );
    assert.notEqual(run.code, 0, run.stdout);
    assert.doesNotMatch(run.stdout, /Enter MFA code/);
    assert.match(run.stdout, /neither a terminal nor a desktop to ask for the MFA code on/);
  });
});

async function untilExists(file: string): Promise<void> {
  const deadline = Date.now() + waitMs;
  while (!existsSync(file)) {
    if (Date.now() > deadline) throw new Error(`${file} did not appear`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
