/** An explanation of a decision, as plain data: it can be printed, stored, sealed and compared. */
import type { ContextValue, Decision, EvaluationRequest, Layer, Position, StatementRef } from "../types.ts";

/** What an explanation is for. */
export interface ExplainOptions {
  /**
   * Layers whose policies the reader may not know: of them only the statements that apply are told; what the rest say
   * is in no near miss and proposes no change.
   */
  readonly veiled?: ReadonlySet<Layer>;
  /** Asked before anything more is tried; once it answers false, only the changes found so far are told. */
  readonly mayGoOn?: () => boolean;
}

/** Why a request was decided as it was, and what would turn the decision. */
export interface Explanation {
  readonly request: Pick<EvaluationRequest, "principal" | "action" | "resource">;
  readonly decision: Decision;
  /** In the order in which a refusing one is named; only those that had a say. */
  readonly layers: readonly LayerExplanation[];
  /** Statements that would have helped but for one clause: for a refusal Allows, for a grant Denies. */
  readonly nearMisses: readonly NearMiss[];
  /** The smallest changes that turn the decision, each tried on the engine; least first. */
  readonly changes: readonly Change[];
}

/** One layer's result and all that applies in it. */
export interface LayerExplanation {
  readonly layer: Layer;
  readonly result: Decision["outcome"];
  /** Whether the request needs an Allow of this layer. */
  readonly needed: boolean;
  /** How many policies the layer has; an organisation's levels are counted together. */
  readonly policies: number;
  /** Every statement that applies to the request, Denies first. */
  readonly statements: readonly AppliedStatement[];
}

/** A statement that applies, with both its ends. */
export interface AppliedStatement extends StatementRef {
  readonly effect: "Allow" | "Deny";
  /** After its closing brace. */
  readonly end: Position;
}

/** A statement all of whose clauses fit but one. */
export interface NearMiss {
  readonly statement: AppliedStatement;
  readonly failed: FailedClause;
}

/** The clause that did not fit: what it wanted and what the request had. */
export interface FailedClause {
  readonly clause: "action" | "resource" | "principal" | "condition";
  /** Where the clause stands: the element's name, for a condition the key. */
  readonly position: Position;
  /** As written: `Action`, `NotResource`, `StringEquals`. */
  readonly element: string;
  /** The condition key as written; undefined for other clauses. */
  readonly key: string | undefined;
  /** What the clause names. */
  readonly wanted: readonly string[];
  /** What the request had; undefined: the key is absent. */
  readonly had: ContextValue | undefined;
  /** Where a condition key's value comes from, in words; undefined for other clauses. */
  readonly origin: string | undefined;
}

/** One or several steps that together turn the decision. */
export interface Change {
  readonly steps: readonly Step[];
  /** What the engine answers once they are taken. */
  readonly outcome: Decision["outcome"];
}

/** One thing to change: the request, or a policy. */
export type Step =
  | {
      /** Send the request with this value; undefined: without the key. */
      readonly type: "context";
      readonly key: string;
      readonly value: ContextValue | undefined;
    }
  | {
      /** Put this statement into a policy of the layer. */
      readonly type: "add";
      readonly layer: Layer;
      /** JSON of one statement. */
      readonly statement: string;
    }
  | {
      /** Take this statement out. */
      readonly type: "remove";
      readonly statement: StatementRef;
    };
