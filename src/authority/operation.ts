/**
 * One operation is one definition. Parsing, validation, authorisation, serialisation, the coverage table and the docs
 * read this object; `wire/models` tells its input and output shapes.
 */
import type { ContextValue } from "../policy/types.ts";
import type { IamOperations } from "../wire/models/iam-types.generated.ts";
import type { StsOperations } from "../wire/models/sts-types.generated.ts";
import type { Call } from "./call.ts";

/** What a request acts on, as policies see it. */
export interface ResourceFacts {
  /** The ARN policies are matched against; "*" for operations without a resource type. */
  readonly arn: string;
  /** The resource's tags, for `aws:ResourceTag/…` and `iam:ResourceTag/…`. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Further condition keys of one request, by lower-case name: `iam:policyarn`, `aws:requesttag/team`, `aws:tagkeys`. */
export type ContextEntries = Readonly<Record<string, ContextValue | undefined>>;

export interface Operation<Input, Output> {
  readonly name: string;
  /**
   * `policy`: the policy engine decides before `handle` runs.
   * `own-rules`: `handle` decides itself (AssumeRole's trust, GetSessionToken, GetCallerIdentity).
   */
  readonly access: "policy" | "own-rules";
  /** Default: `{ arn: "*" }`. Several: all must be allowed. May read the store; a missing entity gives the ARN its name would have. */
  readonly resource?: (
    input: Input,
    call: Call,
  ) => ResourceFacts | readonly ResourceFacts[] | Promise<ResourceFacts | readonly ResourceFacts[]>;
  /** May read the store: `iam:PermissionsBoundary` is a fact of the entity that is acted on. */
  readonly context?: (input: Input, call: Call) => ContextEntries | Promise<ContextEntries>;
  /** Throws a ServiceError from the error table to refuse. */
  readonly handle: (input: Input, call: Call) => Promise<Output> | Output;
}

/** An operation with its types forgotten, as the registry keeps it. */
export type AnyOperation = Operation<never, unknown>;

export function iamOperation<N extends keyof IamOperations>(
  name: N,
  definition: Omit<Operation<IamOperations[N]["input"], IamOperations[N]["output"]>, "name">,
): Operation<IamOperations[N]["input"], IamOperations[N]["output"]> {
  return { name, ...definition };
}

export function stsOperation<N extends keyof StsOperations>(
  name: N,
  definition: Omit<Operation<StsOperations[N]["input"], StsOperations[N]["output"]>, "name">,
): Operation<StsOperations[N]["input"], StsOperations[N]["output"]> {
  return { name, ...definition };
}
