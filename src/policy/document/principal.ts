/** The Principal element: `"*"`, or an object of lists by kind of principal. */
import type { JsonMember } from "../reader/json.ts";
import type { ClauseName, PrincipalClause, PrincipalEntry, PrincipalKey } from "./document.ts";
import type { Reading } from "./read.ts";
import { readWords } from "./statement.ts";

const principalKeys: readonly PrincipalKey[] = ["AWS", "Service", "Federated", "CanonicalUser"];

export function asPrincipalKey(text: string): PrincipalKey | undefined {
  return principalKeys.find((key) => key === text);
}

export function readPrincipal(
  member: JsonMember,
  negated: boolean,
  reading: Reading,
  unreadable: Set<ClauseName>,
): PrincipalClause {
  const position = reading.at(member.keyStart);
  const { value } = member;
  if (value.type === "string" && value.value === "*")
    return { negated, everyone: true, entries: [], position };
  const entries: PrincipalEntry[] = [];
  if (value.type !== "object") {
    unreadable.add("principal");
    reading.fault("principal", value.start, `${member.key} must be "*" or a JSON object`);
    return { negated, everyone: false, entries, position };
  }
  for (const { key: name, keyStart, value: list } of value.members) {
    const key = asPrincipalKey(name);
    const words = readWords(list, reading);
    if (key === undefined || words === undefined) {
      unreadable.add("principal");
      reading.fault("principal", keyStart, `"${name}" is not a kind of principal with a string or strings`);
      continue;
    }
    for (const word of words) entries.push({ ...word, key });
  }
  if (entries.length === 0) {
    // INVARIANT (unknown-never-grants): an empty NotPrincipal would otherwise let everybody in.
    unreadable.add("principal");
    reading.fault("principalEmpty", value.start, `${member.key} names nobody`);
  }
  return { negated, everyone: false, entries, position };
}
