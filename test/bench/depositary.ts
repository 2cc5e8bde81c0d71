import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createApi } from '../../functions/api/api.ts';
import { deliveryOf } from '../../functions/core/webhook/composing.ts';
import { loopbackAllowed } from '../../functions/core/webhook/guard/address-policy.ts';
import { createLog } from '../../functions/lib/log.ts';
import { createFetch } from '../../functions/watch/fetching.ts';
import { createWatch } from '../../functions/watch/watch.ts';
import { aProtocol, everybody } from '../support/depositary/observing.ts';
import { areHere, pathOf } from '../support/depositary/real-documents.ts';
import { statusPage } from '../support/depositary/status-page.ts';
import { eventOf } from '../support/event.ts';
import { type Database, seeded, storeOn, withDatabase } from './running/database.ts';
import { newDirectory } from './running/ending.ts';
import { interleaved, median, pairedRatio, timed } from './running/measure.ts';
import { startProgram } from './running/program.ts';
import { instant, rate, sender, subscribe } from './running/sending.ts';
import { atLeast, atMost, type Row } from './running/table.ts';

const documents = 60;
const pause = 5000;
const now = instant;
const log = createLog({ write: () => undefined });
const agent = 'TreatyRatificationTracker/bench (+mailto:bench@example.org)';

/** Reads the largest page, makes a round beside readers, and asks for a roster for the first time. */
export const depositary = async (): Promise<Row[]> => [
  ...(await largestPage()),
  ...(await withDatabase(async (database) => {
    await seeded(database);
    return [await coldRoster(database), ...(await roundBesideOthers(database))];
  })),
];

/** Each in a new process, as a function's new instance would. */
async function largestPage(): Promise<Row[]> {
  const folder = newDirectory();
  const built = join(folder.path, 'page.html');
  await writeFile(built, pageOf('IV', '4.', 3_000_000));
  const file = areHere ? pathOf('un-2026-02-03/IV-4.html') : built;
  const reader = fileURLToPath(new URL('handlers/read-page.ts', import.meta.url));
  const samples: { ms: number; megabytes: number }[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, [reader, file]);
    samples.push(JSON.parse(stdout));
  }
  folder.remove();
  const [ms, megabytes] = [median(samples.map((one) => one.ms)), median(samples.map((one) => one.megabytes))];
  const name = `a page of 3 MB${areHere ? '' : ', built'}, read first in its process`;
  return [
    { name, ours: `${ms.toFixed(0)} ms`, target: '≤ 300 ms', within: ms <= 300 },
    {
      name: `${name}: memory at most`,
      ours: `${megabytes.toFixed(0)} MB`,
      target: '≤ 150 MB',
      within: megabytes <= 150,
    },
  ];
}

async function coldRoster(database: Database): Promise<Row> {
  const samples: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const ask = asking(storeOn(database));
    samples.push(await timed(() => ask('/v1/instruments/iccpr/participations')));
  }
  const ms = median(samples);
  return {
    name: 'roster of every participant, cold',
    ours: `${ms.toFixed(0)} ms`,
    target: '≤ 400 ms',
    within: ms <= 400,
  };
}

const asking = (store: Database['store']) => {
  const deps = { store, log, now, publicUrl: 'http://127.0.0.1', version: 'bench', longestWait: 0 };
  const api = createApi({
    ...deps,
    queues: { deliver: async () => undefined },
    masterSecret: async () => Buffer.alloc(32),
    addressPolicy: loopbackAllowed(),
  } as Parameters<typeof createApi>[0]);
  return async (path: string): Promise<void> => {
    const { statusCode } = await api(eventOf('GET', path));
    if (statusCode !== 200) throw new Error(`${path} is answered with ${statusCode}`);
  };
};

/**
 * Runs the watch in the service's process and at its own pace, as on a laptop. The processor time it takes
 * bounds how much it may slow others.
 */
async function roundBesideOthers({ store }: Database): Promise<Row[]> {
  const { url, close } = await publish(pageOf('XXVII', '', 300_000));
  for (let at = 1; at <= documents; at += 1) {
    const document = { url: `${url}/XXVII-${at}`, kind: 'untc-page' as const, everyDays: 1 };
    const instrument = aProtocol(`XXVII-${at}`, { document });
    await store.cataloguing.putInstrument(`bench-${at}`, instrument, { now, by: 'bench', ifVersion: 0 });
  }
  const watch = (signal: AbortSignal, apart: number) => {
    const ours = (address: string) => address.startsWith(url);
    const fetch = createFetch({ policy: loopbackAllowed(), agent });
    const only: typeof fetch = async (address, known) =>
      ours(address) ? fetch(address, known) : { kind: 'failed', why: 'not in the bench' };
    const deps = { store, fetch: only, agent, log, keep: async () => undefined, now, recordPlain: false };
    return createWatch({ ...deps, pause: apart, signal })({ now: true });
  };
  const beside = async (name: string, work: () => Promise<number>): Promise<Row> => {
    const watched = async () => {
      const ending = new AbortController();
      const round = watch(ending.signal, pause);
      const made = await work();
      ending.abort();
      await round;
      return made;
    };
    await work();
    const rates = await interleaved({ alone: work, watched }, pieces);
    return {
      name: `${name} beside a round of ${documents} documents`,
      ours: `${median(rates.watched).toFixed(0)}/s`,
      beside: `alone ${median(rates.alone).toFixed(0)}/s`,
      ...atLeast(pairedRatio(rates.watched, rates.alone), 0.9),
    };
  };
  const { deliveries, stop } = await delivering(store);
  const rows = [await beside('readers', () => rateOf(asking(store))), await beside('deliveries', deliveries)];
  await stop();
  const before = processorTime();
  const report = await watch(new AbortController().signal, 0);
  const each = (processorTime() - before) / Math.max(report.read + report.failed, 1);
  await close();
  return [
    ...rows,
    {
      name: 'a document of a round: processor time of the time between two',
      ours: `${each.toFixed(0)} ms of ${pause} ms (${report.read} read)`,
      ...atMost(each / pause, 0.1),
    },
  ];
}

const subscribers = 40;

/**
 * Deliveries a second during one piece: made, claimed, sent to a receiver in a process of its own, recorded.
 */
async function delivering(store: Database['store']) {
  const receiver = await startProgram(new URL('./servers/receiver.ts', import.meta.url));
  const { sequence } = await store.record.head();
  const change = await store.changes.get(sequence);
  if (!change) throw new Error(`there is no change ${sequence}`);
  const ids: string[] = [];
  while (ids.length < subscribers) ids.push((await subscribe(store, `${receiver.url}/hook`)).id);
  const send = sender(store);
  let made = 0;
  const batch = async () => {
    const rows = ids.map((id) => {
      made += 1;
      return { ...deliveryOf(change, id, 'live', instant()), key: String(made).padStart(12, '0') };
    });
    await rate(rows, 10, 4, (some) => store.deliveries.createAll(some));
    await rate(rows, 10, 4, send);
    return rows.length;
  };
  const deliveries = async () => {
    const end = performance.now() + seconds * 1000;
    let sent = 0;
    while (performance.now() < end) sent += await batch();
    return sent / seconds;
  };
  return { deliveries, stop: () => receiver.stop() };
}

const readers = 8;
/**
 * One document is due in each piece; pieces with and without alternate, so that the machine's other load
 * meets both.
 */
const seconds = 8;
const pieces = 3;

async function rateOf(ask: (path: string) => Promise<void>): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let answered = 0;
  const one = async () => {
    while (performance.now() < end) {
      await ask('/v1/states/CHN/participations');
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: readers }, one));
  return answered / seconds;
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A page of every participant, none with an act, and as much text as real pages have. */
const pageOf = (chapter: string, number: string, letters: number): string =>
  statusPage({
    chapter,
    ...(number && { number }),
    rows: everybody.map(({ name }) => ({ participant: name, cells: ['', ''] })),
    declarations: Array.from({ length: Math.ceil(letters / 2000) }, (_, at) => ({
      who: everybody[at % everybody.length]?.name ?? '',
      text: 'It declares so. '.repeat(125),
    })),
  });

async function publish(page: string) {
  const server = createServer((request, response) => {
    const number = /XXVII-(\d+)$/.exec(request.url ?? '')?.[1];
    if (!number) response.writeHead(404).end();
    else
      response
        .setHeader('content-type', 'text/html')
        .end(page.replaceAll('XXVII-5', `XXVII-${number}`).replace('5. Protocol', `${number}. Protocol`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
