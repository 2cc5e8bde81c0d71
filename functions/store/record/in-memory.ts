import { type Clock, momentAfter, msBetween, second } from '../../core/instant.ts';
import type { Catalogue, Holdings } from '../../core/law/holdings.ts';
import { noState, type State } from '../../core/state.ts';
import type { Db } from '../db.ts';
import { everyoneInEdition, holdingsInEdition, rosterInEdition } from '../edition/held-edition.ts';
import { createHeldParts, noParts } from '../edition/held-parts.ts';
import { readCataloguePart } from '../edition/record-parts.ts';
import { fewAtOnce } from '../few-at-once.ts';
import { createTurns, LostRace, retryRaces } from '../retry.ts';
import { readCatalogue } from './catalogue.ts';
import { commit } from './commit.ts';
import { type Head, readHead } from './head.ts';
import { nothingOf, readHoldings } from './holdings.ts';
import { carried, type HeldRecord, takenOver, touchedBy } from './roster/held.ts';
import { everyRoster, holdingsOf, type Roster, refreshed } from './roster/roster.ts';
import type { Planning, RecordStore, Snapshot } from './snapshots.ts';

/**
 * Tries after which an answer may mix two revisions milliseconds apart, because a constant stream of writes would
 * otherwise keep it waiting for ever.
 */
const rereads = 5;

/** A plan that took longer is made again, because its instant must not lie behind what others have read. */
const longestPlanning = 3 * second;

/** What one instance holds of the record; `loads` counts what was read beside the head. */
type Memory = {
  db: Db;
  held: HeldRecord | undefined;
  loads: number;
  parts: ReturnType<typeof createHeldParts>;
};

export function createRecord(db: Db): RecordStore {
  const parts = createHeldParts(db, () => {
    memory.loads += 1;
  });
  const memory: Memory = { db, held: undefined, loads: 0, parts };
  const takeTurn = createTurns();
  return {
    head: () => readHead(db),
    read: (use) => read(memory, use),
    write: (clock, make) => takeTurn(() => retryRaces(db, () => attempt(memory, clock, make))),
  };
}

/** What is loaded after the head may be newer than it, so the head must not have moved meanwhile. */
async function read<R>(memory: Memory, use: (snapshot: Snapshot) => Promise<R> | R): Promise<R> {
  for (let again = 0; ; again++) {
    const current = await holdAt(memory, await readHead(memory.db));
    const loadsBefore = memory.loads;
    const result = await use(snapshotOf(memory, current));
    if (memory.loads === loadsBefore || again === rereads) return result;
    if ((await readHead(memory.db)).revision === current.head.revision) return result;
  }
}

async function attempt<R>(memory: Memory, clock: Clock, make: Planning<R>): Promise<R> {
  const { db } = memory;
  const from = memory.held ?? (await holdAt(memory, await readHead(db)));
  const began = clock();
  const at = momentAfter(from.head.committedAt, began);
  const planned = await make(snapshotOf(memory, from), at);
  if (planned.plan === null) return planned.response;
  if (msBetween(began, clock()) > longestPlanning) throw new LostRace('the plan is not of now any more');
  try {
    const { plan, after } = planned;
    const touched = (after.written ?? []).flatMap(touchedBy);
    const committed = await commit(db, from.head, at.recordedAt, { ...plan, touched });
    const catalogue = after.catalogue ?? from.catalogue;
    memory.held = takenOver(from, committed.head, catalogue, after.written ?? []);
    return committed.response;
  } catch (error) {
    if (error instanceof LostRace) memory.held = undefined;
    throw error;
  }
}

async function holdAt(memory: Memory, at: Head): Promise<HeldRecord> {
  const { held } = memory;
  if (held && held.head.revision >= at.revision) return held;
  const loaded = await load(memory, at);
  if (!memory.held || memory.held.head.revision < loaded.head.revision) memory.held = loaded;
  return memory.held;
}

async function load(memory: Memory, at: Head): Promise<HeldRecord> {
  memory.loads += 1;
  const from = memory.held;
  const isSame = from?.head.catalogueRevision === at.catalogueRevision;
  const catalogue = from && isSame ? from.catalogue : await catalogueAt(memory.db, at);
  return from
    ? carried(from, at, catalogue)
    : { head: at, catalogue, holdings: new Map(), rosters: new Map(), parts: noParts() };
}

const catalogueAt = async (db: Db, { catalogueRevision }: Head): Promise<Catalogue> =>
  (await readCataloguePart(db, catalogueRevision)) ?? readCatalogue(db);

const snapshotOf = (memory: Memory, current: HeldRecord): Snapshot => ({
  head: current.head,
  catalogue: current.catalogue,
  holdings: (code) => holdingsIn(memory, current, code),
  roster: (instrument) => rosterIn(memory, current, instrument),
  everyone: () => everyoneIn(memory, current),
  outlines: async (asOf) => (await summariesIn(memory, current)).outlines(asOf),
  agendas: async (today) => (await summariesIn(memory, current)).agendas(today),
  participationTexts: async (...of) => (await summariesIn(memory, current)).participationTexts(...of),
  actLines: async (form) => (await summariesIn(memory, current)).actLines(form),
});

async function holdingsIn(memory: Memory, current: HeldRecord, code: string): Promise<Holdings> {
  const state = current.catalogue.states.get(code);
  if (!state) throw noState(code, current.catalogue.states.values());
  const already = current.holdings.get(code);
  if (already) return already;
  const reading = state.tracked ? trackedIn(memory, current, state) : Promise.resolve(nothingOf(state));
  keep(memory, 'holdings', current, code, reading, reading);
  return reading;
}

async function trackedIn({ db, parts }: Memory, current: HeldRecord, state: State): Promise<Holdings> {
  const edition = await parts.holdings(current);
  return (edition && holdingsInEdition(edition, state)) ?? readHoldings(db, state);
}

async function rosterIn(memory: Memory, current: HeldRecord, instrument: string): Promise<Roster> {
  await takeRoster(memory, current, instrument);
  const already = current.rosters.get(instrument);
  if (already && already.stale.size === 0) return already.entries;
  const roster = refreshed(memory.db, instrument, already);
  keep(memory, 'rosters', current, instrument, roster, roster.entries);
  return roster.entries;
}

async function takeRoster({ parts }: Memory, current: HeldRecord, instrument: string): Promise<void> {
  if (current.rosters.has(instrument)) return;
  const edition = await parts.holdings(current);
  const { states } = current.catalogue;
  if (edition && !current.rosters.has(instrument))
    current.rosters.set(instrument, rosterInEdition(edition, states.values(), instrument));
}

/** Made once per revision, because views are remembered by the identity of holdings. */
function everyoneIn(memory: Memory, current: HeldRecord): Promise<Holdings[]> {
  current.everyone ??= loadEveryone(memory, current);
  current.everyone.catch(() => {
    delete current.everyone;
  });
  return current.everyone;
}

async function loadEveryone(memory: Memory, current: HeldRecord): Promise<Holdings[]> {
  const { instruments, states } = current.catalogue;
  const edition = await memory.parts.holdings(current);
  const roster = (id: string) => rosterIn(memory, current, id);
  if (edition) return everyoneInEdition(edition, states.values(), roster);
  const missing = [...instruments.keys()].filter((id) => !current.rosters.has(id));
  if (missing.length > 1)
    for (const [id, read] of everyRoster(memory.db, missing))
      keep(memory, 'rosters', current, id, read, read.entries);
  const rosters = await Promise.all([...instruments.keys()].map(roster));
  return [...states.values()].map((state) =>
    holdingsOf(
      state,
      rosters.flatMap((one) => one.get(state.code) ?? []),
    ),
  );
}

/** Functions that send need none of this when they start. */
async function summariesIn(memory: Memory, current: HeldRecord) {
  const { parts } = memory;
  const { summariesFrom } = await import('./summaries.ts');
  return summariesFrom({
    catalogue: current.catalogue,
    everyone: () => everyoneIn(memory, current),
    inFull: (states) => fewAtOnce(states, ({ code }) => holdingsIn(memory, current, code)),
    parts: {
      outlines: () => parts.outlines(current),
      agendas: (today) => parts.agendas(current, today),
      participations: (form) => parts.participations(current, form),
      acts: (form) => parts.acts(current, form),
    },
  });
}

/** Keeps what is being read, and forgets a read that failed, so that the next caller tries again. */
function keep<T>(
  memory: Memory,
  member: 'holdings' | 'rosters',
  current: HeldRecord,
  name: string,
  kept: T,
  read: Promise<unknown>,
): void {
  memory.loads += 1;
  const mapIn = (one: HeldRecord) => one[member] as Map<string, unknown>;
  mapIn(current).set(name, kept);
  read.catch(() => {
    for (const one of [current, memory.held])
      if (one && mapIn(one).get(name) === kept) mapIn(one).delete(name);
  });
}
