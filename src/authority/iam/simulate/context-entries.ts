/** ContextEntries → what policies see. AWS: IAM API reference, "ContextEntry". */
import {
  type ContextType,
  type ContextValue,
  isContextText,
  type RequestContext,
} from "../../../policy/index.ts";
import { iamErrors } from "../../../wire/errors/iam.ts";
import type { ContextEntry, ContextKeyTypeEnum } from "../../../wire/models/iam-types.generated.ts";

/** The type of one value. */
const valueTypes: Readonly<Record<ContextKeyTypeEnum, ContextType>> = {
  string: "string",
  stringList: "string",
  numeric: "numeric",
  numericList: "numeric",
  boolean: "boolean",
  booleanList: "boolean",
  ip: "ip",
  ipList: "ip",
  binary: "binary",
  binaryList: "binary",
  date: "date",
  dateList: "date",
};

export interface SimulatedContext extends RequestContext {
  /** Whether the request gives the key; any case. */
  has(key: string): boolean;
}

/**
 * Every value must be of its entry's type; a type that is no list takes one value.
 * Throws InvalidInput for an entry without name, type or values, for a key given twice, and for a value of another type.
 */
export function parseContextEntries(entries: readonly ContextEntry[]): SimulatedContext {
  const values = new Map<string, ContextValue>();
  for (const { ContextKeyName: name, ContextKeyType: type, ContextKeyValues: given } of entries) {
    if (name === undefined) throw iamErrors.invalidContextEntry("(unnamed)", "has no name");
    if (type === undefined) throw iamErrors.invalidContextEntry(name, "has no type");
    const key = name.toLowerCase();
    if (values.has(key)) throw iamErrors.invalidContextEntry(name, "is given twice");
    values.set(key, parseValues(name, type, given ?? []));
  }
  return { get: (key) => values.get(key), has: (key) => values.has(key.toLowerCase()) };
}

function parseValues(name: string, type: ContextKeyTypeEnum, given: readonly string[]): ContextValue {
  const valueType = valueTypes[type];
  const [first] = given;
  if (first === undefined) throw iamErrors.invalidContextEntry(name, "has no values");
  for (const value of given)
    if (!isContextText(value, valueType))
      throw iamErrors.invalidContextEntry(name, `has a value that is no ${valueType}`);
  if (type !== valueType) return given;
  if (given.length > 1)
    throw iamErrors.invalidContextEntry(name, `has several values but is of type ${type}`);
  return first;
}
