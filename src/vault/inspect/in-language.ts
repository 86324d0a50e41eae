import { type InLanguage, type Language, textIn } from "../../base/index.ts";
import type { ProfileFacts } from "./facts.ts";
import type { ComparedValue, Difference } from "./settings.ts";

export type PrintedFacts = Omit<ProfileFacts, "selection">;

/** The facts as programs get them: the same data with every text in one language. */
export function factsIn(
  { selection: _, ...facts }: ProfileFacts,
  language: Language,
): InLanguage<PrintedFacts> {
  return {
    ...facts,
    mechanism: facts.mechanism[language],
    rows: facts.rows.map((row) => ({ ...row, location: row.location[language] })),
    sources: facts.sources.map((source) => textIn(source, language)),
    warnings: facts.warnings.map((warning) => textIn(warning, language)),
    cannot: facts.cannot.map((limitation) => textIn(limitation, language)),
    findings: facts.findings.map((finding) => ({
      ...textIn(finding, language),
      hints: finding.hints?.map((hint) => hint[language]),
    })),
  };
}

/** The same of how two profiles differ. */
export function differencesIn(
  differences: readonly Difference[],
  language: Language,
): InLanguage<readonly Difference[]> {
  const valueIn = (compared: ComparedValue | undefined) =>
    compared && { ...compared, value: compared.value[language] };
  return differences.map(({ name, left, right }) => ({
    name: name[language],
    left: valueIn(left),
    right: valueIn(right),
  }));
}
