/** One service's text → its facts. The lines are described in scripts/generate-reference.ts, which writes them. */
import type {
  AccessLevel,
  ActionFacts,
  ActionResource,
  ConditionKeyFacts,
  KeyType,
  ResourceTypeFacts,
  ServiceFacts,
} from "./facts.ts";

const keyTypes: Readonly<Record<string, KeyType>> = {
  S: "String",
  A: "ARN",
  B: "Bool",
  N: "Numeric",
  D: "Date",
  I: "IPAddress",
};

const accessLevels: Readonly<Record<string, AccessLevel>> = {
  L: "List",
  R: "Read",
  W: "Write",
  T: "Tagging",
  P: "Permissions management",
};

export function decodeService(prefix: string, text: string): ServiceFacts {
  const [name = prefix, ...lines] = text.split("\n");
  const conditionKeys: ConditionKeyFacts[] = [];
  const resourceTypes: ResourceTypeFacts[] = [];
  const actions: ActionFacts[] = [];
  for (const line of lines) {
    const rest = line.slice(1);
    if (line.startsWith("?")) conditionKeys.push(...decodeKeys(prefix, rest));
    else if (line.startsWith("@")) resourceTypes.push(decodeType(rest, conditionKeys));
    else actions.push(...decodeActions(prefix, rest, resourceTypes, conditionKeys));
  }
  return { prefix, name, actions, resourceTypes, conditionKeys };
}

function decodeKeys(prefix: string, line: string): ConditionKeyFacts[] {
  const letter = line.slice(0, 1);
  const type = keyTypes[letter.toUpperCase()] ?? "String";
  const multiValued = letter !== letter.toUpperCase();
  return line
    .slice(2)
    .split(" ")
    .map((name) => ({ name: name.startsWith(":") ? prefix + name : name, type, multiValued }));
}

function decodeType(line: string, allKeys: readonly ConditionKeyFacts[]): ResourceTypeFacts {
  const [name = "", keys = "", arns = ""] = line.split("|");
  return {
    name,
    arns: arns.split(" ").map((arn) => `arn:{Partition}:${arn}`),
    conditionKeys: pick(allKeys, keys),
  };
}

function decodeActions(
  service: string,
  line: string,
  allTypes: readonly ResourceTypeFacts[],
  allKeys: readonly ConditionKeyFacts[],
): ActionFacts[] {
  const [letter = "", types = "", keys = "", names = ""] = line.split("|");
  const accessLevel = accessLevels[letter] ?? "Write";
  const resources = split(types, ".").flatMap((place): ActionResource[] => {
    const type = allTypes[Number.parseInt(place, 36)];
    return type === undefined ? [] : [{ type, required: place.endsWith("*") }];
  });
  const conditionKeys = [
    ...new Set([...pick(allKeys, keys), ...resources.flatMap(({ type }) => type.conditionKeys)]),
  ];
  return names.split(" ").map((name) => ({ service, name, accessLevel, resources, conditionKeys }));
}

function pick(keys: readonly ConditionKeyFacts[], places: string): ConditionKeyFacts[] {
  return split(places, ".").flatMap((place) => keys[Number.parseInt(place, 36)] ?? []);
}

function split(text: string, separator: string): string[] {
  return text === "" ? [] : text.split(separator);
}
