/** How each shell sets and unsets a variable. */
export type Shell = "sh" | "fish" | "powershell" | "cmd";

/** From what the shell says of itself; Windows without SHELL is PowerShell when its module path is there. */
export function detectShell(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Shell {
  const name = environment.SHELL ?? "";
  if (/fish$/.test(name)) return "fish";
  if (platform !== "win32" || name !== "") return "sh";
  return environment.PSModulePath === undefined ? "cmd" : "powershell";
}

export function setLine(shell: Shell, name: string, value: string): string {
  switch (shell) {
    case "sh":
      return `export ${name}='${value.replaceAll("'", `'\\''`)}'`;
    case "fish":
      return `set -gx ${name} '${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
    case "powershell":
      return `$env:${name} = '${value.replaceAll("'", "''")}'`;
    case "cmd":
      return `set "${name}=${value}"`;
  }
}

export function unsetLine(shell: Shell, name: string): string {
  switch (shell) {
    case "sh":
      return `unset ${name}`;
    case "fish":
      return `set -e ${name}`;
    case "powershell":
      return `Remove-Item Env:${name} -ErrorAction SilentlyContinue`;
    case "cmd":
      return `set "${name}="`;
  }
}
