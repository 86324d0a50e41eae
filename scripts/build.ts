/**
 * Makes what the package ships, in dist/: `node scripts/build.ts`.
 *
 * Every library that runs is bundled, so that the installed package has no dependencies: nothing is fetched but the one
 * archive, what was tested is what runs, and one licence file names it all. Libraries are therefore devDependencies.
 * Code splitting keeps a verb from loading what only another one needs. `policy` is bundled apart, without Node.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile, type OutputFile } from "esbuild";
import { policyBundles } from "./policy-bundles.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const emittedTypes = join(root, "build", "types");
const typesEntries = ["index.d.ts", "policy/index.d.ts", "policy/reference/index.d.ts", "sigv4/index.d.ts"];
/** What a declaration imports, between what stands before and after it. */
const importedPath = /(\bfrom\s+"|\bimport\("|^import\s+")([^"]+)(")/gm;

/** As the bundler writes it: a default name, a namespace, names between braces, in any combination. */
const importOfNode =
  /^import (?:([\w$]+),? ?)?(?:\* as ([\w$]+) ?)?(?:\{([^}]*)\} ?)?(?:from )?"(node:[\w/]+)";$/gm;

const shared = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: "esm",
  mainFields: ["module", "main"],
  outdir: "dist",
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
} satisfies BuildOptions;

const forNode: BuildOptions & { metafile: true } = {
  ...shared,
  entryPoints: { cli: "src/cli/main.ts", index: "src/index.ts", sigv4: "src/sigv4/index.ts" },
  platform: "node",
  target: "node22.18",
  // Native, and optional: what it would do is done by others where it is absent.
  external: ["@napi-rs/keyring"],
  // CommonJS libraries call `require` for what is external, and an ES module has none.
  banner: {
    js: 'const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);',
  },
  // For `withoutFacades`.
  write: false,
};

/**
 * One file of CommonJS for the shortest way through `tegata export`: a further module, and what importing Node's own as
 * ES modules evaluates, would cost it more than all that it does.
 */
const forSpeed: BuildOptions & { metafile: true } = {
  ...shared,
  entryPoints: { "fast-export": "src/cli/fast-export.ts" },
  platform: "node",
  target: "node22.18",
  format: "cjs",
  splitting: false,
  outExtension: { ".js": ".cjs" },
  minify: true,
};

const forAnything = policyBundles.map((own): BuildOptions & { metafile: true } => ({
  ...shared,
  ...own,
}));

rmSync(dist, { recursive: true, force: true });
compileTypes();
const bundles = await Promise.all([forNode, forSpeed, ...forAnything].map((options) => build(options)));
for (const { outputFiles } of bundles) outputFiles?.forEach(writeWithoutFacades);
copyTypes();
const packages = bundledPackages(bundles.map(({ metafile }) => metafile));
writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), renderLicences(packages));

/**
 * Gets Node's own modules as they are. To import one as an ES module evaluates all that it exports, streams and promises
 * of node:fs for one, which took a third of the time in which `tegata --version` answers.
 */
function writeWithoutFacades({ path, text }: OutputFile): void {
  const constants: string[] = [];
  const rest = text.replace(
    importOfNode,
    (_all, whole?: string, space?: string, names?: string, module?: string) => {
      const get = `globalThis.process.getBuiltinModule(${JSON.stringify(module)})`;
      for (const name of [whole, space]) if (name !== undefined) constants.push(`const ${name} = ${get};`);
      if (names !== undefined) {
        const taken = names.replace(/\bdefault as ([\w$]+),?/g, (_default, name: string) => {
          constants.push(`const ${name} = ${get};`);
          return "";
        });
        constants.push(`const {${taken.replaceAll(" as ", ": ")}} = ${get};`);
      }
      return "";
    },
  );
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${constants.join("\n")}\n${rest}`);
}

function compileTypes(): void {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const run = spawnSync(process.execPath, [compiler, "-b", "src"], { cwd: root, stdio: "inherit" });
  if (run.status !== 0) throw new Error("the types do not compile");
}

/**
 * Copies the declarations that the package's doors reach, with `.js` for `.ts` in their imports, which every compiler reads.
 * Throws when one names a package: whoever installs this package would not have it.
 */
function copyTypes(): void {
  const seen = new Set<string>();
  const waiting = [...typesEntries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(join(emittedTypes, file), "utf8");
    const folder = dirname(file);
    const rewritten = text.replace(importedPath, (_match, before: string, target: string, after: string) => {
      if (target.startsWith("node:")) return `${before}${target}${after}`;
      if (!target.startsWith(".")) throw new Error(`the types in ${file} need the package "${target}"`);
      waiting.push(join(folder, target.replace(/\.ts$/, ".d.ts")));
      return `${before}${target.replace(/\.ts$/, ".js")}${after}`;
    });
    mkdirSync(join(dist, "types", folder), { recursive: true });
    writeFileSync(join(dist, "types", file), rewritten);
  }
}

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** The packages whose code is in the bundles, by name. Throws when one has no licence text: it may not be shipped then. */
function bundledPackages(metafiles: readonly Metafile[]): BundledPackage[] {
  const folders = new Set(
    metafiles
      .flatMap(({ inputs }) => Object.keys(inputs))
      .map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
      .filter((folder) => folder !== undefined),
  );
  return [...folders].map(readPackage).sort((left, right) => (left.name < right.name ? -1 : 1));
}

function readPackage(folder: string): BundledPackage {
  const path = join(root, folder);
  const manifest: { name: string; version: string; license?: string } = JSON.parse(
    readFileSync(join(path, "package.json"), "utf8"),
  );
  const inside = readdirSync(path).filter((name) => /^(?:licen[cs]e|notice|copying)(?:\.|-|$)/i.test(name));
  const files = inside.length > 0 ? inside.map((name) => join(path, name)) : [licenceLeftOut(manifest.name)];
  const text = files.map((file) => readFileSync(file, "utf8").trim()).join("\n\n");
  const licence = manifest.license;
  if (licence === undefined) throw new Error(`${folder} does not name its licence`);
  return { name: manifest.name, version: manifest.version, licence, text };
}

/**
 * The text, from the project's repository, for a package whose archive has none; that of its scope where all of it is one
 * repository's. Reading it throws when it is not here.
 */
function licenceLeftOut(name: string): string {
  const scope = /^@[^/]+(?=\/)/.exec(name)?.[0];
  return join(root, "scripts", "licences", `${scope ?? name}.txt`);
}

function renderLicences(list: readonly BundledPackage[]): string {
  const rule = "=".repeat(80);
  return [
    "Tegata's bundles contain code of these packages:",
    "",
    ...list.map(({ name, version, licence }) => `  ${name} ${version} (${licence})`),
    ...list.flatMap(({ name, version, licence, text }) => [
      "",
      rule,
      `${name} ${version} (${licence})`,
      rule,
      "",
      text.replaceAll("\r\n", "\n"),
    ]),
    "",
  ].join("\n");
}
