/** What an OpenID Connect provider's URL, thumbprints and ARN look like. AWS: IAM API reference, CreateOpenIDConnectProvider. */
import { buildArn } from "../../../base/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";

const scheme = "https://";
const maxThumbprints = 5;

/**
 * `https://token.example.com/tenant` → `token.example.com/tenant`, as ARNs and GetOpenIDConnectProvider show it.
 * AWS: https only; neither port, query nor fragment. Throws ValidationError.
 */
export function parseProviderUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const plain =
    parsed?.protocol === "https:" &&
    url.toLowerCase().startsWith(scheme) &&
    parsed.port === "" &&
    parsed.username === "" &&
    parsed.password === "";
  const rest = url.slice(scheme.length);
  // The host is in the ARN as it was written: anything the parser would have to mend is refused.
  if (!plain || !/^[A-Za-z0-9.-]+(\/[!-~]*)?$/.test(rest) || /[?#\\]/.test(rest))
    throw iamErrors.invalidOidcUrl();
  return rest;
}

export function providerArn(accountId: string, url: string): string {
  return buildArn("iam", accountId, `oidc-provider/${url}`);
}

/** SHA-1 fingerprints in hexadecimal, at most five. Throws InvalidInput. */
export function checkThumbprints(thumbprints: readonly string[]): readonly string[] {
  if (thumbprints.length > maxThumbprints) throw iamErrors.tooManyThumbprints(maxThumbprints);
  if (!thumbprints.every((text) => /^[0-9A-Fa-f]{40}$/.test(text))) throw iamErrors.invalidThumbprint();
  return thumbprints;
}
