/** What lint says about a policy, and what a rule is. Plain data. */
import type { Position } from "../types.ts";
import type { Subject } from "./subject.ts";

/** error: AWS refuses the document. warning: it does not do what it says. note: it could be better. */
export type Severity = "error" | "warning" | "note";

/** One thing to say about a policy, and where. */
export interface Finding {
  /** Stable, of the table of rules. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence in lower case: what is wrong, and what to do. */
  readonly message: string;
  readonly position: Position;
  /** After the last character that is meant. */
  readonly end?: Position;
  /** From 0. */
  readonly statementIndex?: number;
}

/** A finding before its rule has put code and severity to it. */
export type Spot = Omit<Finding, "code" | "severity">;

/** One row of the table. */
export interface Rule {
  readonly code: string;
  readonly severity: Severity;
  /** For the documentation: what is found, in one sentence. */
  readonly about: string;
  /** Whether it can only be judged with the service reference. */
  readonly needsReference?: boolean;
  readonly find: (subject: Subject) => Iterable<Spot>;
}
