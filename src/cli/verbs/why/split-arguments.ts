/** What stands before `--` and after it: commander hands both over as one list. */
export interface WhyArguments {
  readonly profile: string | undefined;
  readonly command: readonly string[] | undefined;
}

/** @param typed the process's own arguments, since only these still have the `--`. */
export function splitArguments(
  profile: string | undefined,
  words: readonly string[],
  typed: readonly string[],
): WhyArguments {
  const given = profile === undefined ? words : [profile, ...words];
  const dashes = typed.indexOf("--");
  if (dashes < 0) return { profile, command: words.length === 0 ? undefined : words };
  const command = typed.slice(dashes + 1);
  const before = given.slice(0, given.length - command.length);
  return { profile: before[0], command: command.length === 0 ? undefined : command };
}
