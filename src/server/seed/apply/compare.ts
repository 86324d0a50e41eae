/** Whether something is as the file says. */
import { isDeepStrictEqual } from "node:util";
import type { TagSeed } from "../file/shape.ts";

/** Two policy texts that say the same: white space and the order of members do not count. */
export function isSameDocument(present: string, wanted: string): boolean {
  if (present === wanted) return true;
  try {
    return isDeepStrictEqual(JSON.parse(present), JSON.parse(wanted));
  } catch {
    // One of them is no JSON: the operation that would store it says so.
    return false;
  }
}

/** IAM shows documents URL-encoded. */
export function isShownDocument(shown: string | undefined, wanted: string): boolean {
  return shown !== undefined && isSameDocument(decodeURIComponent(shown), wanted);
}

/** The tags of the file that are missing or have another value. Keys are the same in any case. */
export function missingTags(
  present: readonly TagSeed[] | undefined,
  wanted: readonly TagSeed[] | undefined,
): readonly TagSeed[] {
  const values = new Map(present?.map(({ Key, Value }) => [Key.toLowerCase(), Value]));
  return (wanted ?? []).filter(({ Key, Value }) => values.get(Key.toLowerCase()) !== Value);
}
