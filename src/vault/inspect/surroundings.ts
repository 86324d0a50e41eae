/** What inspection has to read: the rights of files and the shells' start-up files. Nothing here fails: less is known. */
import { readFile, stat } from "node:fs/promises";
import type { Machine } from "../machine.ts";
import type { FileLocations } from "../profiles/index.ts";
import { keyVariables } from "./environment.ts";
import { type ExportedVariable, findExports, startupFiles } from "./startup-files.ts";

export interface FileFacts {
  readonly path: string;
  /** Permission bits: `0o644`. */
  readonly mode: number;
}

export interface Surroundings {
  /** Of the shared files that are there. */
  readonly fileFacts: readonly FileFacts[];
  readonly exported: readonly ExportedVariable[];
}

/** Longer ones are no start-up files that a person wrote. */
const maxStartupBytes = 1024 * 1024;

export async function readSurroundings(machine: Machine, locations: FileLocations): Promise<Surroundings> {
  const { env } = machine;
  const names = new Set<string>(keyVariables.filter((name) => env[name]));
  const [fileFacts, exported] = await Promise.all([
    Promise.all([locations.config.path, locations.credentials.path].map(factsOf)),
    names.size === 0 ? [] : Promise.all(startupFiles(machine).map((path) => exportsIn(path, names))),
  ]);
  return { fileFacts: fileFacts.filter((facts) => facts !== undefined), exported: exported.flat() };
}

async function factsOf(path: string): Promise<FileFacts | undefined> {
  try {
    return { path, mode: (await stat(path)).mode & 0o777 };
  } catch {
    return undefined;
  }
}

async function exportsIn(path: string, names: ReadonlySet<string>): Promise<readonly ExportedVariable[]> {
  try {
    const { size } = await stat(path);
    return size > maxStartupBytes ? [] : findExports(path, await readFile(path, "utf8"), names);
  } catch {
    return [];
  }
}
