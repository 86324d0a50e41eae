import type { Property, Section } from "../profile.ts";

export interface Found {
  readonly property: Property;
  readonly section: Section;
}

/** The property in each section that has it, in the order of the sections; an empty one counts as not set. */
export function findAll(sections: readonly Section[], key: string): readonly Found[] {
  return sections.flatMap((section) => {
    const property = section.properties.get(key);
    return property === undefined || property.value === "" ? [] : [{ property, section }];
  });
}
