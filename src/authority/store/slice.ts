/** One piece of a list that is ordered by a key: how repositories page. */
export interface Slice {
  /** Only rows whose key is greater; undefined: from the first. */
  readonly after: string | undefined;
  /** Rows at most. */
  readonly limit: number;
}
