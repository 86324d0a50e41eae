/** A single fault to plant in the engine. */
export interface Fault {
  /** Below src/policy. */
  readonly file: string;
  /** What the engine then does. */
  readonly what: string;
  /** Stands exactly once in the file. */
  readonly old: string;
  readonly new: string;
}

/** What the engine then does, the text that stands there, and the one to put in its place. */
type Planting = readonly [what: string, old: string, replacement: string];

export function faultsIn(file: string, plantings: readonly Planting[]): readonly Fault[] {
  return plantings.map(([what, old, replacement]) => ({ file, what, old, new: replacement }));
}
