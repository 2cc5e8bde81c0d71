import { setImmediate as turn } from 'node:timers/promises';
import * as z from 'zod';
import { type Day, lastDay } from '../../core/calendar.ts';
import { Instrument } from '../../core/instrument.ts';
import { agendaOf } from '../../core/law/effects/agenda.ts';
import type { Catalogue, Holdings } from '../../core/law/holdings.ts';
import { outlinesOf } from '../../core/law/outline.ts';
import { viewState } from '../../core/law/state-view.ts';
import { Source } from '../../core/source.ts';
import { actLines } from '../../core/tables/lines.ts';
import { turningRows } from '../../core/tables/turning-rows.ts';
import { bodyIn, type Db, getBody, partition } from '../db.ts';
import { lastReadings } from '../depositary/readings.ts';
import { fewAtOnce } from '../few-at-once.ts';
import type { createChanges } from '../record/changes.ts';
import type { Head } from '../record/head.ts';
import type { RecordStore, Snapshot } from '../record/snapshots.ts';
import { putItem } from '../writes.ts';
import { editionKey } from './edition.ts';
import {
  aboutOf,
  catalogueValues,
  holdingsValues,
  readAbout,
  type Versions,
  versionsValues,
} from './record-parts.ts';
import { participationsValues } from './row-values.ts';
import { summaryValues } from './summary-parts.ts';
import { writePart } from './writing.ts';

/** The revisions up to which every part is written, and the day from which it is seen. */
const Marker = z.lazy(() => z.object({ holdings: z.number(), catalogue: z.number(), day: z.string() }));
type Marker = z.infer<typeof Marker>;

type Changes = Pick<ReturnType<typeof createChanges>, 'list'>;

const markerKey = editionKey('marker');
const nothing: Marker = { holdings: -1, catalogue: -1, day: '' };

/**
 * Writes the whole record in a few compressed items, so that an instance begins with those and not with every
 * act. It may be late, and the next sweep repeats what failed. It is never wrong, because each part
 * names its revision and what was written since is read beside it.
 */
export function createEdition(db: Db, record: RecordStore, changes: Changes) {
  let last = nothing;

  /**
   * Writes what has moved since the last time or is seen otherwise on another day; answers how many
   * parts.
   */
  const refresh = async (today: Day): Promise<number> => {
    const { revision, catalogueRevision } = await record.head();
    const isFresh = () =>
      last.holdings === revision && last.catalogue === catalogueRevision && last.day === today;
    if (isFresh() || revision === 0) return 0;
    last = (await getBody(db, markerKey, Marker)) ?? nothing;
    if (isFresh()) return 0;
    const before = last;
    const { marker, parts } = await record.read((snapshot) =>
      refreshAll({ db, changes, today }, snapshot, before),
    );
    await putItem(db, { ...markerKey, body: marker });
    last = marker;
    return parts;
  };

  return { refresh };
}

type Refreshing = { db: Db; changes: Changes; today: Day };

async function refreshAll(refreshing: Refreshing, snapshot: Snapshot, last: Marker) {
  const { db, changes, today } = refreshing;
  const { head } = snapshot;
  const all = await everyHoldings(snapshot);
  const isNew = {
    catalogue: head.catalogueRevision !== last.catalogue,
    holdings: head.revision !== last.holdings,
  };
  if (isNew.catalogue) await writeCatalogue(db, snapshot);
  if (isNew.holdings) {
    await writeAbout(db, changes, head);
    await writePart(db, 'holdings', head, holdingsValues(all));
    await writeOutlines(db, snapshot, all);
    await writeRows(db, snapshot, all);
  }
  await writeAgendas(db, snapshot, all, today);
  const marker = { holdings: head.revision, catalogue: head.catalogueRevision, day: today };
  return { marker, parts: (isNew.catalogue ? 2 : 0) + (isNew.holdings ? 7 : 0) + 1 };
}

async function writeCatalogue(db: Db, { head, catalogue }: Snapshot): Promise<void> {
  const at = { revision: head.catalogueRevision };
  await writePart(db, 'catalogue', at, catalogueValues(catalogue));
  const versions = await readVersions(db, catalogue, head.committedAt ?? '');
  await writePart(db, 'versions', at, versionsValues(versions));
}

/** Any day will do, because the statuses of every day are read off the view. */
const anyDay = lastDay;

async function writeOutlines(db: Db, { head, catalogue }: Snapshot, all: readonly Holdings[]): Promise<void> {
  const outlines = await each(all, (one) => outlinesOf(viewState(catalogue, one, { asOf: anyDay }), one));
  await writePart(db, 'outlines', head, summaryValues(head.catalogueRevision, outlines));
}

async function writeRows(db: Db, { head, catalogue }: Snapshot, all: readonly Holdings[]): Promise<void> {
  const views = all.map((one) => viewState(catalogue, one, { asOf: anyDay }));
  const turns = await each(views, (view) => ({ state: view.state.code, turning: turningRows(view) }));
  for (const form of ['csv', 'ndjson'] as const) {
    const values = participationsValues(form, head.catalogueRevision, turns);
    await writePart(db, `participations.${form}`, head, values);
    const acts = await each(views, (view) => ({ state: view.state.code, lines: actLines(form, view) }));
    await writePart(db, `acts.${form}`, head, summaryValues(head.catalogueRevision, acts));
  }
}

async function writeAgendas(
  db: Db,
  { head: { revision, catalogueRevision }, catalogue }: Snapshot,
  all: readonly Holdings[],
  day: Day,
): Promise<void> {
  const agendas = await each(all, (one) => agendaOf(viewState(catalogue, one, { asOf: day }), one));
  await writePart(db, 'agendas', { revision, day }, summaryValues(catalogueRevision, agendas));
}

/** Yields between States, because on a laptop others wait for the same processor. */
async function each<O, T>(all: readonly O[], make: (one: O) => T): Promise<T[]> {
  const made: T[] = [];
  for (const one of all) {
    made.push(make(one));
    await turn();
  }
  return made;
}

async function writeAbout(db: Db, changes: Changes, { revision, sequence }: Head): Promise<void> {
  const before = await readAbout(db);
  if (before.length >= sequence) return;
  const since = await Array.fromAsync(changes.list(before.length, sequence));
  await writePart(db, 'changes', { revision }, [...before, ...since.map(aboutOf)]);
}

const everyHoldings = ({ catalogue, holdings }: Snapshot): Promise<Holdings[]> =>
  fewAtOnce(
    [...catalogue.states.values()].filter(({ tracked }) => tracked),
    ({ code }) => holdings(code),
  );

async function readVersions(
  db: Db,
  { instruments, sources, readings }: Catalogue,
  through: string,
): Promise<Versions> {
  const readOf = async (id: string) => [id, readings.has(id) ? await lastReadings(db, id) : []] as const;
  return {
    through,
    instruments: await versionsOf(db, instruments, (id) => `INSTRUMENT#${id}`, Instrument),
    sources: await versionsOf(db, sources, (id) => `SOURCE#${id}`, Source),
    readings: new Map(await fewAtOnce([...instruments.keys()], readOf)),
  };
}

/** Asks the table only about what was revised: the catalogue holds the one version of the rest. */
async function versionsOf<T extends { id: string; version: number }>(
  db: Db,
  latest: ReadonlyMap<string, T>,
  pkOf: (id: string) => string,
  schema: z.ZodType<T>,
): Promise<Map<string, T[]>> {
  const versions = async (only: T): Promise<T[]> =>
    only.version === 1
      ? [only]
      : (await partition(db, pkOf(only.id), 'VERSION#')).map((item) => bodyIn(item, schema));
  return new Map(
    await fewAtOnce([...latest.values()], async (one) => [one.id, await versions(one)] as const),
  );
}
