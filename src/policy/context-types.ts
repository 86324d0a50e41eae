/** Types that a context key's value can be of. AWS: IAM API reference, "ContextEntry". */
import { decodeBase64 } from "../base/index.ts";
import { parseRange } from "./conditions/address.ts";
import { parseInstant } from "./conditions/instant.ts";
import { parseBoolean, parseNumber } from "./conditions/typed.ts";

/** What a context key's values are; AWS's names in lower case. */
export type ContextType = "string" | "numeric" | "boolean" | "ip" | "binary" | "date";

const tests: Readonly<Record<ContextType, (text: string) => boolean>> = {
  string: () => true,
  numeric: (text) => parseNumber(text) !== undefined,
  boolean: (text) => parseBoolean(text) !== undefined,
  ip: (text) => parseRange(text) !== undefined,
  binary: (text) => decodeBase64(text) !== undefined,
  date: (text) => parseInstant(text) !== undefined,
};

/** Whether the text is a value of that type, as the conditions on it read their values. */
export function isContextText(text: string, type: ContextType): boolean {
  return tests[type](text);
}
