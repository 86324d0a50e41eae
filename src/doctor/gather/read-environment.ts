/** What the environment holds for AWS's clients, without its secrets. Pure. */
import type { Environment } from "../../vault/index.ts";
import type { ExportedVariable } from "../../vault/inspect/index.ts";
import type { CacheEntry, EnvironmentFacts } from "../facts.ts";
import { redact } from "../redact.ts";

/** Others that decide where requests go, or what is used. */
const others: ReadonlySet<string> = new Set([
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "REQUESTS_CA_BUNDLE",
]);

const secret = /SECRET|TOKEN(?!_FILE$)|PASSPHRASE|PASSWORD/;

/** Of every program, since what failed may have printed any of them. */
export function secretValues(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (value && secret.test(name) ? [value] : []));
}

export function describeEnvironment(
  env: Environment,
  exported: readonly ExportedVariable[],
  caches: readonly CacheEntry[],
  persisted: readonly string[],
): EnvironmentFacts {
  const keyId = env.AWS_ACCESS_KEY_ID || undefined;
  const hasSecret = Boolean(env.AWS_SECRET_ACCESS_KEY);
  return {
    variables: Object.fromEntries(
      Object.entries(env)
        .filter(([name, value]) => value && (name.startsWith("AWS_") || others.has(name)))
        .map(([name, value]) => [name, secret.test(name) ? "****" : redact(value ?? "")]),
    ),
    keyId,
    hasSecret,
    hasToken: Boolean(env.AWS_SESSION_TOKEN || env.AWS_SECURITY_TOKEN),
    expiration: keyId === undefined ? undefined : expirationOf(env, keyId, caches),
    vaultProfile: vaultProfileOf(env),
    exportedAt: exported.map(({ name, place }) => ({ variable: name, ...place })),
    persisted,
  };
}

/** What `exec` hands over: keys, or where to ask for them. */
const handed = [
  "AWS_SECRET_ACCESS_KEY",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_EC2_METADATA_SERVICE_ENDPOINT",
] as const;

/** The profile whose `exec` this is, with its credentials still there, unless another was chosen since: `exec` leaves no choice in. */
export function vaultProfileOf(env: Environment): string | undefined {
  const profile = env.AWS_VAULT || undefined;
  const chosen = env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || profile;
  return chosen === profile && handed.some((name) => env[name]) ? profile : undefined;
}

function expirationOf(
  env: Environment,
  keyId: string,
  caches: readonly CacheEntry[],
): EnvironmentFacts["expiration"] {
  const said = Date.parse(env.AWS_CREDENTIAL_EXPIRATION ?? "");
  if (!Number.isNaN(said)) return { atMs: said, by: "AWS_CREDENTIAL_EXPIRATION" };
  const cached = caches.find((entry) => entry.keyId === keyId && entry.expirationMs !== undefined);
  return cached?.expirationMs === undefined
    ? undefined
    : { atMs: cached.expirationMs, by: cached.path ?? cached.cache };
}
