/** The person's hands: an editor that mends a line, and programs that stand before the real ones. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clinic } from "./doctor.ts";

/** A program in a folder of its own, and the PATH on which it stands first. */
export function placeProgram({ home }: Clinic, name: string, script: string): { readonly PATH: string } {
  const folder = join(home.folder, "stand-ins");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, name);
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return { PATH: `${folder}:${join(home.folder, "bin")}:${process.env.PATH ?? ""}` };
}

/** EDITOR: a person who is shown a line of a file, and does to the file what the expression of sed says. */
export function editor(clinic: Clinic, expression: string): { readonly EDITOR: string } {
  const { home } = clinic;
  placeProgram(
    clinic,
    "editor",
    `expr "$1" : '+[0-9][0-9]*$' > /dev/null && test -f "$2" || exit 9\nsed -i ${quote(expression)} "$2"`,
  );
  return { EDITOR: join(home.folder, "stand-ins", "editor") };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
