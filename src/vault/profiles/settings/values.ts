/** Texts of properties → typed values; undefined when the text is none of that type. */

export function parseText(text: string): string {
  return text;
}

/** AWS: whole seconds, in digits. */
export function parseSeconds(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

/** Between commas; empty ones are left out. */
export function parseList(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** AWS Vault's `key=value,key=value`; undefined when a key is missing or comes twice. */
export function parsePairs(text: string): ReadonlyMap<string, string> | undefined {
  const pairs = new Map<string, string>();
  for (const part of parseList(text)) {
    const equals = part.indexOf("=");
    const key = part.slice(0, Math.max(equals, 0)).trim();
    if (key === "" || pairs.has(key)) return undefined;
    pairs.set(key, part.slice(equals + 1).trim());
  }
  return pairs;
}

/** One of the words, written exactly so. */
export function oneOf<Word extends string>(...words: readonly Word[]): (text: string) => Word | undefined {
  return (text) => words.find((word) => word === text);
}
