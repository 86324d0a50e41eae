/** A policy that takes part in a simulation: compiled, with its name, and read again with places. */
import {
  type CompiledPolicy,
  compilePolicy,
  type ParsedPolicy,
  type PolicyKind,
  parsePolicy,
  type Statement,
  statementContextKeys,
} from "../../../policy/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";

export interface SimulatedPolicy {
  /** SourcePolicyId: `PolicyInputList.1`, a managed policy's name, `role_<role>_<name>` of an embedded one. */
  readonly id: string;
  /** Unlike `id` no two policies of one layer share it: an ARN, `<entity ARN>#<name>`, or the place in the request. */
  readonly source: string;
  readonly compiled: CompiledPolicy;
  readonly parsed: ParsedPolicy;
  /** By the statement's index. */
  readonly statements: ReadonlyMap<number, SimulatedStatement>;
}

export interface SimulatedStatement {
  readonly statement: Statement;
  /** Context keys that it refers to, as written. */
  readonly keys: readonly string[];
}

/** A document that the request passes. Throws InvalidInput with AWS's sentence on its first fault. */
export function passedPolicy(text: string, kind: PolicyKind, id: string): SimulatedPolicy {
  const parsed = parsePolicy(text, kind);
  const [problem] = parsed.problems;
  if (problem !== undefined) {
    const { line, column } = problem.position;
    throw iamErrors
      .invalidSimulatedPolicy(id, problem.message)
      .because(`${problem.detail} (line ${line}, column ${column})`);
  }
  return simulatedPolicy(parsed, kind, { id, source: id });
}

/**
 * A document of the store.
 * INVARIANT (unreadable-refuses): throws when it cannot be read, since it may hold a Deny.
 */
export function storedPolicy(text: string, kind: PolicyKind, names: Names): SimulatedPolicy {
  const policy = simulatedPolicy(parsePolicy(text, kind), kind, names);
  if (policy.compiled.unreadable) throw new Error(`stored policies cannot be read: ${names.source}`);
  return policy;
}

type Names = Pick<SimulatedPolicy, "id" | "source">;

function simulatedPolicy(parsed: ParsedPolicy, kind: PolicyKind, names: Names): SimulatedPolicy {
  const { document } = parsed;
  const version = document?.version ?? "2008-10-17";
  return {
    ...names,
    parsed,
    compiled: compilePolicy(parsed, kind, names.source),
    statements: new Map(
      document?.statements.map((statement) => [
        statement.index,
        { statement, keys: statementContextKeys(statement, version) },
      ]),
    ),
  };
}
