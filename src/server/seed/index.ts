/**
 * seed: users, groups, roles, policies, keys, MFA devices and buckets from one JSON file, as often as one likes.
 * `file/` makes a Seed of the text and knows no store; `apply/` brings the account to what the Seed says, through IAM's own
 * operations. May import what server may. Start reading at `file/shape.ts` (what may stand in the file), then
 * `apply/apply.ts`.
 */
export { applySeed } from "./apply/apply.ts";
export { readSeed } from "./file/read.ts";
export type { Seed } from "./file/shape.ts";
