import { setTimeout as sleep } from 'node:timers/promises';
import { createDocuments, createDynamo } from '../../infra/local/aws/clients.ts';
import { readEndpoints } from '../../infra/local/aws/endpoints.ts';
import { storeOn } from './running/database.ts';
import { type Program, startProgram } from './running/program.ts';
import type { Row } from './running/table.ts';
import { memory, recordAct, type Tracker, withTracker } from './running/tracker.ts';
import { newIds, putSubscribers, subscriber } from './subscribers.ts';

/** Fewer than a client may write at once. */
const changes = Number(process.env.BENCH_CHANGES ?? 90);
const subscriptions = Number(process.env.BENCH_SUBSCRIPTIONS ?? 40);
const writers = 8;
const least = 300;
const patience = 120_000;

/** Many changes, one after the other, for a few subscriptions to the whole laptop. */
export async function stream(): Promise<Row[]> {
  const receivers = await startProgram(new URL('./servers/receivers.ts', import.meta.url));
  try {
    return await withTracker((tracker) => streamed(tracker, receivers), memory);
  } finally {
    await receivers.stop();
  }
}

async function streamed(tracker: Tracker, receivers: Program): Promise<Row[]> {
  await subscribe(tracker, receivers);
  const spent = tracker.cpu();
  const from = performance.now();
  await recordAll(tracker);
  const recorded = performance.now() - from;
  await untilPosted(receivers);
  const sent = performance.now() - from;
  const posts = changes * subscriptions;
  const perSecond = (posts * 1000) / sent;
  return [
    {
      name: `${changes} single changes to ${subscriptions} subscriptions`,
      ours: `${perSecond.toFixed(0)} deliveries/s, ${((tracker.cpu() - spent) / posts).toFixed(1)} ms of processor time each, recording too`,
      beside: `recorded over HTTP ${((changes * 1000) / recorded).toFixed(0)}/s`,
      target: `≥ ${least}/s`,
      within: perSecond >= least,
    },
  ];
}

async function subscribe({ dataDir }: Tracker, { url }: Program): Promise<void> {
  const { dynamodb = '', table = '' } = (await readEndpoints(dataDir)) ?? {};
  const database = { client: createDocuments(createDynamo(dynamodb)), table };
  const { sequence } = await storeOn(database).record.head();
  const ids = newIds(subscriptions);
  await putSubscribers(
    database,
    ids.map((id, index) => subscriber(`${url}/fast/stream/${index}`, id, sequence)),
  );
}

async function recordAll(tracker: Tracker): Promise<void> {
  const rest = Array.from({ length: changes }).values();
  const write = async () => {
    for (const _ of rest) await recordAct(tracker);
  };
  await Promise.all(Array.from({ length: writers }, write));
}

async function untilPosted({ url }: Program): Promise<void> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const posts = (await (await fetch(`${url}/posts`)).json()) as number;
    if (posts >= changes * subscriptions) return;
    await sleep(50);
  }
  throw new Error('not everything was sent');
}
