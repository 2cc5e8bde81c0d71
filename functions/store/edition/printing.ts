import { setImmediate as turn } from 'node:timers/promises';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
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
import type { createChanges } from '../record/changes.ts';
import type { Head } from '../record/head.ts';
import { inTurns } from '../record/in-turns.ts';
import type { RecordStore, Snapshot } from '../record/snapshots.ts';
import { editionKey, print } from './edition.ts';
import {
  aboutOf,
  catalogueValues,
  holdingsValues,
  readPrintedAbout,
  type Versions,
  versionsValues,
} from './printed.ts';
import { summaryValues } from './printed-summaries.ts';
import { participationsValues } from './rows-to-print.ts';

/** The revisions up to which everything is printed, and the day from which it is seen. */
const Marker = z.lazy(() => z.object({ holdings: z.number(), catalogue: z.number(), day: z.string() }));
type Marker = z.infer<typeof Marker>;

type Changes = Pick<ReturnType<typeof createChanges>, 'list'>;

const markerKey = editionKey('marker');
const nothing: Marker = { holdings: -1, catalogue: -1, day: '' };

/**
 * Prints the whole record in a few compressed items, so that an instance begins with those and not with every
 * act. A printing may be late, and the next sweep repeats one that failed. It is never wrong, because it
 * names its revision and what was written since is read beside it.
 */
export function createPrinting(db: Db, record: RecordStore, changes: Changes) {
  let last = nothing;

  /**
   * Prints what has moved since the last printing or is seen otherwise on another day; answers how many
   * parts.
   */
  const refresh = async (today: Day): Promise<number> => {
    const { revision, catalogueRevision } = await record.head();
    const isPrinted = () =>
      last.holdings === revision && last.catalogue === catalogueRevision && last.day === today;
    if (isPrinted() || revision === 0) return 0;
    last = (await getBody(db, markerKey, Marker)) ?? nothing;
    if (isPrinted()) return 0;
    const before = last;
    const { marker, parts } = await record.read((snapshot) =>
      printAll({ db, changes, today }, snapshot, before),
    );
    await db.client.send(new PutCommand({ TableName: db.table, Item: { ...markerKey, body: marker } }));
    last = marker;
    return parts;
  };

  return { refresh };
}

type Printer = { db: Db; changes: Changes; today: Day };

async function printAll(printer: Printer, snapshot: Snapshot, last: Marker) {
  const { db, changes, today } = printer;
  const { head } = snapshot;
  const all = await everyHoldings(snapshot);
  const isNew = {
    catalogue: head.catalogueRevision !== last.catalogue,
    holdings: head.revision !== last.holdings,
  };
  if (isNew.catalogue) await printCatalogue(db, snapshot);
  if (isNew.holdings) {
    await printAbout(db, changes, head);
    await print(db, 'holdings', head, holdingsValues(all));
    await printOutlines(db, snapshot, all);
    await printTables(db, snapshot, all);
  }
  await printAgendas(db, snapshot, all, today);
  const marker = { holdings: head.revision, catalogue: head.catalogueRevision, day: today };
  return { marker, parts: (isNew.catalogue ? 2 : 0) + (isNew.holdings ? 7 : 0) + 1 };
}

async function printCatalogue(db: Db, { head, catalogue }: Snapshot): Promise<void> {
  const at = { revision: head.catalogueRevision };
  await print(db, 'catalogue', at, catalogueValues(catalogue));
  const versions = await readVersions(db, catalogue, head.committedAt ?? '');
  await print(db, 'versions', at, versionsValues(versions));
}

/** Any day will do, because the statuses of every day are read off the view. */
const anyDay = lastDay;

async function printOutlines(db: Db, { head, catalogue }: Snapshot, all: readonly Holdings[]): Promise<void> {
  const outlines = await each(all, (one) => outlinesOf(viewState(catalogue, one, { asOf: anyDay }), one));
  await print(db, 'outlines', head, summaryValues(head.catalogueRevision, outlines));
}

async function printTables(db: Db, { head, catalogue }: Snapshot, all: readonly Holdings[]): Promise<void> {
  const views = all.map((one) => viewState(catalogue, one, { asOf: anyDay }));
  const turns = await each(views, (view) => ({ state: view.state.code, turning: turningRows(view) }));
  for (const form of ['csv', 'ndjson'] as const) {
    const values = participationsValues(form, head.catalogueRevision, turns);
    await print(db, `participations.${form}`, head, values);
    const acts = await each(views, (view) => ({ state: view.state.code, lines: actLines(form, view) }));
    await print(db, `acts.${form}`, head, summaryValues(head.catalogueRevision, acts));
  }
}

async function printAgendas(
  db: Db,
  { head: { revision, catalogueRevision }, catalogue }: Snapshot,
  all: readonly Holdings[],
  day: Day,
): Promise<void> {
  const agendas = await each(all, (one) => agendaOf(catalogue, one, day));
  await print(db, 'agendas', { revision, day }, summaryValues(catalogueRevision, agendas));
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

async function printAbout(db: Db, changes: Changes, { revision, sequence }: Head): Promise<void> {
  const before = await readPrintedAbout(db);
  if (before.length >= sequence) return;
  const since = await Array.fromAsync(changes.list(before.length, sequence));
  await print(db, 'changes', { revision }, [...before, ...since.map(aboutOf)]);
}

const everyHoldings = ({ catalogue, holdings }: Snapshot): Promise<Holdings[]> =>
  inTurns(
    [...catalogue.states.values()].filter(({ tracked }) => tracked),
    ({ code }) => holdings(code),
  );

async function readVersions(db: Db, { instruments, sources }: Catalogue, through: string): Promise<Versions> {
  const ofInstruments = await inTurns([...instruments.keys()], async (id) => {
    const items = await partition(db, `INSTRUMENT#${id}`, 'VERSION#');
    const versions = items.map((item) => bodyIn(item, Instrument));
    return { id, versions, readings: await lastReadings(db, id) };
  });
  const ofSources = await inTurns([...sources.keys()], async (id) => {
    const items = await partition(db, `SOURCE#${id}`, 'VERSION#');
    return [id, items.map((item) => bodyIn(item, Source))] as const;
  });
  return {
    through,
    instruments: new Map(ofInstruments.map(({ id, versions }) => [id, versions])),
    sources: new Map(ofSources),
    readings: new Map(ofInstruments.map(({ id, readings }) => [id, readings])),
  };
}
