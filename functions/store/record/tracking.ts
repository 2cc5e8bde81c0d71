import type { Holdings } from '../../core/law/holdings.ts';
import type { State } from '../../core/state.ts';
import type { Db } from '../db.ts';
import { withWritten } from './as-read.ts';
import { catalogueKeys } from './catalogue.ts';
import { replace } from './commit.ts';
import type { Snapshot } from './snapshots.ts';

/** Marks a State as tracked with the first fact recorded under it. */
export function track(db: Db, holdings: Holdings, catalogue: Snapshot['catalogue']) {
  if (holdings.state.tracked) return { items: [], holdings, catalogue };
  const state: State = { ...holdings.state, tracked: true };
  return {
    items: [replace(db, { ...catalogueKeys.state(state.code), body: state })],
    holdings: { ...holdings, state },
    catalogue: { ...catalogue, states: withWritten(catalogue.states, [[state.code, state]]) },
  };
}
