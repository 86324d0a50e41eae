/**
 * agent: one process of a user that holds the keyring open for a while and gives credentials to that user's programs over
 * a socket of the user's own. Programs of the same user are not kept out. Its callers load `client/` alone.
 * May import: base, crypto, and the vault. Start reading at `server/agent.ts`, then `server/routes.ts` and `trust.ts`.
 */
export { agentSocket, agentSockets, socketVariable } from "./place.ts";
export { type AgentStatus, decodeFailure, decodeStatus, statuses } from "./protocol/answers.ts";
export { Agent, AgentLocked, type AgentOptions, CallersOwn } from "./server/agent.ts";
export { defaultSpan, type LeaseSpan, maxSpanSeconds } from "./server/lease.ts";
export { type ListeningAgent, type ListenOptions, listenAt } from "./server/listen.ts";
export { createRoutes } from "./server/routes.ts";
