import type { Language } from '../asking/language.ts';
import { actWords } from './acts.ts';
import { boardWords } from './board.ts';
import { officeWords } from './offices.ts';
import { refusalWords } from './refusal.ts';
import { siteWords } from './site.ts';
import { statusWords } from './status.ts';

/** All words of the pages, by place, each in every language. */
export const catalogue = {
  site: siteWords,
  refusal: refusalWords,
  offices: officeWords,
  status: statusWords,
  acts: actWords,
  board: boardWords,
};

export type Words = { [area in keyof typeof catalogue]: (typeof catalogue)[area]['en'] };

export const wordsIn = (language: Language): Words =>
  Object.fromEntries(Object.entries(catalogue).map(([area, words]) => [area, words[language]])) as Words;
