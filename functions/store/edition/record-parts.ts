import type { Action } from '../../core/action.ts';
import type { Instant } from '../../core/calendar.ts';
import type { Check } from '../../core/check.ts';
import type { Instrument } from '../../core/instrument.ts';
import type { Catalogue, Holdings } from '../../core/law/holdings.ts';
import type { Standing } from '../../core/law/standing.ts';
import type { Change } from '../../core/record/change.ts';
import type { RecordedReading } from '../../core/record/reading.ts';
import type { Source } from '../../core/source.ts';
import type { State } from '../../core/state.ts';
import type { Db } from '../db.ts';
import { readEdition } from './edition.ts';

/** What is written of a State. */
type WrittenState = { code: string; actions: Action[]; checks: Check[]; standings: Standing[] };

/**
 * What a part says of each State on record. `of` answers the same object each time, because answers are
 * remembered by it; undefined for a State of which nothing is recorded.
 */
export type PartByState<T> = { revision: number; of: (state: State) => T | undefined };
export type HoldingsPart = PartByState<Holdings>;

export const holdingsValues = (all: readonly Holdings[]): WrittenState[] =>
  all.map(({ state, actions, checks, standings }) => ({
    code: state.code,
    actions: [...actions],
    checks: [...checks],
    standings: [...standings.values()],
  }));

export async function readHoldingsPart(db: Db): Promise<HoldingsPart | null> {
  const edition = await readEdition(db, 'holdings');
  if (!edition) return null;
  const byCode = new Map((edition.values as WrittenState[]).map((written) => [written.code, written]));
  const made = new Map<string, Holdings>();
  const of = (state: State): Holdings | undefined => {
    const before = made.get(state.code);
    if (before?.state === state) return before;
    const written = byCode.get(state.code);
    if (!written) return undefined;
    const holdings = heldBy(state, written);
    made.set(state.code, holdings);
    return holdings;
  };
  return { revision: edition.revision, of };
}

const heldBy = (state: State, { actions, checks, standings }: WrittenState): Holdings => ({
  ...{ state, actions, checks },
  standings: new Map(standings.map((standing) => [standing.instrument, standing])),
});

export const catalogueValues = ({ instruments, sources, states, readings }: Catalogue): unknown[] => [
  [...instruments.values()],
  [...sources.values()],
  [...states.values()],
  [...readings].map(([instrument, reading]) => ({ instrument, reading })),
];

/** Reads the catalogue as of exactly this revision of it; null if another one is written, or none. */
export async function readCataloguePart(db: Db, revision: number): Promise<Catalogue | null> {
  const edition = await readEdition(db, 'catalogue');
  if (edition?.revision !== revision) return null;
  const [instruments, sources, states, readings] = edition.values as [
    Instrument[],
    Source[],
    State[],
    { instrument: string; reading: RecordedReading }[],
  ];
  return {
    instruments: byId(instruments),
    sources: byId(sources),
    states: new Map(states.map((state) => [state.code, state])),
    readings: new Map(readings.map(({ instrument, reading }) => [instrument, reading])),
  };
}

const byId = <T extends { id: string }>(things: readonly T[]) =>
  new Map(things.map((thing) => [thing.id, thing]));

/**
 * Every version and the last readings recorded up to an instant, the earliest first, by instrument or source.
 */
export type Versions = {
  through: Instant;
  instruments: ReadonlyMap<string, readonly Instrument[]>;
  sources: ReadonlyMap<string, readonly Source[]>;
  readings: ReadonlyMap<string, readonly RecordedReading[]>;
};

export const versionsValues = ({ through, instruments, sources, readings }: Versions): unknown[] => [
  [{ through }],
  [...instruments.values()].flat(),
  [...sources.values()].flat(),
  [...readings].map(([instrument, all]) => ({ instrument, all })),
];

export async function readVersionsPart(db: Db): Promise<Versions | null> {
  const edition = await readEdition(db, 'versions');
  if (!edition) return null;
  const [[{ through }], instruments, sources, readings] = edition.values as [
    [{ through: Instant }],
    Instrument[],
    Source[],
    { instrument: string; all: RecordedReading[] }[],
  ];
  return {
    through,
    instruments: Map.groupBy(instruments, ({ id }) => id),
    sources: Map.groupBy(sources, ({ id }) => id),
    readings: new Map(readings.map(({ instrument, all }) => [instrument, all])),
  };
}

/** What a change is about. */
export type About = Pick<Change, 'type'> & Pick<Change['facts'], 'state' | 'instrument'>;

export const aboutOf = ({ type, facts: { state, instrument } }: Change): About => ({
  type,
  ...(state !== undefined && { state }),
  ...(instrument !== undefined && { instrument }),
});

export const readAbout = async (db: Db): Promise<About[]> =>
  ((await readEdition(db, 'changes'))?.values ?? []) as About[];
