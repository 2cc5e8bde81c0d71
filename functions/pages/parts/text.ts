import type { Day } from '../../core/calendar.ts';
import type { Instrument } from '../../core/instrument.ts';
import type { Asked } from '../asking/asked.ts';
import { tagOf } from '../asking/language.ts';
import { dayIn } from '../words/dates.ts';
import { type Html, html } from './html.ts';

type Reader = Pick<Asked, 'language' | 'words'>;

/** A day for people and programs. */
export const time = ({ language }: Reader, day: Day, style: 'long' | 'medium' = 'long'): Html =>
  html`<time datetime="${day}">${dayIn(language, day, style)}</time>`;

export const timeOr = (
  reader: Reader,
  day: Day | null | undefined,
  style: 'long' | 'medium' = 'medium',
): Html => (day ? time(reader, day, style) : html`<span class="quiet">–</span>`);

/** The title in the reader's language where the record has it, else in its own, marked as such. */
export function titleOf(
  { language }: Pick<Asked, 'language'>,
  instrument: Pick<Instrument, 'title' | 'titles'>,
) {
  const own = instrument.titles.find((one) => one.language === language)?.text;
  return own ? { text: own, language } : { text: instrument.title, language: 'en' as const };
}

export function title(reader: Reader, instrument: Pick<Instrument, 'title' | 'titles'>): Html {
  const { text, language } = titleOf(reader, instrument);
  return language === reader.language ? html`${text}` : html`<span lang="${tagOf[language]}">${text}</span>`;
}

/** What people call it in short: `ICCPR`, `C029`, else its id. */
export const shortName = ({ shortNames, id }: Pick<Instrument, 'shortNames' | 'id'>): string =>
  shortNames[0] ?? id;

/** Text as the record has it, in the language that most of the record is written in. */
export const recorded = ({ language }: Pick<Asked, 'language'>, text: string): Html =>
  language === 'en' ? html`${text}` : html`<span lang="en">${text}</span>`;
