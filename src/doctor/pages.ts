/** The pages of docs/troubleshooting, and what leads to each besides its findings. The closed table. */
import { networkFailures } from "./symptom/index.ts";

export interface Page {
  /** Of the file `SLUG.md`, and of `SLUG.ja.md`. */
  readonly slug: string;
  /** AWS's codes, and the names that we give clients' failures. */
  readonly codes: readonly string[];
}

export const pages: readonly Page[] = [
  { slug: "invalid-client-token-id", codes: ["InvalidClientTokenId"] },
  { slug: "expired-token", codes: ["ExpiredToken", "SsoExpired"] },
  { slug: "cannot-call-with-session-credentials", codes: [] },
  { slug: "sign-in-refused", codes: [] },
  { slug: "signature-expired", codes: ["RequestTimeTooSkewed"] },
  {
    slug: "signature-does-not-match",
    codes: [
      "SignatureDoesNotMatch",
      "IncompleteSignature",
      "AuthorizationHeaderMalformed",
      "RegionDisabledException",
    ],
  },
  {
    slug: "not-authorized-to-perform-sts-assumerole",
    codes: ["InvalidIdentityToken", "IDPCommunicationError", "IDPRejectedClaim"],
  },
  { slug: "no-identity-based-policy-allows", codes: ["AccessDenied"] },
  { slug: "explicit-deny", codes: [] },
  { slug: "session-revoked", codes: [] },
  { slug: "external-id", codes: [] },
  { slug: "mfa-required-by-condition", codes: ["MfaWanted"] },
  { slug: "unable-to-validate-mfa-code", codes: [] },
  { slug: "invalid-mfa-one-time-pass-code", codes: [] },
  { slug: "duration-seconds-exceeds", codes: ["DurationTooShort"] },
  { slug: "root-user", codes: [] },
  { slug: "environment-shadows-profile", codes: [] },
  { slug: "profile-variables-disagree", codes: [] },
  { slug: "two-files-two-keys", codes: [] },
  {
    slug: "partial-credentials-found-in-assume-role",
    codes: ["PartialRoleProfile", "SourceWithoutCredentials"],
  },
  { slug: "config-profile-could-not-be-found", codes: ["ProfileNotFound"] },
  { slug: "profile-cannot-be-used", codes: ["ProfileLoop", "ProfileContradiction"] },
  { slug: "profile-syntax", codes: ["ProfileSyntax", "InvalidRegion"] },
  {
    slug: "unable-to-locate-credentials",
    codes: [
      "NoCredentials",
      "PartialCredentials",
      "ProcessFailed",
      "NoSuchFile",
      "NotJson",
      "InstanceCredentials",
      "MissingAuthenticationToken",
    ],
  },
  { slug: "you-must-specify-a-region", codes: ["NoRegion"] },
  { slug: "cli-cache-broken", codes: ["CacheCorrupt"] },
  { slug: "could-not-connect-to-the-endpoint-url", codes: networkFailures },
  { slug: "docker-compose", codes: ["ContainerCredentials"] },
  { slug: "client-too-old", codes: ["UnknownOption"] },
  { slug: "keys-in-clear-text", codes: [] },
  { slug: "files-readable-by-others", codes: [] },
];
