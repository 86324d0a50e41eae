/**
 * The store: every row the authority keeps, durable before it is acknowledged.
 * Imports base, crypto, kysely and Node. Start reading at `schema.ts` (the tables), then `store.ts` (reads and writes);
 * `engine/` opens and drives the database. Repositories are the other folders, one file per noun
 * (`principals/users.ts`, `s3/objects.ts` …), and are imported by their file: plain functions over a Reader or a
 * Writer. SQL is written nowhere else.
 */
export { isForeignKeyViolation, isUniqueViolation } from "./engine/constraint.ts";
export { openStore, type StoreOptions } from "./engine/open.ts";
export type { KeyUse, LastUsed, RoleUse } from "./last-used.ts";
export type {
  EntityKind,
  Reader,
  Schema,
  Writer,
} from "./schema.ts";
export { type SecretTable, secretLabel } from "./secret-label.ts";
export type { Store } from "./store.ts";
