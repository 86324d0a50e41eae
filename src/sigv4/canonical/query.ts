import { canonicalizeEscapes } from "./percent.ts";

/** A query parameter, name and value as UriEncode writes them. */
export interface QueryPair {
  readonly name: string;
  readonly value: string;
}

/** A raw query string (without `?`) → its parameters, in order. */
export function readQueryPairs(query: string): QueryPair[] {
  const pairs: QueryPair[] = [];
  let from = 0;
  while (from < query.length) {
    const ampersand = query.indexOf("&", from);
    const to = ampersand < 0 ? query.length : ampersand;
    if (to > from) pairs.push(readPair(query, from, to));
    from = to + 1;
  }
  return pairs;
}

function readPair(query: string, from: number, to: number): QueryPair {
  const equals = query.indexOf("=", from);
  const nameEnd = equals < 0 || equals > to ? to : equals;
  return {
    name: canonicalizeEscapes(query.slice(from, nameEnd), "query"),
    value: nameEnd === to ? "" : canonicalizeEscapes(query.slice(nameEnd + 1, to), "query"),
  };
}

/** Parameters → CanonicalQueryString: sorted by encoded name, then by encoded value; `leaveOut` names are not in it. */
export function canonicalQuery(pairs: readonly QueryPair[], leaveOut: readonly string[] = []): string {
  const sorted = leaveOut.length === 0 ? pairs.slice() : pairs.filter(({ name }) => !leaveOut.includes(name));
  sorted.sort(comparePairs);
  let text = "";
  for (const { name, value } of sorted) text += text === "" ? `${name}=${value}` : `&${name}=${value}`;
  return text;
}

function comparePairs(left: QueryPair, right: QueryPair): number {
  if (left.name !== right.name) return left.name < right.name ? -1 : 1;
  if (left.value === right.value) return 0;
  return left.value < right.value ? -1 : 1;
}
