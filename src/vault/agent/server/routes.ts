/** Requests to the agent and its answers, without a socket. */
import { exitCodes, Secret, TegataError } from "../../../base/index.ts";
import { exportCredentials } from "../../deliver/index.ts";
import { describeWithoutMfa, parseSpan } from "../../plan/index.ts";
import type { Issued } from "../../vault.ts";
import { encodeFailure, encodeIssued, encodeQuestion, statuses } from "../protocol/answers.ts";
import { type AgentRequest, parseAgentRequest } from "../protocol/request.ts";
import { type Agent, AgentLocked, CallersOwn } from "./agent.ts";
import { Conversation } from "./conversation.ts";
import { defaultSpan, type LeaseSpan, maxSpanSeconds } from "./lease.ts";

export interface RouteRequest {
  readonly method: string;
  readonly path: string;
  readonly form: string;
  /** Calls back when the caller has gone away. */
  readonly onGone: (listener: () => void) => void;
}

export interface RouteAnswer {
  readonly status: number;
  /** A text as it is, anything else as JSON. */
  readonly body: string | object;
  /** One line for the caller's standard error, beside what was asked for. */
  readonly note?: string;
}

export type Route = (request: RouteRequest) => Promise<RouteAnswer>;

/** Callers that may wait for a code at a time. */
const maxConversations = 64;

/** `stop` ends the process once the answer is sent. */
export function createRoutes(agent: Agent, stop: () => void): Route {
  const conversations = new Map<string, Conversation<Issued>>();
  const routes: Readonly<Record<string, Route>> = {
    "GET /status": async () => done(agent.status()),
    "GET /stored-keys": async () => {
      const { storedKeys, rootKeys } = await agent.storedKeys();
      return done({ storedKeys: [...storedKeys], rootKeys: [...rootKeys] });
    },
    "POST /lock": async () => {
      await agent.lock();
      return done(agent.status());
    },
    "POST /unlock": async ({ form }) => {
      const wanted = new URLSearchParams(form);
      const passphrase = wanted.get("passphrase");
      const span = spanIn(wanted);
      if (span === undefined) return refusal(statuses.malformed, "SpanMalformed");
      await agent.unlock(passphrase === null ? undefined : new Secret(passphrase), span);
      return done(agent.status());
    },
    "POST /stop": async () => {
      stop();
      return done({});
    },
    "POST /credentials": ({ form }) => giveToProcess(agent, form),
    "POST /issued": async (request) => {
      const parsed = parseAgentRequest(request.form, parseSpan);
      if (typeof parsed === "string") return notUnderstood(parsed);
      if (conversations.size >= maxConversations) return refusal(statuses.busy, "TooManyQuestions");
      const conversation = begin(agent, parsed);
      conversations.set(conversation.id, conversation);
      request.onGone(() => {
        conversation.abandon();
        conversations.delete(conversation.id);
      });
      return nextAnswer(conversation, conversations);
    },
    "POST /answers": async ({ form }) => {
      const answer = new URLSearchParams(form);
      const conversation = conversations.get(answer.get("id") ?? "");
      if (!conversation?.answer(answer.get("code") ?? "")) return refusal(statuses.notFound, "NoQuestion");
      return nextAnswer(conversation, conversations);
    },
  };
  return async (request) => {
    const route = routes[`${request.method} ${request.path}`];
    if (route === undefined) return refusal(statuses.notFound, "NoSuchPath");
    try {
      return await route(request);
    } catch (error) {
      return answerTo(error);
    }
  };
}

function begin(agent: Agent, request: AgentRequest): Conversation<Issued> {
  const conversation: Conversation<Issued> = new Conversation();
  conversation.begin(() =>
    agent.issue(request, {
      askMfa: (question) => conversation.ask(question),
      onNote: (text) => conversation.note(text),
    }),
  );
  return conversation;
}

async function nextAnswer(
  conversation: Conversation<Issued>,
  conversations: Map<string, Conversation<Issued>>,
): Promise<RouteAnswer> {
  const turn = await conversation.next();
  const notes = conversation.takeNotes();
  if (turn.kind === "question")
    return { status: statuses.question, body: encodeQuestion(conversation.id, turn.question, notes) };
  conversations.delete(conversation.id);
  return turn.kind === "done" ? done(encodeIssued(turn.value, notes)) : answerTo(turn.error);
}

/** For `tegata-credential`: the answer that `credential_process` prints, or what a person should read. */
async function giveToProcess(agent: Agent, form: string): Promise<RouteAnswer> {
  const parsed = parseAgentRequest(form, parseSpan);
  if (typeof parsed === "string") return notUnderstood(parsed);
  try {
    const { credentials, plan, isNew } = await agent.issue(parsed, {
      askMfa: () => Promise.reject(new CallersOwn("PersonNeeded")),
      onNote: () => {},
    });
    const machine = { platform: "linux", env: parsed.env } as const;
    const answer = done(exportCredentials("json", { profile: plan.profile, credentials, machine }));
    const note = isNew ? describeWithoutMfa(plan) : undefined;
    return note === undefined ? answer : { ...answer, note };
  } catch (error) {
    if (!isFailure(error)) throw error;
    const hint = error.hint === undefined ? "" : `\n  ${error.hint}`;
    return { status: statuses.failed, body: `tegata: ${error.message}${hint}\n` };
  }
}

function answerTo(error: unknown): RouteAnswer {
  if (error instanceof AgentLocked) return refusal(statuses.locked, "AgentLocked");
  if (error instanceof CallersOwn) return refusal(statuses.yours, error.code);
  if (error instanceof TegataError && error.code === "KeyringLocked")
    return { status: statuses.locked, body: encodeFailure(error) };
  if (isFailure(error)) return { status: statuses.failed, body: encodeFailure(error) };
  if (error instanceof TegataError) return { status: statuses.yours, body: encodeFailure(error) };
  // SECURITY: a sentence that is not ours may quote what it failed at.
  return refusal(500, "InternalFailure");
}

/** What would fail in the caller's hands too. Where a person is needed the caller has one, perhaps. */
function isFailure(error: unknown): error is TegataError {
  return error instanceof TegataError && error.exitCode !== exitCodes.humanNeeded;
}

function spanIn(form: URLSearchParams): LeaseSpan | undefined {
  const forSeconds = Number(form.get("for") ?? defaultSpan.forSeconds);
  const idle = form.get("idle");
  const idleSeconds = idle === null ? undefined : Number(idle);
  const isSpan = (seconds: number) => Number.isInteger(seconds) && seconds > 0 && seconds <= maxSpanSeconds;
  if (!isSpan(forSeconds) || (idleSeconds !== undefined && !isSpan(idleSeconds))) return undefined;
  return { forSeconds, idleSeconds };
}

function notUnderstood(code: "OtherProtocol" | "RequestMalformed"): RouteAnswer {
  return refusal(code === "OtherProtocol" ? statuses.yours : statuses.malformed, code);
}

function done(body: string | object): RouteAnswer {
  return { status: statuses.done, body };
}

function refusal(status: number, code: string): RouteAnswer {
  return { status, body: { code } };
}
