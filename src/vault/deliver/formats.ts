/** The formats of an export: their names, and nothing that writes them. */
export const exportFormats = ["sh", "fish", "powershell", "cmd", "dotenv", "ini", "json"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** AWS Vault's and the AWS CLI's words for the same formats. */
export const formatAliases: Readonly<Record<string, ExportFormat>> = {
  env: "dotenv",
  "env-no-export": "dotenv",
  "export-env": "sh",
  bash: "sh",
  zsh: "sh",
  pwsh: "powershell",
  "windows-cmd": "cmd",
  process: "json",
};

/** undefined for a word that names none. */
export function parseExportFormat(text: string): ExportFormat | undefined {
  const format = exportFormats.find((known) => known === text);
  return format ?? (Object.hasOwn(formatAliases, text) ? formatAliases[text] : undefined);
}
