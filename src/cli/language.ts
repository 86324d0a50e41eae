import type { Language } from "../base/index.ts";
import type { Environment } from "../vault/index.ts";

/** TEGATA_LANG, else the locale as POSIX orders its variables; English unless it begins with `ja`. */
export function languageOf(env: Environment): Language {
  const named = env.TEGATA_LANG || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return named.toLowerCase().startsWith("ja") ? "ja" : "en";
}
