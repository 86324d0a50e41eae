/** Joins the S3 room to the authority: what S3 asks of its kernel, answered by ours. */
import type { KeyObject } from "node:crypto";
import {
  type AuthoriseParts,
  authenticate,
  authenticationParts,
  demand,
  type Front,
  type Kernel,
  noteUse,
  refuseMalformedForS3,
  requestFacts,
  s3Refusals,
  type Visit,
} from "../authority/index.ts";
import type { S3, S3Authenticated, S3Kernel, S3Payload } from "../s3/index.ts";
import {
  type PresentedSignature,
  readPayloadDeclaration,
  s3FreshnessWindowMs,
  unsignedPayload,
} from "../sigv4/index.ts";
import { s3Errors, type WireRequest } from "../wire/index.ts";

export function s3Front(s3: S3, kernel: Kernel): Front {
  const adapted = s3Kernel(kernel);
  return (request, visit) => s3.handle(request, visit, adapted);
}

function s3Kernel(kernel: Kernel): S3Kernel {
  /** The principal behind each request under way: S3 hands back what it was given. */
  const partsOf = new WeakMap<S3Authenticated, AuthoriseParts>();
  return {
    services: kernel.services,
    virtualHosts: kernel.virtualHosts,
    log: kernel.log,
    authenticate: async (request, visit) => {
      const { authenticated, parts } = await authenticateForS3(kernel, request, visit);
      partsOf.set(authenticated, parts);
      return authenticated;
    },
    authorise: async (authenticated, action, resourceArn, context) => {
      const parts = partsOf.get(authenticated);
      if (parts === undefined) throw s3Errors.accessDenied();
      await demand(parts, { action, resource: { arn: resourceArn }, ...(context && { context }) });
    },
  };
}

async function authenticateForS3(
  kernel: Kernel,
  request: WireRequest,
  { signature, now, denial }: Visit,
): Promise<{ readonly authenticated: S3Authenticated; readonly parts: AuthoriseParts }> {
  if (signature.kind === "malformed") throw refuseMalformedForS3(signature);
  if (signature.kind === "none") throw s3Errors.anonymousDenied().because("the request is not signed");
  const payloadHash = declaredPayload(signature);
  const { caller, principal, signingKey } = await authenticate(authenticationParts(kernel), {
    request,
    presented: signature,
    service: "s3",
    payloadHash,
    windowMs: s3FreshnessWindowMs,
    now,
    refusals: s3Refusals,
  });
  const facts = requestFacts(request, signature.scope.region);
  noteUse(kernel.services.store.lastUsed, caller, "s3", facts.region, now);
  return {
    authenticated: {
      caller,
      payload: payloadOf(signature, payloadHash, signingKey),
      request: facts,
      presigned: signature.via === "query",
      signedAt: signature.time,
    },
    parts: {
      principals: kernel.principals,
      caller,
      ...(principal && { principal }),
      request: facts,
      now,
      denial,
    },
  };
}

/** AWS: presigned requests sign UNSIGNED-PAYLOAD unless they say otherwise; the others must say what they signed. */
function declaredPayload({ via, payloadHash }: PresentedSignature): string {
  if (payloadHash !== undefined) return payloadHash;
  if (via === "query") return unsignedPayload;
  throw s3Errors.contentSha256Missing();
}

function payloadOf(presented: PresentedSignature, text: string, signingKey: KeyObject): S3Payload {
  const declared = readPayloadDeclaration(text);
  switch (declared.kind) {
    case "invalid":
      throw s3Errors.contentSha256Invalid(declared.text);
    case "hash":
      return { kind: "signed-hash", sha256: declared.sha256 };
    case "unsigned":
      return { kind: "unsigned" };
    case "streaming":
      return {
        kind: "streaming",
        payload: declared.payload,
        seedSignature: presented.signature,
        signing: { signingKey, scope: presented.scope, timeText: presented.timeText },
      };
  }
}
