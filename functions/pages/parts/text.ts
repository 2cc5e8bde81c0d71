import type { Day } from '../../core/calendar.ts';
import type { Instrument } from '../../core/instrument.ts';
import type { Asked, InLanguage } from '../asking/asked.ts';
import { langOf } from '../asking/language.ts';
import { dayIn } from '../words/dates.ts';
import { type Html, html } from './html.ts';

/** A day for people and programs. */
export const time = ({ language }: InLanguage, day: Day, style: 'long' | 'medium' = 'long'): Html =>
  html`<time datetime="${day}">${dayIn(language, day, style)}</time>`;

export const timeOr = (
  reader: InLanguage,
  day: Day | null | undefined,
  style: 'long' | 'medium' = 'medium',
): Html => (day ? time(reader, day, style) : html`<span class="quiet">–</span>`);

/** The title in the reader's language if it is on record, else in its own, with its `lang`. */
export function titleOf(
  { language }: Pick<Asked, 'language'>,
  instrument: Pick<Instrument, 'title' | 'titles'>,
) {
  const own = instrument.titles.find((one) => one.language === language)?.text;
  return own ? { text: own, language } : { text: instrument.title, language: 'en' as const };
}

export function title(reader: InLanguage, instrument: Pick<Instrument, 'title' | 'titles'>): Html {
  const { text, language } = titleOf(reader, instrument);
  return language === reader.language ? html`${text}` : html`<span lang="${langOf[language]}">${text}</span>`;
}

type Named = Pick<Instrument, 'id' | 'title' | 'titles' | 'shortNames'>;

/** Whether a name is the same in every language: `ICCPR` and `C029` are, `Rome Statute` is not. */
const isAbbreviation = (text: string): boolean => !/\p{Ll}{2}/u.test(text);

/** The short name: an abbreviation, or a name in the reader's language; the title if there is neither. */
export function shortName({ language }: Pick<Asked, 'language'>, instrument: Named): string {
  const [short] = instrument.shortNames;
  if (short && (language === 'en' || isAbbreviation(short))) return short;
  return titleOf({ language }, instrument).text;
}

/** The short name and the title; once, if they are equal. */
export function named(reader: InLanguage, instrument: Named): Html {
  const short = shortName(reader, instrument);
  const { text } = titleOf(reader, instrument);
  return short === text
    ? html`<strong>${title(reader, instrument)}</strong>`
    : html`<strong>${short}</strong> <span class="full">${title(reader, instrument)}</span>`;
}

/** A text of the record, marked as English. */
export const recorded = ({ language }: Pick<Asked, 'language'>, text: string): Html =>
  language === 'en' ? html`${text}` : html`<span lang="en">${text}</span>`;

/** The depositary's office in the reader's language, or else as the record has it. */
export function depositary(reader: InLanguage, name: string): Html {
  const own = reader.words.offices.depositaries[name];
  return own ? html`${own}` : recorded(reader, name);
}
