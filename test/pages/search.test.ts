import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Catalogue } from '../../functions/core/law/holdings.ts';
import type { State } from '../../functions/core/state.ts';
import { foundIn } from '../../functions/pages/search/things.ts';

const file = join(import.meta.dirname, '../../seeds/participants.json');
const states = new Map((JSON.parse(readFileSync(file, 'utf8')) as State[]).map((one) => [one.code, one]));
const catalogue: Catalogue = { states, instruments: new Map(), sources: new Map(), readings: new Map() };

test.each([
  ['UK', 'GBR'],
  ['great britain', 'GBR'],
  ['Royaume-Uni', 'GBR'],
  ['英国', 'GBR'],
  ['North Korea', 'PRK'],
  ['Corée du Sud', 'KOR'],
  ['美国', 'USA'],
  ['EU', 'EUU'],
  ['Ivory Coast', 'CIV'],
  ['Vatican', 'VAT'],
  ['Russie', 'RUS'],
  ['zaïre', 'COD'],
  ['Swaziland', 'SWZ'],
  ['Czech Republic', 'CZE'],
  ['Hong Kong', 'CHN'],
  ['澳门', 'CHN'],
  ['HKG', 'CHN'],
])('what people call %s is found, and that alone', (q, code) => {
  const exact = foundIn(catalogue, q).states.filter(({ rank }) => rank === 3);
  expect(exact).toMatchObject([{ path: `/states/${code}` }]);
});

test.each(['Niger', 'Guinea', 'Congo', 'Dominica', 'Samoa', 'Macedonia', 'Sudan'])(
  'what is a part of other names, %s, is one whole name',
  (q) => expect(foundIn(catalogue, q).states.filter(({ rank }) => rank === 3)).toHaveLength(1),
);
