/** Texts in two languages that no situation of a test may reach: none is English where it should be Japanese. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { englishWordsOf } from "../support/japanese.ts";

const sources = ["src/vault/**/*.ts", "src/cli/verbs/{plan,whoami}/*.ts"]
  .flatMap((pattern) => globSync(pattern))
  .map((path) => ({ path, code: readFileSync(path, "utf8") }));
const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

describe("texts of the vault", () => {
  it("have Japanese in their Japanese", () => {
    const found = sources.flatMap(({ path, code }) =>
      [...code.matchAll(/\bja: (?:"([^"]*)"|`((?:[^`\\]|\\.)*)`)/g)].map((match) => ({
        path,
        text: match[1] ?? match[2] ?? "",
      })),
    );
    assert.ok(found.length > 80, `${found.length}`);
    for (const { path, text } of found) {
      const isComposed = !/[A-Za-z]/.test(text.replace(/\$\{[^{}]*\}/g, ""));
      assert.ok(isComposed || japanese.test(text), `${path}: ${text}`);
    }
  });

  it("are the same in both languages only where they are one name or a command", () => {
    const found = sources.flatMap(({ path, code }) =>
      [...code.matchAll(/\bsame\(\s*(?:"([^"]*)"|`([^`]*)`)/g)].map((match) => ({
        path,
        text: match[1] ?? match[2] ?? "",
      })),
    );
    assert.ok(found.length > 8, `${found.length}`);
    for (const { path, text } of found)
      assert.match(text, /^(?:[\w-]*|(?:tegata|chmod|reg) .*)$/, `${path}: ${text}`);
  });
});

describe("englishWordsOf()", () => {
  it("takes a sentence for one, and no name, line or key", () => {
    assert.deepEqual(englishWordsOf("cannot call STS"), ["cannot", "call"]);
    assert.deepEqual(englishWordsOf("プロファイル「jon」の mfa_serial (/home/jon/.aws/config:3)"), ["jon"]);
    assert.deepEqual(englishWordsOf("STS は --duration と AWS_REGION を見ます", []), []);
  });
});
