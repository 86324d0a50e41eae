/** `tegata import`. */
import { exitCodes, printable, TegataError } from "../../../base/index.ts";
import { printTable } from "../../table.ts";
import { isAsked } from "../../vault/flags.ts";
import { note, openVault } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { count } from "../clear/drop-sessions.ts";
import type { ImportContext, ImportOutcome, ImportSettings } from "./context.ts";
import { importFromAwsVault } from "./from-aws-vault.ts";
import { importFromFiles } from "./from-files.ts";

export async function runImport(profiles: readonly string[], settings: ImportSettings): Promise<void> {
  requireSense(settings);
  const vault = openVault(settings, thisMachine());
  const context = { vault, settings, profiles };
  const found =
    settings.from === "aws-vault" ? await importFromAwsVault(context) : await importFromFiles(context);
  const outcomes = [...found, ...missing(profiles, found)];
  await report(context, outcomes);
  if (outcomes.some(({ status }) => status === "failed")) process.exitCode = exitCodes.failed;
}

function requireSense({ from, scrub, fileDir }: ImportSettings): void {
  const flag =
    from === "aws-vault" && scrub ? "--scrub" : from === "aws-vault" ? undefined : fileDir && "--file-dir";
  if (flag === undefined) return;
  throw new TegataError("FlagsContradict", `${flag} says nothing to --from ${from}`, {
    hint: "tegata import --help",
    exitCode: exitCodes.misuse,
  });
}

function missing(profiles: readonly string[], found: readonly ImportOutcome[]): readonly ImportOutcome[] {
  const known = new Set(found.map(({ profile }) => profile));
  return profiles
    .filter((profile) => !known.has(profile))
    .map((profile) => ({ profile, status: "failed", reason: "there is no key of that profile" }));
}

async function report({ vault, settings }: ImportContext, outcomes: readonly ImportOutcome[]): Promise<void> {
  const { kind } = await vault.openKeyring();
  if (settings.json) {
    const answer = {
      From: settings.from,
      Keyring: kind,
      DryRun: settings.dryRun ?? false,
      Keys: outcomes.map(describe),
    };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  if (outcomes.length > 0)
    printTable(["Profile", "Key", "Result", "Why, or whose"], outcomes.map(cellsOf), settings);
  if (isAsked(settings.quiet, "quiet", vault.machine.env)) return;
  const moved = outcomes.filter(({ status }) => status === "moved" || status === "would-move").length;
  const verb = settings.dryRun ? "would be copied" : "copied";
  note(`${count(moved, "key")} ${verb} into the keyring (${kind})`);
}

function cellsOf({
  profile,
  accessKeyId,
  status,
  arn,
  reason,
  isScrubbed,
}: ImportOutcome): readonly string[] {
  const result = isScrubbed ? `${status}, and its lines removed` : status;
  return [printable(profile), accessKeyId ?? "-", result, [arn, reason].filter(Boolean).join("; ")];
}

function describe({ profile, accessKeyId, status, arn, reason, place, isScrubbed }: ImportOutcome): unknown {
  return {
    Profile: profile,
    ...(accessKeyId && { AccessKeyId: accessKeyId }),
    ...(arn && { Arn: arn }),
    Status: status,
    ...(reason && { Reason: reason }),
    ...(place && { File: place.file, Line: place.line }),
    ...(isScrubbed !== undefined && { Scrubbed: isScrubbed }),
  };
}
