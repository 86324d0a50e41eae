import { readFileSync } from "node:fs";
import { exitCodes, TegataError } from "../../../base/index.ts";
import { findPage, type Language, nearestPages, pages } from "../../../doctor/index.ts";
import { languageOf } from "../../language.ts";
import { packageFile } from "../../package-file.ts";
import { thisMachine } from "../../vault/this-machine.ts";

/** Prints a page, or the list of them. @throws TegataError `PageUnknown`. */
export function explainTerm(term: string, settings: { readonly lang?: Language }): void {
  const language = settings.lang ?? languageOf(thisMachine().env);
  process.stdout.write(term === "" ? listPages(language) : readPage(pageOf(term), language));
}

function pageOf(term: string): string {
  const page = findPage(term);
  if (page !== undefined) return page;
  const near = nearestPages(term);
  const meant = near.length === 0 ? "" : `; did you mean ${near.join(", ")}?`;
  throw new TegataError("PageUnknown", `there is no page about ${quoted(term)}${meant}`, {
    hint: "tegata explain   # lists the pages",
    exitCode: exitCodes.misuse,
  });
}

/** Of a whole log that nobody knows, the beginning says enough. */
const maxQuotedCharacters = 60;

function quoted(term: string): string {
  const [line = ""] = term.trim().split("\n");
  const isWhole = line.length <= maxQuotedCharacters && line === term.trim();
  return JSON.stringify(isWhole ? line : `${line.slice(0, maxQuotedCharacters)}…`);
}

function listPages(language: Language): string {
  const longest = Math.max(...pages.map(({ slug }) => slug.length));
  return pages.map(({ slug }) => `${slug.padEnd(longest)}  ${titleOf(slug, language)}\n`).join("");
}

function titleOf(slug: string, language: Language): string {
  return (
    readPage(slug, language)
      .split("\n")
      .find((line) => line.startsWith("# "))
      ?.slice(2) ?? slug
  );
}

function readPage(slug: string, language: Language): string {
  const name = language === "ja" ? `${slug}.ja.md` : `${slug}.md`;
  return readFileSync(packageFile(`docs/troubleshooting/${name}`), "utf8");
}
