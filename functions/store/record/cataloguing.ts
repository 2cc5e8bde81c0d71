import { DomainError, refuseAt } from '../../core/errors.ts';
import type { Instant } from '../../core/instant.ts';
import { Instrument, type NewInstrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { importChange, instrumentChange, urgingChanges } from '../../core/record/announcing.ts';
import { type NewSource, Source } from '../../core/source.ts';
import { State } from '../../core/state.ts';
import type { Db } from '../db.ts';
import { withWritten } from './as-read.ts';
import { catalogueKeys } from './catalogue.ts';
import { create, replace, type Writing } from './commit.ts';
import type { Planned, RecordStore } from './snapshots.ts';

type Context = { db: Db; record: RecordStore; publicUrl: string };

/** `ifVersion` is the version that the writer saw; 0 to add. */
type Revising = Writing & { ifVersion: number };
export type InstrumentEntry = { id: string; content: NewInstrument; ifVersion: number };

/**
 * Adds and revises instruments, sources and States. It keeps every version, so that the past can be asked
 * about.
 */
export function createCataloguing({ db, record, publicUrl }: Context) {
  /**
   * Adds or revises at most 30 instruments in one transaction; each may name those before it. An unchanged
   * one is not written.
   */
  const putInstruments = (entries: readonly InstrumentEntry[], writing: Writing): Promise<Instrument[]> =>
    record.write(writing.now, async ({ catalogue }, { recordedAt }) => {
      let instruments = catalogue.instruments;
      const all = entries.map(({ id, content, ifVersion }) => {
        const known = instruments.get(id);
        const version = nextVersion(known, `instrument ${id}`, ifVersion);
        if (known && isSame(known, Instrument.parse({ ...content, id, ...versionOf(known) }))) return known;
        const instrument = Instrument.parse({ ...content, id, version, ...recorded(writing, recordedAt) });
        checkInstrument(instrument, { ...catalogue, instruments });
        instruments = withWritten(instruments, [[id, instrument]]);
        return instrument;
      });
      const written = all.filter((instrument) => catalogue.instruments.get(instrument.id) !== instrument);
      if (written.length === 0) return { plan: null, response: all };
      const changes = written.map((instrument) => instrumentChange(instrument, publicUrl));
      const keyed = written.map((body) => ({
        body,
        latest: catalogueKeys.instrument(body.id),
        version: catalogueKeys.instrumentVersion(body.id, body.version),
      }));
      return revision(keyed, changes, writing, { ...catalogue, instruments }, all);
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

  const putSource = async (id: string, content: NewSource, writing: Revising): Promise<Source> => {
    const [source] = await record.write(writing.now, async ({ catalogue }, { recordedAt }) => {
      const known = catalogue.sources.get(id);
      const version = nextVersion(known, `source ${id}`, writing.ifVersion);
      if (known && isSame(known, Source.parse({ ...content, id, ...versionOf(known) })))
        return { plan: null, response: [known] };
      const body = Source.parse({ ...content, id, version, ...recorded(writing, recordedAt) });
      checkSource(body, catalogue);
      const keyed = {
        body,
        latest: catalogueKeys.source(id),
        version: catalogueKeys.sourceVersion(id, version),
      };
      const sources = withWritten(catalogue.sources, [[id, body]]);
      const changes = urgingChanges(body, publicUrl);
      return revision([keyed], changes, writing, { ...catalogue, sources }, [body]);
    });
    if (!source) throw new Error('one source was expected');
    return source;
  };

  const revision = <T extends Instrument | Source>(
    keyed: readonly { body: T; latest: object; version: object }[],
    changes: ReturnType<typeof urgingChanges>,
    { quiet }: Writing,
    catalogue: Catalogue,
    response: T[],
  ): Planned<T[]> => ({
    plan: {
      quiet,
      items: keyed.flatMap(({ body, latest, version }) => [
        replace(db, { ...latest, body }),
        create(db, { ...version, body }),
      ]),
      changes,
      catalogue: true,
      respond: () => response,
    },
    after: { catalogue },
  });

  /** Adds or rewrites at most 90 States; `tracked` of a known State stays. */
  const putStates = (states: readonly State[], { now: clock }: Writing): Promise<void> =>
    record.write(clock, async ({ catalogue }) => {
      const kept = states.map((state) =>
        State.parse({ ...state, tracked: catalogue.states.get(state.code)?.tracked ?? state.tracked }),
      );
      return {
        plan: {
          items: kept.map((state) => replace(db, { ...catalogueKeys.state(state.code), body: state })),
          changes: [],
          catalogue: true,
          respond: () => undefined,
        },
        after: {
          catalogue: {
            ...catalogue,
            states: withWritten(
              catalogue.states,
              kept.map((state) => [state.code, state]),
            ),
          },
        },
      };
    });

  /** Announces a bulk import as one change that names the sequences it took. */
  const announceImport = (from: number, to: number, writing: Writing): Promise<void> =>
    record.write(writing.now, async () => ({
      plan: {
        items: [],
        changes: [importChange(from, to, publicUrl)],
        respond: () => undefined,
      },
      after: {},
    }));

  return { putInstrument, putInstruments, putSource, putStates, announceImport };
}

const recorded = ({ by }: Writing, recordedAt: Instant) => ({ recordedAt, recordedBy: by });

type Version = Pick<Instrument, 'version' | 'recordedAt' | 'recordedBy'>;

const versionOf = ({ version, recordedAt, recordedBy }: Version): Version => ({
  version,
  recordedAt,
  recordedBy,
});

/** Compares two values that their schema has parsed, and so put in one order. */
const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);

function nextVersion(known: { version: number } | undefined, what: string, ifVersion: number): number {
  const version = known?.version ?? 0;
  if (version !== ifVersion)
    throw new DomainError(
      'precondition-failed',
      `The ${what} is at version ${version}, not ${ifVersion}; read it again.`,
    );
  return version + 1;
}

function checkInstrument(instrument: Instrument, { instruments }: Catalogue): void {
  const { id, parent, acts } = instrument;
  const named = acts.flatMap(({ requires = [] }) =>
    requires.flatMap((one) => ('anyOf' in one ? one.anyOf : [one]).map(({ instrument }) => instrument)),
  );
  if (parent) checkKnown(parent, '/parent', instruments, id);
  for (const instrument of named) checkKnown(instrument, '/acts', instruments, id);
  checkEnd(instrument, instruments);
}

/** Refuses an instrument that ends before its adoption, or gives way to an earlier one. */
function checkEnd(
  { id, adoptedOn, termination, automaticDenunciations = [] }: Instrument,
  known: Known,
): void {
  if (termination && termination.on < adoptedOn)
    refuseAt(
      'date-out-of-range',
      '/termination/on',
      `${termination.on} is before the adoption on ${adoptedOn}.`,
    );
  if (termination?.replacedBy) checkKnown(termination.replacedBy, '/termination/replacedBy', known);
  for (const [index, { by }] of automaticDenunciations.entries()) {
    const pointer = `/automaticDenunciations/${index}/by`;
    checkKnown(by, pointer, known);
    if ((known.get(by)?.adoptedOn ?? '') <= adoptedOn)
      refuseAt(
        'invalid-input',
        pointer,
        `${by} was not adopted after ${id}; only a later instrument can denounce it.`,
      );
  }
}

type Known = Catalogue['instruments'];

function checkSource({ urgings }: Source, { instruments, states }: Catalogue): void {
  for (const [index, urging] of urgings.entries()) {
    checkKnown(urging.state, `/urgings/${index}/state`, states);
    if (urging.kind === 'named') checkKnown(urging.instrument, `/urgings/${index}/instrument`, instruments);
  }
}

function checkKnown(id: string, pointer: string, known: ReadonlyMap<string, unknown>, self?: string): void {
  if (id === self || known.has(id)) return;
  const detail = `${id} is not on record.`;
  throw new DomainError('unknown-value', detail, { errors: [{ pointer, detail }] });
}
