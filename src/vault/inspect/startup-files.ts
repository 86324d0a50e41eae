/** Which start-up file of a shell sets a variable, and where. */
import { posix } from "node:path";
import type { Machine } from "../machine.ts";
import type { Place } from "../profiles/index.ts";

export interface ExportedVariable {
  readonly name: string;
  readonly place: Place;
}

const inHome = [
  ".profile",
  ".bash_profile",
  ".bash_login",
  ".bashrc",
  ".zshenv",
  ".zprofile",
  ".zshrc",
  ".zlogin",
  ".config/fish/config.fish",
  ".pam_environment",
] as const;
const ofSystem = ["/etc/environment", "/etc/profile"] as const;

/** Where shells of this machine look when they start; none on Windows, which keeps variables in the registry. */
export function startupFiles({ platform, home }: Pick<Machine, "platform" | "home">): readonly string[] {
  if (platform === "win32") return [];
  return [...inHome.map((name) => posix.join(home, name)), ...ofSystem];
}

/** `export X=…`, `X=…`, `declare -x X=…`, fish's `set -gx X …`; a line that is a comment sets nothing. */
const assignment =
  /^\s*(?:(?:export|declare|typeset)\s+(?:-\w+\s+)*)?([A-Z_]+)(?:\s+DEFAULT)?=|^\s*set\s+(?:-\S+\s+)+([A-Z_]+)\s/;

/** Lines that set one of the variables; a value is never looked at. */
export function findExports(
  file: string,
  text: string,
  names: ReadonlySet<string>,
): readonly ExportedVariable[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const match = assignment.exec(line);
    const name = match?.[1] ?? match?.[2];
    return name !== undefined && names.has(name) ? [{ name, place: { file, line: index + 1 } }] : [];
  });
}
