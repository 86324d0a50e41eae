/** "Last used" times: the only acknowledged-but-not-yet-written data there is. May lose `flushIntervalMs` at a crash. */
import type { Writer } from "./schema.ts";

const flushIntervalMs = 30_000;
/** More than these at once are written without waiting for the interval. */
const maxPendingNotes = 10_000;

export interface KeyUse {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `sts`, `iam`, `s3` …, as in the signature's scope. */
  readonly service: string;
  readonly region: string;
}

export interface RoleUse {
  readonly at: number;
  readonly region: string;
}

export class LastUsed {
  readonly #record: (work: (tx: Writer) => Promise<void>) => Promise<void>;
  readonly #timer: NodeJS.Timeout;
  #keys = new Map<string, KeyUse>();
  #roles = new Map<string, RoleUse>();

  constructor(record: (work: (tx: Writer) => Promise<void>) => Promise<void>) {
    this.#record = record;
    this.#timer = setInterval(() => this.#flushLater(), flushIntervalMs);
    this.#timer.unref();
  }

  /** Costs a map entry; the newest use of a key wins. */
  noteAccessKey(accessKeyId: string, use: KeyUse): void {
    this.#keys.set(accessKeyId, use);
    if (this.#keys.size >= maxPendingNotes) this.#flushLater();
  }

  noteRole(roleId: string, use: RoleUse): void {
    this.#roles.set(roleId, use);
    if (this.#roles.size >= maxPendingNotes) this.#flushLater();
  }

  /** Writes what is pending, so that a reader of last-used times sees all of them. Rejects when the store cannot write. */
  async flush(): Promise<void> {
    if (this.#keys.size === 0 && this.#roles.size === 0) return;
    const keys = this.#keys;
    const roles = this.#roles;
    this.#keys = new Map();
    this.#roles = new Map();
    await this.#record(async (tx) => {
      for (const [accessKeyId, use] of keys) await writeKeyUse(tx, accessKeyId, use);
      for (const [roleId, use] of roles) await writeRoleUse(tx, roleId, use);
    });
  }

  /** Ends the timer and writes what is pending. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  /** These times may be lost: a store that cannot write says so at the next write that matters. */
  #flushLater(): void {
    this.flush().catch(() => undefined);
  }
}

async function writeKeyUse(tx: Writer, accessKeyId: string, use: KeyUse): Promise<void> {
  await tx
    .updateTable("access_key")
    .set({ last_used_at: use.at, last_used_service: use.service, last_used_region: use.region })
    .where("access_key_id", "=", accessKeyId)
    .execute();
}

async function writeRoleUse(tx: Writer, roleId: string, use: RoleUse): Promise<void> {
  await tx
    .updateTable("iam_role")
    .set({ last_used_at: use.at, last_used_region: use.region })
    .where("role_id", "=", roleId)
    .execute();
}
