/** The documents agree with each other and with the tree. Their commands are run by `test/clients/docs.test.ts`. */
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { normalise, readTranscript } from "../support/transcript.ts";

const documents = globSync(["*.md", "docs/**/*.md", "bench/*.md"]).sort();

describe("README.ja.md", () => {
  it("README.ja.md has README.md's commands and answers", () => {
    const [english = [], japanese = []] = ["README.md", "README.ja.md"].map((file) =>
      readTranscript(file).map(({ command, output }) => ({ command, output: normalise(output) })),
    );
    assert.deepEqual(japanese, english);
    assert.ok(english.length > 20);
  });

  it("README.ja.md has README.md's headings and links", () => {
    const [english, japanese] = ["README.md", "README.ja.md"].map((file) => ({
      headings: outsideOfFences(file).match(/^#+ /gm),
      links: linksOf(file)
        .filter((link) => !link.startsWith("README"))
        .sort(),
    }));
    assert.deepEqual(japanese, english);
  });
});

describe("the documents", () => {
  for (const file of documents)
    it(`${file} links to what is there`, () => {
      const missing = linksOf(file)
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => !existsSync(join(dirname(file), link.split("#", 1)[0] ?? "")));
      assert.deepEqual(missing, []);
    });

  it("ARCHITECTURE.md names files and folders that are there", () => {
    const named = [...readFileSync("ARCHITECTURE.md", "utf8").matchAll(/`([\w./-]+(?:\.ts|\.md|\/))`/g)].map(
      ([, path = ""]) => path,
    );
    const rooms = ["", "src", "src/authority", "src/authority/store", "src/vault", "src/doctor"];
    const missing = named.filter((path) => !rooms.some((room) => existsSync(join(room, path))));
    assert.deepEqual(missing, []);
    assert.ok(named.length > 20);
  });
});

function linksOf(file: string): string[] {
  return [...outsideOfFences(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
}

function outsideOfFences(file: string): string {
  return readFileSync(file, "utf8").replace(/^```[\s\S]*?^```$/gm, "");
}
