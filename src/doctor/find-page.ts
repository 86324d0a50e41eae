import { pages } from "./pages.ts";
import { rules } from "./rules/index.ts";
import { queryCodeOf, readSymptom } from "./symptom/index.ts";

/**
 * The page that a person means by a page's name, a finding's, a code of AWS's, or an error's own text; undefined where
 * none is meant.
 */
export function findPage(term: string): string | undefined {
  const wanted = term.trim();
  const name = wanted.toLowerCase();
  const byName =
    pages.find(({ slug }) => slug === name)?.slug ?? rules.find(({ code }) => code === name)?.page;
  return byName ?? byCode(wanted) ?? byText(wanted);
}

function byCode(code: string): string | undefined {
  const known = queryCodeOf(code).toLowerCase();
  return pages.find(({ codes }) => codes.some((each) => each.toLowerCase() === known))?.slug;
}

/** Sentences that lead further than their code does. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/Cannot call Get\w+ with session credentials/, "cannot-call-with-session-credentials"],
  [/unable to validate MFA code/, "unable-to-validate-mfa-code"],
  [/invalid MFA one time pass code/, "invalid-mfa-one-time-pass-code"],
  [/requested DurationSeconds exceeds/, "duration-seconds-exceeds"],
  [/Roles may not be assumed by root/, "root-user"],
  [/with an explicit deny/, "explicit-deny"],
  [/is not authorized to perform: sts:AssumeRole\b/, "not-authorized-to-perform-sts-assumerole"],
  [/Signature (?:expired|not yet current)/, "signature-expired"],
];

function byText(text: string): string | undefined {
  const found = sentences.find(([pattern]) => pattern.test(text))?.[1];
  if (found !== undefined) return found;
  const symptom = readSymptom(text);
  return symptom && byCode(symptom.code);
}
