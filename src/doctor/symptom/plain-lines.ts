/** The lines that a program wrote, without what terminals, logs, editors and other programs put around them. Pure. */

/** A line that is longer is data. */
const maxLineCharacters = 4_000;
/** JSON that holds JSON that holds the text: a container's log of a program's log. */
const maxDepth = 3;
/** `job  step  2026-01-01T00:00:00Z ##[error]` */
const maxPrefixes = 6;

const escapeByte = "\u001b";
const bell = "\u0007";

/**
 * SECURITY: sequences that steer a terminal hide and reorder what a person reads; colours go with them, also where a log
 * kept `^[[31m` or `[31m` of them.
 */
const terminalSequence = new RegExp(
  `(?:${escapeByte}\\[|\u009b)[0-9;:?]{0,40}[ -/]{0,4}[@-~]` +
    `|${escapeByte}\\][^${bell}${escapeByte}\\n]{0,400}(?:${bell}|${escapeByte}\\\\)?` +
    `|${escapeByte}_[^${bell}${escapeByte}\\n]{0,400}${bell}` +
    `|${escapeByte}[@-_]` +
    "|(?:\\^\\[)?\\[(?:\\d{1,3};){0,6}\\d{1,3}m(?!\\])",
  "g",
);

/** Byte order marks, characters of no width, and every other byte of a text in UTF-16, as PowerShell's `>` writes it. */
const unseen = /[\uFEFF\u200B\u2060]|\0/g;
const wideSpace = /[\u00A0\u2007\u202F]/g;

/** What logs put before each line. */
const prefixes: readonly RegExp[] = [
  // Docker Compose: `app-1  | `, or the container's own name.
  /^[\w.-]{1,80} {1,40}\| /,
  // GitHub Actions, as `gh run view --log` prints it.
  /^[^\t]{1,80}\t[^\t]{1,80}\t(?=\d{4}-)/,
  // A time, with GitLab's number of the stream behind it, or the container runtime's name of it.
  /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?(?: \d\d[OE]\+?(?= |$)| std(?:out|err) [FP])?(?: |$)/,
  // Jenkins' timestamper.
  /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]? {1,2}/,
  // syslog and journald.
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,80} \S{1,80}: /,
  // Kubernetes' own log.
  /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} {1,10}\d{1,10} \S{1,80}\] /,
  // Commands of Azure Pipelines and of GitHub Actions.
  /^##\[(?:error|warning)\]|^::error(?: [^:\n]{1,200})?::/,
  // `[pod/app-6f/app] `, Jenkins' `[branch] `; but not Python's number of an error.
  /^\[(?!Errno )[\w:./-]{1,80}\] /,
  // docker build.
  /^#\d{1,4} \d{1,6}\.\d{1,3} /,
  /^npm (?:ERR!|error) /,
];

/** @returns lines that hold no line break, each of a limited length. */
export function plainLines(text: string): readonly string[] {
  const joined: string[] = [];
  for (const line of linesOf(text, maxDepth)) {
    const before = joined.at(-1);
    // Terraform draws a box and wraps what stands in it: `│ operation error IAM: …`.
    if (before !== undefined && before.length < maxLineCharacters && isInBox(before) && isInBox(line))
      joined[joined.length - 1] = `${before} ${line.slice(2)}`;
    else joined.push(line);
  }
  return joined.map((line) => line.replace(/^│ ?/, ""));
}

function isInBox(line: string): boolean {
  return /^│ \S/.test(line);
}

function linesOf(text: string, depth: number): readonly string[] {
  return text
    .replaceAll(unseen, "")
    .replaceAll(terminalSequence, "")
    .replaceAll(wideSpace, " ")
    .replaceAll(/&(?:quot|#34);/g, '"')
    .replaceAll(/&(?:apos|#39);/g, "'")
    .split(/\r\n|\r|\n/)
    .map((line) => withoutPrefixes(line.slice(0, maxLineCharacters)))
    .flatMap((line) => [line, ...stringsIn(line, depth)]);
}

function withoutPrefixes(line: string): string {
  let left = line;
  for (let removed = 0; removed < maxPrefixes; removed++) {
    const prefix = prefixes.find((each) => each.test(left));
    if (prefix === undefined) return left;
    left = left.replace(prefix, "");
  }
  return left;
}

const stringLiteral = /"(?:[^"\\]|\\.)*"/g;
/** What a writer of JSON had to escape: line breaks, quotes, and what some escape for HTML's sake. */
const escaped = /\\(?:["nrt/]|u[0-9a-fA-F]{4})/;

/** The lines of an error that a log holds as a string of JSON, or of `msg="…"`; they stand behind the log's own line. */
function stringsIn(line: string, depth: number): readonly string[] {
  if (depth === 0 || !escaped.test(line)) return [];
  return (line.match(stringLiteral) ?? [])
    .filter((literal) => escaped.test(literal))
    .flatMap((literal) => linesOf(parseString(literal), depth - 1));
}

/** "" where it is no string of JSON: `"C:\Users\ann"`. */
function parseString(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return "";
  }
}
