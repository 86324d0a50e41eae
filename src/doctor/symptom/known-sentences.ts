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
  {
    code: "ExpiredToken",
    pattern: /The (?:security|provided) token(?: included in the request)? (?:is|has) expired/i,
  },
  // botocore, which looks at AWS_CREDENTIAL_EXPIRATION itself.
  {
    code: "ExpiredToken",
    pattern: /Credentials were refreshed, but the refreshed credentials are still expired/,
  },
  {
    code: "ExpiredToken",
    pattern:
      /(?:リクエストに含まれ(?:ている|る)|指定された|提供された)(?:セキュリティ)?トークンが?は?(?:の?有効期限が切れ|期限切れ|失効し)/,
  },
  {
    code: "SignatureDoesNotMatch",
    pattern: /The request signature we calculated does not match the signature you provided/i,
  },
  { code: "SignatureDoesNotMatch", pattern: /計算した(?:リクエスト)?の?署名[^\n]{0,40}一致しません/ },
  { code: "SignatureDoesNotMatch", pattern: /Signature (?:expired|not yet current): / },
  {
    code: "RequestTimeTooSkewed",
    pattern: /The difference between the request time and the current time is too large/i,
  },
  { code: "RequestTimeTooSkewed", pattern: /リクエスト(?:の)?時刻と現在(?:の)?時刻との?差が大きすぎ/ },
  {
    code: "AccessDenied",
    pattern: /Cannot call (?:GetSessionToken|GetFederationToken) with session credentials/,
  },
  {
    code: "AccessDenied",
    pattern: /Only federation tokens or assume role tokens may be used for federated login/,
  },
  { code: "AccessDenied", pattern: /MultiFactorAuthentication failed/ },
  { code: "AccessDenied", pattern: /User: arn:\S+ is not authorized to perform: / },
  { code: "AccessDenied", pattern: /Roles may not be assumed by root accounts/ },
  { code: "ValidationError", pattern: /The requested DurationSeconds exceeds / },
  {
    code: "InvalidAccessKeyId",
    pattern: /The AWS Access Key Id you provided does not exist in our records/i,
  },
  { code: "AuthFailure", pattern: /AWS was not able to validate the provided access credentials/i },
  { code: "MissingAuthenticationToken", pattern: /Request is missing Authentication Token/i },
];

export interface FoundSentence extends Span {
  readonly code: string;
  /** The line that it stands in. */
  readonly sentence: string;
}

/** All lines that hold such a sentence. */
export function findKnownSentences(text: string): readonly FoundSentence[] {
  const found: FoundSentence[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    const known = sentences.find(({ pattern }) => pattern.test(line));
    if (known !== undefined)
      found.push({ code: known.code, sentence: line.trim(), start, end: start + line.length });
    start += line.length + 1;
  }
  return found;
}
