/**
 * What a request says about its signature, read from the Authorization header or from the query; nothing is believed
 * yet. AWS: IAM user guide, "Signature Version 4 elements of a request".
 */

import type { CredentialScope } from "./credential-scope.ts";
import { readAuthorization } from "./presented/authorization.ts";
import { scanSigningHeaders } from "./presented/headers.ts";
import { malformed } from "./presented/parts.ts";
import { readPresentedQuery, signsInQuery } from "./presented/query.ts";
import type { SignableRequest } from "./request.ts";

export type SignatureVia = "header" | "query";

export interface PresentedSignature {
  readonly kind: "presented";
  readonly via: SignatureVia;
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** Lower case, sorted, none twice. */
  readonly signedHeaders: readonly string[];
  /** The same as they came, joined with `;`. */
  readonly signedHeadersText: string;
  /** As it came; whether it can be a signature at all shows when it is compared. */
  readonly signature: string;
  /** When it was signed, milliseconds since 1970. */
  readonly time: number;
  /** The same as `YYYYMMDDTHHMMSSZ`. */
  readonly timeText: string;
  /** From `x-amz-security-token`, or from the query of a presigned request. */
  readonly sessionToken: string | undefined;
  /** Lifetime of a presigned request in seconds; undefined when the query does not say. */
  readonly expiresSeconds: number | undefined;
  /** `x-amz-content-sha256` as it came; `readPayloadDeclaration` reads it. */
  readonly payloadHash: string | undefined;
}

/** Facts for the sentences of IncompleteSignature, AuthorizationHeaderMalformed and AuthorizationQueryParametersError. */
export type SignatureProblem =
  | { readonly code: "both-presented" }
  | { readonly code: "unsupported-algorithm"; readonly algorithm: string }
  | { readonly code: "missing-credential" }
  | { readonly code: "missing-signature" }
  | { readonly code: "missing-signed-headers" }
  | { readonly code: "missing-date" }
  | { readonly code: "bad-date"; readonly text: string }
  | { readonly code: "bad-credential"; readonly credential: string }
  | { readonly code: "signed-headers-not-canonical"; readonly signedHeaders: string }
  | { readonly code: "repeated"; readonly name: string }
  | {
      readonly code: "bad-expires";
      readonly text: string;
      readonly reason: "not-a-number" | "negative" | "too-short" | "too-long";
    };

export interface MalformedSignature {
  readonly kind: "malformed";
  readonly via: SignatureVia;
  /** At least one, in the order in which AWS's sentences stand. */
  readonly problems: readonly SignatureProblem[];
}

export type ReadSignature = { readonly kind: "none" } | PresentedSignature | MalformedSignature;

const none: ReadSignature = { kind: "none" };

/** Reads the signature of a request; never throws for what a client sent. */
export function readSignature(request: SignableRequest): ReadSignature {
  const found = scanSigningHeaders(request.headers);
  if (found.repeated !== undefined) return malformed("header", [{ code: "repeated", name: found.repeated }]);
  const inQuery = signsInQuery(request.target) ? readPresentedQuery(request.target, found) : none;
  if (found.authorization === undefined) return inQuery;
  // SECURITY: of two signatures one could be checked and the other one believed.
  if (inQuery.kind !== "none") return malformed("header", [{ code: "both-presented" }]);
  return readAuthorization(found.authorization, found);
}
