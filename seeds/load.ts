import type { State } from '../functions/core/state.ts';
import type { Store } from '../functions/store/index.ts';
import { compareAction, compareEntry, isChecked, seedsWriter, type Verdict } from './compare.ts';
import { type ActionSeed, type ParticipationSeed, readSeeds, type Seeds } from './format.ts';
import { inOrder } from './order.ts';

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
  now: string;
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
  const before = (await store.record.head()).sequence;
  const load = createLoad(store, now, dryRun);
  const ordered = inOrder(instruments);
  const rank = new Map(ordered.map(({ id }, index) => [id, index]));
  const total = ordered.length + sources.length + participations.length;
  let done = 0;
  const step = () => progress?.(++done, total);
  await load.states(states);
  for (const { id, instrument } of ordered) await load.instrument(id, instrument).then(step);
  for (const { id, source } of sources) await load.source(id, source).then(step);
  const inRank = participations.toSorted(
    (a, b) => (rank.get(a.instrument) ?? 0) - (rank.get(b.instrument) ?? 0),
  );
  for (const participation of inRank) await load.participation(participation).then(step);
  return { ...load.report, sequences: await load.announce(before) };
}

function createLoad(store: Store, now: string, dryRun: boolean) {
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

  const instrument = async (id: string, seed: Seeds['instruments'][number]['instrument']): Promise<void> => {
    const known = await record.read(({ catalogue }) => catalogue.instruments.get(id));
    await act(id, compareEntry(known, seed), (version) =>
      cataloguing.putInstrument(id, seed, { ...writing, ifVersion: Number(version) }),
    );
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
    if (missing.length > 0 && !dryRun) await recording.recordActions(state, instrument, missing, writing);
    report.added += missing.length;
    for (const { seed, verdict } of verdicts)
      if (verdict.verdict !== 'add')
        await act(seed.seed, verdict, (of) => amend(state, instrument, seed, of));
    for (const seed of actions.filter(({ refersToSeed }) => refersToSeed))
      await referring(state, instrument, seed);
    const unseen = checks.filter((check) => !isChecked(check, instrument, held));
    if (unseen.length > 0 && !dryRun) await recording.recordChecks(state, instrument, unseen, writing);
    report.added += unseen.length;
    report.unchanged += checks.length - unseen.length;
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

  /** Also announces what an interrupted load took before. */
  const announce = async (before: number): Promise<LoadReport['sequences']> => {
    const { sequence } = await record.head();
    if (sequence === before || dryRun) return null;
    await cataloguing.announceImport(before + 1, sequence, { now, by: seedsWriter });
    return { from: before + 1, to: sequence };
  };

  return { report, states, instrument, source, participation, announce };
}

const statesAtOnce = 90;

const empty = { state: undefined, actions: [], checks: [], standings: new Map() } as never;

const isStateNew = (known: State | undefined, wanted: State): boolean =>
  !known || JSON.stringify({ ...known, tracked: false }) !== JSON.stringify({ ...wanted, tracked: false });
