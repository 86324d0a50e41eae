/**
 * One of many processes that want the same session: `node storm-driver.ts FOLDER ID MINTS MODE`. Each mint appends a line
 * to the file MINTS. MODE: `mint` takes 0.2 s, `hang` never ends, `fail` rejects.
 */
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Secret, systemClock } from "../../../src/base/index.ts";
import { createSessionCache, credentialsCodec } from "../../../src/vault/cache/index.ts";
import { createFileKeyring } from "../../../src/vault/keyring/index.ts";

const [folder = "", id = "", mints = "", mode = ""] = process.argv.slice(2);
const cache = createSessionCache({
  folder: `${folder}/sessions`,
  platform: "linux",
  clock: systemClock,
  codec: credentialsCodec,
  keyring: createFileKeyring({
    folder: `${folder}/keyring`,
    platform: "linux",
    passphrase: { fromEnvironment: { variable: "X", passphrase: new Secret("storm") } },
    logN: 8,
  }),
});

try {
  const session = await cache.getOrMint(id, async () => {
    appendFileSync(mints, `${process.pid}\n`);
    if (mode === "fail") throw new Error("the code was wrong");
    if (mode === "hang") await sleep(600_000);
    await sleep(200);
    const expiration = systemClock.now() + 3_600_000;
    const secret = new Secret("stormsecret");
    return { value: { accessKeyId: `ASIA${process.pid}`, secretAccessKey: secret, expiration }, expiration };
  });
  process.stdout.write(`${session.value.accessKeyId} ${session.isNew}\n`);
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
