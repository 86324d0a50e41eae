/** Which grammar each kind of policy is held to. */
import type { PolicyDocument } from "../document/document.ts";
import { type DocumentReading, readDocument } from "../document/read.ts";
import type { PolicyKind, Problem } from "../types.ts";
import { validateIdentity } from "./identity.ts";
import { validateRcp, validateScp } from "./organization.ts";
import { validateResourcePolicy } from "./resource-policy.ts";
import { validateTrust } from "./trust.ts";

const validators: Readonly<Record<PolicyKind, (reading: DocumentReading) => readonly Problem[]>> = {
  identity: validateIdentity,
  boundary: validateIdentity,
  session: validateIdentity,
  trust: validateTrust,
  resource: validateResourcePolicy,
  scp: validateScp,
  rcp: validateRcp,
  // A Principal and a Resource in every statement, as a policy of a resource has.
  vpce: validateResourcePolicy,
};

/** What `parsePolicy` made of a text; `compilePolicy` takes it as it takes the text. */
export interface ParsedPolicy {
  readonly text: string;
  /** undefined when no statement can be made out of the text. */
  readonly document: PolicyDocument | undefined;
  /** In AWS's evaluation order. */
  readonly problems: readonly Problem[];
}

/** Text → document with positions, and everything that is wrong with it. Never throws. */
export function parsePolicy(text: string, kind: PolicyKind): ParsedPolicy {
  const reading = readDocument(text, kind);
  return { text, document: reading.document, problems: validators[kind](reading) };
}

/** What is wrong with a text, in AWS's evaluation order: the first problem's message is the one the wire shows. */
export function validatePolicy(text: string, kind: PolicyKind): readonly Problem[] {
  return parsePolicy(text, kind).problems;
}
