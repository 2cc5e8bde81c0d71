import type { Reading } from '../../../functions/core/depositary/reading.ts';
import type { Observed } from '../../../functions/store/depositary/observing.ts';
import type { Stored } from './observing.ts';
import type { ComparedReading } from './reading-files.ts';

/** A document read and compared; if it was to be kept, whether it was. */
export type ToldReading = Omit<ComparedReading, 'bytes'> & (Stored | object);

/** What `watch read --json` prints of one document. */
export const asJson = ({ reading, differences, ...told }: ToldReading) => ({
  reading: {
    reference: reading.reference,
    statusAsAt: reading.statusAsAt,
    whole: reading.whole,
    reasons: reading.reasons,
    signatories: reading.counts.signatories,
    parties: reading.counts.parties,
    rows: reading.rows.map((row) => ({
      participant: row.participant,
      code: row.code,
      cells: row.cells.map((cell) => cellOf(cell, reading)),
    })),
  },
  differences,
  ...('stored' in told && { stored: told.stored.map(summaryOf) }),
  ...('left' in told && { left: told.left }),
});

const summaryOf = ({ instrument, opened, lapsed }: Observed) => ({
  instrument,
  opened: opened.map(({ id }) => id),
  lapsed: lapsed.map(({ id }) => id),
});

/** A cell; in a matrix it names the instrument of its column, without which it means nothing. */
function cellOf({ kind, on, withdrawn, column }: Reading['rows'][number]['cells'][number], reading: Reading) {
  const cell = { kind, on, withdrawn };
  return reading.document.startsWith('normlex-matrix')
    ? { ...cell, instrument: reading.columns[column] }
    : cell;
}

const asCompared = {
  record: 'No difference from the record.',
  document: 'No difference from the other document.',
  nothing: 'The instrument is not on record: nothing to compare with.',
};

/** What `watch read` prints of one document for a person. */
export function asLines(told: ToldReading): string[] {
  const { file, reading, differences } = told;
  const { signatories, parties } = reading.counts;
  const counts = [
    `${reading.rows.length} rows`,
    ...(signatories === null ? [] : [`${signatories} signatories`]),
    ...(parties === null ? [] : [`${parties} parties`]),
  ];
  const day = reading.statusAsAt ? ` as at ${reading.statusAsAt}` : ', without a day';
  return [
    `${JSON.stringify(file)}: ${reading.reference ?? 'of no known instrument'}${day}; ${reading.whole ? 'whole' : 'NOT WHOLE'}; ${counts.join(', ')}.`,
    ...reading.reasons.map((reason) => `  ${reason}`),
    ...differences.map(
      ({ type, summary, notes }) => `  ${type}: ${summary}${notes.length > 0 ? ' (see the notes)' : ''}`,
    ),
    ...(reading.whole && differences.length === 0 ? [`  ${asCompared[told.with]}`] : []),
    ...('left' in told ? [`  Nothing was written: ${told.left}.`] : []),
    ...('stored' in told ? told.stored.map(storedLine) : []),
  ];
}

const storedLine = ({ instrument, opened, lapsed }: Observed): string =>
  `  ${instrument}: read and kept; ${proposals(opened.length)} opened, ${lapsed.length} closed.`;

export const proposals = (count: number): string => (count === 1 ? '1 proposal' : `${count} proposals`);
