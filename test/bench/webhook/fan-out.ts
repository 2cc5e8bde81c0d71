import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../../functions/store/index.ts';
import { createDocuments, createLocalDynamo } from '../../../infra/local/aws/clients.ts';
import { readEndpoints } from '../../../infra/local/aws/endpoints.ts';
import { type Database, storeOn } from '../running/database.ts';
import { quantile } from '../running/measure.ts';
import { type Program, residentOf, startProgram } from '../running/program.ts';
import { countFrom } from '../running/settings.ts';
import { atMost, type Row } from '../running/table.ts';
import { memory, recordAct, type Tracker, withTracker } from '../running/tracker.ts';
import { newIds, putSubscribers, subscriber } from './subscribers.ts';

const size = countFrom('BENCH_SUBSCRIPTIONS', 10_000);
const everyNth = 20;
const mostGrowth = 150;
/** Deliveries received a second, at least. */
const least = 450;
const patience = 600_000;
const settling = 3_000;

type Bench = {
  tracker: Tracker;
  receivers: Program;
  database: Pick<Database, 'client' | 'table'>;
  store: Store;
  ids: string[];
};

/**
 * One change for ten thousand subscriptions to the whole laptop; its engine and the receivers have their own
 * processes.
 */
export async function fanOut(): Promise<Row[]> {
  const receivers = await startProgram(new URL('../servers/receivers.ts', import.meta.url));
  try {
    return await withTracker((tracker) => fannedOut(tracker, receivers), memory);
  } finally {
    await receivers.stop();
  }
}

async function fannedOut(tracker: Tracker, receivers: Program): Promise<Row[]> {
  const { dynamodb = '', table = '' } = (await readEndpoints(tracker.dataDir)) ?? {};
  const database = { client: createDocuments(createLocalDynamo(dynamodb)), table };
  const idle = residentOf(tracker.pid);
  const bench = { tracker, receivers, database, store: storeOn(database), ids: newIds(size) };
  const well = await round(bench, 'all of them fast', '/fast/well/', wellOf);
  const mixed = await round(bench, 'a tenth dead or slow', '/fast/mixed/', mixedOf);
  const growth = Math.max(well.peak, mixed.peak) - idle;
  const p99 = { well: quantile(well.waits, 0.99), mixed: quantile(mixed.waits, 0.99) };
  return [
    {
      name: `one change to ${size} subscriptions`,
      ours: `rows in ${seconds(well.rowsTook)}, ${perSecond(well.rowsTook)}`,
      beside: `received in ${seconds(Math.max(...well.waits))}, ${perSecond(Math.max(...well.waits))}`,
      target: `≥ ${least}/s`,
      within: (size * 1000) / Math.max(...well.waits) >= least,
    },
    {
      name: '… processor time of each, engine apart',
      ours: `${(well.cpu / size).toFixed(1)} ms`,
    },
    {
      name: '… memory beyond idle, engine apart',
      ours: `${growth.toFixed(0)} MB`,
      beside: `idle ${idle.toFixed(0)} MB`,
      target: `< ${mostGrowth} MB`,
      within: growth < mostGrowth,
    },
    {
      name: '… fast ones, 5 % dead and 5 % of 14 s',
      ours: `p99 ${seconds(p99.mixed)}`,
      beside: `without those p99 ${seconds(p99.well)}`,
      ...atMost(p99.mixed / p99.well, 1.5),
    },
  ];
}

const perSecond = (took: number): string => `${((size * 1000) / took).toFixed(0)}/s`;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** The URL of one of many receivers; fast ones have paths that begin with `path`. */
type Place = (base: string, path: string, index: number) => string;

const wellOf: Place = (base, path, index) => `${base}${path}${index}`;

/** Of each forty, one refuses, one never answers and two take 14 s. */
const mixedOf: Place = (base, path, index) => {
  if (index % everyNth === 0)
    return index % (2 * everyNth) === 0 ? 'http://127.0.0.1:1/' : `${base}/hang/${index}`;
  return index % everyNth === 1 ? `${base}/slow/${index}` : wellOf(base, path, index);
};

type Round = {
  /** Milliseconds from the request to record until every shard is complete. */
  rowsTook: number;
  /** Milliseconds from the request to record until each fast receiver got its POST. */
  waits: number[];
  /** MB. */
  peak: number;
  /** Milliseconds of the laptop's process. */
  cpu: number;
};

async function round(bench: Bench, name: string, path: string, place: Place): Promise<Round> {
  const { tracker, receivers, database, store, ids } = bench;
  process.stderr.write(`  ${name}: subscribing …\n`);
  const { sequence } = await store.record.head();
  const subscribers = ids.map((id, index) => subscriber(place(receivers.url, path, index), id, sequence));
  await putSubscribers(database, subscribers);
  await sleep(settling);
  const fast = subscribers.filter(({ url }) => url.includes('/fast/')).length;
  const spent = tracker.cpu();
  const from = Date.now();
  await recordAct(tracker);
  const watched = await watch(bench, { name, path, from, fast, through: sequence + 1 });
  const arrivals = await arrivalsAt(receivers, path);
  return { ...watched, waits: arrivals.map((at) => at - from), cpu: tracker.cpu() - spent };
}

type Watching = { name: string; path: string; from: number; fast: number; through: number };

/** Looks twice a second until all fast receivers got their POST. */
async function watch({ tracker, receivers, store }: Bench, { name, path, from, fast, through }: Watching) {
  let rowsTook = 0;
  let peak = 0;
  for (let look = 0; Date.now() - from < patience; look += 1) {
    peak = Math.max(peak, residentOf(tracker.pid));
    const arrived = (await arrivalsAt(receivers, path)).length;
    if (rowsTook === 0 && (await store.fanout.behind(through)).length === 0) rowsTook = Date.now() - from;
    if (look % 20 === 0) process.stderr.write(`  ${name}: ${arrived} of ${fast}, ${peak.toFixed(0)} MB\n`);
    if (arrived === fast && rowsTook > 0) return { rowsTook, peak };
    await sleep(500);
  }
  throw new Error(`${name}: not all receivers were asked in ${seconds(patience)}`);
}

async function arrivalsAt({ url }: Program, path: string): Promise<number[]> {
  const response = await fetch(`${url}${path}`);
  return (await response.json()) as number[];
}
