/** What people read, in each language; written where it arises, so that no sentence is without its translation. */

export const languages = ["en", "ja"] as const;
export type Language = (typeof languages)[number];

/** One sentence in each language. AWS's own sentences, commands and names are the same in both. */
export type Text = Readonly<Record<Language, string>>;

/** The same in both languages: AWS's sentences, names, commands, numbers. */
export function same(text: string): Text {
  return { en: text, ja: text };
}

/** Plain data as it is in one language: a string in the place of every text. A map of names that are not known is none. */
export type InLanguage<T> = string extends keyof T
  ? { readonly [Key in keyof T]: InLanguage<T[Key]> }
  : T extends Text
    ? string
    : { readonly [Key in keyof T]: InLanguage<T[Key]> };

/** Data with a `text`, which is in one language afterwards. */
export function textIn<T extends { readonly text: Text }>(
  value: T,
  language: Language,
): Omit<T, "text"> & { readonly text: string } {
  return { ...value, text: value.text[language] };
}

const gap =
  /[!-~][\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー][!-~]/u;

/** Parts of a Japanese sentence, with the space that is set between Japanese and Latin letters. */
export function joinJapanese(...parts: readonly string[]): string {
  return parts.reduce((left, right) =>
    gap.test(`${left.slice(-1)}${right.slice(0, 1)}`) ? `${left} ${right}` : left + right,
  );
}
