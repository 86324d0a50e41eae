import { createHash } from "node:crypto";
import type { S3Owner } from "../wire/index.ts";

/** An account's canonical user id: 64 hexadecimal digits that say nothing, the same every time. */
export function ownerOf(accountId: string): S3Owner {
  return { id: createHash("sha256").update(`canonical user of ${accountId}`).digest("hex") };
}
