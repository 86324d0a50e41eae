/** Edits of a shared file: text → text. What an edit does not own stays byte for byte as it is. */
import { TegataError } from "../../../base/index.ts";
import { byteOrderMark, type Definition, type Line, parseDefinition, trimBlanks } from "../grammar.ts";
import { sectionsThatCount } from "../merge-files.ts";
import { type ParsedFile, parseFile, type WrittenProperty, type WrittenSection } from "../parse-file.ts";
import { describePlace } from "../profile.ts";
import { buildTitle, parseTitle, type SectionName } from "../titles.ts";
import { checkEdit, type Edit, type EditedFile } from "./edits.ts";
import { changeLines, type LineChanges } from "./line-changes.ts";
import { applyEdit, isSameOutcome, outcomeOf } from "./outcome.ts";

const defaultIndent = "  ";
const defaultEquals = " = ";

/**
 * Makes the edits in turn. Comments, order, indentation, white space around `=`, line endings, a byte order mark, a
 * missing last line break and doubled sections stay; an edit that is already true changes nothing.
 * A value is set where it counts: in the last definition; all definitions are removed.
 * @throws TegataError `EditRefused` with the line where there is one, `ProfileSyntax` for a file that AWS refuses.
 */
export function editFile(text: string, edits: readonly Edit[], edited: EditedFile): string {
  return edits.reduce((current, edit) => editOnce(current, checkEdit(edit, edited), edited), text);
}

function editOnce(text: string, edit: Edit, edited: EditedFile): string {
  const before = parseFile(text, edited.file);
  const expected = applyEdit(outcomeOf(before, edited.kind), edit);
  const changed = changeText(before, edit, edited);
  if (!isSameOutcome(expected, outcomeOf(parseFile(changed, edited.file), edited.kind))) {
    throw refuse("an indented comment or a doubled line is in the way", edited, lineOf(before, edit, edited));
  }
  return changed;
}

function changeText(parsed: ParsedFile, edit: Edit, edited: EditedFile): string {
  const sections = writtenSections(parsed, edit.section, edited);
  if ((edit.kind === "set" || edit.kind === "add-section") && sections.length === 0) {
    const added = render(parsed, addSection(parsed, edit.section, edited));
    return edit.kind === "set" ? changeText(parseFile(added, edited.file), edit, edited) : added;
  }
  switch (edit.kind) {
    case "add-section":
      return render(parsed, {});
    case "remove-section":
      return render(parsed, removeSections(parsed, edit.section, edited));
    case "remove":
      return render(parsed, removeProperty(sections, edit));
    case "set": {
      const { subProperty } = edit;
      return render(
        parsed,
        subProperty === undefined
          ? setProperty(parsed, sections, edit, edited)
          : setNested(parsed, sections, { ...edit, subProperty }, edited),
      );
    }
  }
}

function render(parsed: ParsedFile, changes: LineChanges): string {
  return (parsed.hasByteOrderMark ? byteOrderMark : "") + changeLines(parsed.lines, changes);
}

/** Those that count. */
function writtenSections(
  parsed: ParsedFile,
  { kind, name }: SectionName,
  edited: EditedFile,
): readonly WrittenSection[] {
  return sectionsThatCount(parsed, edited.kind)
    .filter(({ title }) => title.kind === kind && title.name === name)
    .map(({ section }) => section);
}

function definitionsOf(sections: readonly WrittenSection[], property: string): readonly WrittenProperty[] {
  return sections.flatMap(({ properties }) => properties.filter(({ name }) => name === property));
}

function addSection({ lines }: ParsedFile, section: SectionName, { kind }: EditedFile): LineChanges {
  const last = lines.at(-1);
  const gap = last === undefined || trimBlanks(last.text) === "" ? [] : [""];
  return { inserted: { after: lines.length, texts: [...gap, buildTitle(section, kind)] } };
}

/** All of that name, also a `[default]` that does not count; with the blank line before it when another one follows. */
function removeSections(parsed: ParsedFile, { kind, name }: SectionName, edited: EditedFile): LineChanges {
  const removed = new Set<number>();
  for (const section of parsed.sections) {
    const title = parseTitle(section.title, edited.kind);
    if (typeof title === "string" || title.kind !== kind || title.name !== name) continue;
    const isGap = isBlankOrEnd(parsed.lines, section.lastLine + 1) && isBlank(parsed.lines, section.line - 1);
    for (let line = section.line - (isGap ? 1 : 0); line <= section.lastLine; line += 1) removed.add(line);
  }
  return { removed };
}

function isBlankOrEnd(lines: readonly Line[], number: number): boolean {
  return number > lines.length || isBlank(lines, number);
}

function isBlank(lines: readonly Line[], number: number): boolean {
  const line = lines[number - 1];
  return line !== undefined && trimBlanks(line.text) === "";
}

function removeProperty(
  sections: readonly WrittenSection[],
  { property, subProperty }: Edit & { readonly kind: "remove" },
): LineChanges {
  const definitions = definitionsOf(sections, property);
  const nested = definitions.at(-1)?.nested ?? [];
  const named = nested.filter(({ name }) => name === subProperty);
  if (subProperty !== undefined && named.length < nested.length) {
    return { removed: new Set(named.map(({ line }) => line)) };
  }
  if (subProperty !== undefined && nested.length === 0) return {};
  return { removed: new Set(definitions.flatMap(({ line, ownLines }) => [line, ...ownLines])) };
}

function setProperty(
  parsed: ParsedFile,
  sections: readonly WrittenSection[],
  { property, value }: Edit & { readonly kind: "set" },
  edited: EditedFile,
): LineChanges {
  const definition = definitionsOf(sections, property).at(-1);
  if (definition === undefined) {
    const text = `${property}${equalsSign(parsed, sections)}${value}`;
    return { inserted: { after: endOf(sections), texts: [text] } };
  }
  if (definition.value === value) return {};
  if (definition.nested.length > 0) {
    throw refuse(`${property} has sub-properties, which the value would replace`, edited, definition.line);
  }
  return {
    replaced: new Map([[definition.line, replaceValue(parsed.lines, definition.line, value)]]),
    removed: new Set(definition.value === "" ? [] : definition.ownLines),
  };
}

function setNested(
  parsed: ParsedFile,
  sections: readonly WrittenSection[],
  { property, subProperty, value }: Edit & { readonly kind: "set"; readonly subProperty: string },
  edited: EditedFile,
): LineChanges {
  const definition = definitionsOf(sections, property).at(-1);
  const equals = equalsSign(parsed, sections);
  if (definition === undefined) {
    const texts = [`${property}${equals.trimEnd()}`, `${defaultIndent}${subProperty}${equals}${value}`];
    return { inserted: { after: endOf(sections), texts } };
  }
  if (definition.nested.length === 0 && definition.value !== "") {
    throw refuse(`${property} has a value and can have no sub-properties`, edited, definition.line);
  }
  const child = definition.nested.findLast(({ name }) => name === subProperty);
  if (child?.value === value) return {};
  if (child !== undefined) {
    return { replaced: new Map([[child.line, replaceValue(parsed.lines, child.line, value)]]) };
  }
  const indent = /^[ \t]+/.exec(textAt(parsed.lines, definition.nested[0]?.line ?? 0))?.[0] ?? defaultIndent;
  const after = definition.ownLines.at(-1) ?? definition.line;
  return { inserted: { after, texts: [`${indent}${subProperty}${equals}${value}`] } };
}

function endOf(sections: readonly WrittenSection[]): number {
  return sections.at(-1)?.lastLine ?? 0;
}

/** Keeps the name, the white space and the comment of the line. */
function replaceValue(lines: readonly Line[], number: number, value: string): string {
  const text = textAt(lines, number);
  const { valueStart, valueEnd, value: before } = definitionAt(text);
  const isSpaced = before === "" && /[ \t]=$/.test(text.slice(0, valueStart));
  return `${text.slice(0, valueStart)}${isSpaced ? " " : ""}${value}${text.slice(valueEnd)}`;
}

/** ` = ` or however the section, or else the file, writes it. */
function equalsSign({ sections, lines }: ParsedFile, own: readonly WrittenSection[]): string {
  const example = [...sections, ...own]
    .flatMap(({ properties }) => properties)
    .findLast(({ nested, value }) => value !== "" && nested.length === 0);
  if (example === undefined) return defaultEquals;
  return /^[^=]*?([ \t]*=[ \t]*)/.exec(textAt(lines, example.line))?.[1] ?? defaultEquals;
}

function textAt(lines: readonly Line[], number: number): string {
  return lines[number - 1]?.text ?? "";
}

function definitionAt(text: string): Definition {
  const definition = parseDefinition(text);
  if (typeof definition === "string") throw new Error("a line that was read as a definition is none");
  return definition;
}

function lineOf(parsed: ParsedFile, edit: Edit, edited: EditedFile): number {
  const sections = writtenSections(parsed, edit.section, edited);
  const definition = "property" in edit ? definitionsOf(sections, edit.property).at(-1) : undefined;
  return definition?.line ?? sections.at(-1)?.line ?? 1;
}

function refuse(why: string, { file }: EditedFile, line: number): TegataError {
  return new TegataError(
    "EditRefused",
    `${why}, at ${describePlace({ file, line })}; the file was not changed`,
    {
      hint: `\${EDITOR:-vi} +${line} '${file}'`,
    },
  );
}
