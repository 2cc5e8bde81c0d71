import { expect, test } from 'vitest';
import { readSeeds } from '../../seeds/format.ts';

const { sources, participations, readings, states } = await readSeeds();

const isLookedAt = (state: string, instrument: string): boolean =>
  readings.some((reading) => reading.instrument === instrument) ||
  participations.some(
    (one) =>
      one.state === state && one.instrument === instrument && one.actions.length + one.checks.length > 0,
  );

test('every instrument that a document names to a State was looked at: acts, a look, or a whole reading', () => {
  const called = sources.flatMap(({ id, source }) =>
    source.urgings.flatMap((urging) =>
      urging.kind === 'named' ? [`${id}: ${urging.state} ${urging.instrument}`] : [],
    ),
  );
  const unseen = called.filter((call) => {
    const [, state = '', instrument = ''] = call.split(' ');
    return !isLookedAt(state, instrument);
  });
  expect(called.length).toBeGreaterThan(12);
  expect(unseen).toEqual([]);
  expect(states.length).toBeGreaterThan(100);
});
