/**
 * gather: reads what may tell why credentials failed: files, environment, caches, clock, endpoint. Decides nothing.
 * Start reading at `gather.ts`.
 */
export { type GatherRequest, gather } from "./gather.ts";
