/** What AWS's clients say when they reached no service: the closed table of their words, each under a name of ours. */
import { type Span, spanOf } from "./span.ts";
import type { Named } from "./symptom.ts";

interface ClientText {
  readonly code: ClientFailure;
  readonly pattern: RegExp;
}

/** In the order in which they are looked for: what is more particular stands above. */
export const clientFailures = [
  "PartialRoleProfile",
  "PartialCredentials",
  "ProfileNotFound",
  "ProfileLoop",
  "ProfileContradiction",
  "ProfileSyntax",
  "NoRegion",
  "InvalidRegion",
  "ProcessFailed",
  "CacheCorrupt",
  "NoSuchFile",
  "NotJson",
  "NameNotResolved",
  "ConnectionRefused",
  "ConnectionTimedOut",
  "TlsFailure",
  "ProxyFailure",
  "NoConnection",
  "NotAwsAnswer",
  "MfaWanted",
  "SsoExpired",
  "ContainerCredentials",
  "InstanceCredentials",
  "UnknownOption",
  "NoCredentials",
] as const;

export type ClientFailure = (typeof clientFailures)[number];

const texts: readonly ClientText[] = [
  {
    code: "PartialRoleProfile",
    pattern:
      /Partial credentials found in assume-role, missing: (?<settings>source_profile or credential_source|[\w, ]+)/,
  },
  {
    code: "PartialCredentials",
    pattern: /Partial credentials found in [\w-]+, missing: (?<settings>[\w, ]+)/,
  },
  { code: "ProfileNotFound", pattern: /The config profile \((?<profile>[^)\n]+)\) could not be found/ },
  {
    code: "ProfileNotFound",
    pattern: /The source_profile "(?<profile>[^"\n]+)" (?:referenced|does not exist|must have)/,
  },
  { code: "ProfileNotFound", pattern: /failed to get shared config profile, (?<profile>\S+)/ },
  {
    code: "ProfileNotFound",
    pattern: /Could not resolve credentials using profile: \[(?<profile>[^\]\n]+)\]/,
  },
  { code: "ProfileLoop", pattern: /Infinite loop in credential configuration detected/ },
  {
    code: "ProfileContradiction",
    pattern:
      /The profile "(?<profile>[^"\n]+)" contains both (?<settings>source_profile and credential_source)/,
  },
  { code: "ProfileSyntax", pattern: /Unable to parse config file: (?<file>[^\n]+)/ },
  {
    code: "NoRegion",
    pattern:
      /You must specify a region|Missing required? region|Region is missing|Invalid Configuration: Missing Region/i,
  },
  { code: "InvalidRegion", pattern: /Provided region_name '[^'\n]+' doesn't match a supported format/ },
  {
    code: "ProcessFailed",
    pattern: /Error when retrieving credentials from custom-process: |credential_process/,
  },
  // AWS CLI v1 prints nothing but the key of its cache when the entry's file cannot be read.
  { code: "CacheCorrupt", pattern: /^ {0,8}'?"?(?<file>[0-9a-f]{40})"?'? {0,8}$/m },
  // A credential_process that is no program, or prints no JSON: the AWS CLI prints Python's words and nothing else.
  {
    code: "NoSuchFile",
    pattern:
      /(?:^|botocore[\\/]credentials\.py[\s\S]{0,4000}?(?:FileNotFoundError|PermissionError): )\[Errno (?:2|13)\] [\w ]{1,60}: '(?<file>[^'\n]+)'$/m,
  },
  {
    code: "NotJson",
    pattern:
      /(?:^|botocore[\\/]credentials\.py[\s\S]{0,4000}?JSONDecodeError: )Expecting value: line \d+ column \d+ \(char \d+\)$/m,
  },
  {
    code: "NameNotResolved",
    pattern:
      /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (?<url>\S+)|no such host|Name or service not known|Temporary failure in name resolution|nodename nor servname provided/,
  },
  { code: "ConnectionRefused", pattern: /ECONNREFUSED(?: (?<url>[\w.:[\]]+))?|[Cc]onnection refused/ },
  {
    code: "ConnectionTimedOut",
    pattern:
      /(?:Connect|Read) timeout on endpoint URL: "(?<url>[^"\n]+)"|ETIMEDOUT|i\/o timeout|Connection timed out|no connection within \d+ s or no answer/,
  },
  {
    code: "TlsFailure",
    pattern:
      /SSL validation failed for (?<url>\S+)|CERTIFICATE_VERIFY_FAILED|x509: certificate|self[- ]signed certificate|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT_LOCALLY)|ERR_TLS_CERT_ALTNAME_INVALID|its certificate is not trusted/,
  },
  {
    code: "ProxyFailure",
    pattern: /Failed to connect to proxy URL: "(?<url>[^"\n]+)"|407 Proxy Authentication Required/,
  },
  {
    code: "NoConnection",
    pattern:
      /Could not connect to the endpoint URL: "(?<url>[^"\n]+)"|Connection was closed before we received a valid response from endpoint URL: "[^"\n]+"/,
  },
  {
    code: "NotAwsAnswer",
    pattern:
      /Unable to parse response \((?:[^)\n]*)\), invalid XML received|^'[A-Z][A-Za-z]{2,60}Result'$|<!DOCTYPE html|Expected real number|char '<' is not expected/im,
  },
  {
    code: "MfaWanted",
    pattern:
      /AssumeRoleTokenProviderNotSetError|assume role with MFA enabled, but AssumeRoleTokenProvider|requires multi-?factor authentication, but no MFA code callback|RefreshWithMFAUnsupportedError|Cannot refresh credentials: MFA token required/i,
  },
  {
    code: "SsoExpired",
    pattern:
      /(?:Error loading SSO Token|The SSO session (?:associated with this profile has expired|has expired or is otherwise invalid)|Token has expired and refresh failed|SSO (?:session|token) .*(?:expired|invalid))/i,
  },
  {
    code: "ContainerCredentials",
    pattern: /Error when retrieving credentials from container-role|AWS_CONTAINER_CREDENTIALS_FULL_URI/,
  },
  {
    code: "InstanceCredentials",
    pattern: /Error when retrieving credentials from iam-role|EC2MetadataError|no EC2 IMDS role found/,
  },
  { code: "UnknownOption", pattern: /Unknown options: (?<settings>[^\n]+)/ },
  {
    code: "NoCredentials",
    pattern:
      /Unable to locate credentials|NoCredentialProviders|no valid credential sources|Could not load credentials from any providers|CredentialsProviderError|failed to refresh cached credentials/,
  },
];

export interface FoundClientText extends Span {
  readonly code: ClientFailure;
  readonly sentence: string;
  readonly named: Named | undefined;
}

const eachText = texts.map(({ code, pattern }) => ({
  code,
  pattern: new RegExp(pattern, `${pattern.flags}g`),
}));

/** All that clients say in a text, the more particular first. */
export function findClientTexts(text: string): readonly FoundClientText[] {
  return eachText.flatMap(({ code, pattern }) =>
    [...text.matchAll(pattern)].map((match) => ({
      code,
      sentence: lineOf(text, match.index + match[0].length - 1),
      named: namedIn(match.groups),
      ...spanOf(match),
    })),
  );
}

function lineOf(text: string, index: number): string {
  const start = text.lastIndexOf("\n", index - 1) + 1;
  const end = text.indexOf("\n", index);
  return text.slice(start, end < 0 ? text.length : end).trim();
}

function namedIn(groups: Readonly<Record<string, string | undefined>> | undefined): Named | undefined {
  const { profile, settings, url, file } = groups ?? {};
  const named: Named = {
    ...(profile !== undefined && { profile }),
    ...(settings !== undefined && {
      settings: settings.split(/, | or | and /).map((setting) => setting.trim()),
    }),
    ...(url !== undefined && { url: url.replace(/[:,]$/, "") }),
    ...(file !== undefined && { file }),
  };
  return Object.keys(named).length === 0 ? undefined : named;
}
