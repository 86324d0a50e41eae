import { formatInstant, TegataError } from "../../../base/index.ts";
import { compareProfiles, differencesIn, factsIn } from "../../../vault/inspect/index.ts";
import { languageOf } from "../../language.ts";
import { openVault } from "../../vault/open-vault.ts";
import { thisMachine } from "../../vault/this-machine.ts";
import { type Examined, examine, type WhoamiSettings } from "./examine.ts";
import { printDifferences, printExamined } from "./print.ts";

/** `tegata whoami`: prints what is known, then fails when nobody could tell whose the credentials are. */
export async function whoami(
  profile: string | undefined,
  other: string | undefined,
  settings: WhoamiSettings,
): Promise<void> {
  const vault = openVault(settings, thisMachine());
  const language = languageOf(vault.machine.env);
  const left = await examine(profile, settings, vault);
  if (other === undefined) {
    if (settings.json) printJson(toJson(left));
    else printExamined(left, language, settings);
    if (left.failure !== undefined) throw left.failure;
    return;
  }
  const right = await examine(other, settings, vault);
  const differences = compareProfiles(left.facts, right.facts);
  if (settings.json) {
    printJson({
      Differences: capitalised(differencesIn(differences, "en")),
      Left: toJson(left),
      Right: toJson(right),
    });
  } else {
    printDifferences([left, right], differencesIn(differences, language), language, settings);
  }
  const failure = left.failure ?? right.failure;
  if (failure !== undefined) throw failure;
}

function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function toJson({ facts, identity, expiration, failure }: Examined): object {
  const { profile, mechanism, rows, sources, awsCli, settings, warnings, cannot, findings } = factsIn(
    facts,
    "en",
  );
  const rest = { identity, sources, awsCli, settings, warnings, cannot, findings };
  return {
    Profile: profile,
    Mechanism: mechanism,
    Configuration: capitalised(rows),
    ...(expiration !== undefined && { Expiration: formatInstant(expiration) }),
    ...(capitalised(rest) as object),
    ...(failure instanceof TegataError && { Failure: { Code: failure.code, Message: failure.message } }),
  };
}

/** Names of members as AWS writes them: `arn` → `Arn`. */
function capitalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalised);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      capitalised(member),
    ]),
  );
}
