/** Arbitrary values of any shape of the models, and their way into parameters, written independently of `src/wire`. */

import type { ServiceModel, Shape } from "../../src/wire/models/model.ts";
import { fc } from "../support/random.ts";

/** Values of a shape with every kind of text, constraints not kept. The first member is always there: an empty structure leaves no trace. */
export function arbitraryOf(model: ServiceModel, shapeName: string): fc.Arbitrary<unknown> {
  const shape = model.shapes[shapeName];
  assertShape(shape);
  switch (shape.type) {
    case "structure": {
      const members = Object.entries(shape.members).map(([name, target]) => [
        name,
        arbitraryOf(model, target),
      ]);
      return fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, {
        requiredKeys: Object.keys(shape.members).slice(0, 1),
        noNullPrototype: true,
      });
    }
    case "list":
      return fc.array(arbitraryOf(model, shape.member), { maxLength: 3 });
    case "map":
      return fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), arbitraryOf(model, shape.value), {
        maxKeys: 3,
        noNullPrototype: true,
      });
    case "integer":
      return fc.integer();
    case "boolean":
      return fc.boolean();
    case "timestamp":
      return fc.integer({ min: 0, max: 4_102_444_800 }).map((seconds) => seconds * 1000);
    case "blob":
      return fc.uint8Array({ maxLength: 10 });
    case "string":
      return fc.string({ unit: "grapheme", maxLength: 12 });
  }
}

/** `[name, value]` pairs as clients write them. */
export function toPairs(
  model: ServiceModel,
  shapeName: string,
  value: unknown,
  path: string,
): [string, string][] {
  const shape = model.shapes[shapeName];
  assertShape(shape);
  const below = (name: string): string => (path === "" ? name : `${path}.${name}`);
  switch (shape.type) {
    case "structure":
      return Object.entries(value as Record<string, unknown>).flatMap(([name, item]) =>
        toPairs(model, shape.members[name] ?? "", item, below(name)),
      );
    case "list": {
      const items = value as unknown[];
      if (items.length === 0) return [[path, ""]];
      return items.flatMap((item, index) => toPairs(model, shape.member, item, below(`member.${index + 1}`)));
    }
    case "map":
      return Object.entries(value as Record<string, unknown>).flatMap(([key, item], index) => [
        [below(`entry.${index + 1}.key`), key] as [string, string],
        ...toPairs(model, shape.value, item, below(`entry.${index + 1}.value`)),
      ]);
    case "timestamp":
      return [[path, new Date(value as number).toISOString()]];
    case "blob":
      return [[path, Buffer.from(value as Uint8Array).toString("base64")]];
    default:
      return [[path, String(value)]];
  }
}

function assertShape(shape: Shape | undefined): asserts shape is Shape {
  if (shape === undefined) throw new Error("no such shape");
}
