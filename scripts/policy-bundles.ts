/** The bundles that run anywhere: `tegata/policy` and its service reference. `build.ts` makes them, tests look at them. */
import type { BuildOptions } from "esbuild";

const anywhere = { splitting: false, platform: "neutral", target: "es2022" } satisfies BuildOptions;

/**
 * A browser has nothing that these could import: anything but its own code is an error of the bundler. The engine and the
 * service reference are bundled each for itself, so that a page can take the one without the other.
 */
export const policyBundles = [
  { ...anywhere, entryPoints: { policy: "src/policy/index.ts" } },
  { ...anywhere, entryPoints: { "policy-reference": "src/policy/reference/index.ts" } },
] as const satisfies readonly BuildOptions[];
