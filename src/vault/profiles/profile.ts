/** AWS's shared files as they are understood: sections with their properties, each with its place. */

/** A line of a file; lines count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface Property {
  /** In lower case, as AWS compares it. */
  readonly name: string;
  readonly value: string;
  readonly place: Place;
  /** Of `s3 =` and its like: the indented lines below it, by name. */
  readonly subProperties?: ReadonlyMap<string, Property>;
}

export interface Section {
  readonly kind: "profile" | "sso-session" | "services";
  readonly name: string;
  /** Of its first header. */
  readonly place: Place;
  readonly properties: ReadonlyMap<string, Property>;
}

/** Config and credentials file, merged as AWS merges them: the credentials file wins, property by property. */
export interface SharedFiles {
  readonly profiles: ReadonlyMap<string, Section>;
  readonly ssoSessions: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
  /** What was ignored, with its place: names AWS does not allow, sections without prefix, values without key … */
  readonly warnings: readonly Warning[];
}

export interface Warning {
  readonly place: Place;
  /** Lower case, one sentence without full stop. */
  readonly message: string;
}
