import { describe, expect, test } from 'vitest';
import { freshTable } from '../support/engine/table.ts';
import { sabotages } from './simulation/sabotages.ts';
import { simulate } from './simulation/simulation.ts';

/** Seeds tried from the one that noticed on, because a change of the code may move it. */
const mostSeeds = 6;

describe('the judge is not blind', () => {
  test.concurrent.each(Object.entries(sabotages))(
    '%s is found out',
    async (_, [sought, sabotage, { seed: first = 1, ...inWorld } = {}]) => {
      const violations: string[] = [];
      for (let seed = first; !sought.test(violations.join('\n')) && seed < first + mostSeeds; seed++) {
        const outcome = await simulate(
          await freshTable(),
          { seed, faults: 100, sabotage, ...inWorld },
          { sought },
        );
        violations.push(...outcome.violations);
      }
      expect(violations.join('\n')).toMatch(sought);
    },
  );
});
