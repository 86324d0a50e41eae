import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { findPage, pages, rules } from "../../src/doctor/index.ts";

const folder = new URL("../../docs/troubleshooting/", import.meta.url);
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

function read(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}

/** What a page has, in this order. */
const headings = {
  en: ["What it means", "How it comes about", "What to do"],
  ja: ["意味", "原因", "対処"],
} as const;

describe("docs/troubleshooting", () => {
  for (const { slug } of pages)
    it(`${slug} is there in both languages, with its parts`, () => {
      for (const [language, name] of [
        ["en", `${slug}.md`],
        ["ja", `${slug}.ja.md`],
      ] as const) {
        const text = read(name);
        assert.match(text, /^# \S/, name);
        const found = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
        assert.deepEqual(found.slice(0, 3), headings[language], name);
        assert.equal(japanese.test(text), language === "ja", name);
      }
    });

  it("has a page for every finding, and no page that nothing leads to", () => {
    const slugs = new Set(pages.map(({ slug }) => slug));
    for (const { code, page } of rules) assert.ok(slugs.has(page), code);
    const files = readdirSync(folder).filter((name) => name !== "README.md" && name !== "README.ja.md");
    for (const name of files) assert.ok(slugs.has(name.replace(/(?:\.ja)?\.md$/, "")), name);
  });

  it("is listed with every page", () => {
    for (const name of ["README.md", "README.ja.md"]) {
      const text = read(name);
      for (const { slug } of pages) assert.ok(text.includes(`(${slug}${name.slice(6)})`), `${name}: ${slug}`);
    }
  });

  it("gives the same commands in both languages", () => {
    const commandsOf = (text: string) =>
      [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code]) => code);
    for (const { slug } of pages)
      assert.deepEqual(commandsOf(read(`${slug}.ja.md`)), commandsOf(read(`${slug}.md`)), slug);
  });
});

describe("findPage()", () => {
  it("knows codes, pages, findings and whole errors", () => {
    for (const [term, slug] of [
      ["InvalidClientTokenId", "invalid-client-token-id"],
      ["invalidclienttokenid", "invalid-client-token-id"],
      ["UnrecognizedClientException", "invalid-client-token-id"],
      ["expired-token", "expired-token"],
      ["session-without-mfa", "invalid-client-token-id"],
      [
        "An error occurred (AccessDenied) when calling the GetSessionToken operation: Cannot call GetSessionToken with session credentials",
        "cannot-call-with-session-credentials",
      ],
      ["リクエストに含まれているセキュリティトークンが失効しています", "expired-token"],
      ["Unable to locate credentials", "unable-to-locate-credentials"],
    ] as const)
      assert.equal(findPage(term), slug, term);
  });

  it("knows no page about anything else", () => {
    for (const term of ["toString", "__proto__", "weather", ""])
      assert.equal(findPage(term), undefined, term);
  });

  it("finds what is there", () => {
    for (const { slug } of pages) assert.ok(existsSync(new URL(`${slug}.md`, folder)), slug);
  });
});
