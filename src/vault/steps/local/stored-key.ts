import { inShell, TegataError } from "../../../base/index.ts";
import type { Credentials } from "../../credentials.ts";
import type { Keyring } from "../../keyring/index.ts";
import type { SourceStep } from "../../plan/plan.ts";
import { at } from "../../services/index.ts";
import { readStoredKey } from "../../stored-keys/index.ts";

/** @throws TegataError `KeyMissing`, `KeyUnreadable`, and what the keyring refuses with. */
export async function readKeyOf(
  step: SourceStep & { kind: "stored-key" },
  keyring: Pick<Keyring, "kind" | "read">,
): Promise<Credentials> {
  const { profile } = step;
  const key = await readStoredKey(keyring, profile);
  if (key === undefined) {
    throw new TegataError(
      "KeyMissing",
      `the keyring (${keyring.kind}) has no key of profile "${profile}"${at(step.reason)}`,
      { hint: `tegata add ${inShell(profile)}` },
    );
  }
  return { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey };
}
