/** What a comparison of policies says. Plain data. */

import type { ContextValue, EvaluationRequest, Position, PrincipalFacts } from "../types.ts";

/** Access that the new policies give and the old do not, or the other way round. */
export type Direction = "added" | "removed";
export type SideName = "old" | "new";

/** `none`: proven for every request. `found`: with witnesses. `unknown`: see the reasons. */
export type DiffVerdict = "none" | "found" | "unknown";

/** A statement of one side. */
export interface ResponsibleStatement {
  readonly side: SideName;
  readonly effect: "Allow" | "Deny";
  /** As given to `compilePolicy`. */
  readonly source: string | undefined;
  /** From 0. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly position: Position;
}

/** A request that one side allows and the other does not. Both answers come from `evaluate`. */
export interface Difference {
  readonly direction: Direction;
  readonly action: string;
  /** Other actions that changed for the same reason; a selection. */
  readonly otherActions: readonly string[];
  readonly resource: string;
  /** Who asks; undefined where the policy names no principals. */
  readonly principal: PrincipalFacts | undefined;
  /** Whether the caller's own policies say nothing, so that the resource's policy alone decides. */
  readonly alone: boolean;
  readonly context: Readonly<Record<string, ContextValue>>;
  /** Condition keys that the request must not have. */
  readonly absent: readonly string[];
  /** Added: the new side's Allow, or the old side's Deny that is gone. Removed: the new Deny, or the old Allow. */
  readonly responsible: ResponsibleStatement;
  /** The witness as the engine is asked, with the policies of either side. */
  readonly requests: Readonly<Record<SideName, EvaluationRequest>>;
}

/** Why a direction is not decided. */
export interface Reason {
  readonly direction: Direction;
  readonly side: SideName;
  readonly source: string | undefined;
  readonly position: Position;
  readonly detail: string;
}

/** Both directions' verdicts, the differences found, and what nobody can tell. */
export interface PolicyDiff {
  readonly added: DiffVerdict;
  readonly removed: DiffVerdict;
  /** Those added first; one for each statement that makes a difference. */
  readonly differences: readonly Difference[];
  /** Also beside differences that were found: there may be more. */
  readonly unknown: readonly Reason[];
}

/** What a comparison may know beyond the policies. */
export interface DiffOptions {
  /** Actions that exist, as AWS writes them; witnesses are taken from them where they can be. */
  readonly actions?: readonly string[];
}
