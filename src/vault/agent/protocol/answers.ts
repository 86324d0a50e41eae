/** What the agent answers, as JSON; and what a client makes of it, which it looks at before it believes it. Pure. */
import { Secret, TegataError } from "../../../base/index.ts";
import type { Credentials } from "../../credentials.ts";
import type { MfaQuestion } from "../../mfa/question.ts";
import type { Plan } from "../../plan/plan.ts";

/** The answers that have a meaning of their own; any other one lets a caller do the work itself. */
export const statuses = {
  done: 200,
  /** A code is wanted: the question, to be answered under its id. */
  question: 202,
  malformed: 400,
  refused: 403,
  notFound: 404,
  /** What is asked for is the caller's own to do; `code` says why. */
  yours: 409,
  /** It was tried and failed, and would fail in the caller's hands as well. */
  failed: 422,
  locked: 423,
  busy: 503,
} as const;

/** `Issued` of the vault, which this room cannot import without importing all of it. */
export interface IssuedByAgent {
  readonly plan: Plan;
  readonly credentials: Credentials;
  readonly isNew: boolean;
  readonly endpointUrl: string | undefined;
}

export interface AskedByAgent {
  readonly id: string;
  readonly question: MfaQuestion;
}

export interface AgentStatus {
  readonly pid: number;
  /** The kind, and why it is this one. */
  readonly keyring: string;
  readonly why: string;
  readonly isLocked: boolean;
  /** Milliseconds since 1970; undefined while it is locked. */
  readonly unlockedUntil?: number | undefined;
  /** Locked when nobody asked for that long. */
  readonly idleSeconds?: number | undefined;
  /** Whether unlocking wants a passphrase. */
  readonly wantsPassphrase: boolean;
}

interface Noted {
  /** For a person, in order. */
  readonly notes: readonly string[];
}

export function encodeIssued(issued: IssuedByAgent, notes: readonly string[]): object {
  const { plan, credentials, isNew, endpointUrl } = issued;
  return { plan, credentials: encodeCredentials(credentials), isNew, endpointUrl, notes };
}

/** undefined for what no agent of ours says. */
export function decodeIssued(text: string): (IssuedByAgent & Noted) | undefined {
  const { plan, credentials, isNew, endpointUrl, notes } = parseJson(text);
  const opened = decodeCredentials(credentials);
  if (opened === undefined || !isPlan(plan)) return undefined;
  return {
    plan,
    credentials: opened,
    isNew: isNew === true,
    endpointUrl: typeof endpointUrl === "string" ? endpointUrl : undefined,
    notes: notesIn(notes),
  };
}

export function encodeQuestion(id: string, question: MfaQuestion, notes: readonly string[]): object {
  return { id, question, notes };
}

/** undefined for what no agent of ours says. */
export function decodeQuestion(text: string): (AskedByAgent & Noted) | undefined {
  const { id, question, notes } = parseJson(text);
  const { serial, profile, process, attempt, again } = membersOf(question);
  if (typeof id !== "string" || typeof serial !== "string" || typeof profile !== "string") return undefined;
  return {
    id,
    question: {
      serial,
      profile,
      process: typeof process === "string" ? process : undefined,
      attempt: typeof attempt === "number" ? attempt : 1,
      ...(typeof again === "string" && { again }),
    },
    notes: notesIn(notes),
  };
}

export function encodeFailure({ code, message, hint, exitCode }: TegataError): object {
  return { code, message, hint, exitCode };
}

/** The failure as the agent had it. */
export function decodeFailure(text: string): TegataError | undefined {
  const { code, message, hint, exitCode } = parseJson(text);
  if (typeof code !== "string" || typeof message !== "string") return undefined;
  return new TegataError(code, message, {
    ...(typeof hint === "string" && { hint }),
    ...(typeof exitCode === "number" && { exitCode }),
  });
}

/** undefined for what no agent of ours says. */
export function decodeStatus(text: string): AgentStatus | undefined {
  const { pid, keyring, why, isLocked, unlockedUntil, idleSeconds, wantsPassphrase } = parseJson(text);
  if (typeof pid !== "number" || typeof keyring !== "string" || typeof isLocked !== "boolean")
    return undefined;
  return {
    pid,
    keyring,
    why: typeof why === "string" ? why : "",
    isLocked,
    unlockedUntil: typeof unlockedUntil === "number" ? unlockedUntil : undefined,
    idleSeconds: typeof idleSeconds === "number" ? idleSeconds : undefined,
    wantsPassphrase: wantsPassphrase === true,
  };
}

function encodeCredentials(credentials: Credentials): object {
  const { secretAccessKey, sessionToken, ...rest } = credentials;
  return {
    ...rest,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken && { sessionToken: sessionToken.reveal() }),
  };
}

function decodeCredentials(value: unknown): Credentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken, expiration, accountId } = membersOf(value);
  if (typeof accessKeyId !== "string" || typeof secretAccessKey !== "string") return undefined;
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(typeof sessionToken === "string" && { sessionToken: new Secret(sessionToken) }),
    ...(typeof expiration === "number" && { expiration }),
    ...(typeof accountId === "string" && { accountId }),
  };
}

/** As deep as whoever is of another version could be wrong; the process at the other end is the user's own. */
function isPlan(value: unknown): value is Plan {
  const { profile, steps } = membersOf(value);
  return typeof profile === "string" && Array.isArray(steps) && steps.length > 0;
}

function notesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((note) => typeof note === "string") : [];
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
