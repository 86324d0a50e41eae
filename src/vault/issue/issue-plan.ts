/** Carries a plan out, from the last step whose session is kept: nothing before it is asked for or called. */
import type { Minted, Session, SessionCache } from "../cache/index.ts";
import type { Credentials } from "../credentials.ts";
import type { CallStep, Plan, Step } from "../plan/index.ts";
import { isDeadSession } from "../services/index.ts";
import { runStep, type StepContext } from "../steps/index.ts";
import { sessionIds } from "./session-ids.ts";
import { sourceIdOf } from "./source-id.ts";

export interface IssueContext {
  readonly step: Omit<StepContext, "previous">;
  /** Opened when the first session is looked for. */
  readonly openSessions: () => Promise<SessionCache<Credentials>>;
  /** Mint every session of the plan anew, kept or not. */
  readonly fresh?: boolean;
  /** Asks the service whether a kept session still counts; rejects with its refusal. undefined: it is believed. */
  readonly check?: ((credentials: Credentials) => Promise<void>) | undefined;
}

export interface PlanResult {
  readonly credentials: Credentials;
  /** Made for this call, not found in the cache. */
  readonly isNew: boolean;
}

/** A session with what it takes to forget it. */
interface Found extends PlanResult {
  readonly kept?: { readonly id: string; readonly mark: string };
}

/**
 * The credentials of the plan's last step. A kept session that its service refuses is forgotten and made once more; so is
 * all of it where the key in the keyring was replaced meanwhile, as a rotation does.
 * @throws TegataError as `runStep` and the cache do.
 */
export async function issuePlan(plan: Plan, context: IssueContext): Promise<PlanResult> {
  const walk = await Walk.start(plan, context);
  try {
    return await walk.result();
  } catch (error) {
    if (!isDeadSession(error)) throw error;
    const again = await Walk.start(plan, context);
    if (!again.beginsUnlike(walk)) throw error;
    return again.result();
  }
}

class Walk {
  readonly #plan: Plan;
  readonly #context: IssueContext;
  readonly #ids: readonly (string | undefined)[];
  /** A key that had to be read to know whose session is looked for. */
  readonly #source: Credentials | undefined;

  private constructor(
    plan: Plan,
    context: IssueContext,
    source: Credentials | undefined,
    sourceId: string | undefined,
  ) {
    this.#plan = plan;
    this.#context = context;
    this.#source = source;
    this.#ids = sessionIds(plan, sourceId);
  }

  static async start(plan: Plan, context: IssueContext): Promise<Walk> {
    const [first] = plan.steps;
    if (first.kind === "stored-key") {
      const key = await runStep(first, context.step);
      return new Walk(plan, context, key, key.accessKeyId);
    }
    const sourceId = await sourceIdOf(first, context.step.machine.env);
    return new Walk(plan, context, undefined, sourceId);
  }

  /** Whether it begins with another key of the keyring. */
  beginsUnlike(other: Walk): boolean {
    return this.#source?.accessKeyId !== other.#source?.accessKeyId;
  }

  async result(): Promise<PlanResult> {
    const last = this.#plan.steps.length - 1;
    const { fresh, check } = this.#context;
    if (fresh) await this.#dropAll();
    const found = await this.#get(last);
    if (check === undefined || found.isNew || found.kept === undefined) return found;
    try {
      await check(found.credentials);
      return found;
    } catch (error) {
      if (!isDeadSession(error)) return found;
      return this.#getAnew(last, found);
    }
  }

  async #dropAll(): Promise<void> {
    for (const id of this.#ids) {
      if (id !== undefined) await (await this.#context.openSessions()).drop(id);
    }
  }

  async #get(index: number): Promise<Found> {
    const id = this.#ids[index];
    if (id === undefined) return { credentials: await this.#run(index), isNew: true };
    const sessions = await this.#context.openSessions();
    const minTtlMs = this.#plan.reuseAboveSeconds.seconds * 1000;
    const session = await sessions.getOrMint(id, () => this.#mint(index), { minTtlMs });
    const { whyNotKept } = session;
    if (whyNotKept !== undefined) this.#context.step.onNote(`the session is not kept: ${whyNotKept}`);
    return toFound(id, session);
  }

  async #mint(index: number): Promise<Minted<Credentials>> {
    const value = await this.#run(index);
    const step = this.#plan.steps[index];
    return { value, expiration: value.expiration, about: step === undefined ? {} : describeSession(step) };
  }

  async #run(index: number): Promise<Credentials> {
    const step = this.#plan.steps[index];
    if (step === undefined) throw new RangeError("a plan has no such step");
    if (index === 0) return this.#source ?? runStep(step, this.#context.step);
    const previous = await this.#get(index - 1);
    try {
      return await this.#call(step, previous);
    } catch (error) {
      if (previous.isNew || !isDeadSession(error)) throw error;
      return this.#call(step, await this.#getAnew(index - 1, previous));
    }
  }

  #call(step: Step, { credentials }: PlanResult): Promise<Credentials> {
    return runStep(step, { ...this.#context.step, previous: credentials });
  }

  async #getAnew(index: number, { kept }: Found): Promise<Found> {
    this.#context.step.onNote("the kept session is refused by its service; making a new one");
    if (kept !== undefined) await (await this.#context.openSessions()).drop(kept.id, kept.mark);
    return this.#get(index);
  }
}

function toFound(id: string, { value, isNew, mark }: Session<Credentials>): Found {
  return { credentials: value, isNew, kept: { id, mark } };
}

/** For `tegata list` and `cache list`; no secrets. */
function describeSession(step: Step): Readonly<Record<string, string>> {
  return { profile: step.profile, kind: step.kind, ...identityOf(step) };
}

function identityOf(step: Step): Readonly<Record<string, string>> {
  switch (step.kind) {
    case "assume-role":
    case "web-identity":
      return { role: step.roleArn, ...mfaOf(step) };
    case "session-token":
      return mfaOf(step);
    case "sso":
      return { role: `${step.accountId}/${step.roleName}`, startUrl: step.startUrl };
    default:
      return {};
  }
}

function mfaOf(step: Step): Readonly<Record<string, string>> {
  const mfa = (step as Partial<CallStep>).mfa;
  return mfa === undefined ? {} : { serial: mfa.serial };
}
