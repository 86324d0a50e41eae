/** AWS's shared files as they are understood: sections with their properties, each with its place. */

/** A line of a file; lines count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface Property {
  /** In lower case, as AWS compares it. */
  readonly name: string;
  /** Continuation lines and sub-properties are in it, each after a line feed, as AWS's clients see them. */
  readonly value: string;
  readonly place: Place;
  /** Of `s3 =` and its like: the indented lines below it, by name. */
  readonly subProperties?: ReadonlyMap<string, Property>;
  /** Definitions that this one overrules, the latest first. */
  readonly shadows?: readonly Property[];
}

export interface Section {
  readonly kind: SectionKind;
  readonly name: string;
  /** Of its first header. */
  readonly place: Place;
  readonly properties: ReadonlyMap<string, Property>;
}

export type SectionKind = "profile" | "sso-session" | "services";

/** Config and credentials file, merged as AWS merges them: the credentials file wins, property by property. */
export interface SharedFiles {
  readonly profiles: ReadonlyMap<string, Section>;
  readonly ssoSessions: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
  /** What was ignored, with its place: names AWS does not allow, sections without prefix, values without key … */
  readonly warnings: readonly Warning[];
}

export interface Warning {
  readonly code: WarningCode;
  readonly place: Place;
  /** Lower case, one sentence without full stop. No value of a property is in it. */
  readonly message: string;
}

export type WarningCode =
  | "SectionIgnored"
  | "PropertyIgnored"
  | "PropertyOverruled"
  | "LooksLikeComment"
  | "LooksLikeSetting"
  | "ReadDifferently"
  | "Repeated"
  | "ByteOrderMark";

/** The two files; their headers are written differently. */
export type FileKind = "config" | "credentials";

/** `path:line`, as editors take it. */
export function describePlace({ file, line }: Place): string {
  return `${file}:${line}`;
}
