import type { NewAction } from '../../functions/core/action.ts';
import type { Citation } from '../../functions/core/citation.ts';
import type { NewInstrument } from '../../functions/core/instrument.ts';
import type { NewSource } from '../../functions/core/source.ts';
import { createStore, type Store } from '../../functions/store/index.ts';
import type { TestTable } from './engine/table.ts';

export const publicUrl = 'https://tracker.example.org';

export const citation: Citation = {
  title: 'Depositary notification',
  url: 'https://treaties.un.org/',
  seenOn: '2022-12-31',
  tier: 'primary',
};

export const anInstrument = (over: Partial<NewInstrument> = {}): NewInstrument => ({
  title: 'Forced Labour Convention, 1930 (No. 29)',
  titles: [],
  shortNames: ['C029'],
  depositary: 'ilo-dg',
  depositaryName: 'Director-General of the International Labour Office',
  adoptedOn: '1930-06-28',
  inForceOn: '1932-05-01',
  references: [{ scheme: 'ilo', value: 'C029' }],
  classes: ['human-rights'],
  entryIntoForceRule: {
    after: 'registration',
    period: { months: 12 },
    rounding: 'none',
    clause: 'article 28(3)',
  },
  withdrawalRule: { kind: 'notice', period: { months: 12 }, rounding: 'none', clause: 'article 30' },
  acts: [{ act: 'ratification' }],
  sources: [{ facts: ['title'], citation }],
  ...over,
});

export const aSource = (over: Partial<NewSource> = {}): NewSource => ({
  title: 'Letter of the High Commissioner for Human Rights',
  author: 'High Commissioner for Human Rights',
  kind: 'letter',
  on: '2019-04-29',
  citations: [citation],
  urgings: [
    {
      id: 'c029',
      state: 'CHN',
      kind: 'named',
      instrument: 'ilo-c029',
      paragraph: 'Annex, bullet 3',
      wording: 'Ratification of the International Labour Organization Forced Labour Convention (No. 29)',
    },
  ],
  ...over,
});

export const anAction = (over: Partial<NewAction> = {}): NewAction => ({
  kind: 'ratification',
  doneOn: '2022-08-12',
  sources: [citation],
  ...over,
});

export const storeOf = (table: TestTable): Store =>
  createStore({ client: table.client, table: table.name, publicUrl });

/** A record with one State, its two territories, C029 and the letter that urges it. */
export async function withRecord(table: TestTable, now = '2023-01-01T00:00:00.000Z'): Promise<Store> {
  const store = storeOf(table);
  const writing = { now: () => now, by: 'fixture' };
  await store.cataloguing.putStates(
    [
      {
        code: 'CHN',
        name: 'China',
        kind: 'state',
        tracked: false,
        territories: [
          { code: 'HKG', name: 'Hong Kong', from: '1997-07-01' },
          { code: 'MAC', name: 'Macao', from: '1999-12-20' },
        ],
      },
      { code: 'FRA', name: 'France', kind: 'state', tracked: false },
    ],
    writing,
  );
  await store.cataloguing.putInstrument('ilo-c029', anInstrument(), { ...writing, ifVersion: 0 });
  await store.cataloguing.putSource('ohchr-2019-04-29', aSource(), { ...writing, ifVersion: 0 });
  return store;
}
