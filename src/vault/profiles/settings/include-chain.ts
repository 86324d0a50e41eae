import { printable, TegataError } from "../../../base/index.ts";
import { describePlace, type Property, type Section, type SharedFiles } from "../profile.ts";

/** How many profiles may include one another. */
export const maxIncludes = 20;

/**
 * The profile and those that it includes, nearest first. AWS Vault: `include_profile`. Unlike there `[default]` is not
 * included unasked: AWS's clients know no inheritance.
 * @throws TegataError `IncludeLoop`, `IncludedProfileNotFound`, with the chain and its lines.
 */
export function includeChain({ profiles }: SharedFiles, first: Section): readonly Section[] {
  const chain = [first];
  for (let include = includeOf(first); include !== undefined; include = includeOf(chain.at(-1))) {
    const next = profiles.get(include.value);
    if (next === undefined) throw notFound(chain, include);
    if (chain.includes(next)) throw loop([...chain, next], include);
    if (chain.length > maxIncludes) throw tooMany(chain, include);
    chain.push(next);
  }
  return chain;
}

function includeOf(section: Section | undefined): Property | undefined {
  const include = section?.properties.get("include_profile");
  return include?.value === "" ? undefined : include;
}

/** `"a" (config:3) → "b" (config:7) → "a"`. */
function describeChain(chain: readonly Section[]): string {
  return chain
    .map((section, index) => {
      const place = index < chain.length - 1 ? includeOf(section)?.place : undefined;
      return place === undefined ? `"${section.name}"` : `"${section.name}" (${describePlace(place)})`;
    })
    .join(" → ");
}

function loop(chain: readonly Section[], include: Property): TegataError {
  return new TegataError("IncludeLoop", `include_profile goes in a circle: ${describeChain(chain)}`, {
    hint: hintFor(include),
  });
}

function tooMany(chain: readonly Section[], include: Property): TegataError {
  const message = `more than ${maxIncludes} profiles include one another: ${describeChain(chain)}`;
  return new TegataError("IncludeLoop", message, { hint: hintFor(include) });
}

function notFound(chain: readonly Section[], include: Property): TegataError {
  const name = chain.at(-1)?.name;
  const included = printable(include.value);
  return new TegataError(
    "IncludedProfileNotFound",
    `profile "${name}" includes "${included}" at ${describePlace(include.place)}, and no file has a profile of that name`,
    { hint: `[profile ${included}]` },
  );
}

function hintFor(include: Property): string {
  return `# remove the line ${describePlace(include.place)}`;
}
