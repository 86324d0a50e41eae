/** What the database refused, told from its error. */

const uniqueCodes: ReadonlySet<number> = new Set([
  1555 /* SQLITE_CONSTRAINT_PRIMARYKEY */, 2067 /* SQLITE_CONSTRAINT_UNIQUE */,
]);
const foreignKeyCode = 787; /* SQLITE_CONSTRAINT_FOREIGNKEY */

/** A row with this key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code !== undefined && uniqueCodes.has(code);
}

/** The row refers to one that is not there, or is still referred to. */
export function isForeignKeyViolation(error: unknown): boolean {
  return sqliteCodeOf(error) === foreignKeyCode;
}

/** SQLite's extended result code; undefined for errors of others. */
export function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}
