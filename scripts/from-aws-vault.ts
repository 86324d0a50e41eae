/** Writes docs/from-aws-vault.md from the tables of src/cli/vault. Run: `node scripts/from-aws-vault.ts`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  type Counterpart,
  configKeys,
  defaults,
  globalFlags,
  type Row,
  type VerbRow,
  variables,
  verbs,
} from "../src/cli/vault/aws-vault.ts";

export const fromAwsVaultFile = fileURLToPath(new URL("../docs/from-aws-vault.md", import.meta.url));

export function renderFromAwsVault(): string {
  return [
    "# From AWS Vault",
    "",
    "<!-- Made by scripts/from-aws-vault.ts from src/cli/vault/aws-vault.ts and flags.ts; do not edit. -->",
    "",
    "What each verb, flag, variable and default of AWS Vault is here: **same**, **different** and why, or **absent** and why.",
    "AWS Vault is its maintained fork, ByteNess/aws-vault 7.14; what 99designs/aws-vault 7.2 has is all among it.",
    "",
    "## Moving in",
    "",
    "```",
    "tegata import --from aws-vault --dry-run",
    "tegata import --from aws-vault",
    "```",
    "",
    "AWS Vault hands each key over itself, so that every backend of its works; its file backend can be read without it, too.",
    "Each key's service is asked whose it is. Nothing of AWS Vault's is removed, and what did not move is listed. One key",
    "by hand:",
    "",
    "```",
    "aws-vault exec --no-session PROFILE -- tegata add PROFILE --env",
    "```",
    "",
    "Sessions are not moved: the first `tegata exec` makes new ones. `~/.aws/config` stays as it is.",
    "",
    "## Verbs",
    "",
    ...table(
      ["AWS Vault", "here", ""],
      verbs.map(({ theirs, counterpart }) => [code(theirs), ...cells(theirs, counterpart, true)]),
    ),
    "New here: `plan`, `whoami`, `why`, `cache`, `agent`, `import`, `mfa add`, `completion`.",
    "",
    "## Flags of every verb",
    "",
    ...rows("flag", globalFlags),
    ...verbs.filter(({ flags }) => flags.length > 0).flatMap(flagsOf),
    "## Variables",
    "",
    ...rows("variable", variables),
    "## Keys of a profile",
    "",
    ...rows("key", configKeys),
    "Keys that AWS's clients know and AWS Vault does not are read as well: `credential_source`, `services`, `login_session`,",
    "`ca_bundle`, `use_fips_endpoint`, `use_dualstack_endpoint`, and keys in either file ([profiles](vault/profiles.md)).",
    "",
    "## Defaults",
    "",
    ...table(
      ["AWS Vault", "here", ""],
      defaults.map((row) => [row.theirs, ...cells(row.theirs, row, false)]),
    ),
  ].join("\n");
}

function flagsOf({ theirs, flags }: VerbRow): readonly string[] {
  return [`## Flags of \`${theirs.split(/[ ,]/, 1)[0]}\``, "", ...rows("flag", flags)];
}

function rows(kind: string, given: readonly Row[]): readonly string[] {
  return table(
    [kind, "here", ""],
    given.map((row) => [code(row.theirs), ...cells(row.theirs, row, true)]),
  );
}

function cells(theirs: string, counterpart: Counterpart, isCode: boolean): readonly [string, string] {
  switch (counterpart.status) {
    case "same":
      return ["same", counterpart.note ?? ""];
    case "absent":
      return ["absent", counterpart.why];
    case "different":
      return [`different${describeOurs(counterpart.ours, theirs, isCode)}`, counterpart.why];
  }
}

function describeOurs(ours: string, theirs: string, isCode: boolean): string {
  if (ours === theirs || ours === theirs.split(/[ ,]/, 1)[0]) return "";
  return `: ${isCode && !ours.includes("`") ? code(ours) : ours}`;
}

/** `a, b` → each in code. */
function code(text: string): string {
  return text
    .split(", ")
    .map((part) => `\`${part}\``)
    .join(", ");
}

function table(head: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  const line = (parts: readonly string[]) =>
    `| ${parts.map((part) => part.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head).replace("|  |", "| |"), `|${head.map(() => "---|").join("")}`, ...body.map(line), ""];
}

if (import.meta.main) writeFileSync(fromAwsVaultFile, renderFromAwsVault());
