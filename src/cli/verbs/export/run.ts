import { exitCodes, TegataError } from "../../../base/index.ts";
import {
  detectShell,
  type ExportFormat,
  exportCredentials,
  parseExportFormat,
  type Shell,
  shells,
  unsetCredentials,
} from "../../../vault/deliver/index.ts";
import type { Machine } from "../../../vault/index.ts";
import type { VaultSettings } from "../../vault/flags.ts";
import { issue } from "../../vault/issue.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { refuseNested } from "../exec/settings.ts";
import { warnOf, warnWithoutMfa } from "../exec/warn.ts";

export interface ExportSettings extends VaultSettings {
  /** One of the formats or their other names, or `shell`. */
  readonly format: string;
  readonly unset?: boolean;
  readonly check?: boolean;
  readonly nested?: boolean;
}

async function pickProfile(settings: ExportSettings, machine: Machine): Promise<string | undefined> {
  const { profileOrPick } = await import("../../vault/pick-profile.ts");
  return profileOrPick(undefined, settings, machine);
}

/** `tegata export`. @throws TegataError as `issue`; `Nested`, `NotAShell`. */
export async function printExport(named: string | undefined, settings: ExportSettings): Promise<void> {
  const machine = thisMachine();
  if (settings.unset) {
    process.stdout.write(unsetCredentials(shellOf(settings, machine), machine.env));
    return;
  }
  refuseNested(settings.nested, machine.env);
  const format = formatOf(settings, machine);
  const profile = named ?? (await pickProfile(settings, machine));
  const issued = await issue({ profile, settings, machine, ...(settings.check && { check: true }) });
  const { plan, credentials, endpointUrl } = issued;
  // Programs that read JSON run this often, and some show what it says between their own lines.
  const isForPrograms = format === "json" && !process.stderr.isTTY;
  (isForPrograms ? warnWithoutMfa : warnOf)(issued, settings, machine.env);
  const { serviceEndpoints } = plan;
  const place = { region: plan.region?.value, endpointUrl, serviceEndpoints };
  const handed = { profile: plan.profile, ...place, credentials };
  process.stdout.write(exportCredentials(format, { machine, ...handed }));
}

function formatOf({ format }: ExportSettings, { env, platform }: Machine): ExportFormat {
  return parseExportFormat(format) ?? detectShell(env, platform);
}

/** A format for files means that none was typed, or that there is nothing to undo. */
function shellOf(settings: ExportSettings, machine: Machine): Shell {
  if (settings.format === "env") return detectShell(machine.env, machine.platform);
  const format = formatOf(settings, machine);
  const shell = shells.find((known) => known === format);
  if (shell !== undefined) return shell;
  throw new TegataError("NotAShell", `--unset prints lines for a shell, and ${format} is none`, {
    hint: "tegata export --unset --format shell",
    exitCode: exitCodes.misuse,
  });
}
