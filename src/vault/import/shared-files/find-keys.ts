/** Keys in clear text in the shared files. Pure. */
import { Secret, temporaryKeyPrefix } from "../../../base/index.ts";
import {
  describePlace,
  type Place,
  type Property,
  type Section,
  type SharedFiles,
} from "../../profiles/profile.ts";
import type { StoredKey } from "../../stored-keys/index.ts";

export type ClearTextKey = {
  readonly profile: string;
  /** Of the access key id, or of the part that is there. */
  readonly place: Place;
  readonly accessKeyId: string | undefined;
} & (
  | {
      readonly kind: "long-lived";
      readonly key: StoredKey;
      /** Why its lines cannot go: another key that it overrules would count then. */
      readonly conflict: string | undefined;
    }
  | { readonly kind: "session" }
  | { readonly kind: "part"; readonly missing: string }
);

const idName = "aws_access_key_id";
const secretName = "aws_secret_access_key";
const tokenName = "aws_session_token";

/** Those of the profiles' own sections, in the files' order. */
export function findClearTextKeys({ profiles }: SharedFiles): readonly ClearTextKey[] {
  return [...profiles.values()].flatMap((section) => keyOf(section) ?? []);
}

function keyOf(section: Section): ClearTextKey | undefined {
  const [id, secret, token] = [idName, secretName, tokenName].map((name) => said(section, name));
  const first = id ?? secret;
  if (first === undefined) return undefined;
  const common = { profile: section.name, place: first.place, accessKeyId: id?.value };
  if (id === undefined || secret === undefined)
    return { ...common, kind: "part", missing: id === undefined ? idName : secretName };
  if (token !== undefined || id.value.startsWith(temporaryKeyPrefix)) return { ...common, kind: "session" };
  const key = { accessKeyId: id.value, secretAccessKey: new Secret(secret.value) };
  return { ...common, kind: "long-lived", key, conflict: conflictOf([id, secret]) };
}

function said(section: Section, name: string): Property | undefined {
  const property = section.properties.get(name);
  return property === undefined || property.value === "" ? undefined : property;
}

function conflictOf(parts: readonly Property[]): string | undefined {
  for (const { name, value, shadows = [] } of parts) {
    const other = shadows.find((shadow) => shadow.value !== value);
    if (other !== undefined) return `another ${name} stands at ${describePlace(other.place)}`;
  }
  return undefined;
}
