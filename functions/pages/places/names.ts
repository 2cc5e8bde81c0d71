import type { Day } from '../../core/calendar.ts';
import type { State } from '../../core/state.ts';
import { type Language, localeOf } from '../asking/language.ts';
import { alpha2Of } from './alpha2.ts';
import { unNames } from './un-names.ts';

type Named = Pick<State, 'code' | 'name' | 'names'>;

/**
 * The name of a State or territory: the record's own in that language, or else the United Nations', or else
 * `Intl`'s.
 */
export function nameIn(language: Language, { code, name, names = [] }: Named, on?: Day): string {
  const own = names.filter((one) => one.language === language);
  const then = own.find(({ from = '', until = '9999' }) => on !== undefined && from <= on && on <= until);
  const recorded = (then ?? own.find(({ until }) => until === undefined))?.text;
  if (recorded) return recorded;
  return language === 'en' ? name : (unNames[language][code] ?? regionIn(language, code) ?? name);
}

const regions = new Map<Language, Intl.DisplayNames>();

function regionIn(language: Language, code: string): string | undefined {
  const alpha2 = alpha2Of(code);
  if (!alpha2) return undefined;
  const made =
    regions.get(language) ?? new Intl.DisplayNames(localeOf[language], { type: 'region', fallback: 'none' });
  regions.set(language, made);
  return made.of(alpha2)?.replaceAll("'", '’');
}

/** The name of a State on pages; one that is not on record goes by its code. */
export const nameOf = (language: Language, states: ReadonlyMap<string, Named>, code: string): string => {
  const state = states.get(code);
  return state ? nameIn(language, state) : code;
};

/** The order of names in a language. */
export function nameOrder(language: Language): Intl.Collator['compare'] {
  const made = collators.get(language) ?? new Intl.Collator(localeOf[language]);
  collators.set(language, made);
  return made.compare;
}

const collators = new Map<Language, Intl.Collator>();
