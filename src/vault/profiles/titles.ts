/** What headers mean, in each of the two files. */
import { isIdentifier, trimBlanks } from "./grammar.ts";
import type { FileKind, SectionKind } from "./profile.ts";

export interface SectionName {
  readonly kind: SectionKind;
  readonly name: string;
}

export interface Title extends SectionName {
  /** `[profile default]`, which goes before `[default]`. */
  readonly hasPrefix: boolean;
}

/** Why a section does not count; `of-the-cli` are the AWS CLI's own, which are none of ours. */
export type Ignored = "no-prefix" | "unknown-prefix" | "bad-name" | "prefix-in-credentials" | "of-the-cli";

const prefixes: ReadonlySet<string> = new Set(["profile", "sso-session", "services"] satisfies SectionKind[]);
const ofTheCli = new Set(["plugins", "preview"]);

/** The text between the brackets → what it names, or why it is ignored. */
export function parseTitle(title: string, file: FileKind): Title | Ignored {
  const [first = "", rest] = splitAtBlank(title);
  return file === "credentials" ? inCredentials(first, rest) : inConfig(first, rest);
}

function inCredentials(first: string, rest: string | undefined): Title | Ignored {
  if (rest !== undefined) return prefixes.has(first) ? "prefix-in-credentials" : "bad-name";
  return isIdentifier(first) ? { kind: "profile", name: first, hasPrefix: false } : "bad-name";
}

function inConfig(first: string, rest: string | undefined): Title | Ignored {
  if (rest === undefined) {
    if (first === "default") return { kind: "profile", name: first, hasPrefix: false };
    if (ofTheCli.has(first)) return "of-the-cli";
    return isIdentifier(first) ? "no-prefix" : "bad-name";
  }
  if (!isKind(first)) return "unknown-prefix";
  return isIdentifier(rest) ? { kind: first, name: rest, hasPrefix: true } : "bad-name";
}

function isKind(word: string): word is SectionKind {
  return prefixes.has(word);
}

function splitAtBlank(title: string): [string, string?] {
  const blank = title.search(/[ \t]/);
  return blank < 0 ? [title] : [title.slice(0, blank), trimBlanks(title.slice(blank))];
}

/** The header of a section, with its brackets. */
export function buildTitle({ kind, name }: SectionName, file: FileKind, withPrefix = false): string {
  const isBare = kind === "profile" && (file === "credentials" || (name === "default" && !withPrefix));
  return isBare ? `[${name}]` : `[${kind} ${name}]`;
}
