import { access } from "node:fs/promises";
import { posix } from "node:path";
import { decodeBase64 } from "../../../base/index.ts";
import type { Machine } from "../../machine.ts";
import { describeEnd, type ProgramEnd, runProgram } from "../../programs/index.ts";
import { keyringDamaged, keyringFailed, keyringLocked, keyringUnavailable } from "../failures.ts";
import { checkItem, decodeItemName, type Keyring, serviceName, sortedNames } from "../keyring.ts";
import {
  accountsIn,
  addItemLine,
  createKeychain,
  dumpItems,
  failedLine,
  lockKeychain,
  readItem,
  removeItem,
  securityCodes,
  setKeychainTimeout,
} from "./security-commands.ts";

/** A person finds the window and types a password in that time. */
const timeoutMs = 5 * 60_000;
const program = "security";

/** `~/Library/Keychains/tegata.keychain-db`; TEGATA_KEYCHAIN_NAME, then AWS_VAULT_KEYCHAIN_NAME name another one. */
export function keychainPath({ env, home }: Machine): string {
  const name = env.TEGATA_KEYCHAIN_NAME || env.AWS_VAULT_KEYCHAIN_NAME || serviceName;
  return posix.join(home, "Library", "Keychains", `${name}.keychain-db`);
}

/** macOS's Keychain: a keychain of our own, made at the first write. */
export function createKeychainKeyring(machine: Machine): Keyring {
  const keychain = keychainPath(machine);
  const run = async (
    args: readonly string[],
    absent: readonly number[] = [],
  ): Promise<string | undefined> => {
    const end = await runProgram([program, ...args], { env: machine.env, timeoutMs });
    if (end.kind === "ended" && end.code === 0) return end.stdout;
    if (end.kind === "ended" && absent.includes(end.code)) return undefined;
    throw failureOf(keychain, end);
  };
  const { itemNotFound, noSuchKeychain } = securityCodes;

  return {
    kind: "keychain",
    async read(name) {
      checkItem(name);
      const text = await run(readItem(keychain, name), [itemNotFound, noSuchKeychain]);
      if (text === undefined) return undefined;
      const secret = decodeBase64(text.trim());
      if (secret === undefined)
        throw keyringDamaged(
          `the item of ${serviceName} in "${keychain}" was not written by Tegata`,
          `security dump-keychain '${keychain}'`,
        );
      return secret;
    },
    async write(name, secret) {
      checkItem(name, secret);
      if (!(await exists(keychain))) {
        await run(createKeychain(keychain));
        await run(setKeychainTimeout(keychain));
      }
      const input = addItemLine(keychain, name, secret);
      // Its complaints come with what it prints: they are on standard error, which is sent there.
      const command = ["/bin/sh", "-c", `exec ${program} -i 2>&1`];
      const end = await runProgram(command, { env: machine.env, timeoutMs, input });
      const failed = end.kind === "ended" ? (failedLine(end.stdout) ?? end.code) : undefined;
      if (failed === 0) return;
      throw failureOf(keychain, failed === undefined ? end : { kind: "ended", code: failed, stdout: "" });
    },
    async remove(name) {
      checkItem(name);
      const absent = [itemNotFound, noSuchKeychain];
      return (await run(removeItem(keychain, name), absent)) !== undefined;
    },
    async list() {
      const dump = (await run(dumpItems(keychain), [noSuchKeychain])) ?? "";
      return sortedNames(accountsIn(dump).flatMap((account) => decodeItemName(account) ?? []));
    },
    async lock() {
      if (await exists(keychain)) await run(lockKeychain(keychain));
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function failureOf(keychain: string, end: ProgramEnd): Error {
  const what = describeEnd(program, end, timeoutMs);
  if (end.kind === "not-started") return keyringUnavailable(what, "tegata list --keyring file");
  const { interactionNotAllowed, authenticationFailed, cancelled } = securityCodes;
  if (
    end.kind === "ended" &&
    [interactionNotAllowed, authenticationFailed, cancelled].some((code) => code === end.code)
  )
    return keyringLocked(
      `"${keychain}" is locked, and nobody unlocked it`,
      `security unlock-keychain '${keychain}'`,
    );
  return keyringFailed(`${what} for "${keychain}"`, `security show-keychain-info '${keychain}'`);
}
