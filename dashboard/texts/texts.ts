/** Languages of the dashboard. */
export const LANGUAGES = ['en', 'it'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text, or a text with something in it. */
export type Text = string | ((...values: never[]) => string);
export interface Catalogue {
  [name: string]: Text | Catalogue;
}

/** The same names with the same kind of text, in another language. */
type Same<T> = {
  [Name in keyof T]: T[Name] extends string
    ? string
    : T[Name] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Same<T[Name]>;
};

/** The texts of a part, in every language: one that is missing in one of them does not compile. */
export interface Texts<T = Catalogue> {
  en: T;
  it: Same<T>;
}

export function texts<T extends Catalogue>(en: T, it: Same<T>): Texts<T> {
  return { en, it };
}

/** What the person chose, then what the browser prefers. */
export function chooseLanguage(chosen: string | null, preferred: readonly string[]): Language {
  for (const wish of [chosen ?? '', ...preferred]) {
    const known = LANGUAGES.find((language) => wish.toLowerCase().startsWith(language));
    if (known) return known;
  }
  return 'en';
}

/** The locale for numbers and dates: the viewer's own where it is of the language, with its region. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  const own = preferred.find((tag) => tag.toLowerCase().startsWith(`${language}-`));
  return own ?? { en: 'en-GB', it: 'it-IT' }[language];
}
