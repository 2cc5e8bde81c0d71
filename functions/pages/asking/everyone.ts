import type { Viewpoint } from '../../core/law/holdings.ts';
import { type InstrumentView, type StateView, viewState } from '../../core/law/state-view.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Shown } from '../parts/mark.ts';

/** Every State under every instrument from one viewpoint; acts are without their texts. */
export async function everyView(snapshot: Snapshot, viewpoint: Viewpoint): Promise<StateView[]> {
  const everyone = await snapshot.everyone();
  return everyone.map((holdings) => viewState(snapshot.catalogue, holdings, viewpoint));
}

/** What pictures show of a State: its status, or that nobody has looked for one. */
export const shownOf = ({ catalogue }: StateView, under: InstrumentView): Shown =>
  isLookedAt(under) || catalogue.readings.has(under.instrument.id) ? under.position.status : 'not-looked-at';

const isLookedAt = ({ actions, checks, position }: InstrumentView): boolean =>
  position.status !== 'no-action' || actions.length > 0 || checks.length > 0;
