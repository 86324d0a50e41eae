/** The engine's vocabulary. Everything here is plain data: it can be printed, stored and compared. */
import type { CompiledPolicy } from "./evaluation/compiled.ts";

/** Which grammar a document is held to, and which sentences its faults get. */
export type PolicyKind = "identity" | "resource" | "trust" | "boundary" | "session" | "scp" | "rcp" | "vpce";

/** The layer a policy acts in; the order is the order in which a silent layer is named (docs/design/decisions/policy-language.md). */
export type Layer = "scp" | "rcp" | "vpce" | "resource" | "trust" | "identity" | "boundary" | "session";

/** A place in a document's text: `offset` counts UTF-16 units from 0, `line` and `column` from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a document: AWS's sentence for the wire, the place, and what a person should know. */
export interface Problem {
  readonly message: string;
  readonly position: Position;
  /** Lower case, for operators and linters; names the element. */
  readonly detail: string;
}

/** Who asks, as policies see it. `anonymous` has no account. */
export type PrincipalFacts =
  | { readonly type: "anonymous" }
  | { readonly type: "service"; readonly service: string }
  | { readonly type: "root"; readonly accountId: string; readonly arn: string }
  | {
      /** A user's long-lived key or its GetSessionToken session. */
      readonly type: "user";
      readonly accountId: string;
      readonly arn: string;
      readonly uniqueId: string;
    }
  | {
      readonly type: "role";
      readonly accountId: string;
      /** The session: `arn:aws:sts::A:assumed-role/Role/Session`. */
      readonly arn: string;
      /** The role with its path. */
      readonly roleArn: string;
      /** The role's: `AROA…`. */
      readonly uniqueId: string;
    }
  | {
      readonly type: "federated";
      readonly accountId: string;
      /** `arn:aws:sts::A:federated-user/Name`. */
      readonly arn: string;
      /** The user who called GetFederationToken; absent when root did. */
      readonly userArn?: string;
      /** That user's `AIDA…`; the account id when root did. */
      readonly uniqueId: string;
    }
  | {
      /** An unsigned AssumeRoleWithWebIdentity or WithSAML. */
      readonly type: "web-identity" | "saml";
      /** Provider ARN, or `accounts.google.com` and its like. */
      readonly provider: string;
    };

/** A context key's value: single or multi-valued, always texts as a policy would write them. */
export type ContextValue = string | readonly string[];

/** Looks a key up by its lower-case name (`aws:sourceip`, `aws:principaltag/team`); undefined when absent. May be lazy. */
export interface RequestContext {
  get(lowerCaseKey: string): ContextValue | undefined;
}

/** The policies that have a say in one request. */
export interface PolicyLayers {
  /** One list per level, root first; every level must allow. None for the management account and service-linked roles. */
  readonly scp?: readonly (readonly CompiledPolicy[])[] | undefined;
  /** Likewise for the resource's account; each level holds RCPFullAWSAccess or nothing passes. */
  readonly rcp?: readonly (readonly CompiledPolicy[])[] | undefined;
  /** Of the VPC endpoint that the request came through: a filter on everything that passes it. */
  readonly vpce?: readonly CompiledPolicy[] | undefined;
  /** The resource's own policies, where the service has them. */
  readonly resource?: readonly CompiledPolicy[] | undefined;
  /** The trust policy, when the resource is a role being assumed: it must allow, whoever asks. */
  readonly trust?: CompiledPolicy | undefined;
  /** Of the user and its groups, of the role, or of the user who made the federation session. */
  readonly identity: readonly CompiledPolicy[];
  readonly boundary?: CompiledPolicy | undefined;
  /** undefined: none was passed. An empty list was passed and allows nothing. */
  readonly session?: readonly CompiledPolicy[] | undefined;
}

/** One question to the engine. */
export interface EvaluationRequest {
  readonly principal: PrincipalFacts;
  /** `service:Name` in any case. */
  readonly action: string;
  /** The resource's ARN, or "*" for an action without resource type. */
  readonly resource: string;
  /** The account that owns the resource; by default the one in its ARN, else the caller's. */
  readonly resourceAccountId?: string | undefined;
  /**
   * Whether the resource's policies must allow in the caller's own account too, as those of KMS keys must: the account
   * named there lets its identity policies decide. A role's trust policy always must.
   */
  readonly resourceMustAllow?: boolean | undefined;
  readonly context: RequestContext;
  readonly layers: PolicyLayers;
}

/** A statement by name: which policy, which place in it. */
export interface StatementRef {
  readonly layer: Layer;
  /** As given to `compilePolicy`: the policy's ARN where it has one. */
  readonly source: string | undefined;
  /** From 0. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly position: Position;
}

/** The answer, as data. */
export interface Decision {
  readonly allowed: boolean;
  readonly outcome: "allow" | "implicitDeny" | "explicitDeny";
  /** The layer that refused; undefined when allowed. */
  readonly layer: Layer | undefined;
  /** What determined it: the Deny, or one Allow of each layer that was needed. Empty for an implicit deny, and for the actions that no policy governs. */
  readonly statements: readonly StatementRef[];
  /** Whether the resource belongs to another account than the caller's. */
  readonly crossAccount: boolean;
  /** Sources of documents that could not be read and therefore said nothing. */
  readonly unreadable: readonly string[];
}
