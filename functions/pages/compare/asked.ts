import type { Instrument } from '../../core/instrument.ts';
import type { StateView } from '../../core/law/state-view.ts';
import type { Snapshot } from '../../store/record/snapshots.ts';
import type { Asked } from '../asking/asked.ts';
import { listed, requireAtMost, requireListed } from '../asking/lists.ts';
import { catalogueAt, viewOf, viewpointOf } from '../asking/viewpoint.ts';
import { mostCompared, permanentMembers } from './sets.ts';

export type Comparison = {
  /** The codes asked for, in capitals. */
  codes: string[];
  /** The instruments asked for; empty for all. */
  ids: string[];
  views: StateView[];
  instruments: Instrument[];
};

/**
 * The States to compare, as the page and its file are asked for them. @throws DomainError for a code not on
 * record, or too many
 */
export async function comparedBy(asked: Asked, snapshot: Snapshot): Promise<Comparison> {
  const viewpoint = viewpointOf(asked);
  const { instruments: all } = await catalogueAt(asked, snapshot, viewpoint);
  const { states } = snapshot.catalogue;
  const asGiven = listed(asked.query.states ?? '').map((code) => code.toUpperCase());
  const codes = asked.query.states ? asGiven : permanentMembers.filter((code) => states.has(code));
  const ids = listed(asked.query.instruments ?? '').map((id) => id.toLowerCase());
  requireAtMost(mostCompared, codes);
  requireListed('states', codes, states);
  requireListed('instruments', ids, all);
  const views = await Promise.all(codes.map((code) => viewOf(asked, snapshot, code, viewpoint)));
  const instruments = [...all.values()].filter(({ id }) => ids.length === 0 || ids.includes(id));
  return { codes, ids, views, instruments };
}
