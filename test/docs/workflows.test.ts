/** The workflow files: three systems, no secrets, actions pinned to a major version, and steps that exist. */
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";

const workflows = globSync(".github/workflows/*.yml").map((file) => ({
  file,
  text: readFileSync(file, "utf8"),
}));

describe(".github/workflows", () => {
  for (const { file, text } of workflows)
    it(`${file} pins its actions, takes no secret, may read only, and runs scripts that are there`, () => {
      const actions = [...text.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action);
      assert.ok(actions.length > 0);
      for (const action of actions) assert.match(action, /^actions\/[a-z-]+@v\d+$/);
      assert.doesNotMatch(text, /secrets\.|: write\b/);
      assert.match(text, /^permissions:\n {2}contents: read$/m);
      for (const [, script = ""] of text.matchAll(/run: node (\S+)/g)) assert.ok(existsSync(script), script);
      const parts = [...text.matchAll(/scripts\/test\.ts all (.+)/g)].flatMap(([, names = ""]) =>
        names.split(" "),
      );
      for (const part of parts)
        assert.ok(
          globSync("test/**/*.test.ts").some((test) => test.includes(part)),
          `no test for ${part}`,
        );
    });

  it("platforms.yml runs on each system that README.md's table speaks of", () => {
    const text = workflows.find(({ file }) => file.endsWith("platforms.yml"))?.text ?? "";
    const systems = /os: \[(.+)\]/.exec(text)?.[1]?.split(", ");
    assert.deepEqual(systems, ["ubuntu-latest", "macos-latest", "windows-latest"]);
    const table = readFileSync("README.md", "utf8").split("## Tested on")[1] ?? "";
    for (const name of ["Linux", "macOS", "Windows"]) assert.match(table, new RegExp(`^\\| ${name}\\b`, "m"));
  });
});
