/** Responses as values. */
import type { WireResponse } from "../wire/index.ts";

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status, headers, body: "" };
}

export function xmlAnswer(document: string, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status: 200, headers: { "content-type": "application/xml", ...headers }, body: document };
}

/** `Sat, 21 Nov 2026 03:04:05 GMT`. */
export function httpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}

/** An entity tag as headers and documents carry it. */
export function quoted(etag: string): string {
  return `"${etag}"`;
}
