/** Shared files for tests of plans: enough of the grammar to give every setting its line. */
import type { Property, Section, SharedFiles } from "../../../src/vault/profiles/profile.ts";

export const configFile = "/home/jon/.aws/config";
export const credentialsFile = "/home/jon/.aws/credentials";

interface Draft extends Section {
  readonly properties: Map<string, Property>;
}

/** Reads `[profile NAME]`, `[sso-session NAME]`, `[services NAME]` and `key = value` lines, one level nested. */
export function sharedFiles(config: string, credentials = ""): SharedFiles {
  const sections: Draft[] = [];
  readInto(sections, config, configFile);
  readInto(sections, credentials, credentialsFile);
  const of = (kind: Section["kind"]): ReadonlyMap<string, Section> =>
    new Map(sections.filter((section) => section.kind === kind).map((section) => [section.name, section]));
  return { profiles: of("profile"), ssoSessions: of("sso-session"), services: of("services"), warnings: [] };
}

function readInto(sections: Draft[], text: string, file: string): void {
  let current: Draft | undefined;
  let parent: Map<string, Property> | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const place = { file, line: index + 1 };
    const header = /^\[(?:(profile|sso-session|services) )?(.+)\]$/.exec(line.trim());
    if (header !== null) {
      current = sectionOf(sections, (header[1] ?? "profile") as Section["kind"], header[2] ?? "", place);
      continue;
    }
    const [, indent, name, value] = /^(\s*)([^=]+?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || current === undefined) continue;
    if (indent !== "" && parent !== undefined) {
      parent.set(name, { name, value, place });
      continue;
    }
    parent = new Map();
    current.properties.set(name, { name, value, place, subProperties: parent });
  }
}

function sectionOf(sections: Draft[], kind: Section["kind"], name: string, place: Section["place"]): Draft {
  const known = sections.find((section) => section.kind === kind && section.name === name);
  if (known !== undefined) return known;
  const made = { kind, name, place, properties: new Map<string, Property>() };
  sections.push(made);
  return made;
}
