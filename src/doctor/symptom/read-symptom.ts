import { findOperation } from "../../wire/index.ts";
import { clientFailures, type FoundClientText, findClientTexts } from "./client-texts.ts";
import { isAboutCredentials, queryCodeOf } from "./codes.ts";
import { parseDenial } from "./denial.ts";
import { findKnownSentences } from "./known-sentences.ts";
import { plainLines } from "./plain-lines.ts";
import { findRefusals, type PrintedRefusal } from "./service-texts.ts";
import { type Span, shareLine } from "./span.ts";
import type { Denial, Symptom } from "./symptom.ts";
import { parseToldClock } from "./told-clock.ts";
import { unwrap } from "./unwrap.ts";
import { isAboutAws, isAboutOthers } from "./whose-words.ts";

/** A log can be pasted; what matters stands in its last lines. */
export const maxTextCharacters = 32 * 1024;
export const maxSentenceCharacters = 2_000;

/** Names that SDKs print for a service → its endpoint prefix. */
const serviceNames: Readonly<Record<string, string>> = {
  IAM: "iam",
  STS: "sts",
  S3: "s3",
  EC2: "ec2",
  "Amazon S3": "s3",
  AmazonEC2: "ec2",
  AmazonIdentityManagement: "iam",
  AWSSecurityTokenService: "sts",
  "SSO OIDC": "sso-oidc",
  Sts: "sts",
  Iam: "iam",
};

/**
 * What an error text says: pasted by a person, piped from a program, in whatever else was printed around it. Of several
 * errors the last one counts that is about credentials: what came before was tried again, or is what the last one came of.
 * undefined when nothing in it is recognised; then nothing is guessed.
 */
export function readSymptom(text: string): Symptom | undefined {
  const lines = plainLines(text.slice(-maxTextCharacters));
  let symptom = readLines(lines);
  for (const { lines: whole, isSure } of unwrap(lines)) symptom = fuller(symptom, readLines(whole), isSure);
  return symptom;
}

/**
 * Of a text as it came and as it is when its lines are put together: what came counts, except where it says nothing of
 * AWS's, or less of the same error.
 */
function fuller(read: Symptom | undefined, whole: Symptom | undefined, isSure: boolean): Symptom | undefined {
  if (whole === undefined || whole.isLoose === true) return read;
  if (read === undefined || read.isLoose === true) return whole;
  if (queryCodeOf(read.code) !== queryCodeOf(whole.code) || !isOneError(whole.sentence)) return read;
  const isMore =
    (read.operation === undefined && whole.operation !== undefined) ||
    (read.clock === undefined && whole.clock !== undefined) ||
    tellsOf(whole.denial) > tellsOf(read.denial);
  return isMore || (isSure && isResourceLonger(read.denial, whole.denial)) ? whole : read;
}

/** Lines of one length, one below the other, are no broken one. */
function isOneError(sentence: string): boolean {
  return (sentence.match(/An error occurred \(|api error |is not authorized to perform: /g) ?? []).length < 2;
}

function isResourceLonger(read: Denial | undefined, whole: Denial | undefined): boolean {
  const { resource } = whole ?? {};
  if (resource === undefined || read?.resource === undefined || /\s/.test(resource)) return false;
  return resource.startsWith(read.resource) && resource.length > read.resource.length;
}

/** How much of AWS's sentence of a refusal is there. */
function tellsOf(denial: Denial | undefined): number {
  if (denial === undefined) return 0;
  const told = [denial.policyType !== undefined, denial.isExplicit, denial.policyArn !== undefined];
  return 1 + told.filter(Boolean).length;
}

function readLines(lines: readonly string[]): Symptom | undefined {
  const text = lines.join("\n");
  const found = [
    ...findRefusals(text).map((refusal) => ({ ...refusal, symptom: () => serviceSymptom(refusal) })),
    ...findKnownSentences(text).map((known) => ({ ...known, symptom: () => serviceSymptom(known) })),
    ...findClientTexts(text).map((words) => ({ ...words, symptom: () => clientSymptom(words) })),
  ];
  const own = found.filter(({ isLoose }) => !isLoose);
  // What a clean-up says behind a refusal is not why credentials failed.
  const last = lastOf(text, own.filter(isAboutWho)) ?? lastOf(text, own);
  // What AWS's own words say is not what another program said behind it; of one line the more particular counts.
  const symptom =
    last === undefined
      ? lastOf(text, found)?.symptom()
      : found.find((each) => shareLine(text, each, last))?.symptom();
  if (symptom === undefined) return undefined;
  const isOfAws = last === undefined ? isAboutAws(text, symptom.sentence) : !isAboutOthers(text);
  return isOfAws ? symptom : { ...symptom, isLoose: true };
}

function isAboutWho({ code }: { readonly code: string }): boolean {
  return isAboutCredentials(code) || clientFailures.some((failure) => failure === code);
}

/** @param found the more particular first: of those in one line the first counts. */
function lastOf<T extends Span>(text: string, found: readonly T[]): T | undefined {
  const end = Math.max(...found.map((each) => each.end));
  const last = found.find((each) => each.end === end);
  return last && found.find((each) => shareLine(text, each, last));
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
