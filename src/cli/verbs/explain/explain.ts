import { readFileSync } from "node:fs";
import { exitCodes, TegataError } from "../../../base/index.ts";
import { findPage, type Language, pages } from "../../../doctor/index.ts";
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
  throw new TegataError("PageUnknown", `there is no page about ${JSON.stringify(term)}`, {
    hint: "tegata explain   # lists them",
    exitCode: exitCodes.misuse,
  });
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
