import type { Writing } from '../record/commit.ts';
import type { Observation, Observed, ObservingContext } from './observing.ts';

/** Loads the code that compares a document with the record when a document was read, because few functions read any. */
export function observingOnDemand(context: ObservingContext) {
  const observing = () => import('./observing.ts').then((own) => own.createObserving(context));
  return async (observation: Observation, writing: Writing): Promise<Observed[]> =>
    (await observing())(observation, writing);
}
