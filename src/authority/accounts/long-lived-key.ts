import type { Secret } from "../../base/index.ts";

/** A key pair that no session stands behind: a user's or root's. */
export interface LongLivedKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
}
