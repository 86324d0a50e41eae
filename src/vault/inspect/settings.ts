/** The settings of a profile as text, and where two profiles differ. */
import { Secret, same, type Text } from "../../base/index.ts";
import { type Place, type SharedFiles, settingsOf, settingsTable } from "../profiles/index.ts";
import type { ConfigurationRow, ProfileFacts, SettingFact } from "./facts.ts";
import { maskValue } from "./mask.ts";

/** What the files say, in the order of the table of settings; then endpoints of single services. */
export function describeSettings(files: SharedFiles, profile: string): readonly SettingFact[] {
  const found = settingsOf(files, profile);
  if (found === undefined) return [];
  const settings = Object.entries(settingsTable).flatMap(([name, { key }]) => {
    const setting = found.settings[name as keyof typeof settingsTable];
    if (setting === undefined) return [];
    const { value, place, shadows } = setting;
    const text = key === "aws_access_key_id" ? maskValue(String(value)) : textOf(value);
    return [{ name: key, value: text, place, shadows }];
  });
  const endpoints = [...found.serviceEndpoints].map(([service, { value, place, shadows }]) => ({
    name: `${service} endpoint_url`,
    value,
    place,
    shadows,
  }));
  return [...settings, ...endpoints];
}

function textOf(value: unknown): string {
  if (value instanceof Secret) return maskValue(value.reveal());
  if (Array.isArray(value)) return value.join(",");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([key, member]) => `${key}=${member}`)
      .join(",");
  }
  return String(value);
}

export interface Difference {
  readonly name: Text;
  /** undefined where the profile does not say it. */
  readonly left: ComparedValue | undefined;
  readonly right: ComparedValue | undefined;
}

export interface ComparedValue {
  readonly value: Text;
  readonly place?: Place;
}

type Compared = Pick<ProfileFacts, "mechanism" | "rows" | "settings">;

/** What is not the same: mechanism, what the rows say, settings. In the order of the first, then of the second. */
export function compareProfiles(left: Compared, right: Compared): readonly Difference[] {
  const [ofLeft, ofRight] = [valuesOf(left), valuesOf(right)];
  const names = new Map([...ofLeft, ...ofRight].map(([key, { name }]) => [key, name]));
  return [...names]
    .map(([key, name]) => ({ name, left: ofLeft.get(key)?.compared, right: ofRight.get(key)?.compared }))
    .filter((difference) => difference.left?.value.en !== difference.right?.value.en);
}

interface Named {
  readonly name: Text;
  readonly compared: ComparedValue;
}

const names = {
  mechanism: { en: "mechanism", ja: "仕組み" },
  credentials: { en: "credentials from", ja: "認証情報の元" },
  region: { en: "region in use", ja: "使うリージョン" },
} as const;

/** By a name that is the same for both profiles. */
function valuesOf({ mechanism, rows, settings }: Compared): ReadonlyMap<string, Named> {
  const values: readonly Named[] = [
    { name: names.mechanism, compared: { value: mechanism } },
    ...rows.filter(isCompared).map(fromRow),
    ...settings.map(({ name, value, place }) => ({
      name: same(name),
      compared: { value: same(value), place },
    })),
  ];
  return new Map(values.map((value) => [value.name.en, value]));
}

/** The names differ anyway, and each session has another key. */
function isCompared({ name }: ConfigurationRow): boolean {
  return name === "access_key" || name === "region";
}

function fromRow({ name, value, type }: ConfigurationRow): Named {
  return name === "access_key"
    ? { name: names.credentials, compared: { value: same(type) } }
    : { name: names.region, compared: { value: same(value) } };
}
