/** The program as the package ships it: what Node runs, bundled. `policy` is bundled apart (policy-bundles.ts). */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Metafile, type OutputFile } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** As the bundler writes it: a default name, a namespace, names between braces, in any combination. */
const importOfNode =
  /^import (?:([\w$]+),? ?)?(?:\* as ([\w$]+) ?)?(?:\{([^}]*)\} ?)?(?:from )?"(node:[\w/]+)";$/gm;

/** What all bundles have in common. */
export const sharedOptions = {
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
  ...sharedOptions,
  entryPoints: { cli: "src/cli/main.ts", index: "src/index.ts", sigv4: "src/sigv4/index.ts" },
  platform: "node",
  target: "node22.18",
  // Native, and optional: what it would do is done by others where it is absent.
  external: ["@napi-rs/keyring"],
  // CommonJS libraries call `require` for what is external, and an ES module has none.
  banner: {
    js: 'const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);',
  },
  // For `writeWithoutFacades`.
  write: false,
};

/**
 * One file of CommonJS for the shortest way through `tegata export`: a further module, and what importing Node's own as
 * ES modules evaluates, would cost it more than all that it does.
 */
const forSpeed: BuildOptions & { metafile: true } = {
  ...sharedOptions,
  entryPoints: { "fast-export": "src/cli/fast-export.ts" },
  platform: "node",
  target: "node22.18",
  format: "cjs",
  splitting: false,
  outExtension: { ".js": ".cjs" },
  minify: true,
};

/** Writes the bundles into that folder. @returns what went into them. */
export async function bundleForNode(outdir: string): Promise<readonly Metafile[]> {
  const bundles = await Promise.all([build({ ...forNode, outdir }), build({ ...forSpeed, outdir })]);
  for (const { outputFiles } of bundles) outputFiles?.forEach(writeWithoutFacades);
  return bundles.map(({ metafile }) => metafile);
}

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
