import type { SharedFiles } from "../profile.ts";
import { type ProfileSettings, settingsOf } from "./settings-of.ts";

/**
 * A profile and its sources, one after the other; it ends where the files end, where a profile is its own source, and
 * after `base`, where that is known. Circles are not this function's to refuse: it leaves off where one closes.
 * @throws TegataError as `settingsOf`.
 */
export function sourceChainOf(
  files: SharedFiles,
  name: string,
  base?: string,
): readonly (ProfileSettings | undefined)[] {
  const chain = new Map<string, ProfileSettings | undefined>();
  for (let next: string | undefined = name; next !== undefined && !chain.has(next); ) {
    const settings = settingsOf(files, next);
    chain.set(next, settings);
    next = next === base ? undefined : settings?.settings.sourceProfile?.value;
  }
  return [...chain.values()];
}
