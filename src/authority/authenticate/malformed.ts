import type { ServiceError } from "../../base/index.ts";
import { type MalformedSignature, maxPresignSeconds, type SignatureProblem } from "../../sigv4/index.ts";
import { commonErrors, s3Errors } from "../../wire/index.ts";

const missingParts = {
  "missing-credential": { header: "Credential", query: "X-Amz-Credential" },
  "missing-signature": { header: "Signature", query: "X-Amz-Signature" },
  "missing-signed-headers": { header: "SignedHeaders", query: "X-Amz-SignedHeaders" },
  "missing-date": { header: "date", query: "X-Amz-Date" },
} as const;

type MissingCode = keyof typeof missingParts;

/** A signature that cannot be read, in the words of the Query services. `header`: the Authorization header as it came. */
export function refuseMalformed({ via, problems }: MalformedSignature, header: string): ServiceError {
  const missing = problems.map(({ code }) => code).filter(isMissing);
  if (missing.length > 0)
    return via === "query"
      ? commonErrors.missingQueryParameters(missing.map((code) => missingParts[code].query))
      : commonErrors.incompleteSignature(
          missing.map((code) => missingParts[code].header),
          header,
        );
  const first = problems[0];
  return first === undefined ? commonErrors.ambiguousSignature() : refuseProblem(first);
}

function isMissing(code: SignatureProblem["code"]): code is MissingCode {
  return Object.hasOwn(missingParts, code);
}

function refuseProblem(problem: SignatureProblem): ServiceError {
  switch (problem.code) {
    case "unsupported-algorithm":
      return commonErrors.unsupportedAlgorithm(problem.algorithm);
    case "bad-date":
      return commonErrors.malformedDate(problem.text);
    case "bad-credential":
      return commonErrors.malformedCredential(problem.credential);
    case "bad-expires":
      return commonErrors.invalidExpires(maxPresignSeconds);
    case "signed-headers-not-canonical":
      return commonErrors.incompleteSignature(["SignedHeaders"], "");
    default:
      return commonErrors.ambiguousSignature();
  }
}

/** The same in S3's words. */
export function refuseMalformedForS3({ via, problems }: MalformedSignature): ServiceError {
  const [problem] = problems;
  if (via === "query") return s3Errors.authorizationQueryParametersError(describeQueryProblem(problem));
  switch (problem?.code) {
    case "unsupported-algorithm":
      return problem.algorithm === "AWS"
        ? s3Errors.signatureVersion4Required()
        : s3Errors.unsupportedAuthorization(problem.algorithm);
    case "both-presented":
      return s3Errors.onlyOneAuthMechanism();
    case "missing-date":
    case "bad-date":
      return s3Errors.dateMissing();
    case "bad-credential":
      return s3Errors.authorizationHeaderMalformed(
        'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
      );
    default:
      return s3Errors.authorizationHeaderMalformed(
        "the authorization header requires three components: Credential, SignedHeaders, and Signature.",
      );
  }
}

function describeQueryProblem(problem: SignatureProblem | undefined): string {
  switch (problem?.code) {
    case "unsupported-algorithm":
      return 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"';
    case "bad-date":
      return "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";
    case "bad-credential":
      return 'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".';
    case "bad-expires":
      return expiresSentences[problem.reason];
    default:
      return "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
  }
}

const expiresSentences = {
  "not-a-number": "X-Amz-Expires should be a number",
  negative: "X-Amz-Expires must be non-negative",
  "too-short": "X-Amz-Expires must be at least 1 second",
  "too-long":
    "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
} as const;
