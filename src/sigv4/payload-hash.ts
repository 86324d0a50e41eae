/** What stands for the body in the canonical request. AWS: S3 API reference, "x-amz-content-sha256". */
import { hash } from "node:crypto";

export const emptyPayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
export const unsignedPayload = "UNSIGNED-PAYLOAD";

/** The words that announce an aws-chunked body. */
export const streamingPayloads = {
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": { signed: true, trailer: false },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": { signed: true, trailer: true },
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER": { signed: false, trailer: true },
} as const;

export type StreamingPayload = keyof typeof streamingPayloads;

export type PayloadDeclaration =
  | { readonly kind: "hash"; readonly sha256: string }
  | { readonly kind: "unsigned" }
  | { readonly kind: "streaming"; readonly payload: StreamingPayload }
  | { readonly kind: "invalid"; readonly text: string };

/** Reads the value of `x-amz-content-sha256`. A hash is answered in lower case. */
export function readPayloadDeclaration(text: string): PayloadDeclaration {
  if (text === unsignedPayload) return { kind: "unsigned" };
  if (isStreamingPayload(text)) return { kind: "streaming", payload: text };
  if (/^[0-9a-fA-F]{64}$/.test(text)) return { kind: "hash", sha256: text.toLowerCase() };
  return { kind: "invalid", text };
}

function isStreamingPayload(text: string): text is StreamingPayload {
  return Object.hasOwn(streamingPayloads, text);
}

/** Hexadecimal SHA-256 of a body; texts are hashed as UTF-8. */
export function hashPayload(body: string | Uint8Array): string {
  return body.length === 0 ? emptyPayloadHash : hash("sha256", body, "hex");
}
