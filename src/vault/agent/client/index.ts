/**
 * client: the agent's callers. It is on the way of every kept session, so it loads next to nothing.
 * May import: base, and of the vault the types and the protocol. Start reading at `ask-agent.ts`.
 */
export { type AskAgentOptions, askAgent } from "./ask-agent.ts";
export { type AgentAnswer, AgentConnection, AgentGone } from "./connection.ts";
export { type FindOptions, findAgent } from "./find-agent.ts";
