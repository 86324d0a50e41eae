/** Carries a rotation out, one step of `nextStep` after the other. */
import { exitCodes, formatInstant, inShell, TegataError } from "../../base/index.ts";
import type { Keyring } from "../keyring/index.ts";
import { listStoredKeys, readStoredKey, type StoredKey, writeStoredKey } from "../stored-keys/index.ts";
import type { AccessKeys, LastUse, ListedKey } from "./access-keys.ts";
import { type Journal, readJournal, removeJournal, writeJournal } from "./journal.ts";
import { nextStep, type RotationStep } from "./next-step.ts";

export interface RotationPorts {
  readonly profile: string;
  readonly ownerArn: string;
  readonly userName: string | undefined;
  readonly keepOld: boolean;
  readonly keyring: Keyring;
  readonly accessKeys: AccessKeys;
  /** The ARN of the key's owner; waits while a new key is not known yet. */
  readonly verify: (key: StoredKey) => Promise<string>;
  /**
   * Asks a person; false is a no.
   * @param isInUse the key that would go is active and may be used elsewhere, so that `--yes` is no answer.
   */
  readonly confirm: (question: string, isInUse: boolean) => Promise<boolean>;
  /** Called once the profiles have the new key. */
  readonly onReplaced: (key: StoredKey, profiles: readonly string[]) => Promise<void>;
  /** Progress, for a person. */
  readonly onNote: (message: string) => void;
  readonly now: () => number;
}

export interface Rotated {
  readonly profile: string;
  readonly userName: string | undefined;
  readonly newKeyId: string;
  readonly oldKeyId: string;
  readonly oldKey: "deleted" | "deactivated";
}

/** Far above any way through the table; a table that goes in circles must end. */
const maxSteps = 32;

/** One rotation, from wherever the journal says it is to its end. */
export class Rotation {
  readonly #ports: RotationPorts;
  #journal: Journal | undefined;
  #storedKeyId = "";
  #keys: readonly ListedKey[] = [];

  constructor(ports: RotationPorts) {
    this.#ports = ports;
  }

  /**
   * @throws TegataError `KeyNotListed`, `TwoAccessKeys`, `OrphanKept`, `NewKeyOfAnother`, `RotationOutdated`, and what
   * IAM and the keyring refuse with; the journal then stays, and the next run goes on.
   */
  async run(): Promise<Rotated> {
    const { keyring, profile, accessKeys, keepOld } = this.#ports;
    this.#journal = await readJournal(keyring, profile);
    this.#storedKeyId = (await this.#readStored()).accessKeyId;
    this.#keys = await accessKeys.list();
    this.#tellWhereItStands();
    for (let count = 0; count < maxSteps; count += 1) {
      const step = nextStep({
        journal: this.#journal,
        storedKeyId: this.#storedKeyId,
        keys: this.#keys,
        keepOld,
      });
      if (step.kind === "finish") return this.#finish(step.newKeyId);
      await this.#do(step);
    }
    throw new Error("a rotation does not end");
  }

  #do(step: Exclude<RotationStep, { kind: "finish" }>): Promise<void> {
    switch (step.kind) {
      case "not-listed":
        throw this.#notListed();
      case "make-room":
        return this.#makeRoom(step.other);
      case "begin":
        return this.#begin();
      case "create":
        return this.#create();
      case "remove-orphan":
        return this.#removeOrphan(step.key);
      case "abandon":
        return this.#abandon(step.newKeyId);
      case "forget":
        return this.#forget();
      case "verify-and-replace":
        return this.#verifyAndReplace();
      case "deactivate":
        return this.#deactivate(step.keyId);
      case "delete":
        return this.#delete(step.keyId);
    }
  }

  async #begin(): Promise<void> {
    const { ownerArn, keepOld, now } = this.#ports;
    await this.#write({
      stage: "creating",
      startedAt: now(),
      ownerArn,
      oldKeyId: this.#storedKeyId,
      keepOld,
      knownKeyIds: this.#keys.map(({ id }) => id),
    });
  }

  async #create(): Promise<void> {
    const journal = this.#demandJournal();
    this.#ports.onNote(`creating a new key for ${this.#who()}`);
    const newKey = await this.#ports.accessKeys.create();
    const { startedAt, ownerArn, oldKeyId, keepOld } = journal;
    await this.#write({ stage: "created", startedAt, ownerArn, oldKeyId, keepOld, newKey });
    this.#keys = [...this.#keys, { id: newKey.accessKeyId, isActive: true }];
    this.#ports.onNote(`the keyring keeps the new key ${newKey.accessKeyId}; verifying it`);
  }

  async #verifyAndReplace(): Promise<void> {
    const { verify, keyring, onReplaced, onNote } = this.#ports;
    const journal = this.#demandJournal();
    if (journal.stage !== "created") throw new Error("no new key is kept");
    const { startedAt, ownerArn, oldKeyId, keepOld, newKey } = journal;
    const arn = await verify(newKey);
    if (arn !== ownerArn) throw this.#ofAnother(newKey, arn);
    const profiles = await this.#profilesWith(oldKeyId);
    for (const profile of profiles) {
      const { mfaSerial } = (await readStoredKey(keyring, profile)) ?? {};
      await writeStoredKey(keyring, profile, { ...newKey, ...(mfaSerial && { mfaSerial }) }, arn);
    }
    const newKeyId = newKey.accessKeyId;
    await this.#write({ stage: "replaced", startedAt, ownerArn, oldKeyId, keepOld, newKeyId });
    this.#storedKeyId = newKeyId;
    onNote(`the new key ${newKeyId} works and is now that of ${profiles.map(quote).join(", ")}`);
    await onReplaced(newKey, profiles);
  }

  async #deactivate(keyId: string): Promise<void> {
    await this.#ports.accessKeys.deactivate(keyId);
    this.#keys = this.#keys.map((key) => (key.id === keyId ? { id: keyId, isActive: false } : key));
    this.#ports.onNote(`deactivated the old key ${keyId}`);
  }

  async #delete(keyId: string): Promise<void> {
    await this.#ports.accessKeys.delete(keyId);
    this.#keys = this.#keys.filter(({ id }) => id !== keyId);
    this.#ports.onNote(`deleted the old key ${keyId}`);
  }

  async #finish(newKeyId: string): Promise<Rotated> {
    const { keyring, profile, userName } = this.#ports;
    const { oldKeyId } = this.#demandJournal();
    await removeJournal(keyring, profile);
    const isKept = this.#keys.some(({ id }) => id === oldKeyId);
    return { profile, userName, newKeyId, oldKeyId, oldKey: isKept ? "deactivated" : "deleted" };
  }

  async #makeRoom(other: ListedKey): Promise<void> {
    const { accessKeys, confirm } = this.#ports;
    const use = describeUse(await accessKeys.lastUse(other.id));
    const state = other.isActive ? "active" : "inactive";
    const question = `AWS allows two access keys, and ${this.#who()} has two. Delete ${other.id} (${state}, ${use})?`;
    if (!(await confirm(question, other.isActive))) throw this.#twoKeys(other, `${state}, ${use}`);
    await this.#deleteOther(other.id);
  }

  async #removeOrphan({ id, isActive }: ListedKey): Promise<void> {
    const { accessKeys, confirm } = this.#ports;
    const use = await accessKeys.lastUse(id);
    // SECURITY: a key that somebody uses is somebody's, whenever it was made.
    const isInUse = isActive && typeof use === "number";
    const question = `the key ${id} was made while the rotation was interrupted, and nobody kept its secret (${describeUse(use)}). Delete it?`;
    if (!(await confirm(question, isInUse))) throw this.#orphanKept(id);
    await this.#deleteOther(id);
  }

  async #abandon(newKeyId: string): Promise<void> {
    const { profile, confirm } = this.#ports;
    const question = `${quote(profile)} was given the key ${this.#storedKeyId} while its rotation was interrupted. Delete ${newKeyId}, which the rotation made?`;
    if (!(await confirm(question, false))) throw this.#outdated(newKeyId);
    await this.#deleteOther(newKeyId);
    await this.#forget();
  }

  async #forget(): Promise<void> {
    const { keyring, profile, onNote } = this.#ports;
    onNote(`${quote(profile)} has another key than its interrupted rotation left; beginning anew`);
    await removeJournal(keyring, profile);
    this.#journal = undefined;
  }

  async #deleteOther(keyId: string): Promise<void> {
    await this.#ports.accessKeys.delete(keyId);
    this.#keys = this.#keys.filter(({ id }) => id !== keyId);
    this.#ports.onNote(`deleted the key ${keyId}`);
  }

  /** All profiles that share the old key, the one that is rotated first: none is left with a key that stops working. */
  async #profilesWith(keyId: string): Promise<readonly string[]> {
    const { keyring, profile } = this.#ports;
    const sharing = [profile];
    for (const other of (await listStoredKeys(keyring)).storedKeys) {
      if (other === profile) continue;
      const key = await readStoredKey(keyring, other).catch(() => undefined);
      if (key?.accessKeyId === keyId) sharing.push(other);
    }
    return sharing;
  }

  async #readStored(): Promise<StoredKey> {
    const { keyring, profile } = this.#ports;
    const key = await readStoredKey(keyring, profile);
    if (key === undefined)
      throw new TegataError("KeyMissing", `the keyring (${keyring.kind}) has no key of ${quote(profile)}`);
    return key;
  }

  async #write(journal: Journal): Promise<void> {
    await writeJournal(this.#ports.keyring, this.#ports.profile, journal);
    this.#journal = journal;
  }

  #demandJournal(): Journal {
    if (this.#journal === undefined) throw new Error("a rotation without a journal");
    return this.#journal;
  }

  #tellWhereItStands(): void {
    const journal = this.#journal;
    if (journal === undefined) return;
    const since = formatInstant(journal.startedAt);
    this.#ports.onNote(
      `going on with the rotation of ${quote(this.#ports.profile)} that began ${since}: ${stageWords[journal.stage]}`,
    );
  }

  #who(): string {
    const { userName } = this.#ports;
    return userName === undefined ? "the root user" : `user "${userName}"`;
  }

  #deleteLine(keyId: string): string {
    const { userName, profile } = this.#ports;
    const user = userName === undefined ? "" : ` --user-name ${inShell(userName)}`;
    return `tegata exec -n ${inShell(profile)} -- aws iam delete-access-key --access-key-id ${keyId}${user}`;
  }

  #notListed(): TegataError {
    return new TegataError(
      "KeyNotListed",
      `IAM does not list the key ${this.#storedKeyId} of ${quote(this.#ports.profile)} among those of ${this.#who()}`,
      { hint: `tegata whoami ${inShell(this.#ports.profile)}` },
    );
  }

  #twoKeys({ id }: ListedKey, state: string): TegataError {
    return new TegataError(
      "TwoAccessKeys",
      `${this.#who()} has two access keys, ${this.#storedKeyId} and ${id} (${state}), and AWS allows no third one`,
      { hint: this.#deleteLine(id), exitCode: exitCodes.humanNeeded },
    );
  }

  #orphanKept(keyId: string): TegataError {
    return new TegataError(
      "OrphanKept",
      `the key ${keyId}, whose secret nobody kept, is in the way of the rotation`,
      { hint: this.#deleteLine(keyId), exitCode: exitCodes.humanNeeded },
    );
  }

  #outdated(newKeyId: string): TegataError {
    return new TegataError(
      "RotationOutdated",
      `${quote(this.#ports.profile)} has another key than its interrupted rotation, which made ${newKeyId}`,
      { hint: this.#deleteLine(newKeyId), exitCode: exitCodes.humanNeeded },
    );
  }

  #ofAnother({ accessKeyId }: StoredKey, arn: string): TegataError {
    return new TegataError(
      "NewKeyOfAnother",
      `the new key ${accessKeyId} is that of ${arn} and not of ${this.#ports.ownerArn}; ${quote(this.#ports.profile)} was left as it is`,
    );
  }
}

const stageWords: Readonly<Record<Journal["stage"], string>> = {
  creating: "a new key was about to be created",
  created: "the new key is kept, and is to be verified",
  replaced: "the new key is in place, and the old one is to go",
};

function quote(profile: string): string {
  return `profile "${profile}"`;
}

function describeUse(use: LastUse): string {
  if (use === "never") return "never used";
  return use === "unknown" ? "last use unknown" : `last used ${formatInstant(use)}`;
}
