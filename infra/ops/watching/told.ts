import type { Reading } from '../../../functions/core/depositary/reading.ts';
import type { Compared } from './reading-files.ts';

/** What `watch read --json` prints of one document. */
export const asJson = ({ reading, differences }: Compared) => ({
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
});

/** In a matrix a column is an instrument, and a cell means nothing without it. */
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

/** The same for a person. */
export function asLines(compared: Compared): string[] {
  const { file, reading, differences } = compared;
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
    ...(reading.whole && differences.length === 0 ? [`  ${asCompared[compared.with]}`] : []),
  ];
}
