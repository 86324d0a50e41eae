/** Half-width katakana are of the script and narrow. Unicode: UAX 11, "East Asian Width". */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const narrowKatakana = /[\uff61-\uff9f]/u;
const combining = /\p{M}/u;

/** Columns that a text takes in a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (combining.test(character)) continue;
    width += wide.test(character) && !narrowKatakana.test(character) ? 2 : 1;
  }
  return width;
}
