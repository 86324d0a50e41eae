/** A name that differs by more than a third of it was not meant. */
const toleratedShare = 3;
/** Longer names are not looked at: the work grows with the square. */
const maxCharacters = 100;

/** The name among those known that a typing mistake leads from; undefined when none is near. */
export function closestName(typed: string, known: Iterable<string>): string | undefined {
  if (typed.length > maxCharacters) return undefined;
  let best: string | undefined;
  let least = Math.floor(typed.length / toleratedShare) + 1;
  for (const name of known) {
    if (name.length > maxCharacters) continue;
    const edits = name.toLowerCase() === typed.toLowerCase() ? 0 : countEdits(typed, name);
    if (edits >= least) continue;
    [best, least] = [name, edits];
  }
  return best;
}

/** Characters to insert, remove or replace; two that changed places count once. */
function countEdits(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + (isSame ? 0 : 1),
          swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
