/** The rotation of a profile's key at its service: who calls, with what, and what is told to whom. */
import { posix, win32 } from "node:path";
import type { Credentials } from "../credentials.ts";
import { callIam, findKeyUser, identify, type KeyUser, mfaSession } from "../key-user/index.ts";
import { dataFolder, ensurePrivateFolder, withFileLock } from "../private-files/index.ts";
import { settingsOf } from "../profiles/index.ts";
import { at, isDeadSession } from "../services/index.ts";
import type { StoredKey } from "../stored-keys/index.ts";
import type { PlanRequest, Vault } from "../vault.ts";
import { type CallAsUser, createAccessKeys } from "./access-keys.ts";
import { type Rotated, Rotation, type RotationPorts } from "./rotation.ts";
import { untilKnown } from "./until-known.ts";

export type { Rotated } from "./rotation.ts";

export interface RotateOptions extends PlanRequest, Pick<RotationPorts, "keepOld" | "confirm" | "onNote"> {
  /** Default: real time. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** Another rotation of this user is not waited for. */
const lockWaitMs = 1_000;

/**
 * Replaces the long-lived key that a profile's credentials begin with, or goes on where an earlier run was killed.
 * @throws TegataError as `findKeyUser` and `Rotation.run`; `Busy` while another process rotates.
 */
export async function rotateProfile(vault: Vault, options: RotateOptions): Promise<Rotated> {
  const { machine } = vault;
  const path = machine.platform === "win32" ? win32 : posix;
  const folder = path.join(dataFolder(machine), "rotation");
  await ensurePrivateFolder(folder, machine.platform);
  return withFileLock(path.join(folder, "lock"), { waitMs: lockWaitMs }, () => rotate(vault, options));
}

async function rotate(vault: Vault, options: RotateOptions): Promise<Rotated> {
  const { keepOld, confirm, onNote } = options;
  const user = await findKeyUser(vault, options);
  const { keyring } = await vault.openKeyring();
  const caller = new Caller(vault, user, options);
  const rotation = new Rotation({
    profile: user.profile,
    ownerArn: user.identity.arn,
    userName: user.userName,
    keepOld,
    keyring,
    accessKeys: createAccessKeys(caller.call, user.userName),
    verify: (key) => caller.verify(key),
    confirm,
    onReplaced: async (key, profiles) => {
      caller.use(key);
      await dropSessions(vault, new Set(profiles));
      await warnOfCopies(vault, user.key.accessKeyId, onNote);
    },
    onNote,
    now: () => vault.machine.clock.now(),
  });
  return rotation.run();
}

/** Calls IAM as the user: with MFA where the profile has a device, else with the long-lived key itself. */
class Caller {
  readonly #vault: Vault;
  readonly #user: KeyUser;
  readonly #options: RotateOptions;
  #session: Credentials | "none" | undefined;
  #key: Credentials;

  constructor(vault: Vault, user: KeyUser, options: RotateOptions) {
    this.#vault = vault;
    this.#user = user;
    this.#options = options;
    this.#key = user.key;
  }

  readonly call: CallAsUser = async (action, send) => {
    const { iam } = this.#user;
    const session = await this.#getSession();
    if (session === undefined) {
      // The key may be seconds old: made by this run or by the one before it.
      return this.#untilKnown(() => callIam(iam, { action, credentials: this.#key, send }));
    }
    try {
      return await callIam(iam, { action, credentials: session, send });
    } catch (error) {
      if (!isDeadSession(error)) throw error;
      this.#session = undefined;
      const anew = await this.#getSession();
      return this.#untilKnown(() => callIam(iam, { action, credentials: anew ?? this.#key, send }));
    }
  };

  async verify(key: StoredKey): Promise<string> {
    const { iam, plan } = this.#user;
    const { arn } = await this.#untilKnown(() => identify(iam, plan, keyOnly(key)));
    return arn;
  }

  /** From now on; a session that the old key began stays good for its time. */
  use(key: StoredKey): void {
    this.#key = keyOnly(key);
  }

  async #getSession(): Promise<Credentials | undefined> {
    const { options } = this.#options;
    if (options?.noSession?.value) return undefined;
    this.#session ??= (await mfaSession(this.#vault, this.#user.profile, options)) ?? "none";
    return this.#session === "none" ? undefined : this.#session;
  }

  #untilKnown<T>(work: () => Promise<T>): Promise<T> {
    const { sleep = realSleep, onNote } = this.#options;
    return untilKnown(work, {
      now: () => this.#vault.machine.clock.now(),
      sleep,
      onWait: () => onNote("waiting until the new key is known everywhere"),
    });
  }
}

function keyOnly({ accessKeyId, secretAccessKey }: StoredKey): Credentials {
  return { accessKeyId, secretAccessKey };
}

function realSleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Sessions of the old key are found by nobody any more: which key began them is part of their ids. */
async function dropSessions(vault: Vault, profiles: ReadonlySet<string>): Promise<void> {
  const sessions = await vault.openSessions();
  for (const { id, about } of await sessions.list()) {
    const { profile } = about;
    if (profile !== undefined && (await beginsWith(vault, profile, profiles))) await sessions.drop(id);
  }
}

async function beginsWith(vault: Vault, profile: string, keys: ReadonlySet<string>): Promise<boolean> {
  if (keys.has(profile)) return true;
  const plan = await vault
    .plan({ profile: { name: profile, setting: "a kept session" } })
    .catch(() => undefined);
  return plan?.steps[0].kind === "stored-key" && keys.has(plan.steps[0].profile);
}

/** The files are the user's own, and are not changed for a rotation. */
async function warnOfCopies(vault: Vault, oldKeyId: string, onNote: (text: string) => void): Promise<void> {
  const { files } = await vault.loadFiles();
  for (const name of files.profiles.keys()) {
    const setting = settingsOf(files, name)?.settings.accessKeyId;
    if (setting?.value === oldKeyId)
      onNote(`profile "${name}"${at({ place: setting.place })} still has the old key`);
  }
}
