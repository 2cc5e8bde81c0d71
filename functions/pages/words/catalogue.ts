import type { Language } from '../asking/language.ts';

/** The same words in every language; a missing one does not compile. */
export type InLanguages<T> = Record<Language, T>;

export const inLanguages = <T>(words: InLanguages<T>): InLanguages<T> => words;
