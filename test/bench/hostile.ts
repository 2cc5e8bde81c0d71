import { setTimeout as sleep } from 'node:timers/promises';
import { createApi } from '../../functions/api/api.ts';
import { later } from '../../functions/core/instant.ts';
import { publicOnly } from '../../functions/core/webhook/guard/address-policy.ts';
import { createLog } from '../../functions/lib/log.ts';
import { createPages } from '../../functions/pages/pages.ts';
import { readSeeds } from '../../seeds/format.ts';
import { unitsOf } from '../support/engine/units.ts';
import { eventOf } from '../support/event.ts';
import { type Database, seeded, storeOn, withDatabase } from './running/database.ts';
import { median, quantile } from './running/measure.ts';
import type { Row } from './running/table.ts';

/** Milliseconds of processor time, and read units, that no public question may exceed. */
const most = { cpu: 25, units: 20 };
const samples = 15;

type Ask = (target: string) => Promise<number>;

const china = '/v1/states/CHN/participations';

const twenty = 'CHN,FRA,DEU,USA,GBR,RUS,IND,BRA,ZAF,JPN,ITA,ESP,CAN,AUS,MEX,ARG,NGA,EGY,KEN,IDN';

/** Each question contains something new, so that no answer is in memory. */
const dearest: Record<string, (n: number, begun: string) => string> = {
  'a roster on another day': (n) => `/v1/instruments/iccpr/participations?asOf=19${70 + n}-03-01`,
  'a roster, as known earlier': (n, begun) => `/v1/instruments/crc/participations?knownAt=${later(begun, n)}`,
  'the status table on another day': (n) => `${china}?asOf=20${10 + (n % 15)}-01-02`,
  'the status table, as known earlier': (n, begun) => `${china}?knownAt=${later(begun, n)}`,
  'one record, as known earlier': (n, begun) => `${china}/iccpr?knownAt=${later(begun, n)}`,
  'progress on another day': (n) => `/v1/states/CHN/progress?source=ohchr-2019-04-29&asOf=2020-02-${n + 10}`,
  'the calendar from another day': (n) => `/v1/calendar?from=20${10 + n}-02-03`,
  'a page of 1,000 changes': (n) => `/v1/changes?limit=1000&after=${100 + 97 * n}`,
  'a page of changes of a rare kind': (n) => `/v1/changes?types=urging.recorded&after=${150 + 89 * n}`,
  'the list of States, page by page': (n) => `/v1/states?limit=${100 + n}`,
  'the catalogue': (n) => `/v1/instruments?limit=${100 + n}`,
  'one instrument on another day': (n) => `/v1/instruments/iccpr?asOf=20${10 + n}-03-01`,
  'page: the board on another day': (n) => `/en?asOf=20${10 + n}-03-03`,
  'page: States on another day': (n) => `/states?asOf=20${10 + n}-03-03`,
  'page: a State on another day': (n) => `/states/FRA?asOf=20${10 + n}-03-03`,
  'page: a story on another day': (n) => `/states/CHN/instruments/ilo-c029?asOf=20${10 + n}-03-03`,
  'page: instruments on another day': (n) => `/instruments?asOf=20${10 + n}-03-03`,
  'page: an instrument on another day': (n) => `/instruments/iccpr?asOf=20${10 + n}-03-03`,
  'page: twenty States side by side': (n) => `/compare?states=${twenty}&asOf=20${10 + n}-03-03`,
  'page: a search': (n) => `/search?q=convention${n}`,
  'page: the calendar, from 1900 on': (n) => `/calendar?from=19${10 + n}-01-01&to=2100-01-01`,
  'page: changes of one State': (n) => `/changes?state=FRA&before=${3000 + 97 * n}`,
  'feed: Atom': (n) => `/changes.atom?state=${twenty.split(',')[n % 20]}`,
  'file: the calendar of ten years': (n) => `/calendar.ics?to=21${10 + n}-01-01`,
  'file: the calendar from 1900 on': (n) => `/calendar.ics?from=19${10 + n}-01-01&to=2100-01-01`,
  'file: every participation on another day': (n) => `/data/participations.csv?asOf=20${10 + n}-01-01`,
  'file: every participation on another day, as NDJSON': (n) =>
    `/data/participations.ndjson?asOf=20${10 + n}-01-01`,
  'file: every act': (n) => `/data/acts.csv?asOf=20${10 + n}-01-01`,
};

/** The slowest questions over the record of every State, and what 200 of them at once do to others. */
export const hostile = (): Promise<Row[]> =>
  withDatabase(async (database) => {
    await seeded(database);
    const begun = await revised(database);
    await database.store.edition.refresh(new Date().toISOString().slice(0, 10));
    const rows: Row[] = [];
    const spent = unitsOf(database.client);
    for (const [name, target] of Object.entries(dearest))
      rows.push(await costOf(database, spent, name, (n) => target(n, begun)));
    const heeding = await flooded(database, begun, {
      who: '200 at once about earlier knowledge',
      wait: 1000,
    });
    const heedless = await flooded(database, begun, { who: '200 who heed no Retry-After', wait: 50 });
    return [...rows, ...heeding, ...heedless];
  });

/** Makes each act different. */
let wrote = 0;

const log = createLog({ write: () => undefined });
const now = () => new Date().toISOString();

/** An instance that has read the record, but nothing of the feed or the past. */
function instance(database: Database) {
  const store = storeOn(database);
  const deps = { store, log, now, publicUrl: 'http://127.0.0.1', version: '0.0.0' };
  const more = {
    queues: { deliver: async () => undefined },
    masterSecret: async () => Buffer.alloc(32),
    addressPolicy: publicOnly(),
  };
  const [api, pages] = [createApi({ ...deps, ...more }), createPages(deps)];
  const ask: Ask = async (target) => {
    const { statusCode = 0 } = await (target.startsWith('/v1') ? api : pages)(eventOf('GET', target));
    return Number(statusCode);
  };
  return { store, ask };
}

/** Revises every instrument once more; answers the instant before. */
async function revised({ store }: Database): Promise<string> {
  const { instruments } = await readSeeds();
  const begun = (await store.record.head()).committedAt ?? '';
  for (const { id, instrument } of instruments) {
    const version = (await store.record.read(({ catalogue }) => catalogue.instruments.get(id)))?.version ?? 0;
    const revised = { ...instrument, shortNames: [...instrument.shortNames, 'revised'] };
    await store.cataloguing.putInstrument(id, revised, { now, by: 'bench', ifVersion: version });
  }
  return later(begun, -1000);
}

/** The cost of a fresh instance's first answer, in a process whose code is warm. */
async function firstCost(database: Database, ask: (ask: Ask) => Promise<number>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < 5; n++) took.push(await cpuOf(() => ask(instance(database).ask)));
  return median(took.slice(1));
}

async function cpuOf(step: () => Promise<number>): Promise<number> {
  const before = process.cpuUsage();
  const status = await step();
  const { user, system } = process.cpuUsage(before);
  if (status !== 200) throw new Error(`a question is answered with ${status}`);
  return (user + system) / 1000;
}

async function costOf(
  database: Database,
  spent: ReturnType<typeof unitsOf>,
  name: string,
  target: (n: number) => string,
): Promise<Row> {
  const { ask } = instance(database);
  await ask('/v1/instruments/iccpr/participations');
  await ask(china);
  const cpu: number[] = [];
  const units: number[] = [];
  for (let n = 0; n < samples; n++) {
    spent();
    cpu.push(await cpuOf(() => ask(target(n))));
    units.push(spent().units);
    await sleep(5);
  }
  const first = await firstCost(database, (fresh) => fresh(target(1)));
  const [usual, dear] = [median(cpu), Math.max(...units)];
  return {
    name,
    ours: `${usual.toFixed(1)} ms (a fresh instance ${first.toFixed(0)}), ${median(units)} units (at most ${dear})`,
    target: `≤ ${most.cpu} ms, ${most.units} units`,
    within: usual <= most.cpu && median(units) <= most.units,
  };
}

type Crowd = {
  who: string /** Milliseconds until a refused client asks again. */;
  wait: number;
};

/** 200 clients ask about earlier knowledge, each a new question every time, beside an editor and a reader. */
async function flooded(database: Database, begun: string, { who, wait }: Crowd): Promise<Row[]> {
  const { store, ask } = instance(database);
  const write = () =>
    timedly(async () => {
      wrote += 1;
      const text = `Declaration ${wrote}`;
      const source = {
        title: 'Press',
        url: 'https://example.org/',
        seenOn: '2026-01-01',
        tier: 'secondary' as const,
      };
      const action = { kind: 'declaration' as const, doneOn: '2024-01-01', text, sources: [source] };
      await store.recording.recordActions('CHN', 'cedaw', [{ action }], { now, by: 'bench' });
    });
  const read = () => timedly(() => ask(`${china}/iccpr`));
  const both = async (until: () => boolean) => {
    const [writes, reads]: [number[], number[]] = [[], []];
    while (!until()) {
      reads.push(await read());
      writes.push(await write());
      for (let n = 0; n < 5; n++) reads.push(await read());
      await sleep(20);
    }
    return { writes, reads };
  };
  await both(after(1000));
  const idle = await both(after(4000));
  const before = process.memoryUsage().rss;
  const statuses: number[] = [];
  let asked = 0;
  const isOver = after(8000);
  const floods = Array.from({ length: 200 }, async () => {
    while (!isOver()) {
      asked += 1;
      const status = await ask(`${china}?knownAt=${later(begun, asked)}`);
      statuses.push(status);
      if (status === 429) await sleep(wait);
    }
  });
  const busy = await both(isOver);
  await Promise.all(floods);
  const grown = (process.memoryUsage().rss - before) / 2 ** 20;
  const p99 = quantile(busy.writes, 0.99);
  const ratio = median(busy.reads) / median(idle.reads);
  const answered = statuses.filter((status) => status === 200).length;
  return [
    {
      name: `${who}: writes`,
      ours: `p99 ${p99.toFixed(0)} ms (idle ${quantile(idle.writes, 0.99).toFixed(0)})`,
      target: '≤ 250 ms',
      within: p99 <= 250,
    },
    {
      name: '… cheap reads',
      ours: `p50 ${median(busy.reads).toFixed(1)} ms, p99 ${quantile(busy.reads, 0.99).toFixed(0)} ms`,
      beside: `idle p50 ${median(idle.reads).toFixed(1)} ms`,
      ratio,
      target: '≤ 3',
      within: ratio <= 3,
    },
    {
      name: '… memory, and what they were told',
      ours: `+${grown.toFixed(0)} MB; ${answered} × 200, ${statuses.length - answered} × 429`,
    },
  ];
}

const after = (ms: number): (() => boolean) => {
  const end = performance.now() + ms;
  return () => performance.now() > end;
};

async function timedly(step: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await step();
  return performance.now() - from;
}
