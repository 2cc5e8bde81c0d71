import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instrument } from '../../core/instrument.ts';
import type { Catalogue, Holdings } from '../../core/law/holdings.ts';
import { Source } from '../../core/source.ts';
import { type Db, getBody, partition } from '../db.ts';
import { lastReadings } from '../depositary/readings.ts';
import type { createChanges } from '../record/changes.ts';
import type { Head } from '../record/head.ts';
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

/** Up to which revisions all is printed. */
const Marker = z.lazy(() => z.object({ holdings: z.number(), catalogue: z.number() }));
type Marker = z.infer<typeof Marker>;

type Changes = Pick<ReturnType<typeof createChanges>, 'list'>;

const markerKey = editionKey('marker');
const nothing: Marker = { holdings: -1, catalogue: -1 };

/**
 * Prints what anyone may ask of the record: all of it in four compressed items, so that an instance begins with a few
 * of them and not with every act. A printing may be late, is repeated by the next sweep where it failed, and is never
 * wrong: it says of which revision it is, and what was written since is read beside it.
 */
export function createPrinting(db: Db, record: RecordStore, changes: Changes) {
  let last = nothing;

  /** Prints what has moved since it was printed last; how many parts that were. */
  const refresh = async (): Promise<number> => {
    const { revision, catalogueRevision } = await record.head();
    const isPrinted = () => last.holdings === revision && last.catalogue === catalogueRevision;
    if (isPrinted() || revision === 0) return 0;
    last = (await getBody(db, markerKey, Marker)) ?? nothing;
    if (isPrinted()) return 0;
    const before = last;
    const printed = await record.read((snapshot) => printAll(db, changes, snapshot, before));
    await db.client.send(new PutCommand({ TableName: db.table, Item: { ...markerKey, body: printed } }));
    last = printed;
    return printed.catalogue === before.catalogue ? 2 : 4;
  };

  return { refresh };
}

async function printAll(db: Db, changes: Changes, snapshot: Snapshot, last: Marker): Promise<Marker> {
  const { head, catalogue } = snapshot;
  if (head.catalogueRevision !== last.catalogue) {
    await print(db, 'catalogue', head.catalogueRevision, catalogueValues(catalogue));
    const versions = await readVersions(db, catalogue, head.committedAt ?? '');
    await print(db, 'versions', head.catalogueRevision, versionsValues(versions));
  }
  await printAbout(db, changes, head);
  const all = await everyHoldings(snapshot);
  await print(db, 'holdings', head.revision, holdingsValues(all));
  return { holdings: head.revision, catalogue: head.catalogueRevision };
}

async function printAbout(db: Db, changes: Changes, { revision, sequence }: Head): Promise<void> {
  const before = await readPrintedAbout(db);
  if (before.length >= sequence) return;
  const since = await Array.fromAsync(changes.list(before.length, sequence));
  await print(db, 'changes', revision, [...before, ...since.map(aboutOf)]);
}

/** States, or partitions, that are read at once: a whole record must not use up what others may read. */
const atOnce = 8;

async function inTurns<T, R>(all: readonly T[], one: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < all.length; from += atOnce)
    done.push(...(await Promise.all(all.slice(from, from + atOnce).map(one))));
  return done;
}

const everyHoldings = ({ catalogue, holdings }: Snapshot): Promise<Holdings[]> =>
  inTurns(
    [...catalogue.states.values()].filter(({ tracked }) => tracked),
    ({ code }) => holdings(code),
  );

async function readVersions(db: Db, { instruments, sources }: Catalogue, through: string): Promise<Versions> {
  const ofInstruments = await inTurns([...instruments.keys()], async (id) => {
    const items = await partition(db, `INSTRUMENT#${id}`, 'VERSION#');
    const versions = items.map(({ body }) => Instrument.parse(body));
    return { id, versions, readings: await lastReadings(db, id) };
  });
  const ofSources = await inTurns([...sources.keys()], async (id) => {
    const items = await partition(db, `SOURCE#${id}`, 'VERSION#');
    return [id, items.map(({ body }) => Source.parse(body))] as const;
  });
  return {
    through,
    instruments: new Map(ofInstruments.map(({ id, versions }) => [id, versions])),
    sources: new Map(ofSources),
    readings: new Map(ofInstruments.map(({ id, readings }) => [id, readings])),
  };
}
