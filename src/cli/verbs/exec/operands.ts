/** What was typed after the options: whose credentials, and what to run with them. */

export interface Operands {
  readonly profile: string | undefined;
  readonly words: readonly string[];
}

/**
 * Of `exec [PROFILE] [-- COMMAND …]`, where a profile may be left out before `--` only.
 * @param operands what the parser left, which has taken the first `--` away
 * @param argv as it was typed
 */
export function splitOperands(operands: readonly string[], argv: readonly string[]): Operands {
  const separator = argv.indexOf("--");
  const after = separator < 0 ? 0 : argv.length - separator - 1;
  const before = operands.length - after;
  return before <= 0
    ? { profile: undefined, words: operands }
    : { profile: operands[0], words: operands.slice(1) };
}
