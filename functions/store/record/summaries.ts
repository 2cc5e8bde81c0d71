import type { Day } from '../../core/calendar.ts';
import type { Agenda } from '../../core/law/effects/agenda.ts';
import type { Catalogue, Holdings } from '../../core/law/holdings.ts';
import { type Outline, outlineOf } from '../../core/law/outline.ts';
import { viewState } from '../../core/law/state-view.ts';
import type { HeldPart } from '../edition/held-edition.ts';
import type { PrintedStates } from '../edition/printed.ts';
import { nothingOf } from './holdings.ts';

type Sources<P, R> = {
  catalogue: Catalogue;
  held: HeldPart<PrintedStates<P>> | null;
  everyone: () => Promise<Holdings[]>;
  ofPrinted: (printed: P) => R;
  ofHoldings: (holdings: Holdings) => R;
};

/**
 * One summary for every State: as printed, or made from the record if the State was written to since or
 * nothing is printed.
 */
export async function everySummary<P, R>(from: Sources<P, R>): Promise<R[]> {
  const { catalogue, held, everyone, ofPrinted, ofHoldings } = from;
  if (!held) return (await everyone()).map(ofHoldings);
  const stale = new Set([...held.stale].map((name) => name.split('/')[0]));
  const all = stale.size > 0 ? await everyone() : [];
  const anew = new Map(all.map((one) => [one.state.code, one]));
  return [...catalogue.states.values()].map((state) => {
    const printed = stale.has(state.code) ? undefined : held.printed.of(state);
    return printed ? ofPrinted(printed) : ofHoldings(anew.get(state.code) ?? nothingOf(state));
  });
}

export { outlineOn } from '../../core/law/outline.ts';

export const outlineFrom = (catalogue: Catalogue, asOf: Day) =>
  remembering<Outline>(outlines, catalogue, asOf, (holdings) =>
    outlineOf(viewState(catalogue, holdings, { asOf }), holdings),
  );

/** Loads the code of agendas when they are first asked for, because few functions are. */
export async function agendaFrom(catalogue: Catalogue, asOf: Day) {
  const { agendaOf } = await import('../../core/law/effects/agenda.ts');
  return remembering<Agenda>(agendas, catalogue, asOf, (holdings) => agendaOf(catalogue, holdings, asOf));
}

type Remembered<T> = { catalogue: Catalogue; asOf: Day; made: T };

const outlines = new WeakMap<Holdings, Remembered<Outline>[]>();
const agendas = new WeakMap<Holdings, Remembered<Agenda>[]>();
const mostKept = 3;

/** Remembers what was made from the same holdings for the same day. */
const remembering =
  <T>(
    kept: WeakMap<Holdings, Remembered<T>[]>,
    catalogue: Catalogue,
    asOf: Day,
    make: (holdings: Holdings) => T,
  ) =>
  (holdings: Holdings): T => {
    const before = kept.get(holdings) ?? [];
    const already = before.find((one) => one.catalogue === catalogue && one.asOf === asOf);
    if (already) return already.made;
    const made = make(holdings);
    kept.set(holdings, [{ catalogue, asOf, made }, ...before].slice(0, mostKept));
    return made;
  };
