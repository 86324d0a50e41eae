/** Rules about size. AWS counts the characters that are not white space. */
import { policySizeCharacters } from "../reader/size.ts";
import type { Rule, Spot } from "./finding.ts";
import { nearQuotaPercent, quotas } from "./limits.ts";
import type { Subject } from "./subject.ts";

export const quotaRules: readonly Rule[] = [
  {
    code: "over-quota",
    severity: "error",
    about: "The document is larger than the largest quota for its kind.",
    find: ({ text, kind, at }) => {
      const size = policySizeCharacters(text);
      const { characters, of } = quotas[kind].most;
      return size > characters ? [tooLarge(at, size, characters, of)] : [];
    },
  },
  {
    code: "over-default-quota",
    severity: "warning",
    about: "The document is larger than the quota that documents of its kind usually have.",
    find: ({ text, kind, at }) => {
      const size = policySizeCharacters(text);
      const { usual, most } = quotas[kind];
      return size > usual.characters && size <= most.characters
        ? [tooLarge(at, size, usual.characters, usual.of)]
        : [];
    },
  },
  {
    code: "near-quota",
    severity: "note",
    about: `The document takes ${nearQuotaPercent} % or more of the quota for its kind.`,
    find: findNear,
  },
];

function tooLarge(at: Subject["at"], size: number, characters: number, of: string): Spot {
  return {
    message: `the policy has ${size} characters that are not white space, more than the ${characters} of ${of}; split it`,
    position: at(0),
  };
}

function findNear({ text, kind, at }: Subject): Spot[] {
  const size = policySizeCharacters(text);
  const { characters, of } = quotas[kind].usual;
  const percent = Math.floor((size * 100) / characters);
  return size <= characters && percent >= nearQuotaPercent
    ? [
        {
          message: `the policy has ${size} of the ${characters} characters of ${of} (${percent} %); plan to split it`,
          position: at(0),
        },
      ]
    : [];
}
