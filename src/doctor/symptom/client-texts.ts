/** What AWS's clients say when they reached no service: the closed table of their words, each under a name of ours. */
import { saidAt } from "./quotation.ts";
import { type Span, spanOf } from "./span.ts";
import type { Named } from "./symptom.ts";

interface ClientText {
  readonly code: ClientFailure;
  readonly pattern: RegExp;
  /** Other programs print this too, about services that are not AWS's. */
  readonly isLoose?: true;
}

/** In the order in which they are looked for: what is more particular stands above. */
export const clientFailures = [
  "PartialRoleProfile",
  "PartialCredentials",
  "ProfileNotFound",
  "SourceWithoutCredentials",
  "ProfileLoop",
  "ProfileContradiction",
  "ProfileSyntax",
  "NoRegion",
  "InvalidRegion",
  "DurationTooShort",
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

/** Those that say that no service was reached. */
export const networkFailures: readonly ClientFailure[] = [
  "NoConnection",
  "NameNotResolved",
  "ConnectionRefused",
  "ConnectionTimedOut",
  "TlsFailure",
  "ProxyFailure",
  "NotAwsAnswer",
];

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
  // The SDKs for Java, Ruby, PHP and Go v1; the Serverless Framework; git-remote-codecommit.
  { code: "ProfileNotFound", pattern: /No AWS profile named '(?<profile>[^'\n]+)'/ },
  {
    code: "ProfileNotFound",
    pattern:
      /NoSuchProfileError[:)] *(?:Profile [`'"](?<profile>[^`'"\n]+)[`'"])?|Profile `[^`'\n]+' not found in \[/,
  },
  { code: "ProfileNotFound", pattern: /'(?<profile>[^'\n]+)' not found in credentials file/ },
  {
    code: "ProfileNotFound",
    pattern: /SharedCredsLoad: failed to get profile(?:\ncaused by: section '(?<profile>[^'\n]+)')?/,
  },
  { code: "ProfileNotFound", pattern: /AWS profile "(?<profile>[^"\n]+)" doesn't seem to be configured/ },
  {
    code: "ProfileNotFound",
    pattern: /The following profile was not found: (?<profile>[\w@.+/-]*[\w@+/-])\. Available profiles are/,
  },
  {
    code: "ProfileNotFound",
    pattern: /Could not resolve credentials using profile: \[(?<profile>[^\]\n]+)\]/,
  },
  {
    code: "SourceWithoutCredentials",
    pattern: /The source profile "(?<profile>[^"\n]+)" must have credentials/,
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
      /You must specify a region|Region is missing|Invalid Configuration: Missing Region|Unable to load region from any of the providers in the chain|Unable to find a region via the region provider chain|MissingRegion: could not find region|ConfigError: Missing region in config|Aws::Errors::MissingRegionError|No RegionEndpoint or ServiceURL configured|No region specified or obtained from persisted|A "region" configuration value is required for|Region not accepted: region="" /i,
  },
  { code: "NoRegion", pattern: /Missing required? region/i, isLoose: true },
  {
    code: "InvalidRegion",
    pattern:
      /Provided region_name '[^'\n]+' doesn't match a supported format|Region not accepted: region="[^"\n]+" /,
  },
  // botocore looks at the least that the service's model names, older ones in the words of a range; so does the SDK for Go v1.
  {
    code: "DurationTooShort",
    pattern:
      /Invalid (?:value|range) for parameter DurationSeconds, value: -?\d+, valid (?:min value|range): 900|minimum field value of 900, \w+\.DurationSeconds/,
  },
  { code: "ProcessFailed", pattern: /Error when retrieving credentials from custom-process: / },
  { code: "ProcessFailed", pattern: /credential_process/, isLoose: true },
  // The AWS CLI v1 prints nothing but the key of its cache when the entry's file cannot be read.
  {
    code: "CacheCorrupt",
    pattern: /^(?:aws: \[ERROR\]:)? {0,8}'?"?(?<file>[0-9a-f]{40})"?'? {0,8}$/m,
    isLoose: true,
  },
  // Of one that is JSON without credentials it says which member it misses.
  {
    code: "CacheCorrupt",
    pattern: /^(?:aws: \[ERROR\]: )?'(?<settings>Credentials|Expiration|AccessKeyId)'$/m,
    isLoose: true,
  },
  // A credential_process that is no program, or prints no JSON: the AWS CLI prints Python's words and nothing else.
  {
    code: "ContainerCredentials",
    pattern:
      /Error when retrieving credentials from container-role|Received error when attempting to retrieve (?:ECS|container) metadata/,
  },
  {
    code: "ContainerCredentials",
    // The SDK for Java says of each source what it lacks.
    pattern: /(?<!neither )AWS_CONTAINER_CREDENTIALS_FULL_URI/,
    isLoose: true,
  },
  {
    code: "InstanceCredentials",
    pattern:
      /Error when retrieving credentials from iam-role|EC2MetadataError|no EC2 IMDS role found|operation error ec2imds: |EC2RoleRequestError|Error retrieving credentials from the instance profile metadata|Unable to get IAM security credentials from EC2 Instance Metadata/,
  },
  {
    code: "NoSuchFile",
    pattern:
      /(?:^(?:aws: \[ERROR\]: )?|botocore[\\/]credentials\.py[\s\S]{0,4000}?(?:FileNotFoundError|PermissionError): )\[Errno (?:2|13)\] [\w ]{1,60}: '(?<file>[^'\n]+)'$/m,
    isLoose: true,
  },
  {
    code: "NotJson",
    pattern:
      /(?:^(?:aws: \[ERROR\]: )?|botocore[\\/]credentials\.py[\s\S]{0,4000}?JSONDecodeError: )Expecting value: line \d+ column \d+ \(char \d+\)$/m,
    isLoose: true,
  },
  {
    code: "ConnectionTimedOut",
    pattern:
      /(?:Connect|Read) timeout on endpoint URL: "(?<url>[^"\n]+)"|no connection within \d+ s or no answer/,
  },
  {
    code: "TlsFailure",
    pattern:
      /SSL validation failed for (?<url>\S+)|its certificate is not trusted|Could not find a suitable TLS CA certificate bundle/,
  },
  { code: "ProxyFailure", pattern: /Failed to connect to proxy URL: "(?<url>[^"\n]+)"/ },
  {
    code: "NoConnection",
    pattern:
      /Could not connect to the endpoint URL: "(?<url>[^"\n]+)"|Connection was closed before we received a valid response from endpoint URL: "[^"\n]+"/,
  },
  {
    code: "NameNotResolved",
    pattern:
      /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (?<url>\S+)|Inaccessible host: `|UnknownHostException|no such host|Name or service not known|Temporary failure in name resolution|nodename nor servname provided/,
    isLoose: true,
  },
  {
    code: "ConnectionRefused",
    pattern: /(?<!code: ')ECONNREFUSED(?: (?<url>[\w.:[\]]+))?|[Cc]onnection refused/,
    isLoose: true,
  },
  {
    code: "ConnectionTimedOut",
    pattern: /(?<!code: ')ETIMEDOUT|i\/o timeout|Connection timed out/,
    isLoose: true,
  },
  {
    code: "TlsFailure",
    pattern:
      /CERTIFICATE_VERIFY_FAILED|x509: certificate|self[- ]signed certificate|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT_LOCALLY)|ERR_TLS_CERT_ALTNAME_INVALID|PKIX path building failed|(?<!code: ')\bEPROTO\b|server gave HTTP response to HTTPS client|The SSL connection could not be established/,
    isLoose: true,
  },
  { code: "ProxyFailure", pattern: /407 Proxy Authentication Required/, isLoose: true },
  { code: "NotAwsAnswer", pattern: /Unable to parse response \((?:[^)\n]*)\), invalid XML received/i },
  {
    code: "NotAwsAnswer",
    pattern: /^'[A-Z][A-Za-z]{2,60}Result'$|<!DOCTYPE html|Expected real number|char '<' is not expected/im,
    isLoose: true,
  },
  {
    code: "MfaWanted",
    pattern:
      /AssumeRoleTokenProviderNotSetError|assume role with MFA enabled, but AssumeRoleTokenProvider|requires multi-?factor authentication, but no MFA code callback|RefreshWithMFAUnsupportedError|Cannot refresh credentials: MFA token required/i,
  },
  // botocore asks the terminal; where there is none, the AWS CLI ends behind its question.
  {
    code: "MfaWanted",
    pattern:
      /botocore[\\/]credentials\.py[\s\S]{0,4000}?\bgetpass\.py[\s\S]{0,2000}?\nEOFError$|^Enter MFA code for arn:\S+ ?\s*$(?![\s\S])/m,
  },
  {
    code: "SsoExpired",
    pattern:
      /Error loading SSO Token|The SSO session (?:associated with this profile has expired|has expired or is otherwise invalid)|retrieving token from sso: |refresh cached SSO token failed|failed to (?:load|read) cached SSO token|Token is expired\. To refresh this SSO session|SSO (?:session|token) .*(?:expired|invalid)|Your session has expired(?: or credentials have changed)?\. Please reauthenticate using 'aws login'|Error loading login session token/i,
  },
  { code: "SsoExpired", pattern: /Token has expired and refresh failed/, isLoose: true },
  { code: "UnknownOption", pattern: /Unknown options: (?<settings>[^\n]+)/, isLoose: true },
  {
    code: "NoCredentials",
    pattern:
      /Unable to locate credentials|NoCredentialProviders|[Nn]o valid credential sources|Could not load credentials from any providers|CredentialsProviderError|failed to refresh cached credentials|Unable to load (?:AWS )?credentials from any (?:of the )?providers? in the chain|no providers in chain provided credentials|No AWS Credentials provided by|Unable to load AWS credentials from environment variables|unable to sign request without credentials set|Missing credentials in config|Failed to resolve AWS credentials|No credentials specified or obtained from persisted|unable to discover AWS AccessKeyID|Cannot read credentials from|Need to perform AWS calls for account [\w*-]+, but no credentials|Unable to resolve AWS account to use|AWS provider credentials not found/,
  },
];

export interface FoundClientText extends Span {
  readonly code: ClientFailure;
  readonly sentence: string;
  readonly named: Named | undefined;
  readonly isLoose: boolean;
}

const eachText = texts.map(({ code, pattern, isLoose = false }) => ({
  code,
  isLoose,
  pattern: new RegExp(pattern, `${pattern.flags}g`),
}));

/** All that clients say in a text, the more particular first. */
export function findClientTexts(text: string): readonly FoundClientText[] {
  return eachText.flatMap(({ code, pattern, isLoose }) =>
    [...text.matchAll(pattern)].map((match) => ({
      code,
      isLoose,
      sentence: lineOf(text, match.index, match.index + match[0].trimEnd().length - 1),
      named: namedIn(match.groups),
      ...spanOf(match),
    })),
  );
}

/** The line that the words end in, or what is quoted there. */
function lineOf(text: string, first: number, last: number): string {
  const start = text.lastIndexOf("\n", last - 1) + 1;
  const end = text.indexOf("\n", last);
  return saidAt(text.slice(start, end < 0 ? text.length : end), Math.max(0, first - start));
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
