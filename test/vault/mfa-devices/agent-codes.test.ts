/** A seed that the keyring keeps, where the agent has the keyring open. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { Secret, systemClock } from "../../../src/base/index.ts";
import { Agent } from "../../../src/vault/agent/index.ts";
import { createMemoryKeyring, writeStoredKey } from "../../../src/vault/index.ts";
import { writeSeed } from "../../../src/vault/mfa-devices/index.ts";

it("Agent.issue() gives the code of a kept seed itself, and asks the caller for others'", async () => {
  const codes: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    codes.push(new URLSearchParams(body).get("TokenCode") ?? "");
    const expiration = new Date(systemClock.now() + 3_600_000).toISOString();
    response.end(
      `<GetSessionTokenResponse><GetSessionTokenResult><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration></Credentials></GetSessionTokenResult></GetSessionTokenResponse>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const home = mkdtempSync(join(tmpdir(), "tegata-seed-"));
  try {
    const { port } = server.address() as AddressInfo;
    mkdirSync(join(home, ".aws"));
    const profile = (name: string) =>
      `[profile ${name}]\nendpoint_url = http://127.0.0.1:${port}\nmfa_serial = arn:aws:iam::111122223333:mfa/${name}\n`;
    writeFileSync(join(home, ".aws", "config"), profile("kept") + profile("other"));
    const keyring = createMemoryKeyring();
    for (const name of ["kept", "other"])
      await writeStoredKey(
        keyring,
        name,
        { accessKeyId: `AKIA${name}`, secretAccessKey: new Secret("s") },
        undefined,
      );
    await writeSeed(keyring, "arn:aws:iam::111122223333:mfa/kept", new Secret("GEZDGNBVGY3TQOJQ"));
    const agent = await Agent.create({
      machine: { platform: "linux", home, env: {}, clock: systemClock },
      processId: 7,
      openKeyring: async () => ({ keyring, kind: "pass", why: "the test says so" }),
    });
    await agent.unlock(undefined, { forSeconds: 3600 });
    const asked: string[] = [];
    const caller = {
      askMfa: async ({ serial }: { readonly serial: string }) => {
        asked.push(serial);
        return "000000";
      },
      onNote: () => {},
    };
    for (const name of ["kept", "other"]) {
      const wanted = { profile: { name, setting: "the argument" } };
      const { credentials } = await agent.issue({ wanted, keyring: undefined, home, env: {} }, caller);
      assert.equal(credentials.accessKeyId, "ASIAX");
    }
    assert.deepEqual(asked, ["arn:aws:iam::111122223333:mfa/other"]);
    assert.match(codes[0] ?? "", /^[0-9]{6}$/);
    assert.equal(codes[1], "000000");
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(home, { recursive: true, force: true });
  }
});
