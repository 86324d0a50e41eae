/** `tegata mfa add --store-seed` killed at each of its requests: given again it ends with a device that can be used. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { readSeed } from "../../src/vault/mfa-devices/index.ts";
import { type DeadlyProxy, startDeadlyProxy } from "../support/deadly-proxy.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { type RunningServer, startServer } from "../support/server.ts";
import { makeVaultHome, type VaultHome } from "../support/vault-home.ts";

const requests = ["GetCallerIdentity", "CreateVirtualMFADevice", "EnableMFADevice"] as const;

describe("tegata mfa add, killed", () => {
  let server: RunningServer;
  let desk: Desk;
  let proxy: DeadlyProxy;
  let home: VaultHome;

  before(async () => {
    server = await startServer();
    desk = openDesk(server);
    proxy = await startDeadlyProxy(server.endpoint);
    home = makeVaultHome();
  });
  after(async () => {
    home.remove();
    await proxy.close();
    await server.stop();
  });

  const userOf = async (name: string): Promise<readonly string[]> => {
    await home.addKey(name, await desk.addUser(name, { Action: "iam:*MFADevice*" }));
    home.writeConfig(`[profile ${name}]\nendpoint_url=${proxy.endpoint}\n`);
    return ["mfa", "add", name, "--store-seed", "--yes"];
  };

  it("asks for what this file says, and for no more", async () => {
    const run = await proxy.run(home, await userOf("whole"));
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(proxy.actions, requests);
  });

  for (const [index, action] of requests.entries())
    for (const isAfter of [false, true])
      it(`${isAfter ? "after" : "before"} ${action}: given again, it goes on`, async () => {
        const name = `${action.toLowerCase()}-${isAfter ? "after" : "before"}`;
        const command = await userOf(name);
        const killed = await proxy.run(home, command, { at: index + 1, isAfter });
        assert.equal(killed.signal, "SIGKILL");
        const again = await proxy.run(home, command);
        assert.equal(again.code, 0, again.stderr);
        const serial = `arn:aws:iam::${server.accountId}:mfa/${name}`;
        assert.match(readFileSync(home.configFile, "utf8"), new RegExp(`^mfa_serial *= *${serial}$`, "m"));
        assert.ok(await readSeed(home.keyring, serial));
        const listed = await desk.ask("iam", "ListMFADevices", { UserName: name });
        assert.match(listed.text, new RegExp(`<SerialNumber>${serial}</SerialNumber>`));
      });
});
