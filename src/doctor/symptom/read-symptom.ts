import { findOperation } from "../../wire/index.ts";
import { findClientText } from "./client-texts.ts";
import { parseDenial } from "./denial.ts";
import { findKnownSentence } from "./known-sentences.ts";
import { findRefusal, type PrintedRefusal } from "./service-texts.ts";
import type { Symptom } from "./symptom.ts";
import { parseToldClock } from "./told-clock.ts";

/** A log can be pasted; what matters stands in its last lines. */
export const maxTextCharacters = 32 * 1024;
/** A line that is longer is data. */
const maxLineCharacters = 4_000;
const maxSentenceCharacters = 2_000;

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
 * What an error text says: pasted by a person, piped from a program, in whatever else was printed around it.
 * undefined when nothing in it is recognised; then nothing is guessed.
 */
export function readSymptom(text: string): Symptom | undefined {
  const tail = text
    .slice(-maxTextCharacters)
    .split(/\r?\n/)
    .map((line) => line.slice(0, maxLineCharacters))
    .join("\n");
  const refusal: PrintedRefusal | undefined = findRefusal(tail) ?? findKnownSentence(tail);
  if (refusal === undefined) return readClientText(tail);
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

function readClientText(text: string): Symptom | undefined {
  const found = findClientText(text);
  if (found === undefined) return undefined;
  const { code, sentence, named } = found;
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
