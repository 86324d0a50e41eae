/**
 * Clauses with policy variables are left open: true or false as may be, equal ones alike. That takes in more requests
 * than there are, so that "no difference" holds; a difference that is met this way must still be seen with real values.
 */
import { maxOpen } from "./limits.ts";

/** Values given to variables, by lower-case key; a key with undefined is absent from the request. */
export type Assignment = ReadonlyMap<string, string | undefined>;

/** Whether an answer of the one forces the other. */
export type Rule = (chosen: ReadonlySet<number>) => boolean;

/** Every way to answer the open clauses that the rules allow; undefined when there are too many. */
export function answersOf(
  open: readonly number[],
  rules: readonly Rule[],
): ReadonlySet<number>[] | undefined {
  if (open.length > maxOpen) return undefined;
  const answers: ReadonlySet<number>[] = [];
  for (let mask = 0; mask < 2 ** open.length; mask += 1) {
    const chosen = new Set(open.filter((_, at) => (mask >> at) % 2 === 1));
    if (rules.every((rule) => rule(chosen))) answers.push(chosen);
  }
  return answers;
}
