import { existsSync } from "node:fs";
import { TegataError } from "../base/index.ts";

/**
 * A file that the package brings, by its path there: two folders up from the sources, one up from the bundle.
 * @throws TegataError `PackageIncomplete`.
 */
export function packageFile(path: string): URL {
  for (const root of ["../../", "../"]) {
    const file = new URL(`${root}${path}`, import.meta.url);
    if (existsSync(file)) return file;
  }
  throw new TegataError("PackageIncomplete", `the package lacks "${path}"`, {
    hint: "install it again",
  });
}
