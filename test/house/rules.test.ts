/** The house rules that are kept by a test; the others are taste. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";

interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  /** Without comments and texts, so that a word in a sentence breaks no rule. */
  readonly code: string;
}

const sources: readonly Source[] = globSync("src/**/*.ts")
  .map((path) => path.replaceAll("\\", "/"))
  .map((path) => {
    const text = readFileSync(path, "utf8");
    return { path, room: path.split("/")[1] ?? "", text, code: withoutProse(text) };
  });

/** Which rooms a room may import; itself always. The compiler's project references say the same. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  base: [],
  policy: ["base"],
  sigv4: ["base"],
  wire: ["base"],
  crypto: ["base"],
  authority: ["base", "policy", "sigv4", "wire", "crypto"],
  s3: ["base", "policy", "sigv4", "wire", "crypto", "authority"],
  server: ["base", "policy", "sigv4", "wire", "crypto", "authority", "s3"],
  vault: ["base", "crypto"],
  doctor: ["base", "policy", "wire", "crypto", "vault"],
  cli: ["base", "policy", "sigv4", "wire", "crypto", "authority", "s3", "server", "vault", "doctor"],
  "index.ts": ["base", "policy", "sigv4", "wire", "crypto", "authority", "s3", "server"],
};

/** A file at this length hides something; tables and generated files are exempt by name. */
const maxLines = 500;
const longTables = [/\.generated\.ts$/, /\/aws-managed\//, /^src\/wire\/errors\//];

describe("the house rules", () => {
  it("found the sources", () => assert.ok(sources.length > 100));

  it("imports go one way", () => {
    const wrong = sources.flatMap(({ path, room, text }) =>
      importsOf(text)
        .filter((target) => target.startsWith("."))
        .map((target) => new URL(target, `file:///${path}`).pathname.split("/")[2] ?? "")
        .filter((target) => target !== room && !(arrows[room] ?? []).includes(target))
        .map((target) => `${path} imports ${target}`),
    );
    assert.deepEqual(wrong, []);
  });

  it("base and policy import nothing from outside of the repository", () => {
    const wrong = sources
      .filter(({ room }) => room === "base" || room === "policy")
      .flatMap(({ path, text }) =>
        importsOf(text)
          .filter((target) => !target.startsWith("."))
          .map((target) => `${path}: ${target}`),
      );
    assert.deepEqual(wrong, []);
  });

  it("every folder with more than one file has a door that says what it is and where to start", () => {
    const rooms = [...new Set(sources.map(({ room }) => room))].filter(
      (room) => !room.endsWith(".ts") && room !== "cli",
    );
    for (const room of rooms) {
      const door = sources.find(({ path }) => path === `src/${room}/index.ts`);
      assert.ok(door, `src/${room} has no index.ts`);
      assert.match(door.text, /^\/\*\*/, `${door.path} does not open with what it is`);
      assert.match(
        door.text.slice(0, 1200),
        /[Ss]tart(?: reading)? at/,
        `${door.path} does not say where to start`,
      );
    }
  });

  it("only cli prints, exits and reads the environment", () => {
    refuse(/\bprocess\.(?:exit|env|argv|stdout|stderr)\b|\bconsole\./, ({ room }) => room === "cli");
  });

  it("the wall clock is read in base/clock.ts alone", () => {
    refuse(/\bDate\.now\(|new Date\(\)/, ({ path, room }) => path === "src/base/clock.ts" || room === "cli");
  });

  it("randomness comes from crypto/random.ts alone", () => {
    refuse(
      /\bMath\.random\b|\brandomUUID\b|\brandomInt\b|getRandomValues|nodeRandomBytes/,
      ({ path }) => path === "src/crypto/random.ts",
    );
  });

  it("random cases of tests come from test/support/random.ts, which knows the seed", () => {
    const wrong = globSync("test/**/*.ts")
      .filter((path) => importsOf(readFileSync(path, "utf8")).includes("fast-check"))
      .map((path) => path.replaceAll("\\", "/"));
    assert.deepEqual(wrong, ["test/support/random.ts"]);
  });

  it("SQL is written in the store alone", () => {
    const wrong = sources
      .filter(({ path }) => !path.startsWith("src/authority/store/"))
      .filter(({ text }) => importsOf(text).some((target) => target === "kysely" || target === "node:sqlite"))
      .map(({ path }) => path);
    assert.deepEqual(wrong, []);
  });

  it("no RegExp is built from a policy's text", () => {
    refuse(/\bnew RegExp\(|\bRegExp\(/, ({ room }) => room !== "policy");
  });

  it("no file is longer than a reader's patience", () => {
    const long = sources
      .filter(({ path }) => !longTables.some((exempt) => exempt.test(path)))
      .map(({ path, text }) => ({ path, lines: text.split("\n").length }))
      .filter(({ lines }) => lines > maxLines);
    assert.deepEqual(long, []);
  });

  it("nothing is left for later without a place", () => {
    const wrong = sources.filter(({ text }) => /\b(?:TODO|FIXME|XXX)\b/.test(text)).map(({ path }) => path);
    assert.deepEqual(wrong, []);
  });
});

/** Fails when `pattern` stands in the code of a file that is not `exempt`. */
function refuse(pattern: RegExp, exempt: (source: Source) => boolean): void {
  const wrong = sources
    .filter((source) => !exempt(source) && pattern.test(source.code))
    .map(({ path }) => path);
  assert.deepEqual(wrong, []);
}

function importsOf(text: string): string[] {
  return [
    ...text.matchAll(/^(?:import|export)\b[^;]*?from\s+"([^"]+)"/gms),
    ...text.matchAll(/\bimport\("([^"]+)"\)/g),
  ].map((match) => match[1] ?? "");
}

function withoutProse(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:])\/\/.*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
}
