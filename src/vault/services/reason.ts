import type { Reason } from "../plan/plan.ts";

/** ` at config:12`, ` (AWS_ROLE_ARN)`, or nothing. */
export function at({ place, setting }: Reason): string {
  if (place !== undefined) return ` at ${place.file}:${place.line}`;
  return setting === undefined ? "" : ` (${setting})`;
}

/** A profile's name as a word for a POSIX shell: hints are there to be pasted. */
export function inShell(name: string): string {
  return /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
