/** What a handler is given beside its input. */
import type { AccountId, Clock } from "../base/index.ts";
import type { SealingKey } from "../crypto/index.ts";
import type { Decision } from "../policy/index.ts";
import type { SignedCaller } from "./caller.ts";
import type { RecentDenials } from "./denials/index.ts";
import type { MfaVerifier } from "./mfa/index.ts";
import type { ContextEntries, ResourceFacts } from "./operation.ts";
import type { SessionIssuer } from "./sessions/index.ts";
import type { Store } from "./store/index.ts";

/** The long-lived parts of one authority. */
export interface Services {
  readonly clock: Clock;
  readonly store: Store;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
  /** Seals and opens secrets at rest with the master key. */
  readonly masterKey: SealingKey;
  readonly sessions: SessionIssuer;
  readonly mfa: MfaVerifier;
  readonly recentDenials: RecentDenials;
}

/** Facts of the request that policies may ask for. */
export interface RequestFacts {
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
  readonly secure: boolean;
  /** From the signature's scope. */
  readonly region: string;
}

/** One question to the policy engine about the caller of this request. */
export interface AccessQuestion {
  readonly action: string;
  /** `accountId`: the account that owns the resource when it may be another than the caller's. */
  readonly resource: ResourceFacts & { readonly accountId?: AccountId };
  /** Keys of this question; one that the caller's credentials have too (`aws:multifactorauthpresent`) wins over theirs. */
  readonly context?: ContextEntries;
  /** The trust policy of the role in question, as stored, and the role's ARN: it takes the resource policy's part. */
  readonly trust?: { readonly document: string; readonly sourceArn: string };
}

export interface Call {
  readonly services: Services;
  readonly requestId: string;
  /** The authority's time of this request, milliseconds. */
  readonly now: number;
  readonly caller: SignedCaller;
  readonly accountId: string;
  readonly request: RequestFacts;
  /**
   * Asks the policy engine for one more permission of the caller (`iam:PassRole`, `sts:TagSession` …);
   * throws AccessDenied with AWS's sentence when it is refused.
   */
  readonly demand: (action: string, resource: ResourceFacts, context?: ContextEntries) => Promise<void>;
  /** The same, answering the Decision: for operations whose refusals have sentences of their own (AssumeRole). */
  readonly decide: (question: AccessQuestion) => Promise<Decision>;
}
