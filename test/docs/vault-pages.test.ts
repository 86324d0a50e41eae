/** What docs/vault says about settings, profiles and ways of handing over is what the tables in the code say. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { addressesForContainers } from "../../src/vault/deliver/container-server.ts";
import { exportFormats } from "../../src/vault/deliver/index.ts";
import { keyringKinds } from "../../src/vault/keyring/index.ts";
import { conventions } from "../../src/vault/profiles/index.ts";
import { settingRows } from "../../src/vault/profiles/settings/table.ts";

/** The part below a heading, up to the next one. */
function section(file: string, heading: string): string {
  const text = readFileSync(file, "utf8").split(`\n## ${heading}\n`)[1];
  assert.ok(text !== undefined, `${file} has no "${heading}"`);
  return text.split("\n## ")[0] ?? "";
}

describe("docs/vault/profiles.md", () => {
  const file = "docs/vault/profiles.md";

  it("docs/vault/profiles.md names every setting that is read, and no other", () => {
    const rows = [...section(file, "What a profile can say").matchAll(/^\| (`.+?`) \|/gm)];
    const named = rows.flatMap(([, names = ""]) => names.replaceAll("`", "").split(", "));
    const isOurs = (name: string) => name.startsWith("tegata_");
    assert.deepEqual(
      named.filter((name) => !isOurs(name)).sort(),
      settingRows.map(([, { key }]) => key).sort(),
    );
    // Ours is no setting of a step: the plan reads it where it warns.
    const sources = globSync("src/vault/plan/**/*.ts").map((source) => readFileSync(source, "utf8"));
    for (const name of named.filter(isOurs))
      assert.ok(
        sources.some((text) => text.includes(`"${name}"`)),
        name,
      );
  });

  it("docs/vault/profiles.md says in which order each client takes the variables", () => {
    const table = section(file, "Which profile is meant");
    for (const { clients, variables } of conventions) {
      const row = table.split("\n").find((line) => line.includes(clients.en)) ?? "";
      const named = [...row.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name);
      assert.deepEqual(named, variables, clients.en);
    }
  });
});

describe("docs/vault/delivery.md", () => {
  it("docs/vault/delivery.md names every format and every address for containers", () => {
    const text = readFileSync("docs/vault/delivery.md", "utf8");
    for (const name of [...exportFormats, ...addressesForContainers])
      assert.ok(text.includes(`\`${name}\``), name);
  });
});

describe("docs/vault/README.md", () => {
  it("docs/vault/README.md links to every page of the folder", () => {
    const text = readFileSync("docs/vault/README.md", "utf8");
    for (const page of globSync("*.md", { cwd: "docs/vault" }))
      assert.ok(page === "README.md" || text.includes(`(${page})`), page);
  });
});

describe("SECURITY.md", () => {
  it("SECURITY.md has a row for each keyring", () => {
    const table = section("SECURITY.md", "Keyrings");
    for (const kind of keyringKinds) assert.match(table, new RegExp(`^\\| \`${kind}\``, "m"));
  });
});
