import type { Day } from '../../core/calendar.ts';
import type { Agenda } from '../../core/law/effects/agenda.ts';
import type { Outlines } from '../../core/law/outline.ts';
import type { FormName } from '../../core/tables/forms.ts';
import type { Db } from '../db.ts';
import type { Head } from '../record/head.ts';
import { carriedPart, type HeldPart, heldPart } from './held-edition.ts';
import { type HoldingsPart, readHoldingsPart } from './record-parts.ts';
import { type ActLines, readActs, readParticipations, type TextsOn } from './row-parts.ts';
import { isOf, readAgendas, readOutlines, type Summaries } from './summary-parts.ts';

/** The parts that an instance has read. */
export type HeldParts = {
  holdings: Place<HoldingsPart>;
  outlines: Place<Summaries<Outlines>>;
  agendas: Place<Summaries<Agenda>>;
  participations: InEach<Summaries<TextsOn>>;
  acts: InEach<Summaries<ActLines>>;
};

type InEach<T> = Record<FormName, Place<T>>;

/** Empty until the part is asked for; `at` is the revision and day it was looked for at, perhaps in vain. */
type Place<T> = { looked?: Looked<T> };
type Looked<T> = { at: string; reading: Promise<HeldPart<T> | null> };

export const noParts = (): HeldParts => ({
  holdings: {},
  outlines: {},
  agendas: {},
  participations: { csv: {}, ndjson: {} },
  acts: { csv: {}, ndjson: {} },
});

/** Carries all parts to a later head. */
export const carriedParts = (parts: HeldParts, touched: readonly string[]): HeldParts => ({
  holdings: carried(parts.holdings, touched),
  outlines: carried(parts.outlines, touched),
  agendas: carried(parts.agendas, touched),
  participations: carriedEach(parts.participations, touched),
  acts: carriedEach(parts.acts, touched),
});

/** A part that could not be read counts as none, and is looked for again at another revision. */
function carried<T>({ looked }: Place<T>, touched: readonly string[]): Place<T> {
  if (!looked) return {};
  const carry = (held: HeldPart<T> | null) => carriedPart(held, touched);
  return { looked: { ...looked, reading: looked.reading.then(carry, () => null) } };
}

const carriedEach = <T>({ csv, ndjson }: InEach<T>, touched: readonly string[]): InEach<T> => ({
  csv: carried(csv, touched),
  ndjson: carried(ndjson, touched),
});

type Current = { head: Head; parts: HeldParts };

/** Reads parts when they are first needed, and calls `onRead` each time. */
export function createHeldParts(db: Db, onRead: () => void) {
  const look = <T extends { revision: number }>(
    place: Place<T>,
    at: string,
    head: Head,
    read: (db: Db) => Promise<T | null>,
  ) => {
    onRead();
    const looked: Looked<T> = { at, reading: read(db).then((part) => heldPart(head, part)) };
    place.looked = looked;
    looked.reading.catch(() => {
      if (place.looked === looked) delete place.looked;
    });
    return looked.reading;
  };

  /** Looks for a part again only at another revision or, if it depends on the day, on another day. */
  const take = async <T extends { revision: number }>(
    { place, head, day }: { place: Place<T>; head: Head; day: Day | '' },
    read: (db: Db) => Promise<T | null>,
    isOfUse: (part: T) => boolean,
  ): Promise<HeldPart<T> | null> => {
    const at = `${head.revision} ${day}`;
    const already = await place.looked?.reading;
    if (already && isOfUse(already.part)) return already;
    const held = place.looked?.at === at ? await place.looked.reading : await look(place, at, head, read);
    return held && isOfUse(held.part) ? held : null;
  };

  const holdings = ({ head, parts }: Current) =>
    take({ place: parts.holdings, head, day: '' }, readHoldingsPart, () => true);

  /** Takes a part that is the same on every day. */
  const everyDay = <T>(
    head: Head,
    place: Place<Summaries<T>>,
    read: (db: Db) => Promise<Summaries<T> | null>,
  ) => take({ place, head, day: '' }, read, (part) => isOf(part, head, ''));

  const agendas = ({ head, parts }: Current, day: Day) =>
    take({ place: parts.agendas, head, day }, readAgendas, (part) => isOf(part, head, day));

  return {
    holdings,
    agendas,
    outlines: ({ head, parts }: Current) => everyDay(head, parts.outlines, readOutlines),
    participations: ({ head, parts }: Current, form: FormName) =>
      everyDay(head, parts.participations[form], (from) => readParticipations(from, form)),
    acts: ({ head, parts }: Current, form: FormName) =>
      everyDay(head, parts.acts[form], (from) => readActs(from, form)),
  };
}
