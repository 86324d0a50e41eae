import type { SignedCaller } from "../caller.ts";
import type { LastUsed } from "../store/index.ts";

/** Notes that a long-lived key, or the role of a session, was used. AWS: GetAccessKeyLastUsed, GetRole's RoleLastUsed. */
export function noteUse(
  lastUsed: LastUsed,
  caller: SignedCaller,
  service: string,
  region: string,
  at: number,
): void {
  if (caller.kind === "role") lastUsed.noteRole(caller.roleId, { at, region });
  else if (caller.session === undefined) lastUsed.noteAccessKey(caller.accessKeyId, { at, service, region });
}
