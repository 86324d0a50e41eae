/** JSON values → typed members. Every fault is a TegataError that names the place, never the value: it may be a secret. */
import { exitCodes, Secret, TegataError } from "../../../base/index.ts";

/** A JSON value found at `place` (`Users[2].Tags`) → what it means. Throws TegataError. */
export type Parse<T> = (value: unknown, place: string) => T;

type Members<T> = { readonly [K in keyof T]: Parse<T[K]> };

export const text: Parse<string> = (value, place) => {
  if (typeof value !== "string") throw malformed(place, "must be a text");
  return value;
};

export const secret: Parse<Secret> = (value, place) => new Secret(text(value, place));

export const integer: Parse<number> = (value, place) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    throw malformed(place, "must be a whole number");
  return value;
};

/** A policy document, as a JSON object or as the text of one → its text. */
export const policyDocument: Parse<string> = (value, place) => {
  if (typeof value === "string") return value;
  if (!isObject(value)) throw malformed(place, "must be a policy, as an object or as a text");
  return JSON.stringify(value);
};

export function list<T>(item: Parse<T>): Parse<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw malformed(place, "must be a list");
    return value.map((each: unknown, index) => item(each, `${place}[${index}]`));
  };
}

/** An object whose member names are the file's own: policy names. */
export function named<T>(item: Parse<T>): Parse<ReadonlyMap<string, T>> {
  return (value, place) => {
    if (!isObject(value)) throw malformed(place, "must be an object");
    return new Map(Object.entries(value).map(([name, each]) => [name, item(each, `${place}.${name}`)]));
  };
}

/** An object with exactly these members. A member that is not known is refused, so that a typing error does not pass. */
export function structure<R, O>(required: Members<R>, optional: Members<O>): Parse<R & Partial<O>> {
  const parsers = new Map<string, Parse<unknown>>(Object.entries({ ...required, ...optional }));
  return (value, place) => {
    if (!isObject(value)) throw malformed(place, "must be an object");
    for (const name of Object.keys(required))
      if (!Object.hasOwn(value, name)) throw malformed(place, `must have the member ${name}`);
    const members = Object.entries(value).map(([name, member]) => {
      const parse = parsers.get(name);
      if (parse === undefined)
        throw malformed(
          place,
          `has the member "${name}", which is not one of ${[...parsers.keys()].join(", ")}`,
        );
      return [name, parse(member, place === theFile ? name : `${place}.${name}`)];
    });
    return Object.fromEntries(members);
  };
}

/** The place that is the whole. */
export const theFile = "the seed file";

export function malformed(place: string, fault: string): TegataError {
  return new TegataError("Seed", `${place}: ${fault}`, { exitCode: exitCodes.misuse });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
