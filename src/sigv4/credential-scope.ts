/** The credential scope: the day, region and service that a signing key is good for. */

export const scopeTerminator = "aws4_request";

export interface CredentialScope {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** `aws4_request` in every scope that is accepted. */
  readonly terminator: string;
}

export interface ScopedCredential {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
}

/** `KEYID/20150830/us-east-1/iam/aws4_request`; undefined when there are not exactly five parts. */
export function parseCredential(text: string): ScopedCredential | undefined {
  const first = text.indexOf("/");
  const second = text.indexOf("/", first + 1);
  const third = text.indexOf("/", second + 1);
  const fourth = text.indexOf("/", third + 1);
  if (first < 0 || second < 0 || third < 0 || fourth < 0 || text.includes("/", fourth + 1)) return undefined;
  return {
    accessKeyId: text.slice(0, first),
    scope: {
      date: text.slice(first + 1, second),
      region: text.slice(second + 1, third),
      service: text.slice(third + 1, fourth),
      terminator: text.slice(fourth + 1),
    },
  };
}

export function formatScope(scope: CredentialScope): string {
  return `${scope.date}/${scope.region}/${scope.service}/${scope.terminator}`;
}

/** What is wrong with a scope, with the facts that AWS's sentences name. */
export type ScopeProblem =
  | { readonly code: "wrong-region"; readonly region: string }
  | { readonly code: "wrong-service"; readonly service: string; readonly expected: string }
  | { readonly code: "wrong-terminator"; readonly terminator: string }
  | {
      readonly code: "wrong-date";
      readonly scopeDate: string;
      readonly requestDate: string;
      readonly timeText: string;
    };

const noProblems: readonly ScopeProblem[] = [];

/**
 * Compares a scope with what the receiver is. Empty when all is well; problems come in AWS's order.
 * `region` undefined accepts every region but an empty one: STS and IAM answer for all of them.
 */
export function checkScope(
  presented: { readonly scope: CredentialScope; readonly timeText: string },
  expected: { readonly service: string; readonly region?: string | undefined },
): readonly ScopeProblem[] {
  const { scope, timeText } = presented;
  const regionFits = expected.region === undefined ? scope.region !== "" : scope.region === expected.region;
  const dateFits = timeText.startsWith(scope.date) && scope.date.length === 8;
  const terminatorFits = scope.terminator === scopeTerminator;
  if (regionFits && dateFits && terminatorFits && scope.service === expected.service) return noProblems;

  const problems: ScopeProblem[] = [];
  if (!regionFits) problems.push({ code: "wrong-region", region: scope.region });
  if (scope.service !== expected.service)
    problems.push({ code: "wrong-service", service: scope.service, expected: expected.service });
  if (!terminatorFits) problems.push({ code: "wrong-terminator", terminator: scope.terminator });
  if (!dateFits)
    problems.push({
      code: "wrong-date",
      scopeDate: scope.date,
      requestDate: timeText.slice(0, 8),
      timeText,
    });
  return problems;
}
