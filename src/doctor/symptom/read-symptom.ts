import { findOperation } from "../../wire/index.ts";
import { type FoundClientText, findClientTexts } from "./client-texts.ts";
import { parseDenial } from "./denial.ts";
import { findKnownSentences } from "./known-sentences.ts";
import { findRefusals, type PrintedRefusal } from "./service-texts.ts";
import { type Span, shareLine } from "./span.ts";
import type { Symptom } from "./symptom.ts";
import { parseToldClock } from "./told-clock.ts";

/** A log can be pasted; what matters stands in its last lines. */
export const maxTextCharacters = 32 * 1024;
/** A line that is longer is data. */
const maxLineCharacters = 4_000;
export const maxSentenceCharacters = 2_000;

/** Names that SDKs print for a service → its endpoint prefix. */
const serviceNames: Readonly<Record<string, string>> = {
  IAM: "iam",
  STS: "sts",
  S3: "s3",
  EC2: "ec2",
  AmazonIdentityManagement: "iam",
  AWSSecurityTokenService: "sts",
  Sts: "sts",
  Iam: "iam",
};

/**
 * What an error text says: pasted by a person, piped from a program, in whatever else was printed around it. Of several
 * errors the last one counts: what came before was tried again, or is what the last one came of.
 * undefined when nothing in it is recognised; then nothing is guessed.
 */
export function readSymptom(text: string): Symptom | undefined {
  const tail = plainLines(text.slice(-maxTextCharacters)).join("\n");
  const found = [
    ...findRefusals(tail).map((refusal) => ({ ...refusal, symptom: () => serviceSymptom(refusal) })),
    ...findKnownSentences(tail).map((known) => ({ ...known, symptom: () => serviceSymptom(known) })),
    ...findClientTexts(tail).map((words) => ({ ...words, symptom: () => clientSymptom(words) })),
  ];
  const own = found.filter(({ isLoose }) => !isLoose);
  const last = lastOf(tail, own);
  // What AWS's own words say is not what another program said behind it; of one line the more particular counts.
  if (last !== undefined) return found.find((each) => shareLine(tail, each, last))?.symptom();
  const loose = lastOf(tail, found)?.symptom();
  return loose === undefined || awsWords.test(tail) ? loose : { ...loose, isLoose: true };
}

/** What AWS's clients say of themselves in their errors: their names, hosts, variables, files and modules. */
const awsWords =
  /\bAWS|\baws\b|[/._-]aws[/._-]|amazonaws\.com|amazontrust|boto(?:core|3)|@smithy|smithy-go|\$metadata|\$fault|operation error [A-Z]|\btegata\b|endpoint URL|\barn:aws|\bsso\b/;

/** @param found the more particular first: of those in one line the first counts. */
function lastOf<T extends Span>(text: string, found: readonly T[]): T | undefined {
  const end = Math.max(...found.map((each) => each.end));
  const last = found.find((each) => each.end === end);
  return last && found.find((each) => shareLine(text, each, last));
}

const escapeByte = "\u001b";
const bell = "\u0007";
/** SECURITY: sequences that steer a terminal hide and reorder what a person reads; colours go with them. */
const terminalSequence = new RegExp(
  `${escapeByte}(?:\\[[0-9;:?]{0,40}[ -/]{0,4}[@-~]|\\][^${bell}${escapeByte}\\n]{0,400}(?:${bell}|${escapeByte}\\\\)?|[@-_])`,
  "g",
);

/** Docker Compose: `app-1  | ` before each line of a container. */
const composePrefix = /^[\w.-]{1,80}-\d{1,6} {1,40}\| /;

function plainLines(text: string): readonly string[] {
  const lines = text
    .replaceAll(terminalSequence, "")
    .split(/\r\n|\r|\n/)
    .map((line) => line.slice(0, maxLineCharacters).replace(composePrefix, ""));
  const joined: string[] = [];
  for (const line of lines) {
    const before = joined.at(-1);
    // Terraform draws a box and wraps what stands in it: `│ operation error IAM: …`.
    if (before !== undefined && before.length < maxLineCharacters && isInBox(before) && isInBox(line))
      joined[joined.length - 1] = `${before} ${line.slice(2)}`;
    else joined.push(line);
  }
  return joined;
}

function isInBox(line: string): boolean {
  return /^│ \S/.test(line);
}

function serviceSymptom(refusal: Omit<PrintedRefusal, "isLoose">): Symptom {
  const { operation } = refusal;
  const sentence = printable(refusal.sentence);
  const service = serviceOf(refusal.code, operation, refusal.service);
  const denial = parseDenial(sentence);
  const clock = parseToldClock(sentence);
  return {
    by: "service",
    code: refusal.code,
    sentence,
    ...(operation !== undefined && { operation }),
    ...(service !== undefined && { service }),
    ...(denial && { denial }),
    ...(clock && { clock }),
  };
}

function clientSymptom({ code, sentence, named }: FoundClientText): Symptom {
  return { by: "client", code, sentence: printable(sentence), ...(named && { named }) };
}

function serviceOf(
  code: string,
  operation: string | undefined,
  printed: string | undefined,
): string | undefined {
  if (printed !== undefined)
    return Object.hasOwn(serviceNames, printed) ? serviceNames[printed] : printed.toLowerCase();
  if (code === "InvalidAccessKeyId") return "s3";
  if (operation === undefined) return undefined;
  if (findOperation("sts", operation) !== undefined) return "sts";
  return findOperation("iam", operation) === undefined ? undefined : "iam";
}

function printable(sentence: string): string {
  return sentence
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, maxSentenceCharacters);
}
