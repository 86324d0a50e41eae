/**
 * policy: reads, validates, compiles and evaluates IAM policies, and says why it refused.
 * Pure: no I/O, no clock, no Node, no DOM; runs in a browser. Imports `base` only.
 * Start reading at `types.ts` (the vocabulary), then `evaluation/evaluate.ts` (the story of one decision).
 */
export { distinctKeys, listContextKeys, statementContextKeys } from "./context-keys.ts";
export { type ContextType, isContextText } from "./context-types.ts";
export {
  type Difference,
  type DiffOptions,
  type DiffVerdict,
  type Direction,
  describeDiff,
  diffPolicies,
  type PolicyDiff,
  type Reason,
  type ResponsibleStatement,
} from "./diff/index.ts";
export type {
  Clause,
  ConditionClause,
  PolicyDocument,
  PrincipalClause,
  PrincipalEntry,
  PrincipalKey,
  Statement,
  Word,
} from "./document/document.ts";
export { type ListedPrincipal, listPrincipals, mapPrincipals } from "./document/principals.ts";
export { compilePolicy } from "./evaluation/compile.ts";
export type { CompiledPolicy } from "./evaluation/compiled.ts";
export { type DenialFacts, describeDenial } from "./evaluation/denial.ts";
export { evaluate } from "./evaluation/evaluate.ts";
export { type AppliedLayer, type AppliedRef, findApplied } from "./explanation/applied.ts";
export { describeExplanation, describeStatement } from "./explanation/describe.ts";
export { explain } from "./explanation/explain.ts";
export type {
  AppliedStatement,
  Change,
  ExplainOptions,
  Explanation,
  FailedClause,
  LayerExplanation,
  NearMiss,
  Step,
} from "./explanation/types.ts";
export { type Finding, guessPolicyKind, type LintOptions, lintPolicy, type Severity } from "./lint/index.ts";
export { parsePrincipal, principalContext } from "./principal-facts.ts";
export { policySizeCharacters } from "./reader/size.ts";
export type { ServiceReference } from "./reference/facts.ts";
export type {
  ContextValue,
  Decision,
  EvaluationRequest,
  Layer,
  PolicyKind,
  PolicyLayers,
  Position,
  PrincipalFacts,
  Problem,
  RequestContext,
  StatementRef,
} from "./types.ts";
export { type ParsedPolicy, parsePolicy, validatePolicy } from "./validation/validate.ts";
