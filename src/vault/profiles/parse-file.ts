/** One file → its sections, as they are written; nothing is judged but what AWS's clients refuse. */
import { TegataError } from "../../base/index.ts";
import {
  byteOrderMark,
  classifyLine,
  type Definition,
  isIdentifier,
  type Line,
  parseDefinition,
  parseHeader,
  splitLines,
  trimBlanks,
} from "./grammar.ts";
import { describePlace, type Place, type Warning, type WarningCode } from "./profile.ts";

export interface ParsedFile {
  readonly file: string;
  /** Without the byte order mark. */
  readonly lines: readonly Line[];
  readonly hasByteOrderMark: boolean;
  readonly sections: readonly WrittenSection[];
  readonly warnings: readonly Warning[];
}

/** A header with what is below it; the same header may come again. */
export interface WrittenSection {
  /** What stands in the brackets, trimmed. */
  readonly title: string;
  readonly line: number;
  /** The last line that belongs to it: blank lines and comments below are nobody's. */
  readonly lastLine: number;
  readonly properties: readonly WrittenProperty[];
}

export interface WrittenProperty {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  /** All further lines that belong to it, in order. */
  readonly ownLines: readonly number[];
  /** Of `name =` with indented lines below it. */
  readonly nested: readonly WrittenNested[];
}

export interface WrittenNested {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

interface OpenSection extends WrittenSection {
  lastLine: number;
  readonly properties: OpenProperty[];
}

interface OpenProperty extends WrittenProperty {
  readonly parts: string[];
  readonly ownLines: number[];
  readonly nested: WrittenNested[];
}

/**
 * @param file the path, for places.
 * @throws TegataError `ProfileSyntax` with the line, where AWS's clients refuse the file.
 */
export function parseFile(text: string, file: string): ParsedFile {
  const hasByteOrderMark = text.startsWith(byteOrderMark);
  const lines = splitLines(hasByteOrderMark ? text.slice(1) : text);
  const parser = new Parser(file);
  if (hasByteOrderMark) {
    parser.warn("ByteOrderMark", 1, "a byte order mark is passed over here; AWS's clients refuse the file");
  }
  for (const [index, line] of lines.entries()) parser.read(line.text, index + 1);
  return {
    file,
    lines,
    hasByteOrderMark,
    sections: parser.sections.map(closeSection),
    warnings: parser.warnings,
  };
}

function closeSection(section: OpenSection): WrittenSection {
  const properties = section.properties.map(({ parts, ...property }) => ({
    ...property,
    value: parts.join("\n"),
  }));
  return { ...section, properties };
}

class Parser {
  readonly sections: OpenSection[] = [];
  readonly warnings: Warning[] = [];
  readonly #file: string;
  /** Title → the line where it stands first. */
  readonly #titles = new Map<string, number>();
  /** The same of the section that is read, by the name in small letters. */
  #names = new Map<string, number>();

  constructor(file: string) {
    this.#file = file;
  }

  read(text: string, line: number): void {
    switch (classifyLine(text)) {
      case "blank":
      case "comment":
        return;
      case "header":
        this.#readHeader(text, line);
        return;
      case "indented":
        this.#readIndented(text, line);
        return;
      case "property":
        this.#readProperty(text, line);
        return;
    }
  }

  warn(code: WarningCode, line: number, message: string): void {
    this.warnings.push({ code, place: { file: this.#file, line }, message });
  }

  #readHeader(text: string, line: number): void {
    const title = parseHeader(text);
    if (title === undefined) {
      throw this.#refuse(line, "profile definition must end with ']'", "[profile NAME]");
    }
    this.#warnOfRepeatedHeader(title, line);
    this.sections.push({ title, line, lastLine: line, properties: [] });
    this.#names = new Map();
  }

  #readProperty(text: string, line: number): void {
    const section = this.#sectionAbove(line);
    const { name, value, hasComment } = this.#define(text, line, "property");
    this.#warnOfRepeatedProperty(name, line);
    section.properties.push({ name, value: "", parts: [value], line, ownLines: [], nested: [] });
    section.lastLine = line;
    if (hasComment) {
      const message = `the AWS CLI and boto3 take the comment for a part of the value${nameOf(name)}`;
      this.warn("ReadDifferently", line, message);
    }
  }

  // Python's configparser, which the AWS CLI and boto3 read with: DEFAULT alone may come again.
  #warnOfRepeatedHeader(title: string, line: number): void {
    const before = firstLine(this.#titles, title, line);
    if (before === line || title === "DEFAULT") return;
    const message = `the section of line ${before} comes again; the AWS CLI and boto3 refuse the whole file`;
    this.warn("Repeated", line, message);
  }

  #warnOfRepeatedProperty(name: string, line: number): void {
    const before = firstLine(this.#names, name.toLowerCase(), line);
    if (before === line) return;
    const message = `the setting${nameOf(name)} of line ${before} comes again; the AWS CLI and boto3 refuse the whole file`;
    this.warn("Repeated", line, message);
  }

  #readIndented(text: string, line: number): void {
    const section = this.#sectionAbove(line);
    const property = section.properties.at(-1);
    const trimmed = trimBlanks(text);
    const isCommentLike = /^[#;]/.test(trimmed);
    const continues = property !== undefined && property.parts[0] !== "";
    if (isCommentLike && !continues) {
      // AWS's SDKs refuse the whole file for such a line; the AWS CLI passes it over.
      property?.ownLines.push(line);
      section.lastLine = line;
      this.warn("ReadDifferently", line, "an indented comment is passed over here; AWS's SDKs refuse it");
      return;
    }
    if (property === undefined) {
      const message = "expected a property definition above the indented line";
      throw this.#refuse(line, message, "# remove the white space at the beginning of the line");
    }
    if (continues) this.#warnOfContinuation(trimmed, line, property.name);
    else {
      const { name, value } = this.#define(text, line, "sub-property");
      property.nested.push({ name, value, line });
    }
    property.parts.push(trimmed);
    property.ownLines.push(line);
    section.lastLine = line;
  }

  #warnOfContinuation(trimmed: string, line: number, property: string): void {
    const whose = `belongs to the value${nameOf(property)} above`;
    if (/^[#;]/.test(trimmed)) {
      this.warn("LooksLikeComment", line, `the indented line ${whose}; the AWS CLI takes it for a comment`);
      return;
    }
    const definition = parseDefinition(trimmed);
    const isSetting = typeof definition === "object" && isIdentifier(definition.name);
    if (isSetting || trimmed.startsWith("[")) {
      this.warn("LooksLikeSetting", line, `the line is indented, so that it ${whose}`);
    }
  }

  #sectionAbove(line: number): OpenSection {
    const section = this.sections.at(-1);
    if (section === undefined) {
      throw this.#refuse(line, "expected a profile definition above the first setting", "[default]");
    }
    return section;
  }

  #define(text: string, line: number, what: "property" | "sub-property"): Definition {
    const definition = parseDefinition(text);
    if (definition === "no-equals-sign") {
      throw this.#refuse(line, `expected an '=' sign defining a ${what}`, "name = value");
    }
    if (definition === "no-name") throw this.#refuse(line, `${what} did not have a name`, "name = value");
    return definition;
  }

  // SECURITY: no text of the line, which may be a secret key that was pasted wrongly.
  #refuse(line: number, message: string, hint: string): TegataError {
    return syntaxError({ file: this.#file, line }, message, hint);
  }
}

/** The line where it stood first: this one, where it stands for the first time. */
function firstLine(lines: Map<string, number>, name: string, line: number): number {
  const before = lines.get(name);
  if (before === undefined) lines.set(name, line);
  return before ?? line;
}

function syntaxError(place: Place, message: string, hint: string): TegataError {
  return new TegataError("ProfileSyntax", `${message}, at ${describePlace(place)}`, { hint });
}

/** ` of NAME`, unless what stands before the equals sign is no name and may be anything. */
export function nameOf(name: string): string {
  return isIdentifier(name) ? ` of ${name}` : "";
}
