import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { State } from '../../functions/core/state.ts';
import { nameIn } from '../../functions/pages/places/names.ts';
import { freshTable } from '../support/engine/table.ts';
import { pagesOf } from '../support/pages.ts';
import { withRecord } from '../support/record-fixture.ts';

const file = join(import.meta.dirname, '../../seeds/participants.json');
const states = JSON.parse(readFileSync(file, 'utf8')) as State[];
let show: ReturnType<typeof pagesOf>;

beforeAll(async () => {
  const store = await withRecord(await freshTable());
  const renamed = states.filter(({ code }) => ['TUR', 'SWZ', 'EUU', 'NLD'].includes(code));
  await store.cataloguing.putStates(renamed, { now: () => '2023-01-01T12:00:00.000Z', by: 'test' });
  show = pagesOf(store, { now: () => '2026-11-01T00:00:00.000Z' });
});

test.each([
  ['/states/TUR', 'Türkiye'],
  ['/states/TUR?asOf=2022-06-01', 'Türkiye'],
  ['/states/TUR?asOf=2022-05-31', 'Turkey'],
  ['/fr/states/TUR?asOf=2022-05-31', 'Türkiye'],
  ['/states/SWZ?asOf=1999-01-01', 'Swaziland'],
  ['/states/EUU?asOf=2007-03-30', 'European Community'],
  ['/states/NLD?asOf=1999-01-01', 'Netherlands (Kingdom of the)'],
])('%s is headed %s, as the State was called on that day', async (path, name) =>
  expect((await show(path)).text).toContain(`<h1>${name}</h1>`),
);

test.each([
  ['1949-12-31', 'Ruritania'],
  ['1950-01-01', 'Union of Ruritania'],
  ['1989-12-31', 'Union of Ruritania'],
  ['1990-01-01', 'Ruritania'],
  [undefined, 'Ruritania'],
])('on %s a State that had another name for some years is called %s', (on, name) => {
  const names = [
    { language: 'en', text: 'Union of Ruritania', from: '1950-01-01', until: '1989-12-31' } as const,
    { language: 'en', text: 'Ruritania' } as const,
  ];
  expect(nameIn('en', { code: 'RUR', name: 'Ruritania', names }, on)).toBe(name);
});

test('a story is headed so, too', async () =>
  expect((await show('/states/TUR/instruments/ilo-c029?asOf=2001-01-01')).text).toMatch(
    /<h1><a [^>]*>Turkey<\/a>/,
  ));
