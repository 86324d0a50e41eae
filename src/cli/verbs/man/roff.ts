/** Text as roff takes it: nothing that a verb says of itself can be mistaken for a request. */

/** One or several lines of text. */
export function roffText(text: string): string {
  return text
    .split("\n")
    .map((line) => escaped(line).replace(/^(?=[.'])/, "\\&"))
    .join("\n");
}

/** An argument of a macro: `.SS "…"`. */
export function roffArgument(text: string): string {
  return `"${escaped(text.replaceAll("\n", " ")).replaceAll('"', "\\(dq")}"`;
}

export function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

/** Hyphens, quotes and accents of programs are typed as they stand, and must not become typographic ones. */
const characters: Readonly<Record<string, string>> = {
  "\\": "\\e",
  "-": "\\-",
  "'": "\\(aq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
};

function escaped(text: string): string {
  return text.replace(/[\\\-'`^~]|[^ -~\n]/gu, (character) => characters[character] ?? codePoint(character));
}

function codePoint(character: string): string {
  const hexadecimal = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return `\\[u${hexadecimal}]`;
}
