/**
 * Which of the caller's variables the agent is told: the closed tables. What is in none of them stays with the caller,
 * and bin/tegata-credential has the same lists, which a test compares.
 */

/** They decide which profile is meant, what its plan is, and how its services are reached. None holds a credential. */
export const toldVariables = [
  "AWS_ASSUME_ROLE_TTL",
  "AWS_CA_BUNDLE",
  "AWS_CHAINED_SESSION_TOKEN_TTL",
  "AWS_CONFIG_FILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_DEFAULT_REGION",
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_SSO",
  "AWS_ENDPOINT_URL_SSO_OIDC",
  "AWS_ENDPOINT_URL_STS",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_MFA_SERIAL",
  "AWS_MIN_TTL",
  "AWS_PROFILE",
  "AWS_REGION",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_SESSION_TAGS",
  "AWS_SESSION_TOKEN_TTL",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_SOURCE_IDENTITY",
  "AWS_TRANSITIVE_TAGS",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
] as const;

/** Those that name a file or folder: the agent's working folder is not the caller's. */
export const pathVariables = [
  "AWS_CA_BUNDLE",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_VAULT_PASS_PASSWORD_STORE_DIR",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "PASSWORD_STORE_DIR",
  "TEGATA_FILE_DIR",
  "TEGATA_PASS_DIR",
] as const;

/** They hold credentials or lead to some: that they are set decides a plan, and what they hold is not told. */
export const namedOnlyVariables = [
  "AWS_ACCESS_KEY_ID",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECURITY_TOKEN",
  "AWS_SESSION_TOKEN",
] as const;

/** They say which keyring and cache: the agent has one of each, and answers whoever means the same. */
export const placeVariables = [
  "AWS_VAULT_BACKEND",
  "AWS_VAULT_KEYCHAIN_NAME",
  "AWS_VAULT_PASS_CMD",
  "AWS_VAULT_PASS_PASSWORD_STORE_DIR",
  "AWS_VAULT_PASS_PREFIX",
  "LOCALAPPDATA",
  "PASSWORD_STORE_DIR",
  "TEGATA_FILE_DIR",
  "TEGATA_KEYCHAIN_NAME",
  "TEGATA_KEYRING",
  "TEGATA_PASS_CMD",
  "TEGATA_PASS_DIR",
  "TEGATA_PASS_PREFIX",
  "XDG_CACHE_HOME",
  "XDG_DATA_HOME",
] as const;

/** Those that name a keyring; a caller that names none takes the agent's. */
export const keyringVariables: readonly string[] = ["TEGATA_KEYRING", "AWS_VAULT_BACKEND"];
