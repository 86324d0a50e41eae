/** docs/from-aws-vault.md is made anew from its tables, and what they say is true of the parser and the sources. */
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { Command } from "commander";
import { fromAwsVaultFile, renderFromAwsVault } from "../../scripts/from-aws-vault.ts";
import {
  configKeys,
  defaults,
  globalFlags,
  type Row,
  variables,
  verbs,
} from "../../src/cli/vault/aws-vault.ts";
import { settingRows } from "../../src/vault/profiles/settings/table.ts";

/** Without the tables themselves, and without the list of what a child may keep. */
const sources = globSync("src/**/*.ts")
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !/aws-vault\.ts$|deliver\/variables\.ts$/.test(file))
  .map((file) => readFileSync(file, "utf8"));

function isRead(variable: string): boolean {
  const whole = new RegExp(`\\b${variable}\\b`);
  return sources.some((text) => whole.test(text));
}

async function commandOf(verb: string): Promise<Command> {
  const file = new URL(`../../src/cli/verbs/${verb}.ts`, import.meta.url);
  assert.ok(existsSync(file), `there is no verb ${verb}`);
  const exported: Readonly<Record<string, () => Command>> = await import(file.href);
  const make = exported[`${verb}Command`];
  assert.ok(make, `${file} has no ${verb}Command`);
  return make();
}

/** `-d, --duration <span>` → `-d`, `--duration`. */
function spellings(flags: string): readonly string[] {
  return flags.match(/(?<![\w-])--?[a-z][a-z-]*/g) ?? [];
}

function assertTakes(command: Command, row: Row): void {
  if (row.status === "absent") return;
  // A command that stands in place of a flag has flags of its own.
  const isCommand = row.ours.startsWith("`tegata");
  const flags = row.status === "same" ? [row.theirs, row.ours] : isCommand ? [] : [row.ours];
  for (const spelling of flags.flatMap(spellings))
    assert.ok(
      command.options.some((option) => option.short === spelling || option.long === spelling) ||
        spelling === "--help",
      `${command.name()} does not take ${spelling}`,
    );
}

describe("docs/from-aws-vault.md", () => {
  it("docs/from-aws-vault.md is what scripts/from-aws-vault.ts writes", () => {
    assert.equal(
      readFileSync(fromAwsVaultFile, "utf8"),
      renderFromAwsVault(),
      "run: node scripts/from-aws-vault.ts",
    );
  });

  for (const { theirs, counterpart, flags } of verbs) {
    if (counterpart.status === "absent" || counterpart.ours.startsWith("-")) continue;
    it(`tegata ${counterpart.ours} takes the flags of AWS Vault's \`${theirs}\` that it is said to take`, async () => {
      const command = await commandOf(counterpart.ours);
      for (const row of flags) assertTakes(command, row);
      const [, ...aliases] = theirs.split(", ");
      for (const alias of aliases) assert.ok(command.aliases().includes(alias), `no alias ${alias}`);
    });
  }

  it("the global flags that are the same are taken by exec", async () => {
    const exec = await commandOf("exec");
    for (const row of globalFlags.filter(({ status }) => status === "same")) assertTakes(exec, row);
    assertTakes(exec, { theirs: "--backend", status: "same", ours: "--keyring" });
  });

  it("verbs that are named in place of others exist", () => {
    const rows = [...verbs.flatMap(({ flags, counterpart }) => [counterpart, ...flags]), ...globalFlags];
    const texts = rows.flatMap((row) => Object.values(row));
    const named = texts.flatMap((text) =>
      [...text.matchAll(/`tegata ([a-z]+)/g)].map(([, verb = ""]) => verb),
    );
    assert.ok(named.length > 4);
    for (const verb of named) assert.ok(existsSync(`src/cli/verbs/${verb}.ts`), verb);
  });

  it("a variable that counts is read somewhere, one that is absent nowhere", () => {
    for (const row of [...variables, ...globalFlags]) {
      if (row.status === "same" && /^[A-Z]/.test(row.theirs)) assert.ok(isRead(row.theirs), row.theirs);
      if (row.status === "absent" && /^[A-Z_]+$/.test(row.theirs)) assert.ok(!isRead(row.theirs), row.theirs);
      const ours = row.status === "different" ? row.ours : row.status === "same" ? (row.note ?? "") : "";
      for (const name of ours.match(/TEGATA_[A-Z_]+/g) ?? []) assert.ok(isRead(name), name);
    }
  });

  it("a key of a profile that counts is among the settings that are read", () => {
    const known = settingRows.map(([, { key }]) => key);
    for (const { theirs, status } of configKeys)
      if (status !== "absent") assert.ok(known.includes(theirs), theirs);
  });

  it("nothing is listed twice, and every difference says why", () => {
    for (const rows of [globalFlags, variables, configKeys, defaults, ...verbs.map(({ flags }) => flags)]) {
      const names = rows.map(({ theirs }) => theirs);
      assert.deepEqual(names, [...new Set(names)]);
      for (const row of rows) assert.ok(row.status === "same" || row.why.length > 10, row.theirs);
    }
  });
});
