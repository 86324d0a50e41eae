import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { findPage, nearestPages, pages, rules } from "../../src/doctor/index.ts";
import { clientFailures } from "../../src/doctor/symptom/index.ts";
import { commandLines, parseTegata, readPage, troubleshooting } from "../support/doctor-pages.ts";

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const languages = ["en", "ja"] as const;

/** What a page has, in this order. */
const headings = {
  en: ["What it means", "How it comes about", "How to see it", "What to do", "What cannot be known"],
  ja: ["意味", "原因", "確かめ方", "対処", "分からないこと"],
} as const;

/** `- `code`: …`, under the causes. */
function explainedIn(text: string): readonly string[] {
  const causes = text.split(/^## /m)[2] ?? "";
  return [...causes.matchAll(/^- `([a-z-]+)`: \S/gm)].map(([, code = ""]) => code);
}

/** The titles of AWS's documents, which stand in a paragraph of their own. */
function documentsOf(text: string): readonly string[] {
  const paragraph = text.split("\n\n").find((each) => /^AWS(?: の文書)?: /.test(each)) ?? "";
  return [...paragraph.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title.replaceAll(/\s+/g, " "));
}

describe("docs/troubleshooting", () => {
  for (const { slug } of pages)
    it(`${slug} has its parts in both languages, with the same title, commands and links`, () => {
      for (const language of languages) {
        const text = readPage(slug, language);
        const found = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
        assert.deepEqual(found, headings[language]);
        assert.equal(japanese.test(text), language === "ja");
        assert.ok(documentsOf(text).length > 0, "no document of AWS's");
        for (const part of text.split(/^## .+$/m)) assert.notEqual(part.trim(), "");
      }
      const [english, inJapanese] = languages.map((language) => {
        const text = readPage(slug, language);
        return {
          title: text.split("\n")[0],
          blocks: [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code]) => code),
          links: [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link?.replace(".ja.md", ".md")),
          documents: documentsOf(text),
          explained: explainedIn(text),
        };
      });
      assert.deepEqual(inJapanese, english);
      assert.match(english?.title ?? "", /^# \S/);
    });

  for (const { code, page } of rules)
    it(`${code} is explained by ${page}, in both languages, and by no other page`, () => {
      for (const language of languages)
        assert.deepEqual(
          pages
            .map(({ slug }) => slug)
            .filter((slug) => explainedIn(readPage(slug, language)).includes(code)),
          [page],
          language,
        );
    });

  it("explains no finding that there is not", () => {
    const codes = new Set(rules.map(({ code }) => code));
    for (const { slug } of pages)
      for (const code of explainedIn(readPage(slug, "en"))) assert.ok(codes.has(code), `${slug}: ${code}`);
  });

  it("has no page that nothing leads to, and no link to nowhere", () => {
    const slugs = new Set(pages.map(({ slug }) => slug));
    const files = readdirSync(troubleshooting);
    for (const name of files) {
      const slug = name.replace(/(?:\.ja)?\.md$/, "");
      assert.ok(slug === "README" || slugs.has(slug), name);
      const text = readFileSync(new URL(name, troubleshooting), "utf8");
      for (const [, link = ""] of text.matchAll(/\]\(([^)#]+)\)/g))
        assert.ok(existsSync(new URL(link, new URL(name, troubleshooting))), `${name}: ${link}`);
    }
  });

  it("is listed with every page, by its title", () => {
    for (const language of languages) {
      const list = readPage("README", language);
      for (const { slug } of pages) {
        const title = readPage(slug, language).split("\n")[0]?.slice(2);
        const file = language === "en" ? `${slug}.md` : `${slug}.ja.md`;
        assert.ok(list.includes(`[${title}](${file})`), file);
      }
    }
  });

  for (const { slug } of pages)
    it(`tegata takes every line that ${slug} has for it`, async () => {
      for (const language of languages)
        for (const line of commandLines(readPage(slug, language), "tegata")) await parseTegata(line);
    });
});

describe("parseTegata()", () => {
  it("refuses verbs and flags that there are not", async () => {
    for (const line of ["tegata mend deploy", "tegata clear --all", "tegata cache", "tegata exec --role"])
      await assert.rejects(parseTegata(line.split(" ")), line);
  });

  it("finds the lines in blocks and in sentences", () => {
    const text = "`tegata plan x` and\n\n```sh\nenv | tegata why\ntegata exec a -- aws s3 ls\n```\n";
    assert.deepEqual(commandLines(text, "tegata"), [
      ["tegata", "why"],
      ["tegata", "exec", "a", "--", "aws", "s3", "ls"],
      ["tegata", "plan", "x"],
    ]);
    assert.deepEqual(commandLines(text, "aws"), [["aws", "s3", "ls"]]);
  });
});

describe("findPage()", () => {
  it("finds a page by its name, in any spelling, and by every finding's", () => {
    for (const { slug } of pages)
      for (const term of [slug, slug.toUpperCase(), slug.replaceAll("-", " "), `${slug}.ja.md`])
        assert.equal(findPage(term), slug, term);
    const slugs = new Set(pages.map(({ slug }) => slug));
    for (const { code, page } of rules) assert.equal(findPage(code), slugs.has(code) ? code : page, code);
  });

  it("finds a page for every failure of a client, and every code of the table", () => {
    for (const code of clientFailures) assert.ok(findPage(code) !== undefined, code);
    for (const { slug, codes } of pages) for (const code of codes) assert.equal(findPage(code), slug, code);
  });

  it("finds a page by its own title, where that is an error's text", () => {
    for (const { slug } of pages) {
      const title = readPage(slug, "en").split("\n")[0]?.slice(2) ?? "";
      if (!/error occurred|could not|[Uu]nable to|Partial|You must|^'/.test(title)) continue;
      assert.equal(findPage(title), slug, title);
    }
  });

  it("finds a page by codes and sentences in whatever stands around them", () => {
    const stem = "User: arn:aws:iam::111122223333:user/ann is not authorized to perform:";
    const role = "on resource: arn:aws:iam::111122223333:role/deploy";
    for (const [term, slug] of [
      ["invalidclienttokenid", "invalid-client-token-id"],
      ["UnrecognizedClientException", "invalid-client-token-id"],
      ["AuthFailure", "invalid-client-token-id"],
      ["ExpiredTokenException", "expired-token"],
      ["リクエストに含まれているセキュリティトークンが失効しています", "expired-token"],
      ["リクエストに含まれるセキュリティトークンが無効です。", "invalid-client-token-id"],
      ["The provided token has expired.", "expired-token"],
      ["Only federation tokens or assume role tokens may be used for federated login", "sign-in-refused"],
      [
        "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
        "duration-seconds-exceeds",
      ],
      [
        `${stem} sts:AssumeRole ${role} because no identity-based policy allows the sts:AssumeRole action`,
        "no-identity-based-policy-allows",
      ],
      [
        `${stem} sts:AssumeRole ${role} because no role trust policy allows the sts:AssumeRole action`,
        "not-authorized-to-perform-sts-assumerole",
      ],
      [`${stem} sts:AssumeRole ${role} with an explicit deny in the role trust policy`, "explicit-deny"],
      [
        `${stem} s3:ListBucket with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/AWSRevokeOlderSessions`,
        "session-revoked",
      ],
      ["Provided region_name 'us-east-1 # home' doesn't match a supported format.", "profile-syntax"],
      ["[Errno 2] No such file or directory: '/usr/local/bin/nobody'", "unable-to-locate-credentials"],
      [
        "Infinite loop in credential configuration detected. Attempting to load from profile a",
        "profile-cannot-be-used",
      ],
      [
        "$ aws s3 ls\nUnable to locate credentials\n$ aws iam list-users\n\nAn error occurred (InvalidClientTokenId) when calling the ListUsers operation: The security token included in the request is invalid\n$ ",
        "invalid-client-token-id",
      ],
    ] as const)
      assert.equal(findPage(term), slug, term);
  });

  it("knows no page about anything else", () => {
    for (const term of ["toString", "__proto__", "weather", "", "  ", "a".repeat(100_000)])
      assert.equal(findPage(term), undefined, term.slice(0, 20));
  });
});

describe("nearestPages()", () => {
  it("suggests what is nearly the term, or has its words", () => {
    for (const [term, slug] of [
      ["expird-token", "expired-token"],
      ["sesion-without-mfa", "invalid-client-token-id"],
      ["InvalidClientTokenID's", "invalid-client-token-id"],
      ["clock", "signature-expired"],
      ["the compose file", "docker-compose"],
      ["my region is wrong", "you-must-specify-a-region"],
    ] as const)
      assert.ok(nearestPages(term).includes(slug), term);
  });

  it("suggests a few at most, and nothing for what is like nothing", () => {
    assert.equal(nearestPages("mfa profile token session").length, 3);
    for (const term of ["weather", "", "the", "🔑", "constructor"])
      assert.deepEqual(nearestPages(term), [], term);
  });
});
