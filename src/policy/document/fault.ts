/** What can be wrong with a document's shape; validation turns these into AWS's sentences. */
import type { Position } from "../types.ts";

export type FaultCode =
  | "json"
  | "repeatedKey"
  | "notAnObject"
  | "unknownElement"
  | "version"
  | "id"
  | "statementMissing"
  | "statementEmpty"
  | "statementShape"
  | "sid"
  | "effectMissing"
  | "effect"
  | "twoForms"
  | "action"
  | "resource"
  | "principal"
  | "principalEmpty"
  | "condition"
  | "operator";

export interface Fault {
  readonly code: FaultCode;
  readonly position: Position;
  readonly detail: string;
  /** The offending text, where AWS's sentence shows it. */
  readonly value?: string;
}
