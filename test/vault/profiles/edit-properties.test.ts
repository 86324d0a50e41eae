/** Random files, random edits: the edit is there, and nothing else changed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TegataError } from "../../../src/base/index.ts";
import { type Edit, editFile, type SharedFiles } from "../../../src/vault/profiles/index.ts";
import { fc } from "../../support/random.ts";
import { configFile, parseTexts } from "./texts.ts";

const config = { file: configFile, kind: "config" } as const;

const line = fc.constantFrom(
  "[profile a]",
  "[profile  a ] # c",
  "[profile b];c",
  "[default]",
  "[profile default]",
  "[services s]",
  "[ignored]",
  "x = 1",
  "X=1 # c",
  "y\t=  2",
  "y =",
  "z = # c",
  "in valid = 3",
  "  x = 4",
  "\tw=5 ; c",
  "  # indented",
  "# comment",
  "; comment",
  "",
  "  ",
);
const file = fc
  .record({
    mark: fc.constantFrom("", "\uFEFF"),
    lines: fc.array(fc.tuple(line, fc.constantFrom("\n", "\n", "\r\n")), { maxLength: 14 }),
    last: fc.option(line, { nil: "" }),
  })
  .map(({ mark, lines, last }) => `${mark}[profile c]\n${lines.map((each) => each.join("")).join("")}${last}`)
  .filter((text) => isReadable(text));

const section = fc.constantFrom(
  { kind: "profile", name: "a" } as const,
  { kind: "profile", name: "default" } as const,
  { kind: "services", name: "s" } as const,
  { kind: "profile", name: "new" } as const,
);
const property = fc.constantFrom("x", "y", "z", "fresh");
const value = fc.constantFrom("1", "2", "v=w", "a#b", "ü 🎈");
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("set"), section, property, value }),
  fc.record({ kind: fc.constant("set"), section, property, subProperty: property, value }),
  fc.record({ kind: fc.constant("remove"), section, property }),
  fc.record({ kind: fc.constant("remove"), section, property, subProperty: property }),
  fc.record({ kind: fc.constant("add-section"), section }),
  fc.record({ kind: fc.constant("remove-section"), section }),
);

function isReadable(text: string): boolean {
  try {
    parseTexts(text);
    return true;
  } catch {
    return false;
  }
}

/** undefined when the edit is refused. */
function tryEdit(text: string, asked: Edit): string | undefined {
  try {
    return editFile(text, [asked], config);
  } catch (error) {
    assert.ok(error instanceof TegataError && error.code === "EditRefused", String(error));
    return undefined;
  }
}

type Flat = Record<string, string>;

/** `kind name` and `kind name property` → value, without what the edit is about. */
function flatten({ profiles, services }: SharedFiles, without: Edit): { others: Flat; asked: Flat } {
  const flat = { others: {} as Flat, asked: {} as Flat };
  for (const each of [...profiles.values(), ...services.values()]) {
    const isSection = each.kind === without.section.kind && each.name === without.section.name;
    flat[isSection ? "asked" : "others"][`${each.kind} ${each.name}`] = "";
    for (const { name, value: text, subProperties } of each.properties.values()) {
      const isProperty = isSection && (!("property" in without) || without.property === name);
      flat[isProperty ? "asked" : "others"][`${each.kind} ${each.name} ${name}`] = text;
      for (const sub of subProperties?.values() ?? []) {
        flat[isProperty ? "asked" : "others"][`${each.kind} ${each.name} ${name} ${sub.name}`] = sub.value;
      }
    }
  }
  return flat;
}

const runs = { numRuns: 600 };

test("editFile() makes the edit and changes nothing else that is read", () => {
  let made = 0;
  fc.assert(
    fc.property(file, edit, (before, asked) => {
      const after = tryEdit(before, asked);
      if (after === undefined) return;
      made += 1;
      const was = flatten(parseTexts(before), asked);
      const now = flatten(parseTexts(after), asked);
      assert.deepEqual(now.others, was.others);
      const key = `${asked.section.kind} ${asked.section.name}`;
      const path =
        "property" in asked ? [key, asked.property, asked.subProperty].filter(Boolean).join(" ") : key;
      if (asked.kind === "set") assert.equal(now.asked[path], asked.value);
      else assert.equal(path in now.asked, asked.kind === "add-section");
      assert.equal(tryEdit(after, asked), after, "a second time");
    }),
    runs,
  );
  assert.ok(made > runs.numRuns / 2, `only ${made} edits were made`);
});

const setsTheFirstLineOnly: Edit = {
  kind: "set",
  section: { kind: "services", name: "s" },
  property: "y",
  value: "2",
};

test("editFile() leaves all other lines byte for byte", () => {
  fc.assert(
    fc.property(file, edit, (before, asked) => {
      const after = tryEdit(before, asked);
      if (after === undefined || after === before) return;
      const [old, fresh] = [linesOf(before), linesOf(after)];
      if (asked.kind === "remove" || asked.kind === "remove-section") return assert.ok(isWithin(fresh, old));
      if (isWithin(ended(old), ended(fresh)))
        return assert.equal(old.at(-1)?.endsWith("\n"), fresh.at(-1)?.endsWith("\n"));
      // One line has another value, or the same one where only continuations are to go; the continuations fall away.
      const index = old.findIndex((text, at) => text !== fresh[at]);
      assert.deepEqual(fresh.slice(0, index), old.slice(0, index));
      const isReplaced = !/^[ \t]/.test(old[index] ?? "") || "subProperty" in asked;
      if (isReplaced) {
        assert.equal(/^[^=]*=/.exec(fresh[index] ?? "")?.[0], /^[^=]*=/.exec(old[index] ?? "")?.[0]);
        assert.equal(
          /(?: [#;].*)?\r?\n?$/.exec(fresh[index] ?? "")?.[0],
          /(?: [#;].*)?\r?\n?$/.exec(old[index] ?? "")?.[0],
        );
      }
      const next = isReplaced ? index + 1 : index;
      const gone = linesLeftOut(fresh.slice(next), old.slice(next));
      assert.ok(
        gone?.every((text) => /^[ \t]/.test(text)),
        `left out: ${JSON.stringify(gone)}`,
      );
    }),
    {
      ...runs,
      examples: [["[profile c]\n[services s]\ny\t=  2\n\tw=5 ; c\n", setsTheFirstLineOnly]],
    },
  );
});

/** With their endings. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A last line without an ending is given one when something follows it. */
function ended(lines: readonly string[]): readonly string[] {
  const last = lines.at(-1);
  return last === undefined || last.endsWith("\n") ? lines : [...lines.slice(0, -1), `${last}\n`];
}

/** Whether the lines come in the others, in that order. */
function isWithin(lines: readonly string[], others: readonly string[]): boolean {
  return linesLeftOut(lines, others) !== undefined;
}

/** Those of the others that the lines, which come in them in that order, are without; undefined when they do not. */
function linesLeftOut(lines: readonly string[], others: readonly string[]): readonly string[] | undefined {
  const leftOut: string[] = [];
  let next = 0;
  for (const other of others) {
    if (next < lines.length && other === lines[next]) next += 1;
    else leftOut.push(other);
  }
  return next === lines.length ? leftOut : undefined;
}
