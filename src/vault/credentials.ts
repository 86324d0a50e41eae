import type { Secret } from "../base/index.ts";

/** What AWS's clients sign with. Long-lived ones have neither token nor expiry. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
  /** Milliseconds since 1970. */
  readonly expiration?: number;
  /** Where the answer said it. */
  readonly accountId?: string;
}
