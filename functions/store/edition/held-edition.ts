import type { Holdings } from '../../core/law/holdings.ts';
import type { State } from '../../core/state.ts';
import { type Head, touchedSince } from '../record/head.ts';
import { nothingOf } from '../record/holdings.ts';
import {
  entriesOf,
  entryOf,
  holdingsOf,
  isEmpty,
  type Roster,
  type RosterEntry,
} from '../record/roster/roster.ts';
import type { PrintedHoldings } from './printed.ts';

/** What was printed, and the participations written since, as `CHN/iccpr`. */
export type HeldPart<T> = { printed: T; stale: ReadonlySet<string> };
export type HeldEdition = HeldPart<PrintedHoldings>;

/** Null if nothing is printed, or so long ago that the head no longer tells what was written since. */
export function heldPart<T extends { revision: number }>(head: Head, printed: T | null): HeldPart<T> | null {
  if (!printed || printed.revision > head.revision) return null;
  const touched = touchedSince(head, printed.revision);
  return touched && { printed, stale: new Set(touched) };
}

/** Participations written since, beyond which it pays to read the part anew. */
const mostStale = 100;

/** Carries a part to a later head; null if too much was written since. */
export function carriedPart<T>(held: HeldPart<T> | null, touched: readonly string[]): HeldPart<T> | null {
  const stale = new Set([...(held?.stale ?? []), ...touched]);
  return held && stale.size <= mostStale ? { ...held, stale } : null;
}

/** What is recorded of a State, or undefined if that was written to since. */
export const printedOf = (edition: HeldEdition, state: State): Holdings | undefined =>
  staleUnder(edition, state.code).size > 0 ? undefined : edition.printed.of(state);

/** The instruments under which a State was written to since. */
function staleUnder({ stale }: HeldEdition, code: string): Set<string> {
  const prefix = `${code}/`;
  return new Set(
    [...stale].filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
  );
}

/** The roster of an instrument as printed, and the States whose entries were written since. */
export function printedRoster(edition: HeldEdition, states: Iterable<State>, instrument: string) {
  const entries = new Map<string, RosterEntry>();
  for (const state of states) {
    const holdings = edition.printed.of(state);
    const entry = holdings && entryOf(holdings, instrument);
    if (entry && !isEmpty(entry)) entries.set(state.code, entry);
  }
  const suffix = `/${instrument}`;
  const written = [...edition.stale].filter((name) => name.endsWith(suffix));
  return {
    entries: Promise.resolve<Roster>(entries),
    stale: new Set(written.map((name) => name.slice(0, -suffix.length))),
  };
}

/** Everything under every State: as printed, and as rosters have it now under instruments written to since. */
export function everyonePrinted(
  edition: HeldEdition,
  states: Iterable<State>,
  rosterOf: (instrument: string) => Promise<Roster>,
): Promise<Holdings[]> {
  const one = async (state: State): Promise<Holdings> => {
    const printed = edition.printed.of(state);
    const stale = staleUnder(edition, state.code);
    if (stale.size === 0) return printed ?? nothingOf(state);
    const entries = new Map(entriesOf(printed));
    for (const instrument of stale) {
      const entry = (await rosterOf(instrument)).get(state.code);
      if (entry) entries.set(instrument, entry);
    }
    return holdingsOf(state, [...entries.values()]);
  };
  return Promise.all([...states].map(one));
}
