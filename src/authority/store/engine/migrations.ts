/**
 * The schema's history: every step is run once, in order, all pending ones in one transaction. A released step is never
 * edited; a change is a new step at the end.
 */
import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import { createFirstTables } from "./migrations/001-first-tables.ts";
import { createOrganization } from "./migrations/002-organization.ts";

export interface Migration {
  /** 1, 2, 3 …; the store's version is the number of the last one that ran. */
  readonly number: number;
  readonly up: (database: Kysely<Schema>) => Promise<void>;
}

export const migrations: readonly Migration[] = [
  { number: 1, up: createFirstTables },
  { number: 2, up: createOrganization },
];

/** The version of a store on which every step has run. */
export const schemaVersion = migrations.length;

/** Runs what a store of `version` lacks; call it inside a transaction. */
export async function migrate(database: Kysely<Schema>, version: number): Promise<void> {
  for (const migration of migrations) {
    if (migration.number > version) await migration.up(database);
  }
}
