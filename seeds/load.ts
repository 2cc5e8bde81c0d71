import type { NewCheck } from '../functions/core/check.ts';
import { DomainError } from '../functions/core/errors.ts';
import type { Clock } from '../functions/core/instant.ts';
import type { State } from '../functions/core/state.ts';
import type { Store } from '../functions/store/index.ts';
import { compareAction, compareEntry, isChecked, seedsWriter, type Verdict } from './compare.ts';
import { type ActionSeed, type ParticipationSeed, readSeeds, type Seeds } from './format.ts';
import { inOrder } from './order.ts';
import { SeedError } from './seed-error.ts';

export type LoadReport = {
  added: number;
  corrected: number;
  unchanged: number;
  /** What a seed states otherwise than the record, and why the record was left as it is. */
  leftAlone: { seed: string; why: string }[];
  /** The sequences that the load took, or null where it told the world nothing. */
  sequences: { from: number; to: number } | null;
};

export type Loading = {
  store: Store;
  now: Clock;
  seeds?: Seeds;
  /** Compares and reports, and writes nothing. */
  dryRun?: boolean;
  /** Told after each instrument and participation. */
  progress?: (done: number, total: number) => void;
};

/**
 * Brings the record up to the seeds: adds what is missing, corrects what the seeds state anew, leaves alone what
 * somebody else has since revised, and deletes nothing. Safe to repeat and to interrupt. The world is told of the
 * whole load by one change.
 */
export async function loadSeeds({
  store,
  now,
  seeds,
  dryRun = false,
  progress,
}: Loading): Promise<LoadReport> {
  const { states, instruments, sources, participations } = seeds ?? (await readSeeds());
  const load = createLoad(store, now, dryRun);
  const ordered = inOrder(instruments);
  const rank = new Map(ordered.map(({ id }, index) => [id, index]));
  const total = ordered.length + sources.length + participations.length;
  let done = 0;
  const step = (count = 1) => {
    done += count;
    progress?.(done, total);
  };
  await load.states(states);
  await load.instruments(ordered).then(() => step(ordered.length));
  for (const { id, source } of sources) await load.source(id, source).then(() => step());
  const inRank = participations.toSorted(
    (a, b) => (rank.get(a.instrument) ?? 0) - (rank.get(b.instrument) ?? 0),
  );
  for (const participation of inRank) {
    await load.participation(participation).catch((error) => refuse(participation, error));
    step();
  }
  return { ...load.report, sequences: await load.announce() };
}

function createLoad(store: Store, now: Clock, dryRun: boolean) {
  const writing = { now, by: seedsWriter, quiet: true };
  const report = { added: 0, corrected: 0, unchanged: 0, leftAlone: [] as LoadReport['leftAlone'] };
  const { recording, cataloguing, record } = store;

  const act = async (
    seed: string,
    verdict: Verdict,
    write: (of: string) => Promise<unknown>,
  ): Promise<void> => {
    if (verdict.verdict === 'unchanged') report.unchanged += 1;
    else if (verdict.verdict === 'leave') report.leftAlone.push({ seed, why: verdict.why });
    else {
      if (!dryRun) await write(verdict.verdict === 'correct' ? verdict.of : '');
      report[verdict.verdict === 'correct' ? 'corrected' : 'added'] += 1;
    }
  };

  const states = async (wanted: readonly State[]): Promise<void> => {
    const known = await record.read(({ catalogue }) => catalogue.states);
    const missing = wanted.filter((state) => isStateNew(known.get(state.code), state));
    report.unchanged += wanted.length - missing.length;
    report.added += missing.length;
    for (let from = 0; from < missing.length && !dryRun; from += statesAtOnce)
      await cataloguing.putStates(missing.slice(from, from + statesAtOnce), writing);
  };

  const instruments = async (seeds: Seeds['instruments']): Promise<void> => {
    const known = await record.read(({ catalogue }) => catalogue.instruments);
    const isNew = ({ id }: { id: string }) => !known.has(id);
    for (const { id, instrument } of seeds.filter((seed) => !isNew(seed)))
      await act(id, compareEntry(known.get(id), instrument), (version) =>
        cataloguing.putInstrument(id, instrument, { ...writing, ifVersion: Number(version) }),
      );
    const missing = seeds
      .filter(isNew)
      .map(({ id, instrument }) => ({ id, content: instrument, ifVersion: 0 }));
    for (let from = 0; from < missing.length && !dryRun; from += instrumentsAtOnce)
      await cataloguing.putInstruments(missing.slice(from, from + instrumentsAtOnce), writing);
    report.added += missing.length;
  };

  const source = async (id: string, seed: Seeds['sources'][number]['source']): Promise<void> => {
    const known = await record.read(({ catalogue }) => catalogue.sources.get(id));
    await act(id, compareEntry(known, seed), (version) =>
      cataloguing.putSource(id, seed, { ...writing, ifVersion: Number(version) }),
    );
  };

  const holdingsOf = (state: string) =>
    record.read(({ catalogue, holdings }) => (catalogue.states.has(state) ? holdings(state) : empty));

  /** Acts that refer to others come after them, one by one, once those have their ids. */
  const participation = async ({ state, instrument, actions, checks }: ParticipationSeed): Promise<void> => {
    const plain = actions.filter(({ refersToSeed }) => !refersToSeed);
    const held = await holdingsOf(state);
    const verdicts = plain.map((seed) => ({ seed, verdict: compareAction(seed, instrument, held) }));
    const missing = verdicts.filter(({ verdict }) => verdict.verdict === 'add').map(({ seed }) => seed);
    const unseen = checks.filter((check) => !isChecked(check, instrument, held));
    if (!dryRun) await write(state, instrument, missing, unseen);
    report.added += missing.length + unseen.length;
    report.unchanged += checks.length - unseen.length;
    for (const { seed, verdict } of verdicts)
      if (verdict.verdict !== 'add')
        await act(seed.seed, verdict, (of) => amend(state, instrument, seed, of));
    for (const seed of actions.filter(({ refersToSeed }) => refersToSeed))
      await referring(state, instrument, seed);
  };

  const write = async (
    state: string,
    instrument: string,
    entries: ActionSeed[],
    checks: NewCheck[],
  ): Promise<void> => {
    if (entries.length > 0) await recording.importFacts(state, instrument, { entries, checks }, writing);
    else if (checks.length > 0) await recording.recordChecks(state, instrument, checks, writing);
  };

  const amend = (state: string, instrument: string, { action, seed }: ActionSeed, of: string) =>
    recording.correctAction(
      { state, instrument, of, seed },
      { correction: 'amendment', reason: 'The seeds state it anew.', action },
      writing,
    );

  const referring = async (state: string, instrument: string, seed: ActionSeed): Promise<void> => {
    const held = await holdingsOf(state);
    const refersTo = held.actions.find((one) => one.seed === seed.refersToSeed && !one.corrects)?.id;
    const action = { ...seed.action, ...(refersTo && { refersTo }) };
    await act(seed.seed, compareAction(seed, instrument, held), (of) =>
      of
        ? amend(state, instrument, { ...seed, action }, of)
        : recording.recordActions(state, instrument, [{ action, seed: seed.seed }], writing),
    );
  };

  /** Also announces what an earlier load took that was interrupted before it could say so. */
  const announce = async (): Promise<LoadReport['sequences']> => {
    const { sequence } = await record.head();
    const from = dryRun ? null : await firstUnannounced(store, sequence);
    if (from === null) return null;
    await cataloguing.announceImport(from, sequence, { now, by: seedsWriter });
    return { from, to: sequence };
  };

  return { report, states, instruments, source, participation, announce };
}

/** The first quiet change since the last import was announced, or null. */
async function firstUnannounced({ changes }: Store, through: number): Promise<number | null> {
  let first: number | null = null;
  for (let after = through; after > 0; ) {
    const from = Math.max(0, after - 500);
    const page = (await Array.fromAsync(changes.list(from, after))).reverse();
    for (const { type, quiet, sequence } of page) {
      if (type === 'dataset.imported') return first;
      if (quiet) first = sequence;
    }
    after = from;
  }
  return first;
}

/** An act that the record refuses is a fault of the seeds: it is told with its place. */
function refuse({ state, instrument }: ParticipationSeed, error: unknown): never {
  if (!(error instanceof DomainError)) throw error;
  throw new SeedError(`states/${state}.json`, `/participations/${instrument}`, error.message);
}

/** A transaction writes at most 100 items: two and a change for each instrument. */
const instrumentsAtOnce = 30;
const statesAtOnce = 90;

const empty = { state: undefined, actions: [], checks: [], standings: new Map() } as never;

const isStateNew = (known: State | undefined, wanted: State): boolean =>
  !known || JSON.stringify({ ...known, tracked: false }) !== JSON.stringify({ ...wanted, tracked: false });
