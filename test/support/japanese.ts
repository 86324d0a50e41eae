/** Whether a line that is printed in Japanese is Japanese all through. */

/** Names that stay as they are: AWS's, its clients', ours. */
const names = new Set(
  `AWS IAM STS SSO MFA CLI SDK API ID Vault Go Terraform vault tegata default services sso-session
  GetSessionToken GetFederationToken GetCallerIdentity GetRoleCredentials AssumeRole AssumeRoleWithWebIdentity
  MaxSessionDuration InvalidClientTokenId Environment EcsContainer endpoint_url region boto3 setx v1 v2 None
  env assume-role assume-role-with-web-identity shared-credentials-file config-file custom-process container-role
  iam-role keyring manual sts s3 p`.split(/\s+/),
);

/** What is no prose wherever it stands: variables, flags, keys of files, ARNs, URLs, paths, keys, instants, code. */
const data = [
  /`[^`]*`/g,
  /\barn:[\w:/+=,.@-]+/g,
  /\bhttps?:\/\/\S+/g,
  /(?<![\w.])(?:[A-Z]:\\|\/)[\w./\\-]+(?::\d+)?/g,
  /\b[A-Z]+(?:_[A-Z]+)+\b/g,
  /\b[a-z]+\d?(?:_[a-z]+)+\b/g,
  /(?<![\w-])--[a-z]+(?:-[a-z]+)*/g,
  /\b[a-z]{2}-[a-z]+-\d\b/g,
  /\*{16}\w*/g,
  /\bA(?:KI|SI)A[A-Z0-9]+\b/g,
  /\d{4}-\d\d-\d\dT[\d:]+Z/g,
];

/** The words of a line that are English prose. @param own texts that the line repeats: names of profiles, commands, AWS's sentences. */
export function englishWordsOf(line: string, own: Iterable<string> = []): readonly string[] {
  const longestFirst = [...own].sort((left, right) => right.length - left.length);
  const without = longestFirst.reduce((left, text) => left.replaceAll(text, " "), line);
  const prose = data.reduce((left, pattern) => left.replace(pattern, " "), without);
  return (prose.match(/[A-Za-z][\w-]*/g) ?? []).filter((word) => !names.has(word));
}
