/** Requests as fuzzing sees them: bytes to send, and what may be expected of the answer. */

import { type HeaderLine, presignRequest, signRequest } from "../../src/sigv4/index.ts";
import { WireHeaders, type WireRequest, wholeBody } from "../../src/wire/index.ts";
import type { FuzzCredentials } from "./world.ts";

export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
}

export interface FuzzRequest extends RawRequest {
  /** What it was meant to be, for reports: `iam:CreateUser`, `s3:PUT`. */
  readonly title: string;
  /** Damaged before it was signed, so that the damage gets past authentication. */
  readonly mutatedThenSigned: boolean;
}

export interface SigningPlan {
  readonly credentials: FuzzCredentials;
  readonly service: string;
  readonly region: string;
  readonly presigned: boolean;
}

export function sign(request: RawRequest, plan: SigningPlan): RawRequest {
  const { credentials, service, region } = plan;
  const options = { credentials, service, region, time: Date.now() };
  const signed = plan.presigned
    ? presignRequest(request, { ...options, expiresSeconds: 300 })
    : signRequest(request, options);
  return { method: signed.method, target: signed.target, headers: signed.headers, body: request.body };
}

export function toWireRequest(request: RawRequest): WireRequest {
  return {
    method: request.method,
    target: request.target,
    headers: new WireHeaders(request.headers.flat()),
    body: wholeBody(request.body),
    remoteAddress: "127.0.0.1",
    secure: false,
  };
}
