/** `tegata agent …` with real processes, and what becomes of `export` when the agent is locked, killed or not to be trusted. */
import assert from "node:assert/strict";
import { chmodSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Run } from "../support/aws-cli.ts";
import { makeVaultHome, passphrase, type VaultHome } from "../support/vault-home.ts";

const skip = process.platform === "win32" ? "SKIPPED: not run on Windows yet" : false;
const withoutPassphrase = { env: { TEGATA_FILE_PASSPHRASE: undefined } };

describe("tegata agent", { skip }, () => {
  let home: VaultHome;
  const exportHere = (more?: Parameters<VaultHome["tegata"]>[1]) =>
    home.tegata(["export", "--format", "json", "here"], more ?? withoutPassphrase);
  const socket = () => join(home.folder, "tegata", "agent.sock");
  const start = async (...flags: readonly string[]): Promise<number> => {
    does(await home.tegata(["agent", "start", ...flags]));
    return Number((await home.tegata(["agent", "status", "--json"])).json.pid);
  };

  before(async () => {
    home = makeVaultHome();
    home.writeCredentials(
      "[here]\naws_access_key_id = ASIAHERE\naws_secret_access_key = s3\naws_session_token = t0\n",
    );
    await home.addKey("kept", { accessKeyId: "AKIAKEPT", secretAccessKey: "ab+cd" });
  });
  after(async () => {
    await home.tegata(["agent", "stop"]);
    home.remove();
  });

  it("starts unlocked, locks, unlocks and stops, and programs ask for no passphrase meanwhile", async () => {
    assert.equal((await home.tegata(["agent", "status"])).code, 1);
    assert.match(
      does(await home.tegata(["agent", "start", "--for", "2h", "--idle", "10m"])),
      /is unlocked for 10 min, and longer/,
    );
    const { json } = await home.tegata(["agent", "status", "--json"]);
    assert.deepEqual([json.running, json.keyring, json.locked, json.idleSeconds], [true, "file", false, 600]);
    assert.equal((await exportHere()).json.AccessKeyId, "ASIAHERE");

    does(await home.tegata(["agent", "lock"]));
    assert.match(
      does(await home.tegata(["agent", "status"])),
      /keyring file: TEGATA_KEYRING names it\) is locked/,
    );
    const locked = await exportHere();
    assert.equal(locked.code, 3);
    assert.equal(locked.stdout, "");
    assert.match(
      locked.stderr,
      /^tegata: the agent is locked; to unlock it: tegata agent unlock\ntegata: .* wants its passphrase/,
    );
    assert.equal(
      (await exportHere({})).json.AccessKeyId,
      "ASIAHERE",
      "the passphrase is at hand: without the agent",
    );

    const wrong = await home.tegata(["agent", "unlock"], { env: { TEGATA_FILE_PASSPHRASE: "wrong" } });
    assert.deepEqual([wrong.code, wrong.stdout], [3, ""]);
    assert.match(
      wrong.stderr,
      /^tegata: that passphrase does not open ".*keyring\.age"\n {2}tegata agent unlock\n$/,
    );
    const nobody = await home.tegata(["agent", "unlock"], withoutPassphrase);
    assert.equal(nobody.code, 3);
    does(await home.tegata(["agent", "unlock", "--for", "1h"]));
    assert.equal((await exportHere()).code, 0);

    does(await home.tegata(["agent", "stop"]));
    assert.equal((await home.tegata(["agent", "status"])).stdout, "no agent runs\n");
    assert.equal((await exportHere()).code, 3);
    const gone = await home.tegata(["agent", "lock"]);
    assert.deepEqual([gone.code, gone.stderr], [1, "tegata: no agent runs\n  tegata agent start\n"]);
  });

  it("is passed over by --no-agent and TEGATA_NO_AGENT", async () => {
    await start();
    const flag = await home.tegata(["export", "--format", "json", "--no-agent", "here"], withoutPassphrase);
    assert.equal(flag.code, 3);
    const variable = await exportHere({ env: { ...withoutPassphrase.env, TEGATA_NO_AGENT: "1" } });
    assert.equal(variable.code, 3);
  });

  it("keeps no passphrase in its arguments or its environment, and is one process however often it is started", async (t) => {
    if (process.platform !== "linux") return t.skip("SKIPPED: /proc is Linux's");
    const pid = await start();
    for (const file of ["cmdline", "environ"])
      assert.ok(!readFileSync(`/proc/${pid}/${file}`, "utf8").includes(passphrase), file);
    await Promise.all([start(), start()]);
    assert.equal((await home.tegata(["agent", "status", "--json"])).json.pid, pid);
  });

  it("is replaced when it was killed, and nobody waits for the dead one", async () => {
    const pid = await start();
    process.kill(pid, "SIGKILL");
    assert.ok(statSync(socket()).isSocket());
    assert.equal((await exportHere({})).json.AccessKeyId, "ASIAHERE");
    const next = await start();
    assert.notEqual(next, pid);
    assert.equal((await exportHere()).code, 0);
  });

  it("that hangs is ended by the line that is shown, and another one starts", async () => {
    const pid = await start();
    process.kill(pid, "SIGSTOP");
    try {
      const stuck = await home.tegata(["agent", "stop"]);
      assert.equal(stuck.code, 1);
      const line = `rm ${socket()}; tegata agent start`;
      assert.equal(
        stuck.stderr,
        `tegata: the agent does not answer as it should: it gives no sign of life\n  ${line}\n`,
      );
      rmSync(socket());
      assert.notEqual(await start(), pid);
    } finally {
      process.kill(pid, "SIGCONT");
    }
  });

  it("is not asked where others could enter its folder, which is said", async () => {
    await start();
    chmodSync(dirname(socket()), 0o755);
    const run = await exportHere({});
    chmodSync(dirname(socket()), 0o700);
    assert.equal(run.json.AccessKeyId, "ASIAHERE");
    assert.match(
      run.stderr,
      /^tegata: the agent is left out: ".*tegata" has mode 0755, and other users must be kept out of it\n$/,
    );
  });

  it("gives what export gives without it", async () => {
    await start();
    assert.equal(
      (await exportHere()).stdout,
      (await home.tegata(["export", "--format", "json", "--no-agent", "here"])).stdout,
    );
  });

  for (const [flags, sentence] of [
    [["--for", "soon"], /a duration is written as 1h, 90m, 1h30m or 3600/],
    [["--for", "0"], /^tegata: --for can be up to 168 h\n {2}--for 8h\n$/],
    [["--idle", "200h"], /^tegata: --idle can be up to 168 h/],
  ] as const)
    it(`refuses ${flags.join(" ")}`, async () => {
      const run = await home.tegata(["agent", "unlock", ...flags]);
      assert.equal(run.code, 2);
      assert.match(run.stderr, sentence);
    });
});

function does({ code, stdout, stderr }: Run): string {
  assert.equal(code, 0, stderr);
  return stdout;
}
