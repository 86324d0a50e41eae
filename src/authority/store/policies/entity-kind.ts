import { uniqueIdPrefixes } from "../../../base/index.ts";
import type { EntityKind } from "../schema.ts";

/** The kind of a user, group or role, from its unique id: rows that hang on entities are keyed by kind and id. */
export function entityKindOf(entityId: string): EntityKind {
  if (entityId.startsWith(uniqueIdPrefixes.user)) return "user";
  return entityId.startsWith(uniqueIdPrefixes.group) ? "group" : "role";
}
