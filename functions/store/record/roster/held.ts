import { isDeepStrictEqual } from 'node:util';
import type { Catalogue, Holdings } from '../../../core/law/holdings.ts';
import { carriedParts, type HeldParts, noParts } from '../../edition/held-parts.ts';
import { withWritten } from '../as-read.ts';
import { type Head, touchedSince } from '../head.ts';
import { entryOf, type HeldRoster, type RosterEntry } from './roster.ts';

/** What one instance holds in memory of one revision. */
export type HeldRecord = {
  head: Head;
  catalogue: Catalogue;
  holdings: Map<string, Promise<Holdings>>;
  rosters: Map<string, HeldRoster>;
  everyone?: Promise<Holdings[]>;
  /** What it has read of the edition. */
  parts: HeldParts;
};

/** The participations that a write touched, as the head lists them. */
export const touchedBy = ({ holdings, instruments }: Written): string[] =>
  instruments.map((instrument) => `${holdings.state.code}/${instrument}`);

/** States whose whole records are kept, the last ones read; others are in rosters only. */
const mostHoldings = 40;

/** Keeps for a later head what was not written since; nothing if the head's list does not reach back. */
export function carried(from: HeldRecord, to: Head, catalogue: Catalogue): HeldRecord {
  const touched = touchedSince(to, from.head.revision);
  const next = { head: to, catalogue };
  if (touched === null) return { ...next, holdings: new Map(), rosters: new Map(), parts: noParts() };
  const isSame = (code: string) =>
    isDeepStrictEqual(from.catalogue.states.get(code), catalogue.states.get(code));
  const kept = [...from.holdings].filter(([code]) => isSame(code));
  const holdings = new Map(kept.slice(-mostHoldings));
  const rosters = new Map(from.rosters);
  for (const name of touched) {
    const [state = '', instrument = ''] = name.split('/');
    holdings.delete(state);
    const roster = rosters.get(instrument);
    if (roster) rosters.set(instrument, { ...roster, stale: new Set([...roster.stale, state]) });
  }
  return { ...next, holdings, rosters, parts: carriedParts(from.parts, touched) };
}

/** Takes over what this instance wrote itself, so that it need not be read. */
export function takenOver(
  from: HeldRecord,
  to: Head,
  catalogue: Catalogue,
  all: readonly Written[],
): HeldRecord {
  const next = carried(from, to, catalogue);
  for (const { holdings, instruments } of all) {
    const state = holdings.state.code;
    next.holdings.set(state, Promise.resolve(holdings));
    for (const instrument of instruments) {
      const roster = next.rosters.get(instrument);
      if (roster) next.rosters.set(instrument, withEntry(roster, state, entryOf(holdings, instrument)));
    }
  }
  return next;
}

/** A State after a write, and the instruments under which something was written. */
export type Written = { holdings: Holdings; instruments: readonly string[] };

function withEntry({ entries, stale }: HeldRoster, state: string, entry: RosterEntry): HeldRoster {
  const added = entries.then((known) => withWritten(known, [[state, entry]]));
  added.catch(() => undefined);
  return { entries: added, stale: new Set([...stale].filter((one) => one !== state)) };
}
