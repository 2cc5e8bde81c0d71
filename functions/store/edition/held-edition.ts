import type { Holdings } from '../../core/law/holdings.ts';
import type { State } from '../../core/state.ts';
import type { Db } from '../db.ts';
import { type Head, touchedSince } from '../record/head.ts';
import { entriesOf, type Roster, type RosterEntry } from '../record/roster/roster.ts';
import { type PrintedHoldings, readPrintedHoldings } from './printed.ts';

/** What was printed, and which participations were written since, as `CHN/iccpr`. */
export type HeldEdition = { printed: PrintedHoldings; stale: ReadonlySet<string> };

/** Null where nothing is printed, or so long ago that the head does not tell what was written since. */
export async function heldEdition(db: Db, head: Head): Promise<HeldEdition | null> {
  const printed = await readPrintedHoldings(db);
  if (!printed || printed.revision > head.revision) return null;
  const touched = touchedSince(head, printed.revision);
  return touched && { printed, stale: new Set(touched) };
}

/** With more that was written since, another edition is worth reading. */
const mostStale = 100;

/** The same at a later head; null where it is of no more use. */
export function carriedEdition(held: HeldEdition | null, touched: readonly string[]): HeldEdition | null {
  const stale = new Set([...(held?.stale ?? []), ...touched]);
  return held && stale.size <= mostStale ? { ...held, stale } : null;
}

/** What is recorded of a State, unless that was written to since. */
export function printedOf({ printed, stale }: HeldEdition, state: State): Holdings | undefined {
  const isStale = [...stale].some((name) => name.startsWith(`${state.code}/`));
  return isStale ? undefined : printed.of(state);
}

type Rosters = ReadonlyMap<string, { entries: Promise<Roster>; stale: ReadonlySet<string> }>;

/** The rosters of instruments, each with the States whose entries were written since. */
export function printedRosters(
  { printed, stale }: HeldEdition,
  states: Iterable<State>,
  instruments: readonly string[],
): Rosters {
  const rosters = new Map(instruments.map((id) => [id, new Map<string, RosterEntry>()]));
  for (const state of states)
    for (const [instrument, entry] of entriesOf(printed.of(state)))
      rosters.get(instrument)?.set(state.code, entry);
  const written = Map.groupBy(
    [...stale].map((name) => name.split('/') as [string, string]),
    ([, instrument]) => instrument,
  );
  return new Map(
    [...rosters].map(([id, entries]) => [
      id,
      {
        entries: Promise.resolve(entries),
        stale: new Set((written.get(id) ?? []).map(([state]) => state)),
      },
    ]),
  );
}
