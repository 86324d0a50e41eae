/** The engine's vocabulary. Everything here is plain data: it can be printed, stored and compared. */

/** Which grammar a document is held to, and which sentences its faults get. */
export type PolicyKind = "identity" | "resource" | "trust" | "boundary" | "session" | "scp" | "rcp";

/** The layer a policy acts in; the order is the order in which a silent layer is named. AWS: spec order, our decision. */
export type Layer = "scp" | "rcp" | "resource" | "trust" | "identity" | "boundary" | "session";

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
      readonly uniqueId: string;
    }
  | {
      readonly type: "federated";
      readonly accountId: string;
      /** `arn:aws:sts::A:federated-user/Name`. */
      readonly arn: string;
      /** The user who called GetFederationToken; absent when root did. */
      readonly userArn?: string;
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
