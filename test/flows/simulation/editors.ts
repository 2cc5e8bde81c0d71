import { later } from '../../../functions/core/instant.ts';
import { anAction, anInstrument } from '../../support/record-fixture.ts';
import type { Instances } from './instances.ts';
import type { Invocation } from './steps.ts';
import type { World } from './world.ts';

const day = 24 * 3_600_000;

/**
 * Commits what subscribers are to be told: a new instrument and, mostly, a ratification that takes effect at
 * once or in the next days. Some are bulk imports, which are announced as one.
 */
export const editing = ({ chance, clock, count }: World, instances: Instances): Invocation => ({
  name: 'editor',
  invoke: (run) =>
    instances(run, async ({ store, now }) => {
      const id = `made-${count()}`;
      const quiet = chance.in(0.15);
      const writing = { now, by: 'editor', quiet };
      const doneOn = later(new Date(clock.ms).toISOString(), (-365 + chance.below(6)) * day).slice(0, 10);
      const { sequence: from } = await store.record.head();
      await store.cataloguing.putInstrument(id, anInstrument(), { ...writing, ifVersion: 0 });
      const state = chance.pick(['CHN', 'FRA', 'FRA', null]);
      if (state) await store.recording.recordActions(state, id, [{ action: anAction({ doneOn }) }], writing);
      const { sequence: to } = await store.record.head();
      if (quiet) await store.cataloguing.announceImport(from + 1, to, writing);
    }),
});
