/** Names of items in AWS Vault's keyring: keys stand under their profile's name, beside sessions and SSO tokens. */

/** `TYPE,PROFILE,SERIAL,EXPIRY`, the middle two in base64url; the others are what earlier versions wrote. */
const sessionPatterns = [
  /^[^,]+,[^,]+,[^,]*,[0-9]+$/,
  /^session:[^ ]+:[^ ]*:[^:]+$/,
  /^.+ session \([0-9]+\)$/,
  /^oidc:/,
];

/** Whether an item is no long-lived key but what AWS Vault made with one. */
export function isSessionName(name: string): boolean {
  return sessionPatterns.some((pattern) => pattern.test(name));
}

/** File name → item: `%XX` are bytes, what is no such triple stands for itself. Earlier versions wrote names as they are. */
export function itemOfFileName(fileName: string): string {
  const bytes = fileName.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
    Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
  );
  return bytes;
}
