/** The pages of the federation endpoint: no script, no style from elsewhere, nothing remembered. */
import { formatInstant } from "../../base/index.ts";
import type { WireResponse } from "../../wire/request.ts";
import type { Destination } from "./destination.ts";
import type { Identity } from "./identity.ts";

/** SECURITY: the URL of a login page holds a token, so no cache keeps it and no link passes it on. */
export const pageHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Text → text that is only text inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Who is signed in, until when, and where the link wanted to lead. `endsAt` in milliseconds. */
export function signedInPage(
  identity: Identity,
  endsAt: number,
  destination: Destination,
  issuer: string | undefined,
): WireResponse {
  const url = escapeHtml(destination.url);
  return page(200, "Signed in", [
    `<p>You are <strong>${escapeHtml(identity.arn)}</strong></p>`,
    `<p>Account ${escapeHtml(identity.accountId)}, until ${formatInstant(endsAt)}</p>`,
    destination.linked ? `<p>Destination: <a href="${url}">${url}</a></p>` : `<p>Destination: ${url}</p>`,
    ...(issuer === undefined || issuer === "" ? [] : [`<p>Signed in by ${escapeHtml(issuer)}</p>`]),
  ]);
}

export function refusalPage(status: number, sentence: string): WireResponse {
  return page(status, "Sign-in failed", [`<p>${escapeHtml(sentence)}</p>`]);
}

function page(status: number, title: string, lines: readonly string[]): WireResponse {
  const body = [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>`,
    `<h1>${title}</h1>`,
    ...lines,
    "</body></html>",
    "",
  ].join("\n");
  return { status, headers: { ...pageHeaders, "content-type": "text/html; charset=utf-8" }, body };
}
