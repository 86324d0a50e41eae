/** What can be asked of an editor, and what is refused before a line is looked at. */
import { exitCodes, printable, TegataError } from "../../../base/index.ts";
import { commentStart, isIdentifier, trimBlanks } from "../grammar.ts";
import type { FileKind } from "../profile.ts";
import type { SectionName } from "../titles.ts";

/** Names of properties in any case; with `subProperty` the indented line below the property is meant. */
export type Edit =
  | ({ readonly kind: "set"; readonly value: string } & PropertyName)
  | ({ readonly kind: "remove" } & PropertyName)
  | { readonly kind: "add-section"; readonly section: SectionName }
  | { readonly kind: "remove-section"; readonly section: SectionName };

export interface PropertyName {
  readonly section: SectionName;
  readonly property: string;
  readonly subProperty?: string;
}

/** Which file a text is of: its path for messages, its kind for headers. */
export interface EditedFile {
  readonly file: string;
  readonly kind: FileKind;
}

/**
 * The edit with its names as they are compared.
 * @throws TegataError `EditRefused` for what AWS's grammar cannot hold: the names, and values that would be read back
 * as something else.
 */
export function checkEdit(edit: Edit, { file, kind }: EditedFile): Edit {
  const { section } = edit;
  if (!isIdentifier(section.name)) {
    throw refuse(`AWS does not allow the name "${printable(section.name)}"`, file);
  }
  if (kind === "credentials" && section.kind !== "profile") {
    throw refuse(`${section.kind} "${section.name}" belongs into the config file`, file);
  }
  if (edit.kind === "add-section" || edit.kind === "remove-section") return edit;
  const names = {
    property: edit.property.toLowerCase(),
    ...(edit.subProperty === undefined ? {} : { subProperty: edit.subProperty.toLowerCase() }),
  };
  for (const name of Object.values(names)) {
    if (!isIdentifier(name)) throw refuse(`AWS does not allow the name "${printable(name)}"`, file);
  }
  if (edit.kind === "set") {
    const problem = problemWithValue(edit.value);
    if (problem !== undefined) throw refuse(`the value for ${names.property} ${problem}`, file);
  }
  return { ...edit, ...names };
}

/** Why a value would not come back as it is. */
function problemWithValue(value: string): string | undefined {
  if (value === "") return "is empty; remove the property instead";
  if (/[^\P{Cc}\t]/u.test(value)) return "has a line break or another control character";
  if (/\p{Cs}/u.test(value)) return "has half a character";
  if (trimBlanks(value) !== value) return "begins or ends with white space, which would be lost";
  if (/^[#;]/.test(value) || commentStart(value) < value.length) return "has what would be read as a comment";
  return undefined;
}

// SECURITY: no value in the message; it may be a secret key.
function refuse(why: string, file: string): TegataError {
  return new TegataError("EditRefused", `${why}; "${file}" was not changed`, { exitCode: exitCodes.misuse });
}
