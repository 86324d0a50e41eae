/** Condition elements. */
import type { Rng } from "../../fuzz/rng.ts";
import { type OperatorName, operatorNames, spell } from "../index.ts";
import { anyFamily, families, familyOf, spelled, wantedValue } from "./values.ts";

/** The policy's side of one condition: a key of the operator's kind, mostly, and its values. */
export function clause(rng: Rng, { name }: OperatorName): { readonly key: string; readonly values: unknown } {
  const family = familyOf(name);
  const { keys } = families[family === undefined || rng.chance(0.1) ? anyFamily(rng) : family];
  const key = spelled(rng, rng.chance(0.04) ? "t:absent" : rng.pick(keys));
  const value = (): unknown =>
    family === undefined ? nullValue(rng) : plainer(rng, wantedValue(rng, family));
  if (rng.chance(0.6)) return { key, values: value() };
  return { key, values: Array.from({ length: rng.below(4) }, value) };
}

export function condition(rng: Rng): unknown {
  if (rng.chance(0.02))
    return rng.pick([null, [], "x", 1, { StringEquals: [] }, { StringEquals: { "t:s": {} } }]);
  const found: Record<string, unknown> = {};
  for (let count = rng.between(1, 2); count > 0; count -= 1) {
    const operator = rng.pick(operatorNames);
    const keys: Record<string, unknown> = {};
    for (let each = rng.chance(0.8) ? 1 : 2; each > 0; each -= 1) {
      const { key, values } = clause(rng, operator);
      keys[key] = rng.chance(0.01) ? rng.pick([null, {}, [null], [["a"]]]) : values;
    }
    found[operatorText(rng, operator)] = keys;
  }
  return found;
}

/** The same operators and keys with other values. */
export function otherValues(rng: Rng, json: unknown): unknown {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([text, keys]) => {
      const operator = operatorNames.find((known) => spell(known).toLowerCase() === text.toLowerCase());
      if (operator === undefined || typeof keys !== "object" || keys === null) return [text, keys];
      return [text, Object.fromEntries(Object.keys(keys).map((key) => [key, clause(rng, operator).values]))];
    }),
  );
}

/** Mostly as AWS spells it. */
function operatorText(rng: Rng, operator: OperatorName): string {
  const text = spell(operator);
  if (rng.chance(0.02))
    return rng.pick(["Nope", "NullIfExists", `ForSomeValue:${text}`, `${text}IfExist`, "StringMatch"]);
  if (rng.chance(0.05)) return rng.chance(0.5) ? text.toLowerCase() : text.toUpperCase();
  return text;
}

function nullValue(rng: Rng): unknown {
  return rng.pick(["true", "false", true, false, "TRUE", "maybe"]);
}

/** Numbers and booleans may stand without quotes. */
function plainer(rng: Rng, value: string): unknown {
  if (value === "true") return rng.chance(0.5) ? true : value;
  if (value === "false") return rng.chance(0.5) ? false : value;
  const number = Number(value);
  return Number.isFinite(number) && String(number) === value && rng.chance(0.5) ? number : value;
}
