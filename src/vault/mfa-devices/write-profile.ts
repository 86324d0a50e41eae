/** `mfa_serial` in the config file. */
import { settingsOf, updateSharedFile } from "../profiles/index.ts";
import { at } from "../services/index.ts";
import type { Vault } from "../vault.ts";

export interface WrittenProfile {
  /** The config file. */
  readonly file: string;
  /** What still says otherwise: `" at credentials:3"`. */
  readonly overruledAt: string | undefined;
}

/** Sets the profile's `mfa_serial`, making its section where it is missing. @throws TegataError as `updateSharedFile`. */
export async function setMfaSerial(vault: Vault, profile: string, serial: string): Promise<WrittenProfile> {
  const { locations } = await vault.loadFiles();
  const section = { kind: "profile", name: profile } as const;
  await updateSharedFile(locations.config, [{ kind: "set", section, property: "mfa_serial", value: serial }]);
  const { files } = await vault.loadFiles();
  const setting = settingsOf(files, profile)?.settings.mfaSerial;
  const isOverruled = setting !== undefined && setting.value !== serial;
  return {
    file: locations.config.path,
    overruledAt: isOverruled ? at({ place: setting.place }) : undefined,
  };
}
