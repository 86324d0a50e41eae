/**
 * Secret Service (GNOME, KDE, KeePassXC) and Windows' Credential Manager, through the optional add-on `@napi-rs/keyring`.
 * Secrets are kept as base64 text, so that the systems' own tools can show them.
 */
import { decodeBase64, encodeBase64 } from "../../base/index.ts";
import { keyringDamaged, keyringFailed, keyringLocked, keyringUnavailable } from "./failures.ts";
import {
  checkItem,
  decodeItemName,
  encodeItemName,
  type Keyring,
  serviceName,
  sortedNames,
} from "./keyring.ts";

/** What we use of the add-on. */
export interface NativeAddOn {
  readonly AsyncEntry: new (service: string, user: string, options: EntryOptions) => NativeEntry;
  findCredentialsAsync(
    service: string,
  ): Promise<readonly { readonly account: string; readonly password: string }[]>;
}

interface EntryOptions {
  readonly linux: { readonly store: "secret-service" };
}

interface NativeEntry {
  setSecret(secret: Uint8Array): Promise<void>;
  getSecret(): Promise<ArrayLike<number> | null>;
  deleteCredential(): Promise<boolean>;
}

/** SECURITY: the kernel's keyring, the add-on's own second choice, would lose keys at the next start of the machine. */
const entryOptions: EntryOptions = { linux: { store: "secret-service" } };

/** Never written. */
const probeName = "probe";

export type NativeKind = "secret-service" | "wincred";

const names: Readonly<Record<NativeKind, string>> = {
  "secret-service": "the Secret Service",
  wincred: "the Credential Manager",
};

/** undefined where the add-on was not installed, or was not built for this system. */
export async function loadNativeAddOn(): Promise<NativeAddOn | undefined> {
  try {
    return await import("@napi-rs/keyring");
  } catch {
    return undefined;
  }
}

/** @throws TegataError `KeyringUnavailable` without the add-on, or when no service answers. */
export async function createNativeKeyring(
  kind: NativeKind,
  load: () => Promise<NativeAddOn | undefined> = loadNativeAddOn,
): Promise<Keyring> {
  const addOn = await load();
  if (addOn === undefined)
    throw keyringUnavailable(
      `${names[kind]} needs the add-on @napi-rs/keyring, and it cannot be loaded here`,
      "npm install @napi-rs/keyring",
    );
  const entryOf = (name: string) => {
    checkItem(name);
    try {
      return new addOn.AsyncEntry(serviceName, encodeItemName(name), entryOptions);
    } catch (error) {
      throw failureOf(kind, error);
    }
  };
  // An entry is refused where no service answers.
  entryOf(probeName);
  return {
    kind,
    async read(name) {
      const entry = entryOf(name);
      const text = await attempt(kind, () => entry.getSecret());
      if (text === null) return undefined;
      const secret = decodeBase64(Buffer.from(Uint8Array.from(text)).toString("latin1"));
      if (secret === undefined) throw damaged(kind, name);
      return secret;
    },
    async write(name, secret) {
      checkItem(name, secret);
      const entry = entryOf(name);
      await attempt(kind, () => entry.setSecret(Buffer.from(encodeBase64(secret), "latin1")));
    },
    async remove(name) {
      const entry = entryOf(name);
      return attempt(kind, () => entry.deleteCredential());
    },
    async list() {
      const found = await attempt(kind, () => addOn.findCredentialsAsync(serviceName));
      return sortedNames(new Set(found.flatMap(({ account }) => decodeItemName(account) ?? [])));
    },
    lock: async () => {},
  };
}

async function attempt<T>(kind: NativeKind, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw failureOf(kind, error);
  }
}

/** The add-on has no codes; its sentences name no secrets. */
function failureOf(kind: NativeKind, error: unknown): Error {
  const said = error instanceof Error ? error.message : String(error);
  if (/locked|dismissed|prompt/i.test(said))
    return keyringLocked(
      `${names[kind]} is locked, and nobody unlocked it`,
      "unlock the keyring in your desktop's settings, or use another: --keyring file",
      error,
    );
  if (/DBus error|zbus error|no such file|ServiceUnknown/i.test(said))
    return keyringUnavailable(`${names[kind]} does not answer here`, "tegata list --keyring file", error);
  return keyringFailed(
    `${names[kind]} did not do what it was asked: ${JSON.stringify(said)}`,
    "tegata list",
    error,
  );
}

function damaged(kind: NativeKind, name: string): Error {
  return keyringDamaged(
    `the item "${encodeItemName(name)}" of ${serviceName} in ${names[kind]} was not written by Tegata`,
    kind === "wincred" ? "cmdkey /list" : `secret-tool search service ${serviceName}`,
  );
}
