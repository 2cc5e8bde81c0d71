import type { State } from '../functions/core/state.ts';
import { compareEntry } from './planning.ts';
import { carryOut, type LoadContext } from './report.ts';
import type { InstrumentSeed, ReadingSeed, SourceSeed } from './seed.ts';

/** A transaction writes at most 100 items: two and a change for each instrument. */
const instrumentsAtOnce = 30;
const statesAtOnce = 90;

/** Readings in one transaction. */
const readingsAtOnce = 40;

/** Loads instruments, sources, States and readings. */
export function createCatalogue(context: LoadContext) {
  const { store, writing, dryRun, report } = context;
  const { record, cataloguing } = store;

  const states = async (wanted: readonly State[]): Promise<void> => {
    const known = await record.read(({ catalogue }) => catalogue.states);
    const missing = wanted.filter((state) => isStateNew(known.get(state.code), state));
    report.unchanged += wanted.length - missing.length;
    report.added += missing.length;
    for (let from = 0; from < missing.length && !dryRun; from += statesAtOnce)
      await cataloguing.putStates(missing.slice(from, from + statesAtOnce), writing);
  };

  const instruments = async (seeds: readonly InstrumentSeed[]): Promise<void> => {
    const known = await record.read(({ catalogue }) => catalogue.instruments);
    const isNew = ({ id }: { id: string }) => !known.has(id);
    for (const { id, instrument } of seeds.filter((seed) => !isNew(seed)))
      await carryOut(context, id, compareEntry(known.get(id), instrument), (version) =>
        cataloguing.putInstrument(id, instrument, { ...writing, ifVersion: Number(version) }),
      );
    const missing = seeds
      .filter(isNew)
      .map(({ id, instrument }) => ({ id, content: instrument, ifVersion: 0 }));
    for (let from = 0; from < missing.length && !dryRun; from += instrumentsAtOnce)
      await cataloguing.putInstruments(missing.slice(from, from + instrumentsAtOnce), writing);
    report.added += missing.length;
  };

  const sources = async (seeds: readonly SourceSeed[]): Promise<void> => {
    const known = await record.read(({ catalogue }) => catalogue.sources);
    for (const { id, source } of seeds)
      await carryOut(context, id, compareEntry(known.get(id), source), (version) =>
        cataloguing.putSource(id, source, { ...writing, ifVersion: Number(version) }),
      );
  };

  /** A reading of the same instrument and day, or one that reaches further, makes this one unnecessary. */
  const readings = async (seeds: readonly ReadingSeed[]): Promise<void> => {
    const known = await record.read(({ catalogue }) => catalogue.readings);
    const missing = seeds.filter(
      ({ instrument, reading }) => (known.get(instrument)?.statusAsAt ?? '') < reading.statusAsAt,
    );
    for (let from = 0; from < missing.length && !dryRun; from += readingsAtOnce)
      await store.readings.record(missing.slice(from, from + readingsAtOnce), writing);
    report.added += missing.length;
    report.unchanged += seeds.length - missing.length;
  };

  return { states, instruments, sources, readings };
}

const isStateNew = (known: State | undefined, wanted: State): boolean =>
  !known || JSON.stringify({ ...known, tracked: false }) !== JSON.stringify({ ...wanted, tracked: false });
