import type { Instrument, NewInstrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { importChange, instrumentChange, urgingChanges } from '../../core/record/announcing.ts';
import { type RevisedInstrument, revisedInstrument, revisedSource } from '../../core/record/revising.ts';
import type { NewSource, Source } from '../../core/source.ts';
import { State } from '../../core/state.ts';
import type { Db } from '../db.ts';
import { withWritten } from './as-read.ts';
import { catalogueKeys } from './catalogue.ts';
import { create, type Plan, replace, type Writing } from './commit.ts';
import type { RecordStore } from './snapshots.ts';

type Context = { db: Db; record: RecordStore; publicUrl: string };

/** `ifVersion` is the version that the writer saw; 0 to add. */
type Revising = Writing & { ifVersion: number };

/**
 * Adds and revises instruments, sources and States. It keeps every version, so that the past can be asked
 * about.
 */
export function createCataloguing({ db, record, publicUrl }: Context) {
  /**
   * Adds or revises at most 30 instruments in one transaction; each may name those before it. An unchanged
   * one is not written.
   */
  const putInstruments = (
    entries: readonly RevisedInstrument[],
    { now, by, quiet }: Writing,
  ): Promise<Instrument[]> =>
    record.write(now, async ({ catalogue }, moment) => {
      let after = catalogue;
      const all = entries.map((entry) => {
        const instrument = revisedInstrument(entry, after, { by, ...moment });
        after = { ...after, instruments: withWritten(after.instruments, [[entry.id, instrument]]) };
        return instrument;
      });
      const revised = all.filter((instrument) => catalogue.instruments.get(instrument.id) !== instrument);
      if (revised.length === 0) return { plan: null, response: all };
      const items = revised.flatMap((instrument) => instrumentItems(db, instrument));
      const changes = revised.map((instrument) => instrumentChange(instrument, publicUrl));
      return { plan: catalogued({ quiet, items, changes }, all), after: { catalogue: after } };
    });

  const putInstrument = async (
    id: string,
    content: NewInstrument,
    writing: Revising,
  ): Promise<Instrument> => {
    const [instrument] = await putInstruments([{ id, content, ifVersion: writing.ifVersion }], writing);
    if (!instrument) throw new Error('one instrument was expected');
    return instrument;
  };

  const putSource = (
    id: string,
    content: NewSource,
    { now, by, quiet, ifVersion }: Revising,
  ): Promise<Source> =>
    record.write(now, async ({ catalogue }, moment) => {
      const source = revisedSource({ id, content, ifVersion }, catalogue, { by, ...moment });
      if (source === catalogue.sources.get(id)) return { plan: null, response: source };
      const changes = urgingChanges(source, publicUrl);
      const sources = withWritten(catalogue.sources, [[id, source]]);
      return {
        plan: catalogued({ quiet, items: sourceItems(db, source), changes }, source),
        after: { catalogue: { ...catalogue, sources } },
      };
    });

  /** Adds or rewrites at most 90 States; `tracked` of a known State stays. */
  const putStates = (wanted: readonly State[], { now }: Writing): Promise<void> =>
    record.write(now, async ({ catalogue }) => {
      const kept = wanted.map((state) => withTracking(state, catalogue));
      const items = kept.map((state) => replace(db, { ...catalogueKeys.state(state.code), body: state }));
      const states = withWritten(
        catalogue.states,
        kept.map((state) => [state.code, state]),
      );
      return {
        plan: catalogued({ items, changes: [] }, undefined),
        after: { catalogue: { ...catalogue, states } },
      };
    });

  /** Announces a bulk import as one change that names the sequences it took. */
  const announceImport = (from: number, to: number, { now }: Writing): Promise<void> =>
    record.write(now, async () => ({
      plan: { items: [], changes: [importChange(from, to, publicUrl)], respond: () => undefined },
      after: {},
    }));

  return { putInstrument, putInstruments, putSource, putStates, announceImport };
}

const catalogued = <R>(written: Pick<Plan<R>, 'items' | 'changes' | 'quiet'>, response: R): Plan<R> => ({
  ...written,
  catalogue: true,
  respond: () => response,
});

const instrumentItems = (db: Db, body: Instrument) => [
  replace(db, { ...catalogueKeys.instrument(body.id), body }),
  create(db, { ...catalogueKeys.instrumentVersion(body.id, body.version), body }),
];

const sourceItems = (db: Db, body: Source) => [
  replace(db, { ...catalogueKeys.source(body.id), body }),
  create(db, { ...catalogueKeys.sourceVersion(body.id, body.version), body }),
];

const withTracking = (state: State, { states }: Catalogue): State =>
  State.parse({ ...state, tracked: states.get(state.code)?.tracked ?? state.tracked });
