/** What an inspection says in Japanese, without a gap. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Language } from "../../../src/base/index.ts";
import { compareProfiles, differencesIn, factsIn } from "../../../src/vault/inspect/index.ts";
import { englishWordsOf } from "../../support/japanese.ts";
import { inspect } from "./inspected.ts";
import { situations } from "./situations.ts";

const all = Object.entries(situations).map(([name, situation]) => ({ name, facts: inspect(situation) }));

/** All that a person reads of them; lines to paste that are the same in both languages are no sentences. */
function sentencesOf(facts: ReturnType<typeof inspect>, language: Language): readonly string[] {
  const other = factsIn(facts, language === "en" ? "ja" : "en");
  const common = new Set(other.findings.flatMap(({ hints = [] }) => hints));
  const said = factsIn(facts, language);
  return [
    said.mechanism,
    ...said.rows.map(({ location }) => location),
    ...[...said.sources, ...said.warnings, ...said.cannot].map(({ text }) => text),
    ...said.findings.flatMap(({ text, hints = [] }) => [text, ...hints.filter((hint) => !common.has(hint))]),
  ];
}

describe("inspectProfile()", () => {
  it("finds something of every kind in what follows", () => {
    const codes = new Set(all.flatMap(({ facts }) => facts.findings.map(({ code }) => code)));
    assert.equal(codes.size, 10);
  });

  for (const { name, facts } of all) {
    it(`has no English sentence in Japanese: ${name}`, () => {
      const refusals = facts.awsCli.flatMap(({ refusal }) => refusal ?? []);
      const own = ["「p」", "「q」", "「a」", "「b」", "実行: get", "rem setx", ...refusals];
      for (const text of sentencesOf(facts, "ja")) assert.deepEqual(englishWordsOf(text, own), [], text);
    });
  }

  it("gives programs strings for texts, in English, and finds the same in both languages", () => {
    for (const { facts } of all) {
      assert.doesNotMatch(JSON.stringify(factsIn(facts, "en")), /[\u3040-\u30ff\u4e00-\u9fff]/);
      assert.equal(sentencesOf(facts, "en").length, sentencesOf(facts, "ja").length);
    }
  });
});

describe("differencesIn()", () => {
  it("names what differs in the language", () => {
    const [first, second] = all;
    assert.ok(first && second);
    const differences = compareProfiles(first.facts, second.facts);
    assert.equal(differencesIn(differences, "en")[0]?.name, "mechanism");
    for (const { name, left, right } of differencesIn(differences, "ja"))
      for (const text of [name, left?.value ?? "", right?.value ?? ""])
        assert.deepEqual(englishWordsOf(text), [], text);
  });
});
