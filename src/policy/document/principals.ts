/**
 * The principals a document names, listed, and rewritten in place. AWS: IAM keeps users and roles in trust policies as
 * unique ids, so that a deleted and recreated namesake is not trusted, and shows their ARNs.
 */
import { type JsonNode, type JsonObject, readJson } from "../reader/json.ts";
import { positionsOf } from "../reader/position.ts";
import type { Position } from "../types.ts";
import type { PrincipalKey } from "./document.ts";
import { asPrincipalKey } from "./principal.ts";

/** A principal that a document names, and where. */
export interface ListedPrincipal {
  readonly key: PrincipalKey;
  readonly value: string;
  readonly position: Position;
  /** Under NotPrincipal. */
  readonly negated: boolean;
  /** From 0. */
  readonly statementIndex: number;
}

interface Place {
  readonly key: PrincipalKey;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly negated: boolean;
  readonly statementIndex: number;
}

/** Every principal string under Principal and NotPrincipal, in the order of the text; none when the text is not JSON. */
export function listPrincipals(text: string): readonly ListedPrincipal[] {
  const at = positionsOf(text);
  return placesOf(text).map(({ key, value, start, negated, statementIndex }) => ({
    key,
    value,
    position: at(start),
    negated,
    statementIndex,
  }));
}

/**
 * The text with every principal string replaced by what `map` makes of it; all other bytes stay as they are.
 * A bare `"*"` has no key and is not offered. A text that is not JSON comes back unchanged.
 */
export function mapPrincipals(text: string, map: (value: string, key: PrincipalKey) => string): string {
  let result = "";
  let from = 0;
  for (const { key, value, start, end } of placesOf(text)) {
    const mapped = map(value, key);
    if (mapped === value) continue;
    result += text.slice(from, start) + JSON.stringify(mapped);
    from = end;
  }
  return result + text.slice(from);
}

function placesOf(text: string): Place[] {
  const { root } = readJson(text);
  const places: Place[] = [];
  for (const statements of membersNamed(root, "Statement")) {
    const items = statements.type === "array" ? statements.items : [statements];
    items.forEach((item, statementIndex) => {
      if (item.type === "object") collect(item, statementIndex, places);
    });
  }
  return places;
}

function collect(statement: JsonObject, statementIndex: number, places: Place[]): void {
  for (const { key: element, value: principal } of statement.members) {
    if ((element !== "Principal" && element !== "NotPrincipal") || principal.type !== "object") continue;
    for (const { key: name, value: list } of principal.members) {
      const key = asPrincipalKey(name);
      if (key === undefined) continue;
      for (const item of list.type === "array" ? list.items : [list]) {
        if (item.type !== "string") continue;
        const { value, start, end } = item;
        places.push({ key, value, start, end, negated: element === "NotPrincipal", statementIndex });
      }
    }
  }
}

function membersNamed(node: JsonNode | undefined, name: string): readonly JsonNode[] {
  return node?.type === "object"
    ? node.members.filter(({ key }) => key === name).map(({ value }) => value)
    : [];
}
