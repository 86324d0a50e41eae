/**
 * Kept sessions in the agent's memory, so that neither files nor keyring are read for each request: a Secret Service or gpg
 * takes longer for it than a program to start. One counts while nothing has changed that could give another one.
 */
import { type BigIntStats, statSync } from "node:fs";
import { posix, win32 } from "node:path";
import { LruMap } from "../../../base/index.ts";
import { sessionCacheFolder } from "../../cache/index.ts";
import { type KeyringKind, keyringFolder, readChanges } from "../../keyring/index.ts";
import type { Machine } from "../../machine.ts";
import { locateFiles } from "../../profiles/index.ts";
import type { Issued } from "../../vault.ts";

const maxEntries = 128;
/** What other programs do to the system's keyring is not told to us. */
const maxAgeMs = 60_000;
/** File systems tell times in ticks; a file that was changed so lately may change again within the same one. */
const settledMs = 100;

interface Entry {
  readonly issued: Issued;
  readonly state: string;
  readonly since: number;
}

export class Remembered {
  readonly #machine: Machine;
  readonly #kind: KeyringKind;
  readonly #entries = new LruMap<string, Entry>(maxEntries);

  /** Of the agent's own keyring and cache. */
  constructor(machine: Machine, kind: KeyringKind) {
    this.#machine = machine;
    this.#kind = kind;
  }

  /**
   * What a session depends on besides the request: the shared files, the keyring, and the folder of kept sessions, from
   * which they are taken when a service refused them. undefined while it may still change unseen.
   */
  stateFor(caller: Machine): string | undefined {
    const path = this.#machine.platform === "win32" ? win32 : posix;
    const isFile = this.#kind === "file";
    const files = [
      ...Object.values(locateFiles(caller)).map((location) => location.path),
      sessionCacheFolder(this.#machine),
      ...(isFile ? [path.join(keyringFolder(this.#machine), "keyring.age")] : []),
    ].map(look);
    const newest = files.reduce((latest, stat) => Math.max(latest, Number(stat?.ctimeMs ?? 0)), 0);
    if (Math.abs(this.#machine.clock.now() - newest) < settledMs) return undefined;
    const marks = files.map((stat) =>
      stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}` : "-",
    );
    return [...marks, isFile ? "" : readChanges(this.#machine)].join("|");
  }

  find(key: string, state: string | undefined): Issued | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || state === undefined || entry.state !== state) return undefined;
    const { issued, since } = entry;
    const now = this.#machine.clock.now();
    const isFresh = now >= since && now - since < maxAgeMs;
    const left = (issued.credentials.expiration ?? 0) - now;
    return isFresh && left > issued.plan.reuseAboveSeconds.seconds * 1000 ? issued : undefined;
  }

  /** Only what was found kept: what is made anew each time stays so. @param state from before it was looked for. */
  keep(key: string, state: string | undefined, issued: Issued): void {
    if (state === undefined || issued.isNew || issued.credentials.expiration === undefined) return;
    // A token's file is renewed by others.
    if (issued.plan.steps[0].kind === "web-identity") return;
    this.#entries.set(key, { issued, state, since: this.#machine.clock.now() });
  }

  clear(): void {
    this.#entries.clear();
  }
}

function look(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
