import { evidenceOf } from '../../core/law/evidence.ts';
import type { Catalogue, Viewpoint } from '../../core/law/holdings.ts';
import { type InstrumentView, restingOn, type StateView, viewState } from '../../core/law/state-view.ts';
import { holdingsOf } from '../../store/record/roster/roster.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import { noInstrument } from './viewpoint.ts';

/** A participant under the instrument; `isLookedAt` is false if no source tells what it has done. */
export type RosterRow = { view: StateView; under: InstrumentView; isLookedAt: boolean };

/**
 * Every participant under one instrument from a viewpoint: one query for it, and one for each instrument that
 * its answers rest on. An instrument not yet on record at the viewpoint gives no rows.
 * @throws DomainError `not-found`
 */
export async function rowsUnder(
  snapshot: Snapshot,
  catalogue: Catalogue,
  id: string,
  viewpoint: Viewpoint,
): Promise<RosterRow[]> {
  const instrument = catalogue.instruments.get(id);
  if (!instrument && !snapshot.catalogue.instruments.has(id)) throw noInstrument(id);
  if (!instrument) return [];
  const instruments = restingOn(instrument, catalogue);
  const rosters = await Promise.all([...instruments.keys()].map((one) => snapshot.roster(one)));
  const reading = catalogue.readings.get(id);
  return [...catalogue.states.values()].flatMap((state) => {
    const entries = rosters.flatMap((roster) => roster.get(state.code) ?? []);
    const view = viewState({ ...catalogue, instruments }, holdingsOf(state, entries), viewpoint);
    const under = view.under.get(id);
    if (!under) return [];
    const isLookedAt = under.recorded.length > 0 || evidenceOf(under, reading).evidenceThrough !== null;
    return [{ view, under, isLookedAt }];
  });
}
