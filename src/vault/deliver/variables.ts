/** Which environment variables matter to whoever runs below us: the closed tables that `environment.ts` and `export.ts` read. */

/** What we set for a child or an evaluating shell. Order is the order of printing. */
export const handedVariables = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_ENDPOINT_URL",
] as const;

/** The variable that tells a child, and a prompt, which profile it runs as; AWS Vault's own name for it. */
export const profileVariable = "AWS_VAULT";

/** What an AWS client would sign with, or find credentials by, instead of what it was handed. */
const shadowing: ReadonlySet<string> = new Set([
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  // Older names, still read by some SDKs.
  "AWS_ACCESS_KEY",
  "AWS_SECRET_KEY",
  "AWS_SECURITY_TOKEN",
  "AWS_CREDENTIAL_FILE",
  "AWS_SDK_LOAD_CONFIG",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_ACCOUNT_ID",
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
]);

/** The container credential endpoint and its token; bearer tokens of single services, which SDKs prefer to signatures. */
const shadowingPrefixes = ["AWS_CONTAINER_", "AWS_BEARER_TOKEN_"] as const;

/**
 * Settings of a vault: passphrases and tokens that open keyrings are among them. What is not in `harmless` does not pass,
 * so that a secret setting that is added one day needs no line here.
 */
const vaultPrefixes = ["TEGATA_", "AWS_VAULT_"] as const;

/** Settings that are no secret and that `tegata` or `aws-vault` below us should still find. */
const harmless: ReadonlySet<string> = new Set([
  "TEGATA_ENDPOINT",
  "TEGATA_REGION",
  "TEGATA_DATA",
  "TEGATA_DEBUG",
  "TEGATA_LOG_LEVEL",
  "TEGATA_KEYRING",
  "TEGATA_AGENT_SOCKET",
  "TEGATA_NO_AGENT",
  "TEGATA_FILE_DIR",
  "TEGATA_KEYCHAIN_NAME",
  "TEGATA_PASS_CMD",
  "TEGATA_PASS_DIR",
  "TEGATA_PASS_PREFIX",
  "AWS_VAULT_BACKEND",
  "AWS_VAULT_PROMPT",
  "AWS_VAULT_KEYCHAIN_NAME",
  "AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME",
  "AWS_VAULT_PASS_PASSWORD_STORE_DIR",
  "AWS_VAULT_PASS_CMD",
  "AWS_VAULT_PASS_PREFIX",
  "AWS_VAULT_FILE_DIR",
  "AWS_VAULT_BIOMETRICS",
  "AWS_VAULT_DURATION",
  "AWS_VAULT_STDOUT",
  "AWS_VAULT_PROFILE_ENV",
  "AWS_VAULT_AUTO_LOGOUT",
  "AWS_VAULT_DISABLE_HELP_MESSAGE",
  "AWS_VAULT_YKMAN_VERSION",
]);

/** Of npm, when it started us: each of these it sets, none of them is the user's. */
const setByNpm: ReadonlySet<string> = new Set(["INIT_CWD", "NODE"]);

/** Whether an AWS client would prefer this variable, in capitals, to what it is handed. */
export function isShadowing(name: string): boolean {
  return shadowing.has(name) || shadowingPrefixes.some((prefix) => name.startsWith(prefix));
}

/** Whether this variable, in capitals, is a vault's setting that could open a keyring or speak as an administrator. */
export function isVaultSecret(name: string): boolean {
  return (
    name === profileVariable ||
    (!harmless.has(name) && vaultPrefixes.some((prefix) => name.startsWith(prefix)))
  );
}

/**
 * Whether npm sets this variable for what it runs. Names in capitals are the user's (`NPM_TOKEN`, `NPM_CONFIG_…`), which
 * a child that publishes a package needs; on Windows, where there are no two names, those stay too.
 */
export function isSetByNpm(name: string): boolean {
  return name.startsWith("npm_") || setByNpm.has(name);
}
