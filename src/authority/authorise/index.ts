/**
 * authorise: may this caller do this to that? Gathers the layers of policies that apply, asks the engine, and puts a
 * refusal into AWS's words. Judges nothing itself. May import: base, policy, wire, principals, organization. Start at `decide.ts`.
 */
export { type AuthoriseParts, decide, demand, type Question } from "./decide.ts";
export { type GatherParts, gather } from "./gather.ts";
