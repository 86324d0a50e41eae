const shownCharacters = 4;
const stars = 16;

/** As `aws configure list` shows keys: `****************ABCD`. What is that short itself is not shown at all. */
export function mask(text: string): string {
  return "*".repeat(stars) + (text.length > 2 * shownCharacters ? text.slice(-shownCharacters) : "");
}
