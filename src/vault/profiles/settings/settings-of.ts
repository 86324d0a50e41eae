/** The settings of a profile, typed, each with the line that says so. */
import { printable, TegataError } from "../../../base/index.ts";
import { describePlace, type Place, type Section, type SharedFiles } from "../profile.ts";
import { type Found, findAll } from "./find.ts";
import { includeChain } from "./include-chain.ts";
import { type SettingName, type SettingValue, settingRows } from "./table.ts";

export interface Setting<T> {
  readonly value: T;
  readonly place: Place;
  /** The section that says it: the profile, one that it includes, its `[sso-session]` or `[services]`. */
  readonly section: Pick<Section, "kind" | "name">;
  /** Places of what it overrules, the nearest first. */
  readonly shadows: readonly Place[];
}

export type Settings = { readonly [Name in SettingName]?: Setting<SettingValue<Name>> };

export interface ProfileSettings {
  readonly name: string;
  /** Of the profile's header. */
  readonly place: Place;
  /** The profile and those that it includes. */
  readonly includes: readonly string[];
  readonly settings: Settings;
  /** `endpoint_url` of each service in the profile's `[services]`, by the service's key there: `sts`, `sso_oidc`. */
  readonly serviceEndpoints: ReadonlyMap<string, Setting<string>>;
  /** What has no meaning, each with its line; such settings are left out above. */
  readonly problems: readonly TegataError[];
}

/**
 * What the files say of a profile; undefined when they have no such profile. Empty values count as not set. Variables
 * and flags are not looked at.
 * @throws TegataError `IncludeLoop`, `IncludedProfileNotFound`.
 */
export function settingsOf(files: SharedFiles, name: string): ProfileSettings | undefined {
  const section = files.profiles.get(name);
  if (section === undefined) return undefined;
  const chain = includeChain(files, section);
  const reading = new Reading(files, chain);
  return {
    name,
    place: section.place,
    includes: chain.slice(1).map((each) => each.name),
    settings: reading.settings(),
    serviceEndpoints: reading.serviceEndpoints(),
    problems: reading.problems,
  };
}

class Reading {
  readonly problems: TegataError[] = [];
  readonly #files: SharedFiles;
  readonly #chain: readonly Section[];

  constructor(files: SharedFiles, chain: readonly Section[]) {
    this.#files = files;
    this.#chain = chain;
  }

  settings(): Settings {
    const session = this.#named("sso_session", this.#files.ssoSessions, "SsoSessionNotFound");
    const settings: Partial<Record<SettingName, Setting<unknown>>> = {};
    for (const [name, row] of settingRows) {
      const found = findAll(row.isOwn ? this.#chain.slice(0, 1) : this.#chain, row.key);
      const shared = row.isOfSession && session !== undefined ? findAll([session], row.key) : [];
      this.#compare(found[0], shared[0]);
      const setting = this.#parse([...shared, ...found], row);
      if (setting !== undefined) settings[name] = setting;
    }
    return settings as Settings;
  }

  /** AWS: SDKs and tools reference, "Service-specific endpoints". */
  serviceEndpoints(): ReadonlyMap<string, Setting<string>> {
    const services = this.#named("services", this.#files.services, "ServicesNotFound");
    const endpoints = new Map<string, Setting<string>>();
    for (const [key, { subProperties }] of services?.properties ?? []) {
      const property = subProperties?.get("endpoint_url");
      if (services === undefined || property === undefined || property.value === "") continue;
      endpoints.set(key, describeSetting(property.value, [{ property, section: services }]));
    }
    return endpoints;
  }

  #named(key: string, sections: ReadonlyMap<string, Section>, code: string): Section | undefined {
    const found = findAll(this.#chain, key)[0];
    if (found === undefined) return undefined;
    const section = sections.get(found.property.value);
    if (section === undefined) {
      const kind = key === "services" ? "services" : "sso-session";
      const { place } = found.property;
      const value = printable(found.property.value);
      const message = `${key} "${value}" at ${describePlace(place)} is no section of the config file`;
      this.problems.push(new TegataError(code, message, { hint: `[${kind} ${value}]` }));
    }
    return section;
  }

  /** AWS's clients refuse a profile that contradicts its session. */
  #compare(own: Found | undefined, shared: Found | undefined): void {
    if (own === undefined || shared === undefined || own.property.value === shared.property.value) return;
    const { name, place } = own.property;
    const message = `${name} at ${describePlace(place)} is not that of the sso_session at ${describePlace(shared.property.place)}`;
    this.problems.push(
      new TegataError("SsoContradiction", message, { hint: `# remove the line ${describePlace(place)}` }),
    );
  }

  #parse(
    found: readonly Found[],
    { key, parse, form }: { key: string; parse: (text: string) => unknown; form: string },
  ): Setting<unknown> | undefined {
    const [first] = found;
    if (first === undefined) return undefined;
    const value = parse(first.property.value);
    if (value !== undefined) return describeSetting(value, found);
    const message = `${key} at ${describePlace(first.property.place)} must be ${form}`;
    this.problems.push(new TegataError("SettingInvalid", message, { hint: `${key} = …   # ${form}` }));
    return undefined;
  }
}

function describeSetting<T>(value: T, found: readonly Found[]): Setting<T> {
  const places = found.flatMap(({ property }) => [
    property.place,
    ...(property.shadows ?? []).map(({ place }) => place),
  ]);
  const [first] = found;
  const [place, ...shadows] = places;
  if (first === undefined || place === undefined) throw new Error("a setting was found nowhere");
  return { value, place, section: { kind: first.section.kind, name: first.section.name }, shadows };
}
