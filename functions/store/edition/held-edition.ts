import type { Holdings } from '../../core/law/holdings.ts';
import type { State } from '../../core/state.ts';
import { type Head, touchedSince } from '../record/head.ts';
import { nothingOf } from '../record/holdings.ts';
import {
  entriesOf,
  entryOf,
  holdingsOf,
  isEmptyEntry,
  type Roster,
  type RosterEntry,
} from '../record/roster/roster.ts';
import type { HoldingsPart } from './record-parts.ts';

/** A part of the edition, and the participations written since, as `CHN/iccpr`. */
export type HeldPart<T> = { part: T; stale: ReadonlySet<string> };
export type HeldEdition = HeldPart<HoldingsPart>;

/** Null if it was never written, or so long ago that the head no longer tells what was written since. */
export function heldPart<T extends { revision: number }>(head: Head, part: T | null): HeldPart<T> | null {
  if (!part || part.revision > head.revision) return null;
  const touched = touchedSince(head, part.revision);
  return touched && { part, stale: new Set(touched) };
}

/** Participations written since, beyond which it pays to read the part anew. */
const mostStale = 100;

/** Carries a part to a later head; null if too much was written since. */
export function carriedPart<T>(held: HeldPart<T> | null, touched: readonly string[]): HeldPart<T> | null {
  const stale = new Set([...(held?.stale ?? []), ...touched]);
  return held && stale.size <= mostStale ? { ...held, stale } : null;
}

/** What is recorded of a State, or undefined if that was written to since. */
export const holdingsInEdition = (edition: HeldEdition, state: State): Holdings | undefined =>
  staleUnder(edition, state.code).size > 0 ? undefined : edition.part.of(state);

/** The instruments under which a State was written to since. */
function staleUnder({ stale }: HeldEdition, code: string): Set<string> {
  const prefix = `${code}/`;
  return new Set(
    [...stale].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
  );
}

/** The roster of an instrument in the edition, and the States whose entries were written since. */
export function rosterInEdition(edition: HeldEdition, states: Iterable<State>, instrument: string) {
  const entries = new Map<string, RosterEntry>();
  for (const state of states) {
    const holdings = edition.part.of(state);
    const entry = holdings && entryOf(holdings, instrument);
    if (entry && !isEmptyEntry(entry)) entries.set(state.code, entry);
  }
  const suffix = `/${instrument}`;
  const written = [...edition.stale].filter((name) => name.endsWith(suffix));
  return {
    entries: Promise.resolve<Roster>(entries),
    stale: new Set(written.map((name) => name.slice(0, -suffix.length))),
  };
}

/** Everything under every State: as in the edition, and as rosters have it now under instruments written to since. */
export function everyoneInEdition(
  edition: HeldEdition,
  states: Iterable<State>,
  rosterOf: (instrument: string) => Promise<Roster>,
): Promise<Holdings[]> {
  const one = async (state: State): Promise<Holdings> => {
    const written = edition.part.of(state);
    const stale = staleUnder(edition, state.code);
    if (stale.size === 0) return written ?? nothingOf(state);
    const entries = new Map(entriesOf(written));
    for (const instrument of stale) {
      const entry = (await rosterOf(instrument)).get(state.code);
      if (entry) entries.set(instrument, entry);
    }
    return holdingsOf(state, [...entries.values()]);
  };
  return Promise.all([...states].map(one));
}
