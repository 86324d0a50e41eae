import { pages } from "./pages.ts";
import { rules } from "./rules/index.ts";
import { similarNames } from "./similar-names.ts";
import { type ClientFailure, knownCodes, queryCodeOf, readSymptom } from "./symptom/index.ts";

/**
 * The page that a person means by a page's name, a finding's, a code of AWS's, or an error's own text; undefined where
 * none is meant.
 */
export function findPage(term: string): string | undefined {
  return pageOfName.get(nameOf(term)) ?? byCode(term) ?? byText(term) ?? byWord(term);
}

/** Of a term that is a whole page nobody wants every word compared. */
const maxComparedCharacters = 200;

/** Pages' names and findings' → the page. */
const pageOfName: ReadonlyMap<string, string> = new Map([
  ...rules.map(({ code, page }) => [code, page] as const),
  ...pages.map(({ slug }) => [slug, slug] as const),
]);

/** `External ID` → `external-id`; also the file's name. */
function nameOf(term: string): string {
  return term
    .trim()
    .toLowerCase()
    .replace(/(?:\.ja)?\.md$/, "")
    .replaceAll(/[\s_]+/g, "-");
}

/** What the SDKs call a client's failure: their classes, and what Node and OpenSSL say below them. */
const classes: Readonly<Record<string, ClientFailure>> = {
  AssumeRoleTokenProviderNotSetError: "MfaWanted",
  CertificateVerifyFailed: "TlsFailure",
  ConfigParseError: "ProfileSyntax",
  ConnectTimeoutError: "ConnectionTimedOut",
  ConnectionClosedError: "NoConnection",
  ConnectionError: "NoConnection",
  CredentialRetrievalError: "ProcessFailed",
  CredentialsError: "NoCredentials",
  EAI_AGAIN: "NameNotResolved",
  EC2RoleRequestError: "InstanceCredentials",
  ECONNREFUSED: "ConnectionRefused",
  ENOTFOUND: "NameNotResolved",
  EPROTO: "TlsFailure",
  ETIMEDOUT: "ConnectionTimedOut",
  EndpointConnectionError: "NoConnection",
  InfiniteLoopConfigError: "ProfileLoop",
  InvalidConfigError: "ProfileContradiction",
  InvalidRegionError: "InvalidRegion",
  LoginRefreshRequired: "SsoExpired",
  LoginTokenLoadError: "SsoExpired",
  MetadataRetrievalError: "ContainerCredentials",
  MissingCredentialsError: "NoCredentials",
  MissingRegion: "NoRegion",
  MissingRegionError: "NoRegion",
  NoCredentialsError: "NoCredentials",
  NoRegionError: "NoRegion",
  NoSuchProfileError: "ProfileNotFound",
  PartialCredentialsError: "PartialCredentials",
  ProxyConnectionError: "ProxyFailure",
  ReadTimeoutError: "ConnectionTimedOut",
  RefreshWithMFAUnsupportedError: "MfaWanted",
  SSLError: "TlsFailure",
  SSOTokenLoadError: "SsoExpired",
  SharedConfigProfileNotExistsError: "ProfileNotFound",
  TokenProviderError: "SsoExpired",
  TokenRetrievalError: "SsoExpired",
  UnauthorizedSSOTokenError: "SsoExpired",
};

/** Codes, in letters and digits alone → the page. */
const pageOfCode: ReadonlyMap<string, string> = new Map(
  [
    ...knownCodes.map((code) => [code, queryCodeOf(code)] as const),
    ...Object.entries(classes),
    ...pages.flatMap(({ codes }) => codes.map((code) => [code, code] as const)),
  ].flatMap(([name, code]) => {
    const page = pageWith(code);
    return page === undefined ? [] : [[lettersOf(name), page] as const];
  }),
);

function pageWith(code: string): string | undefined {
  return pages.find(({ codes }) => codes.includes(code))?.slug;
}

/** `Access Denied.`, `access_denied` → accessdenied. */
function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "");
}

function byCode(term: string): string | undefined {
  return term.length > maxComparedCharacters ? undefined : pageOfCode.get(lettersOf(term));
}

/** Sentences that lead further than their code does; the more particular first. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/Cannot call \w+ with session credentials/, "cannot-call-with-session-credentials"],
  [/Only federation tokens or assume role tokens may be used for federated login/, "sign-in-refused"],
  [/unable to validate MFA code|must provide both MFA serial number/, "unable-to-validate-mfa-code"],
  [/MultiFactorAuthentication failed/, "invalid-mfa-one-time-pass-code"],
  [/requested DurationSeconds exceeds|'durationSeconds' failed to satisfy/, "duration-seconds-exceeds"],
  [/Roles may not be assumed by root/, "root-user"],
  [/AWSRevokeOlderSessions/, "session-revoked"],
  [/with an explicit deny/, "explicit-deny"],
  [/because no role trust policy allows/, "not-authorized-to-perform-sts-assumerole"],
  [
    /because no [\w -]{1,40} policy allows|because no permissions boundary/,
    "no-identity-based-policy-allows",
  ],
  [/is not authorized to perform: sts:AssumeRole\b/, "not-authorized-to-perform-sts-assumerole"],
  [/Signature (?:expired|not yet current)/, "signature-expired"],
  [/docker compose up: /, "docker-compose"],
];

/** Of several errors in a text the last one counts, as for `why`. */
function byText(text: string): string | undefined {
  const symptom = readSymptom(text);
  const read = symptom?.sentence ?? text;
  return sentences.find(([pattern]) => pattern.test(read))?.[1] ?? (symptom && byCode(symptom.code));
}

/** What a person types who knows no name of it, in Japanese; in English the pages' names have the words. */
const japaneseWords: readonly (readonly [RegExp, string])[] = [
  [/失効|期限/, "expired-token"],
  [/時計|時刻/, "signature-expired"],
  [/署名/, "signature-does-not-match"],
  [/明示的/, "explicit-deny"],
  [/外部 ?ID/i, "external-id"],
  [/MFA ?コード|ワンタイム/i, "invalid-mfa-one-time-pass-code"],
  [/MFA|多要素/i, "mfa-required-by-condition"],
  [/拒否|権限/, "no-identity-based-policy-allows"],
  [/リージョン/, "you-must-specify-a-region"],
  [/プロファイル/, "config-profile-could-not-be-found"],
  [/ルート/, "root-user"],
  [/接続|エンドポイント/, "could-not-connect-to-the-endpoint-url"],
  [/認証情報/, "unable-to-locate-credentials"],
  [/トークン.*無効|無効.*トークン/, "invalid-client-token-id"],
];
/** What is longer is an error's text, and is not guessed at. */
const maxWordCharacters = 20;

function byWord(term: string): string | undefined {
  const word = term.trim();
  if (word.length > maxWordCharacters || !/[\u3040-\u30ff\u4e00-\u9fff]/.test(word)) return undefined;
  return japaneseWords.find(([pattern]) => pattern.test(word))?.[1];
}

const maxSuggestions = 3;

/** "Did you mean": pages whose name, finding or code is nearly the term, or has a word of it; the nearest first. */
export function nearestPages(term: string): readonly string[] {
  const compared = term.trim().slice(0, maxComparedCharacters);
  if (compared === "") return [];
  const names = [...pageOfName.keys(), ...pages.flatMap(({ codes }) => codes)];
  const near = similarNames(nameOf(compared), names).flatMap((name) => findPage(name) ?? []);
  return [...new Set([...near, ...sharingWords(compared)])].slice(0, maxSuggestions);
}

/** The more of its words a page has, and the fewer other pages have them, the earlier it stands. */
function sharingWords(term: string): readonly string[] {
  const scores = new Map<string, number>();
  for (const asked of wordsOf(term)) {
    const having = wordsOfPages.filter(({ words }) => words.some((word) => isLike(asked, word)));
    for (const { slug } of having) scores.set(slug, (scores.get(slug) ?? 0) + 1 / having.length);
  }
  return [...scores].toSorted(([, left], [, right]) => right - left).map(([slug]) => slug);
}

/** A short word with two other letters is another word. */
const minLikeLetters = 6;

function isLike(asked: string, word: string): boolean {
  if (word === asked || asked.length < minLikeLetters) return word === asked;
  return similarNames(asked, [word]).length > 0;
}

/** Too short to tell anything, or in every text. */
const minWordLetters = 3;
const plainWords: ReadonlySet<string> = new Set(
  "and are aws but can cannot could does error for from has not that the this was what when why with wrong you".split(
    " ",
  ),
);

/** `NoCredentials`, `no-credentials` → credentials. */
function wordsOf(text: string): readonly string[] {
  const words = text
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return [...new Set(words.filter((word) => word.length >= minWordLetters && !plainWords.has(word)))];
}

const wordsOfPages = pages.map(({ slug, codes }) => {
  const findings = rules.filter(({ page }) => page === slug).map(({ code }) => code);
  return { slug, words: wordsOf([slug, ...codes, ...findings].join(" ")) };
});
