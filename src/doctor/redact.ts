/** Takes secrets out of what others wrote, before anybody looks at it. Pure. */

/** What stands where a secret stood. */
export const hidden = "[hidden]";

/** Shorter values would be found in words that are no secrets. */
const minSecretCharacters = 6;

/** SECURITY: a log holds what its program was given. Each leaves its first group, and what has the form of a secret goes. */
const forms: readonly RegExp[] = [
  // aws_secret_access_key = …, AWS_SESSION_TOKEN=…, X-Amz-Security-Token=…, --token-code=123456; paths are none.
  /((?:secret|token|passw|passphrase|signature)[\w-]{0,40}(?<!file)["']?\s{0,3}=\s{0,3}["']?)[\w/+=%.-]{6,}/gi,
  // "SessionToken": "…"; after a colon there is a sentence, too.
  /((?:secret|token|passw|passphrase)[\w-]{0,40}["']?:\s{0,3}b?["']?)(?=[\w/+=%.-]*[\d/+=])[\w/+=%.-]{6,}/gi,
  /(--?(?:password|passphrase|token-code|secret[\w-]{0,20}|(?:session|access|web-identity|refresh)-token)[ =]["']?)[^\s"']+/gi,
  // curl -u name:password, docker login -p password.
  /(\s-u\s{0,3}["']?[^\s:"']{1,200}:)[^\s"']+/g,
  /(\bdocker login\b[^\n]{0,200}?\s-p[ =]?["']?)[^\s"']+/g,
  /(\bauthorization["']?\s{0,3}[:=]\s{0,3}b?["']?(?:bearer|basic)\s{1,3})[\w.~+/=-]{6,}/gi,
  // What botocore's log prints in a line below its name.
  /(\bSignature:\s{0,4})[0-9a-f]{64}/gi,
  // What somebody typed, where the terminal showed it.
  /(Enter MFA code for [^\s:]{1,20}(?::[^\s:]{0,100}){1,8}: {0,3})\d{6}\b/g,
  /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^-]{1,8000}/g,
  // A token of OpenID Connect by itself.
  /(\b)eyJ[\w-]{6,4000}\.[\w-]{4,4000}(?:\.[\w-]{0,4000})?/g,
  // https://name:password@host
  /(:\/\/[^\s/:@"']{0,200}:)[^\s/@"']+(?=@)/g,
  // A secret key by itself: AWS: IAM user guide, 40 characters of base64. Hashes in hexadecimal have no capitals.
  /((?<![\w/+=]))(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])(?=[\w/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])/g,
  // A session token by itself; what sts:DecodeAuthorizationMessage takes is none.
  /((?<![\w/+=-])(?<!message: ))(?=[\w/+=-]*[a-z])(?=[\w/+=-]*[A-Z])(?=[\w/+=-]*\d)[\w/+=-]{100,}/g,
];

const escapeByte = "\u001b";
const colour = new RegExp(`${escapeByte}\\[[0-9;]{0,40}m`, "g");

/** @param secrets values that are known to be secret, whatever their form. */
export function redact(text: string, secrets: readonly string[] = []): string {
  // A colour within a value hides its form.
  let left = text.replaceAll(colour, "");
  for (const secret of secrets)
    if (secret.length >= minSecretCharacters) left = left.replaceAll(secret, hidden);
  for (const form of forms) left = left.replaceAll(form, `$1${hidden}`);
  return left;
}

/** Flags whose value is a word of its own. */
const secretFlag = /^--?(?:secret[\w-]*|(?:session|access|web-identity|refresh)-token|pass(?:word|phrase))$/;

/** The words of a command; a code of MFA is shown as what has to stand there. */
export function redactWords(words: readonly string[], secrets: readonly string[] = []): readonly string[] {
  return words.map((each, index) => {
    const before = words[index - 1] ?? "";
    if (before === "--token-code") return "CODE";
    return secretFlag.test(before) ? hidden : redact(each, secrets);
  });
}
