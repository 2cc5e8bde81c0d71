import { describe, expect, test } from 'vitest';
import { freshTable } from '../support/engine/table.ts';
import { simulate } from './simulation/simulation.ts';

/** Of the first 24, those that have as many faults in the shortest lives; `npm run chaos` tries any others. */
const seeds = [1, 22, 24];
const faultsEach = 340;

const tally: Record<string, number> = {};

describe('among seeded faults', () => {
  test.concurrent.each(seeds)(
    'whatever goes wrong, every promise of the contract is kept: seed %i',
    async (seed) => {
      const { faults, violations } = await simulate(await freshTable(), { seed, faults: faultsEach });
      for (const [kind, count] of Object.entries(faults)) tally[kind] = (tally[kind] ?? 0) + count;
      expect(violations, `npm run chaos -- --seed ${seed} --faults ${faultsEach}`).toEqual([]);
    },
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
