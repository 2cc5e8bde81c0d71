import type { Day } from '../../core/calendar.ts';
import { type Clock, type Moment, momentAfter, msBetween, second } from '../../core/instant.ts';
import type { Agenda } from '../../core/law/effects/agenda.ts';
import type { Catalogue, Holdings } from '../../core/law/holdings.ts';
import type { Outline } from '../../core/law/outline.ts';
import { noState, type State } from '../../core/state.ts';
import type { FormName } from '../../core/tables/forms.ts';
import type { Db } from '../db.ts';
import { everyoneInEdition, holdingsInEdition, rosterInEdition } from '../edition/held-edition.ts';
import { createHeldParts, noParts } from '../edition/held-parts.ts';
import { readCataloguePart } from '../edition/record-parts.ts';
import { inTurns } from '../in-turns.ts';
import { createTurns, LostRace, retryRaces } from '../retry.ts';
import { readCatalogue } from './catalogue.ts';
import { commit, type Plan } from './commit.ts';
import { type Head, readHead } from './head.ts';
import { nothingOf, readHoldings } from './holdings.ts';
import { carried, type HeldRecord, takenOver, touchedBy, type Written } from './roster/held.ts';
import { everyRoster, holdingsOf, type Roster, refreshed } from './roster/roster.ts';

/** Everything on record at one revision. Holdings are read State by State, rosters instrument by instrument. */
export type Snapshot = {
  head: Head;
  catalogue: Catalogue;
  holdings: (state: string) => Promise<Holdings>;
  /** All States under one instrument; their acts are without texts. */
  roster: (instrument: string) => Promise<Roster>;
  /** Every State under every instrument; their acts are without texts. */
  everyone: () => Promise<Holdings[]>;
  /** The status of every State on a day, without acts. */
  outlines: (asOf: Day) => Promise<Outline[]>;
  /** What calendars show of every State, from a day. */
  agendas: (today: Day) => Promise<Agenda[]>;
  /** What the rows of participations say on a day, State by State, by the ids of instruments in their order. */
  participationTexts: (form: FormName, asOf: Day) => Promise<string[][]>;
  /** The lines of every act that stands, State by State. */
  actLines: (form: FormName) => Promise<string[]>;
};

/** The record as one instance sees it. A request costs one read of the head, and more only if the head has moved. */
export type RecordStore = {
  head: () => Promise<Head>;
  /** Runs `use` on one consistent snapshot, and again if the head moved while something was loading. */
  read: <R>(use: (snapshot: Snapshot) => Promise<R> | R) => Promise<R>;
  /**
   * Commits what `plan` makes of a snapshot, and plans again if others were first. The write's instant is later than
   * that of the write before, however instances' clocks differ, because the feed and the past are searched by instant.
   */
  write: <R>(clock: Clock, plan: Planning<R>) => Promise<R>;
};

export type Planning<R> = (snapshot: Snapshot, at: Moment) => Promise<Planned<R>>;

/** A plan, and the snapshot after it. A `null` plan writes nothing and answers `response`. */
export type Planned<R> = { plan: Plan<R>; after: After } | { plan: null; response: R };
export type After = { written?: readonly Written[]; catalogue?: Catalogue };

/**
 * Tries after which an answer may mix two revisions milliseconds apart, because a constant stream of writes would
 * otherwise keep it waiting for ever.
 */
const rereads = 5;

/** A plan that took longer is made again, because its instant must not lie behind what others have read. */
const longestPlanning = 3 * second;

export function createRecord(db: Db): RecordStore {
  let held: HeldRecord | undefined;
  const head = () => readHead(db);
  const takeTurn = createTurns();
  let loads = 0;
  const parts = createHeldParts(db, () => {
    loads += 1;
  });

  const catalogueAt = async ({ catalogueRevision }: Head): Promise<Catalogue> =>
    (await readCataloguePart(db, catalogueRevision)) ?? readCatalogue(db);

  const load = async (at: Head): Promise<HeldRecord> => {
    loads += 1;
    const from = held;
    const isSame = from && from.head.catalogueRevision === at.catalogueRevision;
    const catalogue = from && isSame ? from.catalogue : await catalogueAt(at);
    return from
      ? carried(from, at, catalogue)
      : { head: at, catalogue, holdings: new Map(), rosters: new Map(), parts: noParts() };
  };

  const holdAt = async (at: Head): Promise<HeldRecord> => {
    if (held && held.head.revision >= at.revision) return held;
    const loaded = await load(at);
    if (!held || held.head.revision < loaded.head.revision) held = loaded;
    return held;
  };

  /** Forgets a read that failed, so that the next caller tries again. */
  const keep = <T>(
    member: 'holdings' | 'rosters',
    current: HeldRecord,
    name: string,
    kept: T,
    read: Promise<unknown>,
  ) => {
    loads += 1;
    const mapIn = (one: HeldRecord) => one[member] as Map<string, unknown>;
    mapIn(current).set(name, kept);
    read.catch(() => {
      for (const one of [current, held]) if (one && mapIn(one).get(name) === kept) mapIn(one).delete(name);
    });
  };

  const trackedIn = async (current: HeldRecord, state: State): Promise<Holdings> => {
    const edition = await parts.holdings(current);
    return (edition && holdingsInEdition(edition, state)) ?? readHoldings(db, state);
  };

  const takeRoster = async (current: HeldRecord, instrument: string): Promise<void> => {
    if (current.rosters.has(instrument)) return;
    const edition = await parts.holdings(current);
    const { states } = current.catalogue;
    if (edition && !current.rosters.has(instrument))
      current.rosters.set(instrument, rosterInEdition(edition, states.values(), instrument));
  };

  const holdingsIn = async (current: HeldRecord, code: string): Promise<Holdings> => {
    const state = current.catalogue.states.get(code);
    if (!state) throw noState(code, current.catalogue.states.values());
    const already = current.holdings.get(code);
    if (already) return already;
    const reading = state.tracked ? trackedIn(current, state) : Promise.resolve(nothingOf(state));
    keep('holdings', current, code, reading, reading);
    return reading;
  };

  const rosterIn = async (current: HeldRecord, instrument: string): Promise<Roster> => {
    await takeRoster(current, instrument);
    const already = current.rosters.get(instrument);
    if (already && already.stale.size === 0) return already.entries;
    const roster = refreshed(db, instrument, already);
    keep('rosters', current, instrument, roster, roster.entries);
    return roster.entries;
  };

  const loadEveryone = async (current: HeldRecord): Promise<Holdings[]> => {
    const { instruments, states } = current.catalogue;
    const edition = await parts.holdings(current);
    if (edition) return everyoneInEdition(edition, states.values(), (id) => rosterIn(current, id));
    const missing = [...instruments.keys()].filter((id) => !current.rosters.has(id));
    if (missing.length > 1)
      for (const [id, roster] of everyRoster(db, missing))
        keep('rosters', current, id, roster, roster.entries);
    const rosters = await Promise.all([...instruments.keys()].map((id) => rosterIn(current, id)));
    return [...states.values()].map((state) =>
      holdingsOf(
        state,
        rosters.flatMap((roster) => roster.get(state.code) ?? []),
      ),
    );
  };

  /** Made once per revision, because views are remembered by the identity of holdings. */
  const everyoneIn = (current: HeldRecord): Promise<Holdings[]> => {
    current.everyone ??= loadEveryone(current);
    current.everyone.catch(() => {
      delete current.everyone;
    });
    return current.everyone;
  };

  /** Functions that send need none of this when they start. */
  const summariesIn = async (current: HeldRecord) =>
    (await import('./summaries.ts')).summariesFrom({
      catalogue: current.catalogue,
      everyone: () => everyoneIn(current),
      inFull: (states) => inTurns(states, ({ code }) => holdingsIn(current, code)),
      parts: {
        outlines: () => parts.outlines(current),
        agendas: (today) => parts.agendas(current, today),
        participations: (form) => parts.participations(current, form),
        acts: (form) => parts.acts(current, form),
      },
    });

  const snapshotOf = (current: HeldRecord): Snapshot => ({
    head: current.head,
    catalogue: current.catalogue,
    holdings: (code) => holdingsIn(current, code),
    roster: (instrument) => rosterIn(current, instrument),
    everyone: () => everyoneIn(current),
    outlines: async (asOf) => (await summariesIn(current)).outlines(asOf),
    agendas: async (today) => (await summariesIn(current)).agendas(today),
    participationTexts: async (...of) => (await summariesIn(current)).participationTexts(...of),
    actLines: async (form) => (await summariesIn(current)).actLines(form),
  });

  /** What is loaded after the head may be newer than it, so the head must not have moved meanwhile. */
  const read = async <R>(use: (snapshot: Snapshot) => Promise<R> | R): Promise<R> => {
    for (let again = 0; ; again++) {
      const current = await holdAt(await head());
      const loadsBefore = loads;
      const result = await use(snapshotOf(current));
      if (loads === loadsBefore || again === rereads) return result;
      if ((await head()).revision === current.head.revision) return result;
    }
  };

  const attempt = async <R>(clock: Clock, make: Planning<R>): Promise<R> => {
    const from = held ?? (await holdAt(await head()));
    const began = clock();
    const at = momentAfter(from.head.committedAt, began);
    const planned = await make(snapshotOf(from), at);
    if (planned.plan === null) return planned.response;
    if (msBetween(began, clock()) > longestPlanning) throw new LostRace('the plan is not of now any more');
    try {
      const { plan, after } = planned;
      const committed = await commit(db, from.head, at.recordedAt, {
        ...plan,
        touched: (after.written ?? []).flatMap(touchedBy),
      });
      held = takenOver(from, committed.head, after.catalogue ?? from.catalogue, after.written ?? []);
      return committed.response;
    } catch (error) {
      if (error instanceof LostRace) held = undefined;
      throw error;
    }
  };

  return {
    head,
    read,
    write: (clock, make) => takeTurn(() => retryRaces(db, () => attempt(clock, make))),
  };
}
