import { expect, test } from 'vitest';
import type { Store } from '../../functions/store/index.ts';
import { freshTable } from '../support/table.ts';
import { simulate } from './simulation.ts';

const seeds = [1, 2, 3, 4];

test.each(seeds)(
  'whatever goes wrong, every change reaches who is owed it: seed %i',
  async (seed) => {
    const outcome = await simulate(await freshTable(), { seed, faults: 250 });
    expect(outcome.violations, `seed ${seed}: ${JSON.stringify(outcome.faults)}`).toEqual([]);
    expect(outcome.total).toBeGreaterThanOrEqual(250);
  },
  300_000,
);

const broken: Record<string, [found: RegExp, sabotage: (store: Store) => Store]> = {
  'a claim that everybody is given': [
    /two senders at once|before its time|still pending/,
    (store) => ({
      ...store,
      deliveries: {
        ...store.deliveries,
        claim: async (id, by, _now, until) => {
          const row = await store.deliveries.get(id);
          return row?.status === 'pending' ? { ...row, claim: { by, until } } : null;
        },
      },
    }),
  ],
  'a row that is said to be made and is not': [
    /no row/,
    (store) => ({
      ...store,
      deliveries: {
        ...store.deliveries,
        create: async (row) => row.sequence !== 5 && store.deliveries.create(row),
      },
    }),
  ],
  'a retry that is due at once': [
    /before its time/,
    (store) => ({
      ...store,
      deliveries: {
        ...store.deliveries,
        put: (row) => store.deliveries.put({ ...row, nextAttemptAt: row.nextAttemptAt && row.createdAt }),
      },
    }),
  ],
};

test.each(Object.entries(broken))(
  '%s is found out',
  async (_, [found, sabotage]) => {
    const violations: string[] = [];
    for (let seed = 1; violations.length === 0 && seed <= 5; seed++) {
      const outcome = await simulate(await freshTable(), { seed, faults: 60, sabotage });
      violations.push(...outcome.violations);
    }
    expect(violations.join('\n')).toMatch(found);
  },
  90_000,
);
