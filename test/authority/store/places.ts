/** Places for stores that go away with their test, and an account to write to. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { openStore, type Store, type StoreOptions } from "../../../src/authority/store/index.ts";
import { insertAccount } from "../../../src/authority/store/principals/accounts.ts";

export const accountId = "123456789012";

export function temporaryDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "tegata-store-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export async function openUntilEnd(t: TestContext, options: StoreOptions): Promise<Store> {
  const store = await openStore(options);
  t.after(() => store.close());
  return store;
}

/** A store in memory, or at `location`, with one account in it. */
export async function storeWithAccount(t: TestContext, location = ":memory:"): Promise<Store> {
  const store = await openUntilEnd(t, { location });
  await addAccount(store, accountId);
  return store;
}

export async function addAccount(store: Store, id: string): Promise<void> {
  await store.write(id, (tx) =>
    insertAccount(tx, { accountId: id, name: `account ${id}`, isManagement: false, createdAt: 1000 }),
  );
}

/** Every file under the directory, with what is in it. */
export function filesIn(
  directory: string,
): { readonly name: string; readonly mode: number; readonly bytes: Buffer }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { name: entry.name, mode: statSync(path).mode & 0o777, bytes: readFileSync(path) };
    });
}
