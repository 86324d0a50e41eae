/** The lines of keys that were moved go, and nothing else does. */
import { TegataError } from "../../../base/index.ts";
import {
  editFile,
  type FileKind,
  type FileLocation,
  type Property,
  parseSharedFiles,
  readSharedFile,
  replaceSharedFile,
} from "../../profiles/index.ts";
import type { StoredKey } from "../../stored-keys/index.ts";

export interface Scrubbed {
  readonly text: string;
  /** Profiles whose key went. */
  readonly gone: readonly string[];
  /** Profiles whose lines stay, with the reason. */
  readonly kept: readonly { readonly profile: string; readonly reason: string }[];
}

/** How often it is tried anew because somebody else wrote in between. */
const maxAttempts = 5;

/**
 * Takes the keys' lines out of the file, of those that still say what is in the keyring.
 * @param keys by profile.
 * @throws TegataError as `replaceSharedFile` does; the file is then as it was.
 */
export async function scrubFile(
  location: Pick<FileLocation, "path" | "kind">,
  keys: ReadonlyMap<string, StoredKey>,
): Promise<Scrubbed> {
  for (let attempt = 1; ; attempt += 1) {
    const text = await readSharedFile(location);
    if (text === undefined) return { text: "", gone: [], kept: [] };
    const scrubbed = scrubText(text, location, keys);
    if (scrubbed.text === text) return scrubbed;
    try {
      await replaceSharedFile(location, Buffer.from(text), Buffer.from(scrubbed.text));
      return scrubbed;
    } catch (error) {
      const isRace = error instanceof TegataError && error.code === "FileChanged";
      if (!isRace || attempt === maxAttempts) throw error;
    }
  }
}

/** The same for a text. A profile that the text does not have, or without a key there, is in neither list. */
export function scrubText(
  text: string,
  { path, kind }: { readonly path: string; readonly kind: FileKind },
  keys: ReadonlyMap<string, StoredKey>,
): Scrubbed {
  const gone: string[] = [];
  const kept: { profile: string; reason: string }[] = [];
  let current = text;
  for (const [profile, key] of keys) {
    const state = stateOf(text, { path, kind }, profile, key);
    if (state === "other") kept.push({ profile, reason: `the key in "${path}" is another one by now` });
    if (state !== "same") continue;
    try {
      const section = { kind: "profile", name: profile } as const;
      current = editFile(
        current,
        [
          { kind: "remove", section, property: "aws_access_key_id" },
          { kind: "remove", section, property: "aws_secret_access_key" },
        ],
        { file: path, kind },
      );
      gone.push(profile);
    } catch (error) {
      if (!(error instanceof TegataError) || error.code !== "EditRefused") throw error;
      kept.push({ profile, reason: error.message });
    }
  }
  return { text: current, gone, kept };
}

/** INVARIANT (no-key-lost): a line goes only while it says what was read back from the keyring. */
function stateOf(
  text: string,
  { path, kind }: { readonly path: string; readonly kind: FileKind },
  profile: string,
  key: StoredKey,
): "absent" | "same" | "other" {
  const own = { file: path, text };
  const none = { file: "", text: "" };
  const texts = kind === "config" ? { config: own, credentials: none } : { config: none, credentials: own };
  const properties = parseSharedFiles(texts).profiles.get(profile)?.properties;
  const id = properties?.get("aws_access_key_id");
  const secret = properties?.get("aws_secret_access_key");
  if (id === undefined && secret === undefined) return "absent";
  const isSame =
    properties?.has("aws_session_token") === false &&
    saysOnly(id, key.accessKeyId) &&
    saysOnly(secret, key.secretAccessKey.reveal());
  return isSame ? "same" : "other";
}

/** The property, and all that it overrules. A part may stand in the other file alone. */
function saysOnly(property: Property | undefined, value: string): boolean {
  if (property === undefined) return true;
  return [property, ...(property.shadows ?? [])].every((each) => each.value === value);
}
