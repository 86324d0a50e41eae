/** The cases of vectors/doctor-findings.json, and facts made of them. */
import { readFileSync } from "node:fs";
import type { Facts } from "../../src/doctor/index.ts";

export interface Json {
  readonly [name: string]: unknown;
}

export interface Vectors {
  readonly base: Json;
  readonly cases: readonly {
    readonly name: string;
    readonly facts: Json;
    readonly findings: readonly { readonly code: string; readonly certainty: string }[];
  }[];
}

export const vectors: Vectors = JSON.parse(
  readFileSync(new URL("../../vectors/doctor-findings.json", import.meta.url), "utf8"),
);

/** Members that are null are left out: JSON has no undefined. */
export function lay(over: Json, under: Json): Json {
  const laid: Record<string, unknown> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = laid[name];
    if (value === null) delete laid[name];
    else laid[name] = isObject(value) && isObject(below) ? lay(value, below) : value;
  }
  return laid;
}

export function factsOf(over: Json): Facts {
  return lay(over, vectors.base) as unknown as Facts;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
