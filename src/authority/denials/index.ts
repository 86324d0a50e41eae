/**
 * denials: what an administrator may know of a refusal, sealed into the refusal itself. The caller learns no more than
 * AWS's sentence; whoever may call sts:DecodeAuthorizationMessage in the caller's account opens the rest.
 * May import: base, policy, sessions. Start reading at `message.ts`.
 */
export { authorizationMessageHeader, openDenial, sealDenial } from "./message.ts";
export { NotedDenial } from "./noted.ts";
export { maxRecentDenials, RecentDenials } from "./recent.ts";
