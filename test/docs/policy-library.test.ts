/** docs/policy/library.md is true: its program runs as it stands, and it lists what the library exports. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import { policyBundles } from "../../scripts/policy-bundles.ts";
import * as limits from "../../src/policy/limits.ts";
import { exampleOutput, exampleProgram, listedExports } from "../support/policy-page.ts";

const door = "src/policy/index.ts";

interface Export {
  readonly name: string;
  /** Where it is declared. */
  readonly file: string;
}

/** What a door exports, doors behind it followed to the declaration. */
function exportsOf(file: string): readonly Export[] {
  return [...readFileSync(file, "utf8").matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)"/gm)].flatMap(
    ([, names = "", from = ""]) => {
      const target = join(dirname(file), from);
      const behind = exportsOf(target);
      return names
        .split(",")
        .map((name) => name.trim().replace(/^type /, ""))
        .filter((name) => name !== "")
        .map((name) => behind.find((other) => other.name === name) ?? { name, file: target });
    },
  );
}

describe("docs/policy/library.md", () => {
  const folder = mkdtempSync(join(tmpdir(), "tegata-policy-library-"));

  before(async () => {
    const installed = join(folder, "node_modules", "tegata");
    mkdirSync(installed, { recursive: true });
    const manifest: object = JSON.parse(readFileSync("package.json", "utf8"));
    writeFileSync(join(installed, "package.json"), JSON.stringify(manifest));
    for (const options of policyBundles)
      await build({
        ...options,
        bundle: true,
        format: "esm",
        outdir: join(installed, "dist"),
        logLevel: "warning",
      });
    writeFileSync(join(folder, "example.mjs"), exampleProgram);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("docs/policy/library.md: its program prints what it says", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ["example.mjs"], { cwd: folder });
    assert.equal(stdout.trimEnd(), exampleOutput.trimEnd());
    assert.ok(exampleOutput.length > 200);
  });

  it("docs/policy/library.md shows examples/policy.ts", () => {
    const example = readFileSync("examples/policy.ts", "utf8");
    const program = example
      .slice(example.search(/^import /m))
      .replace('"../src/policy/index.ts"', '"tegata/policy"');
    assert.equal(exampleProgram, program);
  });

  it("docs/policy/library.md lists every export and no other", () => {
    const names = exportsOf(door).map(({ name }) => name);
    assert.ok(names.length > 40);
    assert.deepEqual([...listedExports].sort(), [...names].sort());
  });

  it("docs/policy/library.md lists as functions what can be called", async () => {
    const library: Record<string, unknown> = await import("../../src/policy/index.ts");
    const page = readFileSync("docs/policy/library.md", "utf8");
    const functions = page.split("| function |")[1]?.split("| type |")[0] ?? "";
    const listed = [...functions.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(listed.sort(), Object.keys(library).sort());
  });

  it("docs/policy/library.md states the engine's limits on texts as they are", () => {
    const table = readFileSync("docs/policy/library.md", "utf8").split("## Limits")[1]?.split("## ")[0] ?? "";
    const { maxPolicyTextCharacters, maxJsonDepth, maxNumberCharacters, maxVariableKeyCharacters } = limits;
    const stated = [...table.matchAll(/^\| [^|]+ \| ([\d,]+)(?: characters)? \|$/gm)].map(
      ([, value]) => value,
    );
    assert.deepEqual(
      stated,
      [maxPolicyTextCharacters, maxJsonDepth, maxNumberCharacters, maxVariableKeyCharacters].map((value) =>
        value.toLocaleString("en-US"),
      ),
    );
  });

  it("every export of tegata/policy has a comment that says what it is", () => {
    const bare = exportsOf(door).filter(({ name, file }) => {
      const declared = new RegExp(
        `\\*/\\nexport (?:async )?(?:function|const|interface|type|class) ${name}\\b`,
      );
      return !declared.test(readFileSync(file, "utf8"));
    });
    assert.deepEqual(bare, []);
  });
});
