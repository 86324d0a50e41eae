/**
 * The same failure under other names: every case of the vectors is judged again with other profiles, people, roles, policies,
 * accounts, key ids and folders, and must be told in the same words but for these names. So the tests with real clients
 * need to show each failure only once.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Facts, judge } from "../../src/doctor/index.ts";
import { fc } from "../support/random.ts";
import { lay, vectors } from "./vectors.ts";

/** Two letters are the least that is told from a word of a sentence. */
const nameInArn = /(?::(?:user|role|mfa|policy)\/|:assumed-role\/)([\w.-]{2,})/g;
const homeFolder = /\/home\/(\w+)\//g;
const keyId = /\b(?:AKIA|ASIA)[A-Z0-9]+\b/g;
const accountId = /\b\d{12}\b/g;

/** What such names may be: two letters or more, whatever needs no quotes in a shell, which would change what is pasted. */
const anyName = fc.stringMatching(/^[a-z][a-z0-9]{1,8}(?:[-_.][a-z0-9]{1,6})?$/);
const anyAccount = fc.stringMatching(/^[1-9]\d{11}$/);
const anyKeyTail = fc.stringMatching(/^[A-Z2-7]{16}$/);

interface Names {
  readonly name: readonly string[];
  readonly account: readonly string[];
  readonly keyTail: readonly string[];
}

const anyNames = fc.record<Names>({
  name: list(anyName),
  account: list(anyAccount),
  keyTail: list(anyKeyTail),
});

/** More than any case has, each another. */
function list(of: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  return fc.uniqueArray(of, { minLength: 8, maxLength: 8 });
}

/** Names that are in no sentence of ours, so that in a finding they can be told from its words. */
const plainNames: Names = {
  name: Array.from({ length: 8 }, (_, at) => `qz${at}name`),
  account: Array.from({ length: 8 }, (_, at) => `99999999999${at}`),
  keyTail: Array.from({ length: 8 }, (_, at) => `QZQZQZQZQZQZQZ${at + 2}Z`),
};

/** Every name in the text → the one at its place in `names`. */
function renaming(text: string, names: Names): ReadonlyMap<string, string> {
  const found = (expression: RegExp, group: number) => [
    ...new Set([...text.matchAll(expression)].map((match) => match[group] ?? "")),
  ];
  const renamed = new Map<string, string>();
  const people = [...found(nameInArn, 1), ...found(homeFolder, 1), ...profilesIn(JSON.parse(text))];
  for (const [at, name] of [...new Set(people)].entries()) renamed.set(name, names.name[at] ?? "");
  for (const [at, id] of found(accountId, 0).entries()) renamed.set(id, names.account[at] ?? "");
  for (const [at, id] of found(keyId, 0).entries())
    renamed.set(id, `${id.slice(0, 4)}${names.keyTail[at] ?? ""}`);
  assert.ok(![...renamed.values()].includes(""), "a case with more names than were thought of");
  return renamed;
}

/** Members called `name`, `profile`, `profiles`, `similar`, and the like. */
function profilesIn(value: unknown, key = ""): readonly string[] {
  if (typeof value === "string")
    return /^(?:name|profiles?|similar|onlyInKeyring|vaultProfile|AWS_(?:DEFAULT_)?PROFILE)$/.test(key) &&
      value.length > 1
      ? [value]
      : [];
  if (Array.isArray(value)) return value.flatMap((one) => profilesIn(one, key));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => profilesIn(member, name));
}

/** @param around what may not stand beside a name */
function rename(text: string, renamed: ReadonlyMap<string, string>, around = ""): string {
  const all = [...renamed.keys()].sort((left, right) => right.length - left.length);
  if (all.length === 0) return text;
  const words = all.map((name) => name.replaceAll(/[.-]/g, "\\$&")).join("|");
  const [before, after] = around === "" ? ["", ""] : [`(?<!${around})`, `(?!${around})`];
  return text.replaceAll(
    new RegExp(`${before}(?:${words})${after}`, "g"),
    (name) => renamed.get(name) ?? name,
  );
}

const judged = (facts: string) => JSON.stringify(judge(JSON.parse(facts) as Facts), undefined, 1);

describe("judge(), under other names", () => {
  for (const { name, facts, findings } of vectors.cases)
    it(`finds the same, in the same words: ${name}`, () => {
      const text = JSON.stringify(lay(facts, vectors.base));
      const plain = rename(text, renaming(text, plainNames), "[\\w-]");
      const found = judged(plain);
      assert.deepEqual(
        (JSON.parse(found) as { code: string; certainty: string }[]).map(({ code, certainty }) => ({
          code,
          certainty,
        })),
        findings,
      );
      fc.assert(
        fc.property(anyNames, (names) => {
          const renamed = renaming(plain, names);
          assert.equal(judged(rename(plain, renamed)), rename(found, renamed));
        }),
        { numRuns: 30 },
      );
    });
});
