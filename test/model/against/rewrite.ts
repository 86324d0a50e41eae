/** Policies rewritten: the ways in which a law may change a world. */
import type { Rng } from "../../fuzz/rng.ts";
import type { ModelLayers, PolicyJson } from "../index.ts";
import type { StatementJson } from "../random/index.ts";
import { textOf } from "./engine.ts";

export type LayerName = keyof ModelLayers;

/** Every layer through `list`, which gets the policies that stand side by side. */
export function mapLists(
  layers: ModelLayers,
  list: (policies: readonly PolicyJson[], layer: LayerName) => readonly PolicyJson[],
): ModelLayers {
  const { scp, rcp, vpce, resource, identity, session } = layers;
  return {
    ...layers,
    identity: list(identity, "identity"),
    ...(scp && { scp: scp.map((level) => list(level, "scp")) }),
    ...(rcp && { rcp: rcp.map((level) => list(level, "rcp")) }),
    ...(vpce && { vpce: list(vpce, "vpce") }),
    ...(resource && { resource: list(resource, "resource") }),
    ...(session && { session: list(session, "session") }),
  };
}

/** Every policy through `change`. */
export function mapPolicies(
  layers: ModelLayers,
  change: (policy: PolicyJson, layer: LayerName) => PolicyJson,
): ModelLayers {
  const { trust, boundary } = layers;
  return {
    ...mapLists(layers, (policies, layer) => policies.map((policy) => change(policy, layer))),
    ...(trust !== undefined && { trust: change(trust, "trust") }),
    ...(boundary !== undefined && { boundary: change(boundary, "boundary") }),
  };
}

/** A policy's statements through `change`; one that has no list of objects stays as it is. */
export function mapStatements(
  policy: PolicyJson,
  change: (statements: readonly StatementJson[]) => readonly StatementJson[],
): PolicyJson {
  const statements = statementsOf(policy);
  return statements === undefined || typeof policy === "string"
    ? policy
    : { ...policy, Statement: change(statements) };
}

export function statementsOf(policy: PolicyJson): readonly StatementJson[] | undefined {
  if (typeof policy === "string" || !("Statement" in policy)) return undefined;
  const list: unknown[] = [policy.Statement].flat();
  return list.every((item) => typeof item === "object" && item !== null)
    ? (list as StatementJson[])
    : undefined;
}

/** The layers that are there. */
export function layerNames(layers: ModelLayers): readonly LayerName[] {
  return Object.keys(layers) as LayerName[];
}

/** The layers with one statement more: in a policy of its own, or where there can be but one policy, in that. */
export function withStatement(layers: ModelLayers, layer: LayerName, statement: StatementJson): ModelLayers {
  const document = { Version: "2012-10-17", Statement: [statement] };
  if (layer === "trust" || layer === "boundary") {
    const policy = layers[layer];
    return policy === undefined
      ? layers
      : { ...layers, [layer]: mapStatements(policy, (statements) => [...statements, statement]) };
  }
  return mapLists(layers, (policies, name) => (name === layer ? [...policies, document] : policies));
}

/** The same JSON with white space, its keys in another order, and letters written as escapes. */
export function rewritten(rng: Rng, policy: PolicyJson): PolicyJson {
  if (typeof policy === "string") return policy;
  return write(rng, policy);
}

function write(rng: Rng, json: unknown): string {
  const space = (): string => rng.pick(["", "", " ", "\n", "\t", "\r\n  "]);
  const list = (open: string, items: readonly string[], close: string): string =>
    open +
    items.map((item) => space() + item + space()).join(",") +
    (items.length === 0 ? space() : "") +
    close;
  if (Array.isArray(json)) {
    const items = json.map((item) => write(rng, item));
    return list("[", items, "]");
  }
  if (typeof json === "object" && json !== null) {
    const members = Object.entries(json).map(
      ([key, value]) => `${write(rng, key)}${space()}:${space()}${write(rng, value)}`,
    );
    return list("{", rng.chance(0.5) ? members.toReversed() : members, "}");
  }
  return typeof json === "string" && rng.chance(0.2) ? escaped(json) : JSON.stringify(json);
}

function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) =>
    text.charCodeAt(at).toString(16).padStart(4, "0"),
  );
  return `"${units.map((unit) => `\\u${unit}`).join("")}"`;
}

/** The policy's text with one of its members written twice; undefined when it has none. */
export function withRepeatedKey(rng: Rng, policy: PolicyJson): string | undefined {
  const text = textOf(policy);
  const keys = [...text.matchAll(/[{,]("(?:Effect|Version|Action|Resource|Statement|Sid|Principal)":)/g)];
  if (typeof policy === "string" || keys.length === 0) return undefined;
  const { index, 1: key = "" } = rng.pick(keys);
  return `${text.slice(0, index + 1)}${key}"Allow",${text.slice(index + 1)}`;
}

/** Lists of one without their brackets, and texts with some. */
export function bracketed(rng: Rng, statement: StatementJson): StatementJson {
  const turn = (value: unknown): unknown => {
    if (typeof value === "string") return rng.chance(0.5) ? [value] : value;
    return Array.isArray(value) && value.length === 1 && typeof value[0] === "string" ? value[0] : value;
  };
  const names = ["Action", "NotAction", "Resource", "NotResource"];
  return Object.fromEntries(
    Object.entries(statement).map(([name, value]) => {
      if (names.includes(name)) return [name, turn(value)];
      if (name === "Condition") return [name, eachOf(value, (keys) => eachOf(keys, turn))];
      return [name, name.endsWith("Principal") ? eachOf(value, turn) : value];
    }),
  );
}

/** An object's values through `change`; anything else as it is. */
function eachOf(json: unknown, change: (value: unknown) => unknown): unknown {
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? Object.fromEntries(Object.entries(json).map(([name, value]) => [name, change(value)]))
    : json;
}

/** Operators, keys and actions in another case. */
export function recased(rng: Rng, statement: StatementJson): StatementJson {
  const turn = (text: string): string => (rng.chance(0.5) ? text.toUpperCase() : text.toLowerCase());
  const words = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(words) : typeof value === "string" ? turn(value) : value;
  const keys = (value: unknown, inner: (value: unknown) => unknown): unknown => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const names = new Set(Object.keys(value).map((name) => name.toLowerCase()));
    // Two that differ by case must not become one.
    if (names.size < Object.keys(value).length) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [turn(name), inner(one)]));
  };
  return Object.fromEntries(
    Object.entries(statement).map(([name, value]) => {
      if (name.endsWith("Action")) return [name, words(value)];
      return [name, name === "Condition" ? keys(value, (one) => keys(one, (same) => same)) : value];
    }),
  );
}
