import { saidAt } from "./quotation.ts";
import type { Span } from "./span.ts";

/**
 * AWS's sentences that tell their code when they stand alone: in a log, on a console's page, in a question to a colleague;
 * in English, and in Japanese as AWS's console and documents word them.
 */
interface KnownSentence {
  readonly code: string;
  readonly pattern: RegExp;
}

const sentences: readonly KnownSentence[] = [
  { code: "InvalidClientTokenId", pattern: /The security token included in the request is invalid/i },
  {
    code: "InvalidClientTokenId",
    pattern: /リクエストに含まれ(?:ている|る)セキュリティトークンが?は?無効(?:です)?/,
  },
  { code: "ExpiredToken", pattern: /The security token included in the request (?:is|has) expired/i },
  // S3.
  { code: "ExpiredToken", pattern: /The provided token (?:is|has) expired/ },
  { code: "ExpiredToken", pattern: /Token expired: current date\/time \d+ must be before/ },
  { code: "InvalidToken", pattern: /The provided token is malformed or otherwise invalid/ },
  // botocore, which looks at AWS_CREDENTIAL_EXPIRATION itself.
  {
    code: "ExpiredToken",
    pattern: /Credentials were refreshed, but the refreshed credentials are still expired/,
  },
  {
    code: "ExpiredToken",
    pattern:
      /(?:リクエストに含まれ(?:ている|る)|指定された|提供された)(?:セキュリティ)?トークンが?は?(?:の?有効期限が切れ|期限切れ|失効し)|セキュリティトークンの(?:有効)?期限が切れ/,
  },
  {
    code: "SignatureDoesNotMatch",
    pattern: /The request signature we calculated does not match the signature you provided/i,
  },
  { code: "SignatureDoesNotMatch", pattern: /計算した(?:リクエスト)?の?署名[^\n]{0,40}一致しません/ },
  {
    code: "SignatureDoesNotMatch",
    pattern: /Credential should be scoped (?:to|with) |Date in Credential scope does not match/,
  },
  {
    code: "IncompleteSignature",
    pattern:
      /Authorization header requires '|Credential must have exactly 5 slash-delimited elements|Unsupported AWS 'algorithm'/,
  },
  { code: "AuthorizationHeaderMalformed", pattern: /The authorization header is malformed/ },
  { code: "RegionDisabledException", pattern: /STS is not activated in this region/ },
  {
    code: "InvalidIdentityToken",
    pattern:
      /No OpenIDConnect provider found in your account|Couldn't retrieve verification key from your identity provider|Incorrect token audience|OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint/,
  },
  { code: "SignatureDoesNotMatch", pattern: /Signature (?:expired|not yet current): / },
  {
    code: "RequestTimeTooSkewed",
    pattern: /The difference between the request time and the current time is too large/i,
  },
  { code: "RequestTimeTooSkewed", pattern: /リクエスト(?:の)?時刻と現在(?:の)?時刻との?差が大きすぎ/ },
  {
    code: "AccessDenied",
    pattern: /Cannot call [A-Z]\w+ with session credentials/,
  },
  {
    code: "AccessDenied",
    pattern: /Only federation tokens or assume role tokens may be used for federated login/,
  },
  { code: "AccessDenied", pattern: /MultiFactorAuthentication failed/ },
  { code: "AccessDenied", pattern: /User: arn:\S+ is not authorized to perform: / },
  { code: "AccessDenied", pattern: /Roles may not be assumed by root accounts/ },
  { code: "AccessDenied", pattern: /Not authorized to perform sts:AssumeRole/ },
  { code: "AccessDenied", pattern: /You are not authorized to perform this operation/ },
  { code: "ValidationError", pattern: /The requested DurationSeconds exceeds / },
  { code: "ValidationError", pattern: /failed to satisfy constraint: Member must / },
  {
    code: "InvalidAccessKeyId",
    pattern: /The AWS Access Key Id you provided does not exist in our records/i,
  },
  { code: "AuthFailure", pattern: /AWS was not able to validate the provided access credentials/i },
  { code: "MissingAuthenticationToken", pattern: /Request is missing Authentication Token/i },
];

export interface FoundSentence extends Span {
  readonly code: string;
  /** The line that it stands in, or what is quoted there. */
  readonly sentence: string;
  readonly isLoose: false;
}

/** All lines that hold such a sentence. */
export function findKnownSentences(text: string): readonly FoundSentence[] {
  const found: FoundSentence[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const known = knownIn(line);
    if (known !== undefined)
      found.push({
        code: known.code,
        sentence: saidAt(line, known.index),
        isLoose: false,
        start,
        end: start + line.length,
      });
    start += line.length + 1;
  }
  return found;
}

function knownIn(line: string): { readonly code: string; readonly index: number } | undefined {
  for (const { code, pattern } of sentences) {
    const index = line.search(pattern);
    if (index >= 0) return { code, index };
  }
  return undefined;
}
