/** Node calls its SQLite experimental, in a warning at every start that nobody who starts this program can act upon. */
const silenced = /^SQLite is an experimental feature/;

/** Silences that one warning; call it before the store is loaded. */
export function silenceSqliteWarning(): void {
  const emit = process.emitWarning;
  process.emitWarning = (...given: readonly unknown[]) => {
    if (typeof given[0] !== "string" || !silenced.test(given[0])) Reflect.apply(emit, process, given);
  };
}
