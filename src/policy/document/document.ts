/** A policy document as it stands in its text: every part with its place, nothing judged yet. */
import type { PolicyKind, Position } from "../types.ts";

/** A document: its version and its statements. */
export interface PolicyDocument {
  readonly kind: PolicyKind;
  /** 2008-10-17 when the document names none. */
  readonly version: "2008-10-17" | "2012-10-17";
  /** Whether the document names its version. */
  readonly versionGiven: boolean;
  readonly id: string | undefined;
  /** Whether every top-level element but the statements was understood. */
  readonly understood: boolean;
  readonly statements: readonly Statement[];
}

/** One statement: which elements it has, as written, and which of them could not be read. */
export interface Statement {
  /** From 0. */
  readonly index: number;
  readonly position: Position;
  /** After the statement's closing brace. */
  readonly end: Position;
  readonly sid: Word | undefined;
  /** As written; the language knows `Allow` and `Deny`. */
  readonly effect: Word | undefined;
  readonly action: Clause | undefined;
  readonly resource: Clause | undefined;
  readonly principal: PrincipalClause | undefined;
  readonly conditions: readonly ConditionClause[];
  /** Whether the statement has a Condition element, if only an empty one. */
  readonly hasCondition: boolean;
  /** Elements that were given but could not be read as what they should be. */
  readonly unreadable: ReadonlySet<ClauseName>;
}

/** `other`: an element that no statement has. */
export type ClauseName = "action" | "resource" | "principal" | "condition" | "other";

/** A text of the document and where it stands. */
export interface Word {
  readonly value: string;
  readonly position: Position;
}

/** `Action`, `Resource` or, negated, `NotAction`, `NotResource`. */
export interface Clause {
  readonly negated: boolean;
  readonly values: readonly Word[];
  readonly position: Position;
}

/** `Principal` or, negated, `NotPrincipal`. */
export interface PrincipalClause {
  readonly negated: boolean;
  /** A bare `"*"`. */
  readonly everyone: boolean;
  readonly entries: readonly PrincipalEntry[];
  readonly position: Position;
}

/** The kinds of principal that a Principal element lists. */
export type PrincipalKey = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** One principal and the key it stands under. */
export interface PrincipalEntry extends Word {
  readonly key: PrincipalKey;
}

/** One key under one operator. */
export interface ConditionClause {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: Word;
  /** As written. */
  readonly key: Word;
  readonly values: readonly Word[];
}
