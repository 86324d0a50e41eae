/** "Did you mean": for profiles and pages. Pure. */

/** Names like this one, the nearest first; none that differ in more than two letters. */
export function similarNames(name: string, names: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase();
  return [...names]
    .map((other) => ({ other, distance: distanceOf(wanted, other.toLowerCase()) }))
    .filter(({ other, distance }) => distance <= maxDistance || other.toLowerCase().startsWith(wanted))
    .sort((left, right) => left.distance - right.distance)
    .map(({ other }) => other);
}

const maxDistance = 2;

/** Levenshtein's. */
function distanceOf(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const cost = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + cost));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
