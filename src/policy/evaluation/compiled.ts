/** A policy in the form that is evaluated: made once per document, used by any number of requests. */
import type { CompiledCondition } from "../conditions/condition.ts";
import { maxActionsRemembered } from "../limits.ts";
import type { ActionTest } from "../matching/action.ts";
import type { PrincipalTest } from "../matching/principal.ts";
import type { ResourceTest } from "../matching/resource.ts";
import type { PolicyKind, Position, Problem } from "../types.ts";

export interface CompiledPolicy {
  readonly kind: PolicyKind;
  /** The policy's ARN where it has one, else any name that an operator recognises. */
  readonly source: string | undefined;
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
  readonly takesResource: ResourceTest;
  /** undefined in policies that name no principals. */
  readonly grantTo: PrincipalTest | undefined;
  readonly conditions: readonly CompiledCondition[];
}

/** The statements that take one action. */
export interface Candidates {
  readonly denies: readonly CompiledStatement[];
  readonly allows: readonly CompiledStatement[];
}

/** A policy's statements by action. What it learns about an action it keeps, for a bounded number of actions. */
export class StatementIndex {
  readonly all: readonly CompiledStatement[];
  readonly #known = new Map<string, Candidates>();

  constructor(statements: readonly CompiledStatement[]) {
    this.all = statements;
  }

  find(lowerCaseAction: string): Candidates {
    const known = this.#known.get(lowerCaseAction);
    if (known !== undefined) return known;
    const taking = this.all.filter(({ takesAction }) => takesAction(lowerCaseAction));
    const candidates = {
      denies: taking.filter(({ effect }) => effect === "Deny"),
      allows: taking.filter(({ effect }) => effect === "Allow"),
    };
    if (this.#known.size >= maxActionsRemembered) this.#known.clear();
    this.#known.set(lowerCaseAction, candidates);
    return candidates;
  }
}
