import type { Facts } from "../facts.ts";
import { certainties, type Finding } from "../finding.ts";
import { rules } from "../rules/index.ts";

/**
 * What the facts show, the most certain first and, among equals, in the order of the rules: the nearer to the failure the
 * earlier. Empty when nothing is wrong, or when nothing of what is wrong is known.
 */
export function judge(facts: Facts): readonly Finding[] {
  const findings = rules.flatMap(({ code, page, concern = "failure", judge: judgeOne }) => {
    const judgement = judgeOne(facts);
    return judgement === undefined ? [] : [{ code, page, concern, ...judgement }];
  });
  return findings.toSorted((left, right) => rank(left) - rank(right));
}

/** What is not why it failed comes after all that may be. */
function rank({ concern, certainty }: Finding): number {
  return (concern === "failure" ? 0 : certainties.length) + certainties.indexOf(certainty);
}
