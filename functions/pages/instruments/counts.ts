import type { Instrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import type { Asked } from '../asking/asked.ts';
import { asOfDay } from '../asking/viewpoint.ts';
import { citation } from '../parts/citation.ts';
import { type Html, html, none } from '../parts/html.ts';
import { dayIn, numberIn } from '../words/dates.ts';
import type { StateEntry } from './view.ts';
import { instrumentWords } from './words.ts';

type CountsRow = { who: Html | string; signatories: number | undefined; parties: number | undefined };

/** The numbers that the depositary printed, that others counted, and that this record has, side by side. */
export function countsTable(
  asked: Asked,
  { readings }: Pick<Catalogue, 'readings'>,
  instrument: Instrument,
  entries: readonly StateEntry[],
): Html {
  const { language } = asked;
  const words = instrumentWords[language];
  const day = (on: string | undefined) => (on ? dayIn(language, on, 'medium') : words.noDay);
  const reading = readings.get(instrument.id);
  const asOf = reading?.statusAsAt ?? asOfDay(asked);
  const computed = computedOn(entries, instrument.id, asOf);
  const rows: CountsRow[] = [
    { who: words.computed(day(asOf)), ...computed },
    ...(reading
      ? [
          {
            who: html`${words.printed(day(reading.statusAsAt))}<br>${citation(asked, reading.source)}`,
            signatories: reading.printed.signatories,
            parties: reading.printed.parties,
          },
        ]
      : []),
    ...(instrument.counts ?? []).map((count) => ({
      who: html`${words.printed(day(count.asOf))}<br>${citation(asked, count.source)}`,
      signatories: count.signatories,
      parties: count.parties,
    })),
  ];
  const number = (value: number | undefined) => (value === undefined ? '–' : numberIn(language, value));
  const differs = reading?.printed.parties !== undefined && reading.printed.parties !== computed.parties;
  return html`<p class="quiet">${words.countsNote}${differs ? html` <strong>${words.differ}</strong>` : none}</p><div class="wide" tabindex="0" role="region" aria-label="${words.counts}"><table><thead><tr><th scope="col">${words.counted}</th><th scope="col">${words.parties}</th><th scope="col">${words.signatories}</th></tr></thead><tbody>${rows.map(
    ({ who, parties, signatories }) =>
      html`<tr><th scope="row">${who}</th><td>${number(parties)}</td><td>${number(signatories)}</td></tr>`,
  )}</tbody></table></div>`;
}

/**
 * Counts as depositaries do, on the day of the document: States that have consented, and States that have
 * signed.
 */
function computedOn(entries: readonly StateEntry[], instrument: string, day: string) {
  const positions = entries.map(({ view }) => view.positionOn(instrument, day));
  return {
    parties: positions.filter(({ status }) => status === 'party' || status === 'contracting-state').length,
    signatories: positions.filter(({ signature }) => signature !== null).length,
  };
}
