/** Both files → what AWS's clients see: profiles, sessions and services by name. */
import { printable } from "../../base/index.ts";
import { isIdentifier } from "./grammar.ts";
import {
  nameOf,
  type ParsedFile,
  parseFile,
  type WrittenProperty,
  type WrittenSection,
} from "./parse-file.ts";
import {
  describePlace,
  type FileKind,
  type Place,
  type Property,
  type Section,
  type SectionKind,
  type SharedFiles,
  type Warning,
  type WarningCode,
} from "./profile.ts";
import { buildTitle, parseTitle, type Title } from "./titles.ts";

export interface FileText {
  readonly file: string;
  readonly text: string;
}

/**
 * Reads the texts of both files; pass an empty text for a file that is not there.
 * AWS: SDKs and tools reference, "Format of the shared config and credentials files", "Credentials and config file
 * precedence": where both say something the credentials file wins.
 * @throws TegataError `ProfileSyntax` with file and line, where AWS's clients refuse a file.
 */
export function parseSharedFiles(texts: Readonly<Record<FileKind, FileText>>): SharedFiles {
  const merger = new Merger();
  merger.add(parseFile(texts.config.text, texts.config.file), "config");
  merger.add(parseFile(texts.credentials.text, texts.credentials.file), "credentials");
  return merger.files();
}

/** The sections that count, with the kind and name that their headers mean. */
export function sectionsThatCount(
  parsed: ParsedFile,
  kind: FileKind,
): { readonly title: Title; readonly section: WrittenSection }[] {
  const read = parsed.sections.flatMap((section) => {
    const title = parseTitle(section.title, kind);
    return typeof title === "string" ? [] : [{ title, section }];
  });
  // AWS: `[profile default]` silences `[default]`, wherever in the file they stand.
  const hasPrefixed = read.some(({ title }) => isDefault(title) && title.hasPrefix);
  return read.filter(({ title }) => !(hasPrefixed && isDefault(title) && !title.hasPrefix));
}

function isDefault({ kind, name }: Title): boolean {
  return kind === "profile" && name === "default";
}

interface Draft extends Section {
  readonly properties: Map<string, Property>;
}

class Merger {
  readonly #sections = new Map<string, Draft>();
  readonly #warnings: Warning[] = [];

  add(parsed: ParsedFile, kind: FileKind): void {
    for (const warning of parsed.warnings) this.#warnings.push(warning);
    const counting = new Map(sectionsThatCount(parsed, kind).map(({ title, section }) => [section, title]));
    for (const section of parsed.sections) {
      const title = counting.get(section);
      const place = { file: parsed.file, line: section.line };
      if (title === undefined) this.#warnOfSection(section, kind, place);
      else this.#addSection(title, section, place);
    }
  }

  files(): SharedFiles {
    const all = [...this.#sections.values()];
    const of = (kind: SectionKind) =>
      new Map<string, Section>(all.filter((each) => each.kind === kind).map((each) => [each.name, each]));
    return {
      profiles: of("profile"),
      ssoSessions: of("sso-session"),
      services: of("services"),
      warnings: this.#warnings,
    };
  }

  #addSection({ kind, name }: Title, written: WrittenSection, place: Place): void {
    const key = `${kind} ${name}`;
    const draft = this.#sections.get(key) ?? { kind, name, place, properties: new Map() };
    this.#sections.set(key, draft);
    for (const property of written.properties) this.#addProperty(draft, property, place.file);
  }

  #addProperty(draft: Draft, written: WrittenProperty, file: string): void {
    const place = { file, line: written.line };
    if (!isIdentifier(written.name)) {
      this.#warn("PropertyIgnored", place, "the name of the property has characters that AWS does not allow");
      return;
    }
    const { name, value } = written;
    const before = draft.properties.get(name);
    if (before !== undefined) this.#warnOfOverruled(draft, before, value, place);
    draft.properties.set(name, {
      name,
      value,
      place,
      ...(written.nested.length === 0 ? {} : { subProperties: this.#nested(written, file) }),
      ...(before === undefined ? {} : { shadows: [before, ...(before.shadows ?? [])] }),
    });
  }

  #nested(written: WrittenProperty, file: string): ReadonlyMap<string, Property> {
    const nested = new Map<string, Property>();
    for (const { name, value, line } of written.nested) {
      const place = { file, line };
      if (isIdentifier(name)) nested.set(name, { name, value, place });
      else {
        const message = `the name of the sub-property${nameOf(written.name)} has characters that AWS does not allow`;
        this.#warn("PropertyIgnored", place, message);
      }
    }
    return nested;
  }

  #warnOfOverruled(draft: Draft, before: Property, value: string, place: Place): void {
    const isSameFile = before.place.file === place.file;
    if (!isSameFile && before.value === value) return;
    const message = `${before.name} of ${draft.kind} "${draft.name}" is set again at ${describePlace(place)}, which counts`;
    this.#warn("PropertyOverruled", before.place, message);
  }

  #warnOfSection(section: WrittenSection, kind: FileKind, place: Place): void {
    const title = parseTitle(section.title, kind);
    if (title === "of-the-cli") return;
    const shown = printable(section.title);
    const why =
      typeof title === "string"
        ? reasons[title](shown)
        : `[default] is ignored because the file also has ${buildTitle({ kind: "profile", name: "default" }, kind, true)}`;
    this.#warn("SectionIgnored", place, why);
  }

  #warn(code: WarningCode, place: Place, message: string): void {
    this.#warnings.push({ code, place, message });
  }
}

const reasons = {
  "no-prefix": (title: string) => `[${title}] is ignored: the config file wants [profile ${title}]`,
  "unknown-prefix": (title: string) =>
    `[${title}] is ignored: it begins with none of profile, sso-session, services`,
  "bad-name": (title: string) => `[${title}] is ignored: its name has characters that AWS does not allow`,
  "prefix-in-credentials": (title: string) =>
    `[${title}] is ignored: the credentials file has profiles only, without the word profile`,
} as const;
