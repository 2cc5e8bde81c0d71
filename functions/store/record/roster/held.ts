import { isDeepStrictEqual } from 'node:util';
import type { Catalogue, Holdings } from '../../../core/law/holdings.ts';
import type { Db } from '../../db.ts';
import { carriedParts, type HeldParts, noParts } from '../../edition/held-parts.ts';
import { withWritten } from '../as-read.ts';
import { type Head, touchedSince } from '../head.ts';
import { entryOf, type Roster, type RosterEntry, readEntry, readRoster, readRosters } from './roster.ts';

/** A roster, and the States whose entries were written since it was read. */
type HeldRoster = { entries: Promise<Roster>; stale: ReadonlySet<string> };

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
  const written = touched.map((name) => name.split('/') as [string, string]);
  const isSame = (code: string) =>
    isDeepStrictEqual(from.catalogue.states.get(code), catalogue.states.get(code));
  const kept = [...from.holdings].filter(([code]) => isSame(code));
  const holdings = new Map(kept.slice(-mostHoldings));
  const rosters = new Map(from.rosters);
  for (const [state, instrument] of written) {
    holdings.delete(state);
    const roster = rosters.get(instrument);
    if (roster) rosters.set(instrument, { ...roster, stale: new Set([...roster.stale, state]) });
  }
  return { ...next, holdings, rosters, parts: carriedParts(from.parts, touched) };
}

/** Takes over what this instance wrote itself, so that it need not be read. */
export function written(
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

/** Stale entries beyond which reading the whole roster again is cheaper. */
const mostEntries = 16;

/** The roster with its stale entries read again. */
export function refreshed(db: Db, instrument: string, roster: HeldRoster | undefined): HeldRoster {
  const none = new Set<string>();
  if (!roster || roster.stale.size > mostEntries) return { entries: readRoster(db, instrument), stale: none };
  const anew = async (): Promise<Roster> => {
    const known = await roster.entries;
    const read = await Promise.all(
      [...roster.stale].map(async (state) => [state, await readEntry(db, { instrument, state })] as const),
    );
    return withWritten(known, read);
  };
  return { entries: roster.stale.size === 0 ? roster.entries : anew(), stale: none };
}

/** Every roster, in one query. */
export function everyRoster(db: Db, instruments: readonly string[]): Map<string, HeldRoster> {
  const all = readRosters(db);
  return new Map(
    instruments.map((instrument) => {
      const entries = all.then((rosters) => rosters.get(instrument) ?? (new Map() as Roster));
      return [instrument, { entries, stale: new Set<string>() }];
    }),
  );
}
