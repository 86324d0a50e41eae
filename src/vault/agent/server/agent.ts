/**
 * The agent without its socket: a keyring that is open for a while, and a vault for each request, made from what the
 * caller says about itself. Nobody can be asked here but the caller.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type Clock, exitCodes, type Secret, TegataError } from "../../../base/index.ts";
import type { OpenedKeyring, PassphraseQuestion } from "../../keyring/index.ts";
import type { Environment, Machine } from "../../machine.ts";
import type { AskMfa, MfaQuestion } from "../../mfa/index.ts";
import { storedCode } from "../../mfa-devices/stored-seed.ts";
import type { Plan } from "../../plan/index.ts";
import type { StoredProfiles } from "../../stored-keys/index.ts";
import { createVault, type Issued } from "../../vault.ts";
import type { AgentStatus } from "../protocol/answers.ts";
import type { AgentRequest } from "../protocol/request.ts";
import { keyringVariables, placeVariables } from "../protocol/variables.ts";
import { Lease, type LeaseSpan } from "./lease.ts";
import { Remembered } from "./remembered.ts";

export interface AgentOptions {
  /** Where the keyring and the kept sessions are. */
  readonly machine: Machine;
  readonly processId: number;
  /** Opens the keyring once; its question for a passphrase is answered with what `unlock` was given. */
  readonly openKeyring: (ask: (question: PassphraseQuestion) => Promise<Secret>) => Promise<OpenedKeyring>;
}

/** Why a request is the caller's own to do. */
export class CallersOwn extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export class AgentLocked extends Error {}

/** What the caller gives the vault of one request. */
export interface Caller {
  readonly askMfa: AskMfa;
  readonly onNote: (message: string) => void;
}

export class Agent {
  readonly #machine: Machine;
  readonly #processId: number;
  readonly #lease: Lease;
  readonly #opened: OpenedKeyring;
  readonly #passphrase: PassphraseBox;
  /** What is being issued, by what was asked for. */
  readonly #underWay = new Map<string, Promise<unknown>>();
  readonly #remembered: Remembered;
  /** How many unlock it or wait for their turn to. */
  #unlocking = 0;
  #lastUnlock: Promise<void> = Promise.resolve();

  private constructor(
    { machine, processId }: AgentOptions,
    opened: OpenedKeyring,
    passphrase: PassphraseBox,
    clock: Clock,
  ) {
    this.#machine = machine;
    this.#processId = processId;
    this.#lease = new Lease(clock);
    this.#opened = opened;
    this.#passphrase = passphrase;
    this.#remembered = new Remembered(machine, opened.kind);
  }

  /** Locked. @throws TegataError as `openKeyring`. */
  static async create(options: AgentOptions): Promise<Agent> {
    const passphrase = new PassphraseBox();
    const opened = await options.openKeyring(passphrase.answer);
    return new Agent(options, opened, passphrase, options.machine.clock);
  }

  status(): AgentStatus {
    const isLocked = !this.#lease.isOpen();
    return {
      pid: this.#processId,
      keyring: this.#opened.kind,
      why: this.#opened.why,
      isLocked,
      wantsPassphrase: this.#opened.kind === "file",
      ...(!isLocked && { unlockedUntil: this.#lease.until(), idleSeconds: this.#lease.idleSeconds }),
    };
  }

  /**
   * Opens the keyring for a while. Guesses come one after the other; whoever comes second waits.
   * @throws TegataError `PassphraseWrong`, `KeyringLocked` without a passphrase that is wanted.
   */
  async unlock(passphrase: Secret | undefined, span: LeaseSpan): Promise<void> {
    this.#unlocking += 1;
    const mine = this.#lastUnlock.then(() => this.#unlock(passphrase, span));
    this.#lastUnlock = mine.catch(() => {});
    try {
      await mine;
    } finally {
      this.#unlocking -= 1;
    }
  }

  async #unlock(passphrase: Secret | undefined, span: LeaseSpan): Promise<void> {
    try {
      // Another passphrase than the one that opened it before must not pass because that one did.
      if (this.#opened.kind === "file") await this.lock();
      this.#passphrase.hold(passphrase);
      await this.#opened.keyring.list();
      this.#lease.begin(span);
    } catch (error) {
      await this.lock();
      throw error;
    }
  }

  /** Forgets what opens the keyring. */
  async lock(): Promise<void> {
    this.#lease.end();
    this.#passphrase.hold(undefined);
    this.#remembered.clear();
    await this.#opened.keyring.lock();
  }

  /** Locks when its time is over; to be called now and then. */
  async lockWhenOver(): Promise<void> {
    if (this.#unlocking === 0 && this.#lease.until() !== undefined && !this.#lease.isOpen())
      await this.lock();
  }

  /** @throws AgentLocked, CallersOwn; TegataError as `Vault.issue`. */
  async issue(request: AgentRequest, caller: Caller): Promise<Issued> {
    const { wanted, keyring, home, env } = request;
    await this.#requireUnlocked();
    if (!this.#isOurs(keyring, home, env)) throw new CallersOwn("OtherKeyring");
    this.#lease.use();
    const machine: Machine = { ...this.#machine, home, env };
    const key = JSON.stringify(request);
    const state = this.#remembered.stateFor(machine);
    const known = this.#remembered.find(key, state);
    if (known !== undefined && !wanted.fresh && !wanted.check) return known;
    return this.#oneAtATime(key, async () => {
      await this.#requireUnlocked();
      const vault = createVault({
        machine,
        openKeyring: async () => this.#opened,
        ...caller,
        askMfa: async (question) => (await this.#storedCode(question)) ?? caller.askMfa(question),
      });
      requireAgentCan(await vault.plan(wanted), wanted.assumeRole !== undefined);
      const issued = await vault.issue(wanted);
      this.#remembered.keep(key, state, issued);
      return issued;
    });
  }

  /** Who asks for the same waits, and then finds it kept: the lock between processes would be tried now and then only. */
  async #oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
    for (;;) {
      const before = this.#underWay.get(key);
      if (before === undefined) break;
      await before.catch(() => {});
    }
    const mine = work().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, mine);
    return mine;
  }

  /** @throws AgentLocked. */
  async storedKeys(): Promise<StoredProfiles> {
    await this.#requireUnlocked();
    const vault = createVault({ machine: this.#machine, openKeyring: async () => this.#opened });
    return vault.listStoredKeys();
  }

  /** Of a device whose seed the vault keeps: the caller's process would have to open the keyring for it. */
  async #storedCode(question: MfaQuestion): Promise<string | undefined> {
    if (question.process !== undefined) return undefined;
    return storedCode(this.#opened.keyring, question, { clock: this.#machine.clock, sleep });
  }

  async #requireUnlocked(): Promise<void> {
    await this.lockWhenOver();
    if (!this.#lease.isOpen()) throw new AgentLocked();
  }

  /** Whether the caller means our keyring and cache: it names them alike, or names no keyring at all. */
  #isOurs(flag: string | undefined, home: string, env: Environment): boolean {
    const machine = this.#machine;
    const { kind } = this.#opened;
    if (home !== machine.home) return false;
    const named = keyringVariables.find((name) => env[name]);
    if (flag !== undefined && flag !== kind) return false;
    if (flag === undefined && named !== undefined && env[named] !== kind && env[named] !== machine.env[named])
      return false;
    return placeVariables.every(
      (name) =>
        keyringVariables.includes(name) || (env[name] || undefined) === (machine.env[name] || undefined),
    );
  }
}

/** Answers the keyring's question once with what was given: asked again, it was wrong. */
class PassphraseBox {
  #passphrase: Secret | undefined;

  hold(passphrase: Secret | undefined): void {
    this.#passphrase = passphrase;
  }

  readonly answer = async ({ path, problem }: PassphraseQuestion): Promise<Secret> => {
    if (problem !== undefined)
      throw new TegataError("PassphraseWrong", problem, {
        hint: "tegata agent unlock",
        exitCode: exitCodes.humanNeeded,
      });
    if (this.#passphrase !== undefined) return this.#passphrase;
    throw new TegataError("KeyringLocked", `"${path}" wants its passphrase`, {
      hint: "tegata agent unlock",
      exitCode: exitCodes.humanNeeded,
    });
  };
}

/**
 * What a source needs of its caller's own environment or terminal is not ours to start: a process, a token's process,
 * keys and endpoints in variables. A token's file is, when its path says where it is.
 */
function requireAgentCan({ steps }: Plan, addsRole: boolean): void {
  const [source] = steps;
  switch (source.kind) {
    case "stored-key":
    case "static-key":
    case "sso":
      break;
    case "web-identity":
      if (source.tokenFile?.startsWith("/")) break;
      throw new CallersOwn("OwnEnvironment");
    default:
      throw new CallersOwn("OwnEnvironment");
  }
  // SECURITY: what leaves the agent expires; whoever wants a long-lived key as it is opens the keyring.
  if (steps.length === 1 && source.kind === "stored-key" && !addsRole) throw new CallersOwn("LongLivedKey");
}
