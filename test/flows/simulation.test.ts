import { expect, test } from 'vitest';
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
  90_000,
);
