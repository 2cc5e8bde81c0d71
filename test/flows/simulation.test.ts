import { describe, expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/table.ts';
import { simulate } from './simulation/simulation.ts';

const seeds = [1, 2, 3];
const faultsEach = 340;
const longest = 300_000;

const tally: Record<string, number> = {};

describe('among seeded faults', () => {
  test.each(seeds)(
    'whatever goes wrong, every promise of the contract is kept: seed %i',
    async (seed) => {
      const { faults, violations } = await simulate(await freshTable(), { seed, faults: faultsEach });
      for (const [kind, count] of Object.entries(faults)) tally[kind] = (tally[kind] ?? 0) + count;
      expect(violations, `npm run chaos -- --seed ${seed} --faults ${faultsEach}`).toEqual([]);
    },
    longest,
  );
});

test('a thousand faults have struck, and of every kind', () => {
  expect(Object.values(tally).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(1_000);
  const kinds = Object.keys(tally);
  const groups = ['clock', 'deliver job', 'fanout job', 'index', 'queue', 'sender', 'stream', 'table'];
  for (const group of groups)
    expect(kinds.filter((kind) => kind.startsWith(`${group}: `)).length, group).toBeGreaterThanOrEqual(1);
  expect(kinds.filter((kind) => kind.startsWith('receiver: ')).length).toBeGreaterThanOrEqual(12);
});

type Sabotage = [found: RegExp, sabotage: (store: Store) => Store];

/** What the handlers stand on, broken: the simulation has to find it out. */
const broken: Record<string, Sabotage> = {
  'a claim that everybody is given': [
    /two senders at once|before its time|recorded as delivered/,
    (store) => ({
      ...store,
      deliveries: {
        ...store.deliveries,
        claim: async (id, by, _now, until) => {
          const row = await store.deliveries.get(id);
          return row ? { ...row, claim: { by, until } } : null;
        },
      },
    }),
  ],
  'a row that is said to be made and is not': [
    /never recorded|is lacking|lacks/,
    (store) => ({
      ...store,
      deliveries: {
        ...store.deliveries,
        create: async (row) => (row.sequence ?? 0) % 5 !== 4 && store.deliveries.create(row),
      },
    }),
  ],
};

describe('the judge is not blind', () => {
  test.each(Object.entries(broken))(
    '%s is found out',
    async (_, [found, sabotage]) => {
      const violations: string[] = [];
      for (let seed = 1; !found.test(violations.join('\n')) && seed <= 4; seed++) {
        const outcome = await simulate(await freshTable(), { seed, faults: 50, sabotage });
        violations.push(...outcome.violations);
      }
      expect(violations.join('\n')).toMatch(found);
    },
    longest,
  );
});
