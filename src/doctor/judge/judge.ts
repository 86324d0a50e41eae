import type { Facts } from "../facts.ts";
import { certainties, type Finding, type Remedy } from "../finding.ts";
import { hidden } from "../redact.ts";
import { rules } from "../rules/index.ts";
import { isAboutCredentials } from "../symptom/index.ts";

/**
 * What the facts show, the most certain first and, among equals, in the order of the rules: the nearer to the failure the
 * earlier. Empty when nothing is wrong, or when nothing of what is wrong is known.
 */
export function judge(facts: Facts): readonly Finding[] {
  const findings = rules.flatMap(({ code, page, concern = "failure", judge: judgeOne }) => {
    const judgement = judgeOne(facts);
    if (judgement === undefined) return [];
    const remedies = judgement.remedies.map(completedInPerson);
    return [weigh(facts, { code, page, concern, ...judgement, remedies })];
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

/** What was typed and is not shown, a code or a secret, has to be typed again: nobody can paste it as it stands. */
function completedInPerson(remedy: Remedy): Remedy {
  const { by, text, commands } = remedy;
  const left = commands.flatMap((command) => command.match(placeholder) ?? []);
  if (by !== "you" || left.length === 0) return remedy;
  const names = [...new Set(left)].join(", ");
  return {
    by: "you-in-person",
    text: {
      en: `${text.en}; type what you have in place of ${names}`,
      ja: `${text.ja}。${names} の部分はご自身の値にします`,
    },
    commands,
  };
}

const placeholder = new RegExp(`(?<=--token-code[= ])CODE\\b|${hidden.replaceAll(/\W/g, "\\$&")}`, "g");

/** What is not why it failed comes after all that may be. */
function rank({ concern, certainty }: Finding): number {
  return (concern === "failure" ? 0 : certainties.length) + certainties.indexOf(certainty);
}
