import type { Facts } from "../facts.ts";
import { certainties, type Finding } from "../finding.ts";
import { rules } from "../rules/index.ts";
import { isAboutCredentials } from "../symptom/index.ts";

/**
 * What the facts show, the most certain first and, among equals, in the order of the rules: the nearer to the failure the
 * earlier. Empty when nothing is wrong, or when nothing of what is wrong is known.
 */
export function judge(facts: Facts): readonly Finding[] {
  const findings = rules.flatMap(({ code, page, concern = "failure", judge: judgeOne }) => {
    const judgement = judgeOne(facts);
    return judgement === undefined ? [] : [weigh(facts, { code, page, concern, ...judgement })];
  });
  return findings.toSorted((left, right) => rank(left) - rank(right));
}

/**
 * A bucket that is absent may be another account's; that it is absent because of the credentials nobody can say. Nor can
 * anybody of an error that is not recognised, however certain what was found beside it.
 */
function weigh({ hasError, symptom }: Facts, finding: Finding): Finding {
  const isOfOtherThings = symptom?.by === "service" && !isAboutCredentials(symptom.code);
  const isUnknown = hasError && symptom === undefined;
  return (isOfOtherThings || isUnknown) && finding.concern === "failure"
    ? { ...finding, certainty: "possible" }
    : finding;
}

/** What is not why it failed comes after all that may be. */
function rank({ concern, certainty }: Finding): number {
  return (concern === "failure" ? 0 : certainties.length) + certainties.indexOf(certainty);
}
