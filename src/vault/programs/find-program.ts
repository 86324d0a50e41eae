import { accessSync, constants } from "node:fs";
import { posix, win32 } from "node:path";
import type { Machine } from "../machine.ts";

/** The files that a program's name could mean, in the order in which they are tried. */
export function programCandidates(name: string, { platform, env }: Machine): readonly string[] {
  const path = platform === "win32" ? win32 : posix;
  const endings = platform === "win32" ? (env.PATHEXT ?? ".COM;.EXE").toLowerCase().split(";") : [""];
  return searchPath(platform, env)
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .flatMap((folder) => endings.map((ending) => path.join(folder, `${name}${ending}`)));
}

/** Windows spells it `Path`, and a copy of its environment no longer disregards case. */
function searchPath(platform: Machine["platform"], env: Machine["env"]): string {
  const name = platform === "win32" ? Object.keys(env).find((name) => name.toUpperCase() === "PATH") : "PATH";
  return (name !== undefined && env[name]) || "";
}

/** Whether a program of that name can be run. */
export function hasProgram(name: string, machine: Machine): boolean {
  return programCandidates(name, machine).some((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
