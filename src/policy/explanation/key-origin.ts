/** Where the value of a condition key comes from, in words. AWS: IAM user guide, "AWS global condition context keys". */

export interface KeyOrigin {
  /** Completes "from …". */
  readonly text: string;
  /** How easily whoever asks can bring another value; least is easiest. */
  readonly effort: 0 | 1 | 2 | 3;
}

type Row = readonly [start: string, effort: KeyOrigin["effort"], text: string];

/** The first row whose start fits the lower-case key. */
const rows: readonly Row[] = [
  ["aws:multifactorauth", 0, "the session's MFA; absent for long-lived keys"],
  ["aws:requesttag/", 0, "the tags in the request"],
  ["aws:tagkeys", 0, "the tags in the request"],
  ["aws:tokenissuetime", 1, "when the session was issued; absent for long-lived keys"],
  ["aws:sourceip", 1, "the address the request came from"],
  ["aws:vpcsourceip", 1, "the address the request came from inside its VPC"],
  ["aws:sourcevpc", 1, "the VPC endpoint the request came through"],
  ["aws:vpce", 1, "the VPC endpoint the request came through"],
  ["aws:securetransport", 0, "whether the request came over TLS"],
  ["aws:useragent", 0, "the request's User-Agent header"],
  ["aws:referer", 0, "the request's Referer header"],
  ["aws:requestedregion", 0, "the region the request was sent to"],
  ["aws:currenttime", 2, "the service's clock"],
  ["aws:epochtime", 2, "the service's clock"],
  ["aws:principaltag/", 2, "the tags of the caller's user, role and session"],
  ["aws:principalorg", 3, "the organisation of the caller's account"],
  ["aws:principal", 3, "the caller"],
  ["aws:user", 3, "the caller"],
  ["aws:sourceidentity", 2, "the source identity that the session was given"],
  ["aws:federatedprovider", 3, "the provider behind the session"],
  ["aws:resourcetag/", 2, "the tags of the resource"],
  ["aws:resource", 3, "the account that owns the resource"],
  ["aws:via", 3, "the AWS service that made the request for somebody"],
  ["aws:called", 3, "the AWS service that made the request for somebody"],
  ["aws:source", 3, "the resource on whose behalf a service asks"],
  ["iam:resourcetag/", 2, "the tags of the resource"],
  ["sts:externalid", 0, "ExternalId in the request"],
  ["sts:rolesessionname", 0, "RoleSessionName in the request"],
  ["sts:sourceidentity", 0, "SourceIdentity in the request"],
  ["sts:transitivetagkeys", 0, "TransitiveTagKeys in the request"],
  ["sts:durationseconds", 0, "DurationSeconds in the request"],
  ["saml:", 2, "the SAML assertion"],
  ["aws:", 3, "the request's surroundings"],
  ["s3:", 0, "the parameters and headers of the request"],
  ["iam:", 0, "the parameters of the request"],
  ["sts:", 0, "the parameters of the request"],
];

const unknownOrigin: KeyOrigin = { text: "the service, or the claims of a web identity token", effort: 1 };

export function originOf(key: string): KeyOrigin {
  const lower = key.toLowerCase();
  const row = rows.find(([start]) => lower.startsWith(start));
  return row === undefined ? unknownOrigin : { text: row[2], effort: row[1] };
}
