/** A home for each keyring that works here: a key in it, a profile, and what a program in it runs with. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Secret, systemClock } from "../../src/base/index.ts";
import { type Machine, openKeyring, writeStoredKey } from "../../src/vault/index.ts";
import { findProgram } from "../../test/support/aws-cli.ts";
import type { Key } from "../../test/support/server.ts";

export interface Home {
  readonly kind: "file" | "pass" | "secret-service";
  /** With what opens the keyring. */
  readonly env: NodeJS.ProcessEnv;
  /** Without. */
  readonly lockedEnv: NodeJS.ProcessEnv;
  readonly unlockMs: number;
  close(): Promise<void>;
}

const passphrase = "correct horse battery staple";
const unlockRounds = 5;

/** Those whose programs are on this machine. */
export async function makeHomes(root: string, endpoint: string, key: Key): Promise<readonly Home[]> {
  const homes: Home[] = [];
  for (const [kind, programs, make] of [
    ["file", [], async () => ({ env: { TEGATA_FILE_PASSPHRASE: passphrase } })],
    ["pass", ["pass", "gpg"], async (folder: string) => makePass(folder)],
    ["secret-service", ["dbus-run-session", "gnome-keyring-daemon"], startSecretService],
  ] as const) {
    if (!programs.every((name) => findProgram(name) !== undefined)) continue;
    const folder = join(root, kind);
    mkdirSync(join(folder, ".aws"), { recursive: true, mode: 0o700 });
    mkdirSync(join(folder, "run"), { mode: 0o700 });
    const { env: own, close = async () => {} }: Made = await make(folder);
    const lockedEnv = {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_RUNTIME_DIR: join(folder, "run"),
      TEGATA_KEYRING: kind,
      AWS_CONFIG_FILE: join(folder, ".aws", "config"),
      ...own,
      TEGATA_FILE_PASSPHRASE: undefined,
    };
    const env = { ...lockedEnv, ...own };
    writeFileSync(
      lockedEnv.AWS_CONFIG_FILE,
      `[profile ann]\nregion = us-east-1\nendpoint_url = ${endpoint}\n`,
    );
    const machine: Machine = { platform: "linux", home: folder, env, clock: systemClock };
    // The add-on's library reads this one, whatever environment a Machine has.
    Object.assign(process.env, own);
    const { keyring } = await openKeyring(machine);
    const stored = { accessKeyId: key.accessKeyId, secretAccessKey: new Secret(key.secretAccessKey) };
    await writeStoredKey(keyring, "ann", stored, undefined);
    homes.push({ kind, env, lockedEnv, unlockMs: await timeUnlock(machine), close });
  }
  return homes;
}

interface Made {
  readonly env: NodeJS.ProcessEnv;
  readonly close?: () => Promise<void>;
}

/** The shortest of a few: opening it anew and reading its names. */
async function timeUnlock(machine: Machine): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < unlockRounds; round += 1) {
    const begin = performance.now();
    const { keyring } = await openKeyring(machine);
    await keyring.list();
    shortest = Math.min(shortest, performance.now() - begin);
  }
  return shortest;
}

function makePass(folder: string): Made {
  const env = { GNUPGHOME: join(folder, "gpg"), PASSWORD_STORE_DIR: join(folder, "store") };
  const all = { PATH: process.env.PATH, HOME: folder, ...env };
  mkdirSync(env.GNUPGHOME, { mode: 0o700 });
  const name = "bench@example.test";
  const arguments_ = ["--batch", "--passphrase", "", "--quick-gen-key", name, "default", "default", "never"];
  execFileSync("gpg", arguments_, { env: all, stdio: "ignore" });
  execFileSync("pass", ["init", name], { env: all, stdio: "ignore" });
  return {
    env,
    close: async () => void execFileSync("gpgconf", ["--kill", "all"], { env: all }),
  };
}

async function startSecretService(folder: string): Promise<Made> {
  const script =
    'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null; echo "$DBUS_SESSION_BUS_ADDRESS"; cat';
  const session = spawn("dbus-run-session", ["--", "sh", "-c", script], {
    env: { PATH: process.env.PATH, HOME: folder, XDG_RUNTIME_DIR: join(folder, "run") },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const [address] = await once(createInterface({ input: session.stdout }), "line");
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: String(address) },
    close: async () => {
      const ended = once(session, "close");
      session.stdin.end();
      await ended;
    },
  };
}
