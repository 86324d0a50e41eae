/** What the shared files hold, without their secrets. Pure. */
import type { Machine } from "../../vault/index.ts";
import type { FileFacts as FileRights } from "../../vault/inspect/index.ts";
import type { Property, SharedFiles } from "../../vault/profiles/index.ts";
import type { FileFacts, FileKey } from "../facts.ts";
import { redact } from "../redact.ts";

export function describeFiles(
  files: SharedFiles,
  rights: readonly FileRights[],
  platform: Machine["platform"],
  credentialsFile?: string,
): FileFacts {
  const keys = [...files.profiles.values()].flatMap(({ name, properties }) => keyOf(name, properties));
  const withSecrets = new Set(keys.map(({ place }) => place.file));
  return {
    credentialsFile,
    keys,
    readableByOthers:
      platform === "win32"
        ? []
        : rights.filter(({ path, mode }) => withSecrets.has(path) && (mode & 0o077) !== 0),
    warnings: files.warnings
      .filter(({ code }) => telling.has(code))
      .map((warning) => ({ ...warning, message: redact(warning.message) })),
  };
}

/** What a person should know of; that a setting is overruled by the other file is how the files are meant to work. */
const telling: ReadonlySet<string> = new Set([
  "SectionIgnored",
  "PropertyIgnored",
  "LooksLikeComment",
  "LooksLikeSetting",
  "ReadDifferently",
  "Repeated",
  "ByteOrderMark",
]);

function keyOf(profile: string, properties: ReadonlyMap<string, Property>): readonly FileKey[] {
  const id = properties.get("aws_access_key_id");
  const secret = properties.get("aws_secret_access_key");
  if (id === undefined || id.value === "" || secret === undefined) return [];
  const other = id.shadows?.find(({ value, place }) => value !== id.value && place.file !== id.place.file);
  const said = Date.parse(expirationOf(properties) ?? "");
  return [
    {
      profile,
      keyId: id.value,
      isTemporary: (properties.get("aws_session_token")?.value ?? "") !== "",
      place: id.place,
      secretPlace: secret.place,
      overrules: other && { keyId: other.value, place: other.place },
      expirationMs: Number.isNaN(said) ? undefined : said,
    },
  ];
}

/** Tools that write sessions into the file say so under one of these; AWS's clients read none of them. */
function expirationOf(properties: ReadonlyMap<string, Property>): string | undefined {
  return ["aws_session_expiration", "aws_credential_expiration", "expiration", "x_security_token_expires"]
    .map((name) => properties.get(name)?.value)
    .find((value) => value !== undefined && value !== "");
}
