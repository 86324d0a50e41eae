/**
 * What a file says, as far as an edit may change it: a small model that is edited next to the text.
 * INVARIANT (edits own what they change): the edited text reads as the edited model.
 */
import { sectionsThatCount } from "../merge-files.ts";
import type { ParsedFile, WrittenProperty } from "../parse-file.ts";
import type { FileKind } from "../profile.ts";
import type { SectionName } from "../titles.ts";
import type { Edit } from "./edits.ts";

type Nested = readonly (readonly [name: string, value: string])[];
type Content = string | Nested;
/** Section → property → value, or the sub-properties. */
export type Outcome = ReadonlyMap<string, ReadonlyMap<string, Content>>;

export function outcomeOf(parsed: ParsedFile, kind: FileKind): Outcome {
  const outcome = new Map<string, Map<string, Content>>();
  for (const { title, section } of sectionsThatCount(parsed, kind)) {
    const properties = outcome.get(keyOf(title)) ?? new Map<string, Content>();
    outcome.set(keyOf(title), properties);
    for (const property of section.properties) properties.set(property.name, contentOf(property));
  }
  return outcome;
}

function keyOf({ kind, name }: SectionName): string {
  return `${kind} ${name}`;
}

function contentOf({ nested, value }: WrittenProperty): Content {
  return nested.length === 0 ? value : nested.map(({ name, value: inner }) => [name, inner]);
}

export function applyEdit(before: Outcome, edit: Edit): Outcome {
  const after = new Map(before);
  const key = keyOf(edit.section);
  if (edit.kind === "remove-section") {
    after.delete(key);
    return after;
  }
  if (edit.kind === "remove" && !before.has(key)) return after;
  const properties = new Map(before.get(key));
  after.set(key, properties);
  if (edit.kind === "add-section") return after;
  const content = edit.kind === "set" ? contentToSet(properties, edit) : contentToKeep(properties, edit);
  if (content === undefined) properties.delete(edit.property);
  else properties.set(edit.property, content);
  return after;
}

function contentToSet(
  properties: ReadonlyMap<string, Content>,
  { property, subProperty, value }: Edit & { readonly kind: "set" },
): Content {
  if (subProperty === undefined) return value;
  const nested = nestedIn(properties.get(property));
  const last = nested.findLastIndex(([name]) => name === subProperty);
  return last < 0 ? [...nested, [subProperty, value]] : nested.with(last, [subProperty, value]);
}

function contentToKeep(
  properties: ReadonlyMap<string, Content>,
  { property, subProperty }: Edit & { readonly kind: "remove" },
): Content | undefined {
  const content = properties.get(property);
  if (subProperty === undefined || content === undefined) return undefined;
  if (typeof content === "string") return content;
  const kept = content.filter(([name]) => name !== subProperty);
  return kept.length === 0 ? undefined : kept;
}

function nestedIn(content: Content | undefined): Nested {
  return content === undefined || typeof content === "string" ? [] : content;
}

export function isSameOutcome(left: Outcome, right: Outcome): boolean {
  return canonical(left) === canonical(right);
}

function canonical(outcome: Outcome): string {
  const sections = [...outcome].map(([key, properties]) => [key, [...properties].sort(byFirst)] as const);
  return JSON.stringify(sections.sort(byFirst));
}

function byFirst([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
