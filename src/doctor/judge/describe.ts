/** Findings as text for people, in either language. */
import { printable } from "../../base/index.ts";
import { describePlace } from "../../vault/profiles/index.ts";
import type { Actor, Certainty, Evidence, Finding, Language, Remedy, Text } from "../finding.ts";

const certaintyWords: Readonly<Record<Certainty, Text>> = {
  certain: { en: "certain", ja: "確実" },
  likely: { en: "likely", ja: "有力" },
  possible: { en: "possible", ja: "可能性あり" },
};

const hygieneWords: Text = { en: "worth mending", ja: "要対処" };

const actorWords: Readonly<Record<Actor, Text | undefined>> = {
  you: undefined,
  "you-in-person": { en: "needs you in person", ja: "ご自身の操作が必要です" },
  administrator: { en: "for an administrator", ja: "管理者が行います" },
};

/** Numbered, each with its evidence, what to type and its page. Ends without a newline. */
export function describeFindings(findings: readonly Finding[], language: Language): string {
  return findings.map((finding, index) => describeFinding(finding, index + 1, language)).join("\n\n");
}

function describeFinding(finding: Finding, number: number, language: Language): string {
  const { certainty, concern, what, evidence, remedies, page } = finding;
  const word = (concern === "hygiene" ? hygieneWords : certaintyWords[certainty])[language];
  const lines = [
    `${number}. ${what[language]}${inBrackets(word, language)}`,
    ...evidence.slice(0, maxEvidenceLines).map((each) => `   - ${describeEvidence(each, language)}`),
    ...describeRest(evidence.length - maxEvidenceLines, language),
    ...remedies.flatMap((remedy) => describeRemedy(remedy, language)),
    `   tegata explain ${page}`,
  ];
  return lines.map(printable).join("\n");
}

/** A person reads these; `--json` has them all. */
const maxEvidenceLines = 12;

function describeRest(count: number, language: Language): readonly string[] {
  if (count <= 0) return [];
  return [language === "ja" ? `   - ほか ${count} 件` : `   - and ${count} more`];
}

function describeEvidence({ text, place, setting }: Evidence, language: Language): string {
  const where = place === undefined ? setting : describePlace(place);
  // Where the text says it already, it is not said twice.
  return where === undefined || text[language].includes(where)
    ? text[language]
    : `${text[language]}${inBrackets(where, language)}`;
}

function describeRemedy({ text, by, commands }: Remedy, language: Language): readonly string[] {
  const actor = actorWords[by]?.[language];
  return [
    `   → ${text[language]}${actor === undefined ? "" : inBrackets(actor, language)}`,
    ...commands.map((command) => `     ${command}`),
  ];
}

/** Japanese has brackets of its own width, and no space before them. */
function inBrackets(text: string, language: Language): string {
  return language === "ja" ? `（${text}）` : ` (${text})`;
}
