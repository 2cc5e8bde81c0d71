import type { Day } from '../../core/calendar.ts';
import type { Agenda } from '../../core/law/effects/agenda.ts';
import type { Outlines } from '../../core/law/outline.ts';
import type { Db } from '../db.ts';
import type { Head } from '../record/head.ts';
import { carriedPart, type HeldPart, heldPart } from './held-edition.ts';
import { type PrintedHoldings, readPrintedHoldings } from './printed.ts';
import { isOf, readAgendas, readOutlines, type Summaries } from './printed-summaries.ts';

/** What an instance has read of the edition. */
export type HeldParts = {
  holdings: Place<PrintedHoldings>;
  outlines: Place<Summaries<Outlines>>;
  agendas: Place<Summaries<Agenda>>;
};

/** Empty until the part is asked for; `at` says when it was looked for, which may have been in vain. */
type Place<T> = { looked?: Looked<T> };
type Looked<T> = { at: string; reading: Promise<HeldPart<T> | null> };

export const noParts = (): HeldParts => ({ holdings: {}, outlines: {}, agendas: {} });

/** The same at a later head. */
export const carriedParts = (
  { holdings, outlines, agendas }: HeldParts,
  touched: readonly string[],
): HeldParts => ({
  holdings: carried(holdings, touched),
  outlines: carried(outlines, touched),
  agendas: carried(agendas, touched),
});

/** What could not be read is looked for again at another revision. */
function carried<T>({ looked }: Place<T>, touched: readonly string[]): Place<T> {
  if (!looked) return {};
  const carry = (held: HeldPart<T> | null) => carriedPart(held, touched);
  return { looked: { ...looked, reading: looked.reading.then(carry, () => null) } };
}

type Current = { head: Head; parts: HeldParts };

/** Reads parts of the edition when they are first needed; `onRead` is told each time. */
export function createHeldParts(db: Db, onRead: () => void) {
  const look = <T extends { revision: number }>(
    place: Place<T>,
    at: string,
    head: Head,
    read: (db: Db) => Promise<T | null>,
  ) => {
    onRead();
    const looked: Looked<T> = { at, reading: read(db).then((printed) => heldPart(head, printed)) };
    place.looked = looked;
    looked.reading.catch(() => {
      if (place.looked === looked) delete place.looked;
    });
    return looked.reading;
  };

  /** Looks for a part again only at another revision, and for one of another day on that day. */
  const take = async <T extends { revision: number }>(
    { place, head, day }: { place: Place<T>; head: Head; day: Day | '' },
    read: (db: Db) => Promise<T | null>,
    isOfUse: (printed: T) => boolean,
  ): Promise<HeldPart<T> | null> => {
    const at = `${head.revision} ${day}`;
    const already = await place.looked?.reading;
    if (already && isOfUse(already.printed)) return already;
    const held = place.looked?.at === at ? await place.looked.reading : await look(place, at, head, read);
    return held && isOfUse(held.printed) ? held : null;
  };

  const holdings = ({ head, parts }: Current) =>
    take({ place: parts.holdings, head, day: '' }, readPrintedHoldings, () => true);

  const outlines = ({ head, parts }: Current) =>
    take({ place: parts.outlines, head, day: '' }, readOutlines, (printed) => isOf(printed, head, ''));

  const agendas = ({ head, parts }: Current, day: Day) =>
    take({ place: parts.agendas, head, day }, readAgendas, (printed) => isOf(printed, head, day));

  return { holdings, outlines, agendas };
}
