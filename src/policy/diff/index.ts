/**
 * policy/diff: which access one set of policies gives and another does not, with requests that show it.
 * Imports the rest of `policy` and `base` only. Start reading at `diff.ts`; `types.ts` says what comes out.
 */
export { describeDiff } from "./describe.ts";
export { diffPolicies } from "./diff.ts";
export type {
  Difference,
  DiffOptions,
  DiffVerdict,
  Direction,
  PolicyDiff,
  Reason,
  ResponsibleStatement,
} from "./types.ts";
