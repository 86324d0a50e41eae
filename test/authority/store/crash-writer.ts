/** Opens the store given as first argument and writes with 8 writers until it is killed; a line per acknowledged write. */
import { writeSync } from "node:fs";
import { openStore } from "../../../src/authority/store/index.ts";
import { writeMeta } from "../../../src/authority/store/meta.ts";
import { insertAccount, listAccounts } from "../../../src/authority/store/principals/accounts.ts";
import { accountId } from "./places.ts";

const writers = 8;
const [location = "", round = ""] = process.argv.slice(2);
const standardOutput = 1;

const store = await openStore({ location });
if ((await listAccounts(store.read)).length === 0) {
  await store.write(accountId, (tx) =>
    insertAccount(tx, { accountId, name: "", isManagement: true, createdAt: 1 }),
  );
}
writeSync(standardOutput, "ready\n");

async function write(writer: number): Promise<void> {
  for (let number = 0; ; number += 1) {
    const name = `${round}-${writer}-${number}`;
    await store.write(accountId, (tx) => writeMeta(tx, name, name.repeat(10)));
    writeSync(standardOutput, `${name}\n`);
    await new Promise(setImmediate);
  }
}

await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
