import { sha256Hex } from "../../crypto/index.ts";
import type { CacheInputs } from "../plan/index.ts";

/** A change of what the list means, or of how it is written, gives other ids. */
const idVersion = "tegata-cache-id/1";

/**
 * The name of a session: SHA-256 over everything that makes it, as 64 hexadecimal digits.
 * INVARIANT (no-stale-identity): two sessions with one difference in their inputs never share an id; the order in which
 * inputs are named does not matter, that of list elements does.
 */
export function cacheId(inputs: CacheInputs): string {
  return sha256Hex(`${idVersion}\n${canonicalJson(inputs)}`);
}

/** JSON with sorted names and without white space. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(",")}}`;
}
