/** The Condition element: operator → key → values. */
import { parseOperator } from "../conditions/operator-name.ts";
import type { JsonNode } from "../reader/json.ts";
import type { ClauseName, ConditionClause, Word } from "./document.ts";
import type { Reading } from "./read.ts";

/** Strings, numbers and booleans are values; numbers and booleans count as their text. */
export function readCondition(
  node: JsonNode,
  reading: Reading,
  unreadable: Set<ClauseName>,
): readonly ConditionClause[] {
  const clauses: ConditionClause[] = [];
  const refuse = (offset: number, detail: string): void => {
    unreadable.add("condition");
    reading.fault("condition", offset, detail);
  };
  if (node.type !== "object") {
    refuse(node.start, "Condition must be a JSON object");
    return clauses;
  }
  for (const { key: operatorName, keyStart, value: keys } of node.members) {
    const operator = { value: operatorName, position: reading.at(keyStart) };
    if (keys.type !== "object") {
      refuse(keys.start, `"${operatorName}" must hold an object of condition keys`);
      continue;
    }
    if (keys.members.length > 0 && parseOperator(operatorName) === undefined) {
      unreadable.add("condition");
      reading.fault("operator", keyStart, `"${operatorName}" is not a condition operator`);
      continue;
    }
    for (const member of keys.members) {
      const values = readValues(member.value, reading);
      if (values === undefined)
        refuse(
          member.value.start,
          `"${member.key}" must hold a string, a number, a boolean or a list of these`,
        );
      else
        clauses.push({ operator, key: { value: member.key, position: reading.at(member.keyStart) }, values });
    }
  }
  return clauses;
}

function readValues(node: JsonNode, reading: Reading): readonly Word[] | undefined {
  const items = node.type === "array" ? node.items : [node];
  const words: Word[] = [];
  for (const item of items) {
    if (item.type === "object" || item.type === "array" || item.type === "null") return undefined;
    words.push({ value: item.value, position: reading.at(item.start) });
  }
  return words;
}
