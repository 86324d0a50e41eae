import type { Origin } from "../plan/plan.ts";

/** ` at config:12`, ` (AWS_ROLE_ARN)`, or nothing. */
export function at({ place, setting }: Origin): string {
  if (place !== undefined) return ` at ${place.file}:${place.line}`;
  return setting === undefined ? "" : ` (${setting})`;
}
