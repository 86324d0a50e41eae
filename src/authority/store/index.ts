/**
 * The store: every row the authority keeps, durable before it is acknowledged.
 * Imports base, crypto, kysely and Node. Start reading at `schema.ts` (the tables), then `store.ts` (reads and writes).
 * Repositories live here too, one file per noun (`users.ts`, `roles.ts` …), and are imported by their file: plain
 * functions over a Reader or a Writer. SQL is written nowhere else.
 */
export { isForeignKeyViolation, isUniqueViolation } from "./constraint.ts";
export type { KeyUse, LastUsed, RoleUse } from "./last-used.ts";
export { openStore, type StoreOptions } from "./open.ts";
export type {
  EntityKind,
  Reader,
  Schema,
  Writer,
} from "./schema.ts";
export { type SecretTable, secretLabel } from "./secret-label.ts";
export type { Store } from "./store.ts";
