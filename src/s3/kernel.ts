/** What S3 needs of the authority around it: who asks, and whether they may. */
import type { RequestFacts, Services } from "../authority/call.ts";
import type { Caller } from "../authority/caller.ts";
import type { Log } from "../authority/kernel/log.ts";
import type { ContextEntries } from "../authority/operation.ts";
import type { Visit } from "../authority/request/visit.ts";
import type { ChunkSigning, StreamingPayload } from "../sigv4/index.ts";
import type { WireRequest } from "../wire/index.ts";

/** What the signature says about the body. */
export type S3Payload =
  | {
      /** `x-amz-content-sha256` is the body's hash, lower-case hexadecimal. */
      readonly kind: "signed-hash";
      readonly sha256: string;
    }
  | { readonly kind: "unsigned" }
  | {
      /** aws-chunked: the chunks' signatures chain from the request's own. */
      readonly kind: "streaming";
      readonly payload: StreamingPayload;
      /** The request's signature, verified. */
      readonly seedSignature: string;
      readonly signing: ChunkSigning;
    };

/** Who sent a request and how, as signature and token prove it. */
export interface S3Authenticated {
  readonly caller: Caller;
  readonly payload: S3Payload;
  readonly request: RequestFacts;
  /** Whether the signature came in the query string. */
  readonly presigned: boolean;
  /** When it was signed, milliseconds; undefined for an unsigned request. */
  readonly signedAt: number | undefined;
}

export interface S3Kernel {
  readonly services: Services;
  readonly log: Log;
  /** Host names, without port, whose subdomains are buckets. */
  readonly virtualHosts: readonly string[];
  /**
   * From the headers alone: the body is not touched. An unsigned request is anonymous.
   * Throws `s3Errors`: InvalidAccessKeyId, SignatureDoesNotMatch, ExpiredToken, InvalidToken, RequestTimeTooSkewed …
   */
  authenticate(request: WireRequest, visit: Visit): Promise<S3Authenticated>;
  /**
   * Asks the policy engine; throws AccessDenied with AWS's sentence. `resourceArn` is "*" for actions without a
   * resource type. `context` holds further condition keys by lower-case name, `aws:resourceaccount` among them.
   */
  authorise(
    authenticated: S3Authenticated,
    action: string,
    resourceArn: string,
    context?: ContextEntries,
  ): Promise<void>;
}
