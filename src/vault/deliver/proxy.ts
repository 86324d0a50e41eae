/** Keeps what clients ask of our servers away from a proxy, which could not reach them and would read the answers. */
import type { Machine } from "../machine.ts";

const proxyVariables = ["HTTP_PROXY", "ALL_PROXY"] as const;

/**
 * `NO_PROXY` with `host` added, under both spellings that clients read; nothing where no proxy is set.
 * botocore asks an instance's metadata service through a proxy like anything else.
 */
export function proxyExceptions(
  { platform, env }: Pick<Machine, "platform" | "env">,
  host: string,
): Readonly<Record<string, string>> {
  const variable = (name: string) => env[name.toLowerCase()] || env[name] || undefined;
  if (!proxyVariables.some((name) => variable(name) !== undefined)) return {};
  const current = variable("NO_PROXY");
  const excepted = current === undefined ? host : `${current},${host}`;
  return platform === "win32" ? { NO_PROXY: excepted } : { NO_PROXY: excepted, no_proxy: excepted };
}
