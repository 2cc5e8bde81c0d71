import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Reading } from '../../../functions/core/depositary/reading.ts';
import type { State } from '../../../functions/core/state.ts';
import { statusFile } from '../../support/depositary/other-documents.ts';
import { type PageRow, statusPage } from '../../support/depositary/status-page.ts';
import { read } from './reading.ts';

const seeds = join(import.meta.dirname, '../../../seeds/participants.json');
const states = JSON.parse(readFileSync(seeds, 'utf8')) as State[];
const rows: PageRow[] = states.slice(0, 40).map(({ name }, at) => ({
  participant: name.replaceAll('’', "'"),
  notes: at % 7 === 0 ? ['1'] : [],
  declares: at % 3 === 0,
  cells: [
    at % 2 ? '' : `${(at % 28) + 1} Sep\t 1969 `,
    at % 5
      ? `[ ${(at % 28) + 1} Oct\t 1975${at % 2 ? ' a' : ''} ]`.slice(at % 4 ? 2 : 0, at % 4 ? -2 : undefined)
      : '',
  ],
}));
const parties = rows.filter(
  ({ cells: [, consent = ''] }) => consent !== '' && !consent.startsWith('['),
).length;
const signatories = rows.filter(({ cells: [signature] }) => signature !== '').length;
const page = statusPage({ rows, notes: { 1: 'A note.' } });
const file = Buffer.from(statusFile({ rows, counts: { signatories, parties } })).toString('latin1');

/** Makes a generator from a seed, so that each run damages the same places. */
function chanceOf(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

const rowsIn = (text: string): string[] =>
  text.match(/<tr class="trB[\s\S]*?<\/tr>|<Row><Entry>[\s\S]*?<\/Row>/g) ?? [];
const listIn = (text: string): [number, number] => {
  const [first = '', last = ''] = [rowsIn(text)[0], rowsIn(text).at(-1)];
  return [text.indexOf(first), text.indexOf(last) + last.length];
};

type Damage = (text: string, chance: (most: number) => number) => string;
const within: Damage = (text, chance) => {
  const [from, to] = listIn(text);
  const at = from + chance(to - from);
  return text.slice(0, at) + text.slice(at + 80 + chance(1500));
};
const oneOf = (text: string, chance: (most: number) => number): string => {
  const all = rowsIn(text);
  return all[chance(all.length)] ?? '';
};

const damages: Record<string, Damage> = {
  'cut off': (text, chance) => text.slice(0, chance(text.length - 10)),
  'cut off, with an end': (text, chance) => `${text.slice(0, chance(text.length - 200))}</html></Document>`,
  'without its marks': (text) => text.replaceAll(/(\d{4}) a\b/g, '$1'),
  'with a hole': within,
  'with a part twice': (text, chance) => {
    const [from, to] = listIn(text);
    const at = from + chance(to - from);
    return text.slice(0, at + 900) + text.slice(at);
  },
  'without a row': (text, chance) => text.replace(oneOf(text, chance), ''),
  'with a row twice': (text, chance) => {
    const row = oneOf(text, chance);
    return text.replace(row, row + row);
  },
  'with one row in place of another': (text, chance) =>
    text.replace(oneOf(text, chance), oneOf(text, chance)),
  'with a table within a row': (text, chance) => {
    const row = oneOf(text, chance);
    return text.replace(row, `<tr><td><table>${row}</table></td></tr>`);
  },
  'with a table within a cell': (text, chance) => {
    const row = oneOf(text, chance);
    return text.replace(
      row,
      row.replace(/<\/td>|<\/Entry>/, '<table><tr><td>Chile</td><td>1 Jan 2000 a</td></tr></table>$&'),
    );
  },
  'with an open cell': (text, chance) => {
    const row = oneOf(text, chance);
    return text.replace(row, row.replace(/<\/td>|<\/Entry>/, ''));
  },
  'with zeros': (text, chance) => {
    const [from, to] = listIn(text);
    const at = from + chance(to - from);
    return text.slice(0, at) + '\0'.repeat(400) + text.slice(at + 400);
  },
};

const actsOf = ({ rows: read }: Reading): string[] =>
  read.filter(({ cells }) => cells.length > 0).map(({ code, cells }) => JSON.stringify([code, cells]));

test.each(
  [page, file].flatMap((text) => Object.entries(damages).map(([name, damage]) => ({ name, damage, text }))),
)('a document $name is never whole with other acts than it had', ({ damage, text }) => {
  const chance = chanceOf(7);
  const bytes = (damaged: string) => Buffer.from(damaged, text === page ? 'utf8' : 'latin1');
  const sound = read(bytes(text));
  expect(sound).toMatchObject({ whole: true, reasons: [] });
  for (let round = 0; round < 25; round += 1) {
    const { whole, reasons, ...rest } = read(bytes(damage(text, chance)));
    if (!whole) expect(reasons).not.toEqual([]);
    else if (reasons.length === 0) expect(actsOf({ ...rest, whole, reasons })).toEqual(actsOf(sound));
  }
});
