/** The documents agree with each other and with the tree. Their commands are run by `test/clients/docs.test.ts`. */
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import {
  isTranslated,
  normalise,
  parseTranscript,
  readTranscript,
  type Step,
} from "../support/transcript.ts";

const documents = globSync(["*.md", "docs/**/*.md", "bench/*.md"]).sort();

const readmes = ["README.md", "README.ja.md"] as const;
/** Issue 5: from a fresh clone to a listing that works, everything that is typed counted. */
const maxTyped = 6;

describe("the beginning of each README", () => {
  for (const file of readmes)
    it(`${file} goes from a refused listing through why to a working one in ${maxTyped} typed commands`, () => {
      const { started, steps } = beginningOf(file);
      const typed = [...started, ...steps.map(({ command }) => command)];
      assert.equal(typed[0], "npm start");
      assert.ok(typed.length <= maxTyped, typed.join("\n"));

      const at = (command: string) => steps.findIndex((step) => step.command === command);
      const refused = at("aws iam list-users");
      const asked = at("npx tegata why -- aws iam list-users");
      assert.ok(0 < refused && refused < asked && asked < steps.length - 1, typed.join("\n"));
      assert.match(steps[refused]?.output ?? "", /^An error occurred \(InvalidClientTokenId\).*ListUsers/);
      const last = steps.at(-1);
      assert.equal(last?.command, "aws iam list-users");
      assert.equal(JSON.parse(last.output).Users[0].UserName, "admin");
    });

  for (const file of readmes)
    it(`${file} pastes the first remedy that why prints, as it stands`, () => {
      const { steps } = beginningOf(file);
      const asked = steps.findIndex(({ command }) => command.startsWith("npx tegata why"));
      const [, ...remedy] = (steps[asked]?.output ?? "").split(/^ {3}→ .*\n/m);
      const printed = remedy[0]?.split("\n").filter((line) => line !== "");
      const pasted = steps.slice(asked + 1, -1).map(({ command }) => `     ${command}`);
      assert.deepEqual(printed, pasted);
      assert.ok(pasted.length > 0);
    });

  it("README.ja.md begins with why, plan and whoami, answered in Japanese", () => {
    const verbs = readTranscript("README.ja.md").filter(({ command }) => isTranslated(command));
    const first = verbs.slice(0, 3);
    assert.deepEqual(
      first.map(({ command }) => command.split(" ")[2]),
      ["why", "plan", "whoami"],
    );
    for (const { command, output } of first)
      assert.match(output, /[\p{sc=Hiragana}\p{sc=Katakana}]/u, command);
  });
});

/** What is typed up to the first paragraph after the first transcript. */
function beginningOf(file: string): { readonly started: readonly string[]; readonly steps: readonly Step[] } {
  const [, plain = "", transcript = ""] =
    /^```\n([\s\S]*?)^```$[\s\S]*?^(```sh\n[\s\S]*?^```)$/m.exec(readFileSync(file, "utf8")) ?? [];
  const started = plain.split("\n").filter((line) => line !== "");
  return { started, steps: parseTranscript(transcript) };
}

describe("README.ja.md", () => {
  it("README.ja.md has README.md's commands, and its answers but for what is translated", () => {
    const [english = [], japanese = []] = readmes.map((file) =>
      readTranscript(file).map(({ command, output }) => ({
        command,
        output: isTranslated(command) ? "" : normalise(output),
      })),
    );
    assert.deepEqual(japanese, english);
    assert.ok(english.length > 20);
  });

  it("README.ja.md has README.md's headings and links", () => {
    const [english, japanese] = readmes.map((file) => ({
      headings: outsideOfFences(file).match(/^#+ /gm),
      links: linksOf(file)
        .filter((link) => !link.startsWith("README"))
        // Of what there is in Japanese, the Japanese.
        .map((link) => (existsSync(link.replace(/\.md$/, ".ja.md")) ? link.replace(/\.md$/, ".ja.md") : link))
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

  it("the documents' commands mean the same in zsh, which takes letters behind $NAME: for a modifier", () => {
    const modified = documents.flatMap((file) =>
      readTranscript(file)
        .filter(({ command }) => /\$\w+:[A-Za-z&]/.test(command.replaceAll(/'[^']*'/g, "")))
        .map(({ command }) => `${file}: ${command}`),
    );
    assert.deepEqual(modified, []);
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
