/** What generated requests may speak of: a small set of names that come and go, and credentials that stay. */
import type { SigningCredentials } from "../../src/sigv4/index.ts";

/** Credentials with what they are, so that a request can be signed as any of them. */
export interface FuzzCredentials extends SigningCredentials {
  readonly kind: "admin" | "root" | "session" | "role" | "federation";
}

export interface World {
  readonly accountId: string;
  readonly host: string;
  readonly credentials: readonly [FuzzCredentials, ...FuzzCredentials[]];
}

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

/** Never the names that the run's own credentials stand on (`admin`, `fuzz-role`). */
export const names = {
  users: numbered("user", 8),
  groups: numbered("group", 4),
  roles: numbered("role", 6),
  policies: numbered("policy", 8),
  profiles: numbered("profile", 4),
  devices: numbered("device", 4),
  buckets: numbered("bucket", 4),
  keys: ["a", "b/c", "b/d e", "手形", "x+y%20z", "q?r", "日本/語 &<>"],
} as const;
