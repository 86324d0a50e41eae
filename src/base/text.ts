/** What people read, in each language; written where it arises, so that no sentence is without its translation. */

export const languages = ["en", "ja"] as const;
export type Language = (typeof languages)[number];

/** One sentence in each language. AWS's own sentences, commands and names are the same in both. */
export type Text = Readonly<Record<Language, string>>;

/** The same in both languages: AWS's sentences, names, commands, numbers. */
export function same(text: string): Text {
  return { en: text, ja: text };
}

/** Plain data as it is in one language: a string in the place of every text. */
export type InLanguage<T> = T extends Text ? string : { readonly [Key in keyof T]: InLanguage<T[Key]> };
