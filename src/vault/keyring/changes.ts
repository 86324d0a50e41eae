/**
 * Tells processes that remember what a keyring gave that it was changed: a file that says something else after each change.
 * The file keyring needs none, its own file shows it.
 */
import { readFileSync } from "node:fs";
import { dirname, posix, win32 } from "node:path";
import { encodeHex, encodeUtf8 } from "../../base/index.ts";
import { randomBytes } from "../../crypto/index.ts";
import type { Machine } from "../machine.ts";
import { dataFolder, ensurePrivateFolder, replaceFile } from "../private-files/index.ts";
import type { Keyring } from "./keyring.ts";

const markBytes = 16;

function changesFile(machine: Machine): string {
  return (machine.platform === "win32" ? win32 : posix).join(dataFolder(machine), "keyring.changed");
}

/** What the file says now; empty where nothing was changed yet. */
export function readChanges(machine: Machine): string {
  try {
    return readFileSync(changesFile(machine), "latin1");
  } catch {
    return "";
  }
}

/** The keyring, each change of which is told. A change counts also where it cannot be told. */
export function announceChanges(keyring: Keyring, machine: Machine): Keyring {
  const path = changesFile(machine);
  const announce = async (): Promise<void> => {
    try {
      await ensurePrivateFolder(dirname(path), machine.platform);
      await replaceFile(path, encodeUtf8(encodeHex(randomBytes(markBytes))));
    } catch {
      // Whoever remembers does so for a minute only.
    }
  };
  return {
    ...keyring,
    async write(name, secret) {
      await keyring.write(name, secret);
      await announce();
    },
    async remove(name) {
      const wasThere = await keyring.remove(name);
      if (wasThere) await announce();
      return wasThere;
    },
  };
}
