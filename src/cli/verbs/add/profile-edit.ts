/** The profile's section in the config file: what is missing of it, decided before anything is stored. */
import { TegataError } from "../../../base/index.ts";
import {
  describePlace,
  type Edit,
  editFile,
  type LoadedFiles,
  readSharedFile,
  settingsOf,
  updateSharedFile,
} from "../../../vault/profiles/index.ts";

export interface ProfileEdit {
  readonly file: string;
  /** Whether the section is new. */
  readonly isNew: boolean;
  make(): Promise<void>;
}

/**
 * What the config file lacks; undefined when it has all.
 * @throws TegataError `MfaSerialDiffers` with the line, and what `editFile` refuses; nothing is changed yet.
 */
export async function planProfileEdit(
  { files, locations }: LoadedFiles,
  profile: string,
  mfaSerial: string | undefined,
): Promise<ProfileEdit | undefined> {
  const { config } = locations;
  const section = { kind: "profile", name: profile } as const;
  const isNew = files.profiles.get(profile)?.place.file !== config.path;
  const kept = settingsOf(files, profile)?.settings.mfaSerial;
  if (mfaSerial !== undefined && kept !== undefined && kept.value !== mfaSerial) {
    throw new TegataError(
      "MfaSerialDiffers",
      `profile "${profile}" has mfa_serial "${kept.value}" at ${describePlace(kept.place)}, which is another one`,
      { hint: `\${EDITOR:-vi} +${kept.place.line} '${kept.place.file}'` },
    );
  }
  const edits: Edit[] = [
    ...(isNew ? [{ kind: "add-section", section } as const] : []),
    ...(mfaSerial === undefined || kept !== undefined
      ? []
      : [{ kind: "set", section, property: "mfa_serial", value: mfaSerial } as const]),
  ];
  if (edits.length === 0) return undefined;
  editFile((await readSharedFile(config)) ?? "", edits, { file: config.path, kind: "config" });
  return {
    file: config.path,
    isNew,
    make: async () => {
      await updateSharedFile(config, edits);
    },
  };
}
