import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createNativeKeyring, type NativeAddOn } from "../../../src/vault/keyring/index.ts";
import { itIsAKeyring } from "./conformance.ts";

/** The add-on over a map, for Windows: names there do not regard case. Each call can be made to fail. */
function addOnOverMap(failure?: string): NativeAddOn {
  const items = new Map<string, Uint8Array>();
  const checked = async <T>(value: T): Promise<T> => {
    if (failure !== undefined) throw new Error(failure);
    return value;
  };
  class AsyncEntry {
    readonly #key: string;

    constructor(service: string, user: string) {
      this.#key = `${service}/${user}`.toLowerCase();
    }

    setSecret = (secret: Uint8Array) => checked(void items.set(this.#key, secret.slice()));
    getSecret = () => checked(items.get(this.#key) ?? null);
    deleteCredential = () => checked(items.delete(this.#key));
  }
  const findCredentialsAsync = (service: string) => {
    const found = [...items].filter(([key]) => key.startsWith(`${service}/`));
    return checked(
      found.map(([key, secret]) => ({
        // The systems keep the name as it was written; its percent codes are the only capitals.
        account: key.slice(service.length + 1).replace(/%../g, (code) => code.toUpperCase()),
        password: Buffer.from(secret).toString("latin1"),
      })),
    );
  };
  return { AsyncEntry, findCredentialsAsync };
}

describe("the native keyring over a map that does not regard case", () => {
  const addOn = addOnOverMap();
  itIsAKeyring(() => createNativeKeyring("wincred", async () => addOn));
});

describe("the native keyring", () => {
  const cases = [
    ["Couldn't access platform storage: Secret Service: unlock prompt was dismissed", "KeyringLocked", 3],
    [
      "zbus error: org.freedesktop.Secret.Error.IsLocked: Cannot get secret of a locked object",
      "KeyringLocked",
      3,
    ],
    [
      "zbus error: Failed to connect to address `unix:path=/run/bus`: No such file or directory",
      "KeyringUnavailable",
      1,
    ],
    ["Platform failure: DBus error: no session", "KeyringUnavailable", 1],
    ["something else", "KeyringFailed", 1],
  ] as const;
  for (const [failure, code, exitCode] of cases)
    it(`says ${code} when the add-on says "${failure}"`, async () => {
      const keyring = await createNativeKeyring("secret-service", async () => addOnOverMap(failure));
      await assert.rejects(keyring.read("x"), { code, exitCode });
      await assert.rejects(keyring.list(), { code, exitCode });
    });

  it("says which package is missing where the add-on cannot be loaded", async () => {
    await assert.rejects(
      createNativeKeyring("wincred", async () => undefined),
      {
        code: "KeyringUnavailable",
        message: "the Credential Manager needs the add-on @napi-rs/keyring, and it cannot be loaded here",
        hint: "npm install @napi-rs/keyring",
      },
    );
  });

  it("leaves out what other programs keep under our name, and refuses to take it for ours", async () => {
    const addOn = addOnOverMap();
    await new addOn.AsyncEntry("tegata", "Other Program", { linux: { store: "secret-service" } }).setSecret(
      Buffer.from("x"),
    );
    await new addOn.AsyncEntry("tegata", "mine", { linux: { store: "secret-service" } }).setSecret(
      Buffer.from("no base64!"),
    );
    const keyring = await createNativeKeyring("wincred", async () => addOn);
    assert.deepEqual(await keyring.list(), ["mine"]);
    await assert.rejects(keyring.read("mine"), { code: "KeyringDamaged" });
  });
});
