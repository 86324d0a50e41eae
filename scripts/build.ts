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
import { type BuildOptions, build, type Metafile } from "esbuild";
import { bundleForNode, sharedOptions } from "./node-bundles.ts";
import { policyBundles } from "./policy-bundles.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const emittedTypes = join(root, "build", "types");
const typesEntries = ["index.d.ts", "policy/index.d.ts", "policy/reference/index.d.ts", "sigv4/index.d.ts"];
/** What a declaration imports, between what stands before and after it. */
const importedPath = /(\bfrom\s+"|\bimport\("|^import\s+")([^"]+)(")/gm;

const forAnything = policyBundles.map((own): BuildOptions & { metafile: true } => ({
  ...sharedOptions,
  ...own,
}));

rmSync(dist, { recursive: true, force: true });
compileTypes();
const [program, ...others] = await Promise.all([
  bundleForNode(dist),
  ...forAnything.map((options) => build(options)),
]);
copyTypes();
const packages = bundledPackages([...program, ...others.map(({ metafile }) => metafile)]);
writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), renderLicences(packages));

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
