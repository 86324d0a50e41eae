import { TegataError } from "../../../base/index.ts";
import { parseList, parsePairs } from "../../profiles/settings/values.ts";
import { where } from "../chain/settings.ts";
import type { PlannedValue } from "../plan.ts";

/** AWS: STS API reference, AssumeRole: at most 50 session tags. */
const maxTags = 50;

/** AWS Vault's `session_tags`: `key=value,key=value`. @throws TegataError `TagsUnreadable`. */
export function parseTags(found: PlannedValue | undefined): Readonly<Record<string, string>> {
  if (found === undefined) return {};
  const tags = parsePairs(found.value);
  if (tags === undefined || tags.size > maxTags) throw unreadable(found);
  return Object.fromEntries(tags);
}

/** `transitive_session_tags`: keys between commas. */
export function parseTransitiveKeys(found: PlannedValue | undefined): readonly string[] {
  return found === undefined ? [] : parseList(found.value);
}

function unreadable(found: PlannedValue): TegataError {
  const name = found.reason.setting ?? "session_tags";
  return new TegataError(
    "TagsUnreadable",
    `${name}${where(found.reason.place)} is not up to ${maxTags} different key=value pairs with commas between them`,
    { hint: `${name}${found.reason.setting === undefined ? " = " : "="}team=red,project=moon` },
  );
}
