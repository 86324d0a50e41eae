/** Tables as plain data, and how they are made: what every step of the schema's history uses. */
import type { CreateTableBuilder, Kysely } from "kysely";
import type { Schema } from "../../schema.ts";

/** `?` after a type that may be null. */
type ColumnType = "text" | "text?" | "bigint" | "bigint?" | "blob";

export interface TablePlan {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly primaryKey: readonly string[];
  /** Unique together. */
  readonly unique?: readonly (readonly string[])[];
  /** Column → the table and column it refers to. */
  readonly refersTo?: Readonly<Record<string, readonly [table: string, column: string]>>;
  readonly indexes?: readonly (readonly string[])[];
}

/** Makes the tables, in the order of the plans, with their indexes. */
export async function createTables(
  database: Kysely<Schema>,
  plans: Readonly<Record<string, TablePlan>>,
): Promise<void> {
  for (const [name, plan] of Object.entries(plans)) {
    await createTable(database, name, plan);
    for (const columns of plan.indexes ?? []) {
      await database.schema
        .createIndex([name, ...columns].join("_"))
        .on(name)
        .columns([...columns])
        .execute();
    }
  }
}

async function createTable(database: Kysely<Schema>, name: string, plan: TablePlan): Promise<void> {
  let table: CreateTableBuilder<string, string> = database.schema.createTable(name);
  for (const [column, type] of Object.entries(plan.columns)) table = addColumn(table, column, type);
  table = table.addPrimaryKeyConstraint(`${name}_key`, [...plan.primaryKey]);
  for (const columns of plan.unique ?? []) {
    table = table.addUniqueConstraint([name, ...columns, "unique"].join("_"), [...columns]);
  }
  for (const [column, [target, targetColumn]] of Object.entries(plan.refersTo ?? {})) {
    table = table.addForeignKeyConstraint(`${name}_${column}_refers`, [column], target, [targetColumn]);
  }
  await table.execute();
}

function addColumn(
  table: CreateTableBuilder<string, string>,
  column: string,
  type: ColumnType,
): CreateTableBuilder<string, string> {
  switch (type) {
    case "text":
    case "bigint":
    case "blob":
      return table.addColumn(column, type, (definition) => definition.notNull());
    case "text?":
      return table.addColumn(column, "text");
    case "bigint?":
      return table.addColumn(column, "bigint");
  }
}
