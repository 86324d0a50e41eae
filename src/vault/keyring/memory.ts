import { checkItem, type Keyring, sortedNames } from "./keyring.ts";

/** A keyring that ends with its process. */
export function createMemoryKeyring(): Keyring {
  const items = new Map<string, Uint8Array>();
  return {
    kind: "memory",
    async read(name) {
      checkItem(name);
      return items.get(name)?.slice();
    },
    async write(name, secret) {
      checkItem(name, secret);
      items.set(name, secret.slice());
    },
    async remove(name) {
      checkItem(name);
      return items.delete(name);
    },
    list: async () => sortedNames(items.keys()),
    lock: async () => {},
  };
}
