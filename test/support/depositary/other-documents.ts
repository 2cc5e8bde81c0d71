import { type PageRow, someColumns, someRows } from './status-page.ts';

export type StatusFile = {
  chapter?: string;
  number?: string;
  sub?: string;
  counts?: { signatories?: number; parties?: number };
  columns?: string[];
  rows?: PageRow[];
  end?: string;
};

const escaped = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const entry = (text: string): string => (text === '' ? '<Entry />' : `<Entry>${escaped(text)}</Entry>`);
const plain = (cell: string): string => cell.replaceAll('&nbsp;', '').replace(/\s+/g, ' ').trim();

/**
 * A status file built like the Treaty Collection's: it claims iso-8859-1, and has control bytes for quotes.
 */
export function statusFile({
  chapter = 'IV',
  number = '5',
  sub = '',
  counts = { signatories: 3, parties: 4 },
  columns = someColumns,
  rows = someRows,
  end = '</Document>\n',
}: StatusFile = {}): Uint8Array {
  const count = (name: string, value: number | undefined) =>
    value === undefined ? '' : `<${name}>${value}</${name}>`;
  const text = `<?xml version="1.0" encoding="iso-8859-1"?>
<Document><Treaty><Template>mtdsg</Template>
<Header><Chapter><Header>CHAPTER ${chapter}</Header><Name>SOME RIGHTS</Name></Chapter>
<ExternalData><Numsect>${number}</Numsect>${sub && `<Subnumsect>${sub}</Subnumsect>`}<Titlesect>Protocol on Lists</Titlesect><Conclusion>Somewhere, 16 December 1966</Conclusion>
<EIF><Label>Entry into force</Label><Labeltext>23 March 1976</Labeltext></EIF>
<Status><Label>Status</Label>${count('Signatories', counts.signatories)}${count('Parties', counts.parties)}</Status></ExternalData></Header>
<Participants><Table><TGroup cols="3"><Thead><Row><Entry colname="1">Participant${escaped('<superscript>4,5</superscript>')}</Entry>
${columns.map((column, index) => `<Entry colname="${index + 2}">${column}</Entry>`).join('\n')}</Row></Thead>
<Tbody><Rows>${rows
    .map(({ participant, notes = [], cells }) => {
      const raised = notes.length > 0 ? `<superscript>${notes.join(',')}</superscript>` : '';
      return `<Row>${entry(participant + raised)}${cells.map((cell) => entry(plain(cell))).join('\n')}</Row>`;
    })
    .join('\n')}</Rows></Tbody></TGroup></Table></Participants>
<Declarations><Declaration><Participant>Chile</Participant><text type="title">Declaration:</text><text type="para">\x1cIt is & remains so\x1d</text></Declaration></Declarations>
<EndNotes><Note><index>1</index><text>Jamaica withdrew.</text></Note></EndNotes>
</Treaty>${end}`;
  return Buffer.from(text, 'latin1');
}

export type Ratification = { country: string; on: string; status?: string; note?: string };

export const someRatifications: Ratification[] = [
  { country: 'Albania', on: '25 Jun 1957' },
  { country: 'China', on: '12 Aug 2022', status: 'In Force   ' },
  { country: 'Malaysia', on: '13 Oct 1958', status: 'Not in force', note: 'Denounced on 10 Jan 1990' },
  { country: 'Tanzania, United Republic of', on: '30 Jan 1962' },
];

/** NORMLEX's page of one convention, in today's layout or the one before. */
export const conventionPage = ({
  title = 'C029 - Forced Labour Convention, 1930 (No. 29)',
  count = '3 ratifications',
  rows = someRatifications,
  layout = 'firstCol' as 'firstCol' | 'horizontalLine',
  end = '</html>',
} = {}): string => `<!DOCTYPE html><html><head><title>Ratifications of C029</title></head><body>
<a href="f?p=NORMLEXPUB:11300:0::NO::P11300_INSTRUMENT_ID:312174">x</a>
<h2>Ratifications of ${title}</h2><p>Date of entry into force: 01 May 1932</p><p>${count}</p>
<table><tr><th>Country</th><th>Date</th><th>Status</th><th>Note</th></tr>
${rows
  .map(({ country, on, status = 'In Force', note = '' }) =>
    layout === 'firstCol'
      ? `<tr><td class="firstCol"><a href="#">${country}</a></td>\n<td>${on}</td><td>${status}</td><td>${note}</td></tr>`
      : `<tr class="horizontalLine"><td>${country}</td><td>${on}</td><td>${status}</td><td>${note}</td></tr>`,
  )
  .join('\n')}
</table></body>${end}`;

/** NORMLEX's matrix: two rows of headings, years in `span.show_year`. */
export const matrixPage = (
  rows: { country: string; years: string[] }[],
  codes = ['C029', 'C087', 'P029'],
): string =>
  `<!DOCTYPE html><html><body><p>Ratifications as at 10-07-2026</p><table class="report grid"><tr><th rowspan="2">Country</th><th colspan="2">Forced labour</th><th>Freedom</th></tr>
<tr><th></th>${codes.map((code) => `<th><a href="#">${code}</a></th>`).join('')}</tr>
${rows.map(({ country, years }) => `<tr><td>${country}</td>${years.map((year) => `<td>${year && `<span class="show_year">${year}</span>`}</td>`).join('')}</tr>`).join('\n')}
</table></body></html>`;
