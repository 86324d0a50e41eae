/** A policy in the form that is evaluated: made once per document, used by any number of requests. */
import type { CompiledCondition } from "../conditions/condition.ts";
import type { ActionTest } from "../matching/action.ts";
import type { PrincipalTest } from "../matching/principal.ts";
import type { ResourceMatcher } from "../matching/resource.ts";
import type { PolicyKind, Position, Problem } from "../types.ts";
import type { StatementIndex } from "./statement-index.ts";

/** What `compilePolicy` makes and `PolicyLayers` hold; keep it as long as the document lives. */
export interface CompiledPolicy {
  readonly kind: PolicyKind;
  /** The policy's ARN where it has one, else any name that an operator recognises. */
  readonly source: string | undefined;
  /** Kept for those who explain a decision: they read it again, with places. */
  readonly text: string;
  /** What was found wrong with the text. */
  readonly problems: readonly Problem[];
  /** Whether no statement could be made out of the text; such a policy says nothing. */
  readonly unreadable: boolean;
  readonly statements: StatementIndex;
}

export interface CompiledStatement {
  readonly effect: "Allow" | "Deny";
  readonly index: number;
  readonly sid: string | undefined;
  readonly position: Position;
  readonly source: string | undefined;
  readonly takesAction: ActionTest;
  readonly resource: ResourceMatcher;
  /** undefined in policies that name no principals. */
  readonly grantTo: PrincipalTest | undefined;
  readonly conditions: readonly CompiledCondition[];
  /** Statements with the same one say the same of any action that both take. */
  readonly meaning: string;
}
