import type { Reason } from "../plan/plan.ts";

/** ` at config:12`, ` (AWS_ROLE_ARN)`, or nothing. */
export function at({ place, setting }: Reason): string {
  if (place !== undefined) return ` at ${place.file}:${place.line}`;
  return setting === undefined ? "" : ` (${setting})`;
}
