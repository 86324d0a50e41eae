/** One statement: its elements, each read by its own function. */
import type { JsonMember, JsonNode, JsonObject } from "../reader/json.ts";
import { readCondition } from "./condition.ts";
import type { Clause, ClauseName, PrincipalClause, Statement, Word } from "./document.ts";
import { readPrincipal } from "./principal.ts";
import type { Reading } from "./read.ts";

/** Reads a statement's members; anything that is not what it should be becomes a fault and, in clauses, `unreadable`. */
export function readStatement(node: JsonObject, index: number, reading: Reading): Statement {
  const members = new Map(node.members.map((member) => [member.key, member]));
  const unreadable = new Set<ClauseName>();
  const clauseOf = (name: "Action" | "Resource", clause: "action" | "resource"): Clause | undefined => {
    const { member, negated } = pickForm(members, name, clause, reading, unreadable);
    if (member === undefined) return undefined;
    const values = readWords(member.value, reading);
    if (values !== undefined) return { negated, values, position: reading.at(member.keyStart) };
    unreadable.add(clause);
    reading.fault(clause, member.value.start, `${member.key} must be a string or a list of strings`);
    return undefined;
  };
  const conditionNode = members.get("Condition")?.value;
  if (reportUnknown(node, reading)) unreadable.add("other");
  return {
    index,
    position: reading.at(node.start),
    end: reading.at(node.end),
    sid: readSid(members.get("Sid"), reading),
    effect: readEffect(members.get("Effect"), node, reading),
    action: clauseOf("Action", "action"),
    resource: clauseOf("Resource", "resource"),
    principal: principalOf(members, reading, unreadable),
    conditions: conditionNode === undefined ? [] : readCondition(conditionNode, reading, unreadable),
    hasCondition: conditionNode !== undefined,
    unreadable,
  };
}

const elements: ReadonlySet<string> = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

function reportUnknown(node: JsonObject, reading: Reading): boolean {
  const unknown = node.members.filter(({ key }) => !elements.has(key));
  for (const { key, keyStart } of unknown)
    reading.fault("unknownElement", keyStart, `"${key}" is not an element of a statement`);
  return unknown.length > 0;
}

/** `Action` or `NotAction`, never both. */
function pickForm(
  members: ReadonlyMap<string, JsonMember>,
  name: string,
  clause: ClauseName,
  reading: Reading,
  unreadable: Set<ClauseName>,
): { member: JsonMember | undefined; negated: boolean } {
  const plain = members.get(name);
  const negated = members.get(`Not${name}`);
  if (plain !== undefined && negated !== undefined) {
    unreadable.add(clause);
    reading.fault("twoForms", negated.keyStart, `${name} and Not${name} exclude one another`);
    return { member: undefined, negated: false };
  }
  return { member: plain ?? negated, negated: negated !== undefined };
}

function principalOf(
  members: ReadonlyMap<string, JsonMember>,
  reading: Reading,
  unreadable: Set<ClauseName>,
): PrincipalClause | undefined {
  const { member, negated } = pickForm(members, "Principal", "principal", reading, unreadable);
  return member === undefined ? undefined : readPrincipal(member, negated, reading, unreadable);
}

function readSid(member: JsonMember | undefined, reading: Reading): Word | undefined {
  if (member === undefined) return undefined;
  if (member.value.type === "string")
    return { value: member.value.value, position: reading.at(member.value.start) };
  reading.fault("sid", member.value.start, "Sid must be a string");
  return undefined;
}

function readEffect(
  member: JsonMember | undefined,
  statement: JsonObject,
  reading: Reading,
): Word | undefined {
  if (member === undefined) {
    reading.fault("effectMissing", statement.start, "Effect is missing");
    return undefined;
  }
  const { value } = member;
  if (value.type !== "string") {
    reading.fault("effect", value.start, 'Effect must be "Allow" or "Deny"', "");
    return undefined;
  }
  const name = value.value.toLowerCase();
  if (name !== "allow" && name !== "deny")
    reading.fault("effect", value.start, 'Effect must be "Allow" or "Deny"', value.value);
  return { value: value.value, position: reading.at(value.start) };
}

/** A string, or a list of strings; undefined when it is neither. */
export function readWords(node: JsonNode, reading: Reading): readonly Word[] | undefined {
  const items = node.type === "array" ? node.items : [node];
  const words: Word[] = [];
  for (const item of items) {
    if (item.type !== "string") return undefined;
    words.push({ value: item.value, position: reading.at(item.start) });
  }
  return words;
}
