import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  describeFindings,
  type Facts,
  judge,
  languages,
  listChecked,
  rules,
} from "../../src/doctor/index.ts";
import { factsOf, lay, vectors } from "./vectors.ts";

describe("judge()", () => {
  for (const { name, facts, findings } of vectors.cases)
    it(`finds: ${name}`, () => {
      const found = judge(factsOf(facts));
      assert.deepEqual(
        found.map(({ code, certainty }) => ({ code, certainty })),
        findings,
      );
    });

  it("has a case for every rule", () => {
    const shown = new Set(vectors.cases.flatMap(({ findings }) => findings.map(({ code }) => code)));
    assert.deepEqual(
      rules.map(({ code }) => code).filter((code) => !shown.has(code)),
      [],
    );
  });

  it("finds the same under other names", () => {
    for (const { name, facts } of vectors.cases) {
      const text = JSON.stringify(lay(facts, vectors.base));
      const renamed = text
        .replaceAll(/\bdeploy\b/g, "kikai")
        .replaceAll("123456789012", "210987654321")
        .replaceAll(/\bann\b/g, "sora");
      const codes = (found: string) => judge(JSON.parse(found) as Facts).map(({ code }) => code);
      assert.deepEqual(codes(renamed), codes(text), name);
    }
  });
});

describe("findings in both languages", () => {
  const findings = vectors.cases.flatMap(({ facts }) => judge(factsOf(facts)));
  const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

  it("say what happened, and each remedy, in Japanese", () => {
    for (const { code, what, remedies } of findings)
      for (const text of [what, ...remedies.map((remedy) => remedy.text)]) {
        assert.match(text.ja, japanese, `${code}: ${text.en}`);
        assert.doesNotMatch(text.en, japanese, code);
      }
  });

  it("give something to do, and a page that is there", () => {
    for (const { code, remedies } of findings) assert.ok(remedies.length > 0, code);
  });

  it("are told without control characters, whatever AWS's sentence holds", () => {
    const [first] = vectors.cases;
    const facts = factsOf(lay({ symptom: { sentence: "\u001b[2J\u0007" } }, first?.facts ?? {}));
    for (const language of languages)
      assert.doesNotMatch(describeFindings(judge(facts), language).replaceAll("\n", ""), /\p{Cc}/u);
  });

  it("are not found without saying what was looked at", () => {
    for (const { facts } of vectors.cases)
      for (const { en, ja } of listChecked(factsOf(facts))) assert.ok(en.length > 0 && ja.length > 0);
  });
});
