import { dayIn } from '../day.ts';
import { type Draft, emptyDraft } from '../reading.ts';
import { lineOf, quoted } from '../text.ts';
import { all, type Element, type Tree } from '../tree.ts';

/** Reads NORMLEX's page of one convention or protocol (11300), in the layout of today or the one before. */
export function readConventionPage({ root }: Tree): Draft {
  const text = lineOf(root, ({ name }) => name === 'script' || name === 'style');
  const rows = all(root, 'tr').filter(isRow).map(rowOf);
  const counted = {
    signatories: [],
    parties: [rows.filter((row) => row.cells.some(({ withdrawn }) => !withdrawn)).length, rows.length],
  };
  const title = /\b([CP])0*(\d{1,3}) ?[-–] ?([^()]{5,200}(?:\(No\. ?\d+\))?)/.exec(text);
  return {
    ...emptyDraft('normlex-convention'),
    reference: title ? `${title[1]}${title[2]?.padStart(3, '0')}` : null,
    heading: {
      title: title?.[3]?.trim() ?? '',
      concluded: '',
      entryIntoForce: /entry into force ?: ?(\d{1,2} [A-Za-z]{3,9} \d{4})/i.exec(text)?.[1] ?? '',
      registration: '',
    },
    counts: { signatories: null, parties: printedCount(text) },
    columns: ['Ratification'],
    rows: rows.map(({ faults: _, ...row }) => row),
    notes: rows.flatMap(({ notes, note }) => (note === '' ? [] : [{ index: notes[0] ?? '', text: note }])),
    faults: rows.flatMap(({ faults }) => faults),
    counted,
  };
}

const printedCount = (text: string): number | null => {
  const digits = /\b(\d{1,3}) ratifications?\b/i.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
};

/** Today a row's first cell has the class `firstCol`; before, the row or its cells were a `horizontalLine`. */
const isRow = (row: Element): boolean => {
  const cells = all(row, 'td');
  const classes = [row, ...cells].map(({ attributes }) => attributes.class ?? '');
  return (
    cells.length >= 3 &&
    classes.some((one) => /\b(firstCol|horizontalLine)\b/.test(one)) &&
    dayIn(lineOf(cells[1])) !== null
  );
};

function rowOf(row: Element) {
  const [who, when, status, ...notes] = all(row, 'td');
  const name = who && (all(who, 'a')[0] ?? who);
  const participant = lineOf(name);
  const said = lineOf(status);
  const aside = [
    who && name !== who ? lineOf(who, (one) => one === name) : '',
    ...notes.map((one) => lineOf(one)),
  ];
  const note = [/^in force$/i.test(said) ? '' : said, ...aside].filter((one) => one !== '').join(' ');
  const withdrawn = /\bdenounced|not in force|denunciation/i.test(said);
  const faults =
    withdrawn || /\bin force\b|\bwill enter into force\b/i.test(said)
      ? []
      : [`The status ${quoted(said)} of ${quoted(participant)} was not understood.`];
  return {
    participant,
    notes: note === '' ? [] : [participant],
    note,
    declares: false,
    faults,
    cells: [{ kind: 'ratification' as const, on: dayIn(lineOf(when)) ?? '', withdrawn, column: 0 }],
  };
}
