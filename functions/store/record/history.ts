import type * as z from 'zod';
import { DomainError } from '../../core/errors.ts';
import type { Instant } from '../../core/instant.ts';
import { Instrument } from '../../core/instrument.ts';
import type { Catalogue } from '../../core/law/holdings.ts';
import { Source } from '../../core/source.ts';
import { type Db, getUnchanging, type Key } from '../db.ts';
import type { Readings } from '../depositary/furthest.ts';
import { createReadingsAt } from '../depositary/readings.ts';
import { readVersionsPart, type Versions } from '../edition/record-parts.ts';
import { createRecent } from '../recent.ts';
import { catalogueKeys } from './catalogue.ts';

/**
 * Answers the catalogue as it was known at an instant. Instants with the same catalogue share it, and what is
 * derived from it.
 */
export type History = (latest: Catalogue, knownAt: Instant) => Promise<Catalogue>;

export function createHistory(db: Db): History {
  const instrumentsAt = createVersions(db, catalogueKeys.instrumentVersion, Instrument);
  const sourcesAt = createVersions(db, catalogueKeys.sourceVersion, Source);
  const readingsAt = createReadingsAt(db);
  const versionsPartFor = createVersionsPart(db);
  let made: Catalogue[] = [];

  return async (latest, knownAt) => {
    const { states, ...now } = latest;
    const edition = await versionsPartFor(latest, knownAt);
    const instruments = await instrumentsAt(now.instruments, knownAt, edition?.instruments);
    const sources = await sourcesAt(now.sources, knownAt, edition?.sources);
    const readings = await readingsAt(now.readings, knownAt, edition?.readings);
    const isSame = (one: Catalogue) =>
      one.instruments === instruments &&
      one.sources === sources &&
      one.states === states &&
      isSameOf(one.readings, readings);
    const catalogue = made.find(isSame) ?? { instruments, sources, states, readings };
    made = [catalogue, ...made.filter((one) => one !== catalogue)].slice(0, mostAssembled);
    return catalogue;
  };
}

/** Two readings of one instrument and day are the same, because a reading never changes. */
const isSameOf = (some: Readings, others: Readings): boolean =>
  some.size === others.size &&
  [...some].every(([id, { statusAsAt }]) => others.get(id)?.statusAsAt === statusAsAt);

const isRevisedSince = (knownAt: Instant, { instruments, sources, readings }: Catalogue): boolean =>
  [instruments, sources, readings].some((all) =>
    [...all.values()].some(({ recordedAt }) => recordedAt > knownAt),
  );

/** All versions in the edition, read once for each catalogue; undefined if they do not reach the instant. */
function createVersionsPart(db: Db) {
  const known = new WeakMap<Catalogue, Promise<Versions | null>>();

  return async (latest: Catalogue, knownAt: Instant): Promise<Versions | undefined> => {
    if (!isRevisedSince(knownAt, latest)) return undefined;
    const reading = known.get(latest) ?? readVersionsPart(db);
    known.set(latest, reading);
    reading.catch(() => known.delete(latest));
    const versions = await reading;
    return versions && knownAt <= versions.through ? versions : undefined;
  };
}

type Versioned = { id: string; version: number; recordedAt: Instant };
type VersionSearch = { id: string; version: number };

/** Versions kept in memory, about 10 KB each. */
const mostKept = 1000;

const mostAssembled = 8;

/**
 * Versions that one question may read, usually half a read unit each. They are remembered, so the next
 * question reads fewer.
 */
const mostRead = 60;

/**
 * Finds the versions in force at an instant. Instants grow with version numbers, so a binary search finds
 * one, and versions never change, so none is read twice.
 */
function createVersions<T extends Versioned>(
  db: Db,
  keyOf: (id: string, version: number) => Key,
  schema: z.ZodType<T>,
) {
  const instants = new Map<string, Map<number, Instant>>();
  const kept = createRecent<T>(mostKept);
  const assembled = createRecent<ReadonlyMap<string, T>>(mostAssembled);

  const nameOf = ({ id, version }: VersionSearch): string => `${id} ${version}`;

  const lookAt = async (looks: readonly VersionSearch[]): Promise<T[]> => {
    const keys = looks.map(({ id, version }) => keyOf(id, version));
    return (await getUnchanging(db, keys, schema)).map((thing) => {
      const known = instants.get(thing.id) ?? new Map<number, Instant>();
      instants.set(thing.id, known.set(thing.version, thing.recordedAt));
      kept.set(nameOf(thing), thing);
      return thing;
    });
  };

  /** The versions then in force of things revised since; a thing added since has none. */
  const search = async (revised: readonly T[], knownAt: Instant): Promise<Map<string, T>> => {
    const found = new Map<string, T>();
    for (let reads = 0; ; ) {
      const looks = revised.flatMap((latest) => {
        const { isFound, version } = nextLook(instants.get(latest.id), latest.version, knownAt);
        const look = { id: latest.id, version };
        const thing = version > 0 ? kept.get(nameOf(look)) : undefined;
        if (isFound && thing) found.set(latest.id, thing);
        return version === 0 || thing ? [] : [look];
      });
      if (looks.length === 0) return found;
      reads += looks.length;
      if (reads > mostRead) throw tooMuch();
      await lookAt(looks);
    }
  };

  return async (
    latest: ReadonlyMap<string, T>,
    knownAt: Instant,
    versions?: ReadonlyMap<string, readonly T[]>,
  ): Promise<ReadonlyMap<string, T>> => {
    const revised = [...latest.values()].filter((thing) => thing.recordedAt > knownAt);
    const found = versions ? inForce(revised, versions, knownAt) : await search(revised, knownAt);
    const then = [...latest.values()].flatMap((thing) => {
      const known = thing.recordedAt > knownAt ? found.get(thing.id) : thing;
      return known ? [known] : [];
    });
    const name = then.map(nameOf).join(' ');
    const already = assembled.get(name);
    if (already) return already;
    const all = new Map(then.map((thing) => [thing.id, thing]));
    assembled.set(name, all);
    return all;
  };
}

/** The versions then in force, if all are in memory. */
const inForce = <T extends Versioned>(
  revised: readonly T[],
  versions: ReadonlyMap<string, readonly T[]>,
  knownAt: Instant,
): Map<string, T> =>
  new Map(
    revised.flatMap(({ id }) => {
      const then = versions.get(id)?.findLast(({ recordedAt }) => recordedAt <= knownAt);
      return then ? [[id, then] as const] : [];
    }),
  );

/** The version in force at `knownAt`, 0 for none; while that is not known, the version to read next. */
function nextLook(known: ReadonlyMap<number, Instant> | undefined, latest: number, knownAt: Instant) {
  let [low, high] = [0, latest];
  for (const [version, recordedAt] of known ?? [])
    if (recordedAt <= knownAt) low = Math.max(low, version);
    else high = Math.min(high, version);
  return high - low > 1 ? { isFound: false, version: (low + high) >> 1 } : { isFound: true, version: low };
}

const tooMuch = (): DomainError =>
  new DomainError(
    'too-many-requests',
    'So much was revised since then that one request could not read all of it; ask again.',
    { retryAfter: 1 },
  );
