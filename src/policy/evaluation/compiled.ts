/** A policy in the form that is evaluated: made once per document, used by any number of requests. */
import type { PolicyKind, Problem } from "../types.ts";

export interface CompiledPolicy {
  readonly kind: PolicyKind;
  /** The policy's ARN where it has one, else any name that an operator recognises. */
  readonly source: string | undefined;
  /** What was found wrong with the text. */
  readonly problems: readonly Problem[];
}
