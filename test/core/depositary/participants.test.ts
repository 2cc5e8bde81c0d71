import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownParticipants } from '../../../functions/core/depositary/participants.ts';
import type { State } from '../../../functions/core/state.ts';

const file = join(import.meta.dirname, '../../../seeds/participants.json');
const seeds = JSON.parse(readFileSync(file, 'utf8')) as State[];
const inSeeds = knownParticipants(seeds);

type Dated = Omit<NonNullable<State['names']>[number], 'language'>;
const state = (code: string, name: string, names: Dated[] = []) =>
  ({ code, name, names: names.map((one) => ({ language: 'en', ...one })) }) as State;

const states = [
  state('AAA', 'Old Ruritania', [{ text: 'Ruritania', from: '1950-01-01', until: '1989-12-31' }]),
  state('BBB', 'New Ruritania', [{ text: 'Ruritania', from: '1992-05-01' }]),
  state('CCC', 'Isle of Graustark, Saba'),
  state('DDD', 'Borduria (Plural State of)', [{ text: 'Syldavia', from: '1930-01-01', until: '1940-01-01' }]),
];
const participants = knownParticipants(states, [
  { name: 'Union of Lists', code: 'UOL' },
  { name: 'Bank of Lists' },
  { name: 'Old Ruritania', code: 'XXX' },
]);

test.each([
  ['1949-12-31', undefined],
  ['1950-01-01', 'AAA'],
  ['1989-12-31', 'AAA'],
  ['1990-01-01', undefined],
  ['1992-04-30', undefined],
  ['1992-05-01', 'BBB'],
  ['2026-01-01', 'BBB'],
  [null, undefined],
])('on %s a name that two have borne means %s', (on, code) =>
  expect(participants('Ruritania', on)?.code).toBe(code),
);

test.each(['1929-12-31', '1935-01-01', '2026-01-01', null])(
  'a name that one alone has borne means it on %s, be it in use or not',
  (on) => expect(participants('Syldavia', on)).toMatchObject({ code: 'DDD', outside: false }),
);

test.each([
  ['Graustark, Saba, Isle of', 'CCC'],
  ['Saba, Isle of Graustark', undefined],
  ['graustark  , saba', undefined],
  ['Isle of Graustark, Saba', 'CCC'],
  ['The isle of Graustark,  Saba', 'CCC'],
  ['Borduria, Plural State of', 'DDD'],
  ['Borduria', undefined],
])('%s is matched whole: %s', (printed, code) => expect(participants(printed, null)?.code).toBe(code));

test.each([
  ["Cote d'Ivoire", 'CIV'],
  ['CÔTE D’IVOIRE', 'CIV'],
  ["Co\u0302te d'Ivoire", 'CIV'],
  ['Turkiye', 'TUR'],
  ['São Tomé and Príncipe', 'STP'],
  ['Antigua & Barbuda', 'ATG'],
])('%s is known by its letters, whatever is above them: %s', (printed, code) =>
  expect(inSeeds(printed, null)?.code).toBe(code),
);

test('no two participants of the seeds have one name but for its accents and the like', () => {
  for (const { code, name } of seeds) expect(inSeeds(name, '2026-11-01')?.code, name).toBe(code);
});

test('of several commas the last sets apart what stands before', () => {
  const known = knownParticipants([state('CCC', 'Union of Bread, Butter and Cheese, Inc')]);
  expect(known('Bread, Butter and Cheese, Inc, Union of', null)).toMatchObject({
    code: 'CCC',
    outside: false,
  });
});

test('a name that one bears and another bore is nobody’s without a day', () => {
  const known = knownParticipants([
    state('AAA', 'Old Ruritania', [{ text: 'Ruritania', until: '1989-12-31' }]),
    state('BBB', 'Ruritania'),
  ]);
  expect(known('Ruritania', '1989-12-31')).toEqual({ code: 'AAA', outside: false, until: '1989-12-31' });
  expect(known('Ruritania', '1990-01-01')).toMatchObject({ code: 'BBB', outside: false });
  expect(known('Ruritania', null)).toBeUndefined();
});

test('who is outside the record is told from who is in it, and takes no name from it', () => {
  expect(participants('Union of Lists', null)).toMatchObject({ code: 'UOL', outside: true });
  expect(participants('Bank of Lists', null)).toMatchObject({ code: null, outside: true });
  expect(participants('Old Ruritania', null)).toMatchObject({ code: 'AAA', outside: false });
  expect(participants('Nobody', null)).toBeUndefined();
});
