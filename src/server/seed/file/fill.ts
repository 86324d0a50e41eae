/** The one thing a seed file cannot know: the number of the account it is for. */
import { Secret } from "../../../base/index.ts";
import type { Seed } from "./shape.ts";

const accountIdText = "{{AccountId}}";

/** The seed with `{{AccountId}}` replaced in every text of it, names and secrets included. */
export function fillAccountId(seed: Seed, accountId: string): Seed {
  const fillText = (text: string) => text.replaceAll(accountIdText, accountId);
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") return fillText(value);
    if (value instanceof Secret) return new Secret(fillText(value.reveal()));
    if (value instanceof Map) return new Map([...value].map(([name, each]) => [fillText(name), fill(each)]));
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each)]));
  };
  return fill(seed) as Seed;
}
