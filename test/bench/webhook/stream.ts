import { createDocuments, createLocalDynamo } from '../../../infra/local/aws/clients.ts';
import { readEndpoints } from '../../../infra/local/aws/endpoints.ts';
import { storeOn } from '../running/database.ts';
import { type Receivers, startReceivers } from '../running/receivers.ts';
import { sumOf } from '../running/serving.ts';
import { countFrom } from '../running/settings.ts';
import type { Row } from '../running/table.ts';
import { memory, recordAct, type Tracker, withTracker } from '../running/tracker.ts';
import { newIds, putSubscribers, subscriber } from './subscribers.ts';
import { type Load, type Sent, sendAll } from './throughput.ts';

const least = 300;

/** Many changes, one after the other, for a few subscriptions to the whole laptop. */
export async function stream(): Promise<Row[]> {
  /** Fewer than a client may write at once, unless told. */
  const changes = countFrom('BENCH_CHANGES', 90);
  const subscriptions = countFrom('BENCH_SUBSCRIPTIONS', 40);
  const receivers = await startReceivers();
  try {
    return await withTracker(async (tracker) => {
      await subscribeMany(tracker, receivers, subscriptions);
      const sent = await sendStream(tracker, receivers, { messages: changes, endpoints: subscriptions });
      return rowsOf(`${changes} single changes to ${subscriptions} subscriptions`, sent);
    }, memory);
  } finally {
    await receivers.stop();
  }
}

function rowsOf(name: string, { perSecond, recorded, served, posts }: Sent): Row[] {
  const laptop = (served.cpu.get('node') ?? Number.NaN) / posts;
  return [
    {
      name,
      ours: `${perSecond.toFixed(0)} deliveries/s`,
      beside: `recorded over HTTP ${recorded.toFixed(0)}/s`,
      target: `≥ ${least}/s`,
      within: perSecond >= least,
    },
    {
      name: '… processor time of each, recording too',
      ours: `${laptop.toFixed(2)} ms, with the engine ${(sumOf(served) / posts).toFixed(2)} ms`,
    },
    { name: '… memory at most, with the engine', ours: `${served.memory.toFixed(0)} MB` },
  ];
}

const databaseOf = async ({ dataDir }: Tracker) => {
  const { dynamodb = '', table = '' } = (await readEndpoints(dataDir)) ?? {};
  return { client: createDocuments(createLocalDynamo(dynamodb)), table };
};

export async function subscribeMany(
  tracker: Tracker,
  { url }: Receivers,
  subscriptions: number,
): Promise<void> {
  const database = await databaseOf(tracker);
  const { sequence } = await storeOn(database).record.head();
  const ids = newIds(subscriptions);
  const places = ids.map((id, index) => subscriber(`${url}/fast/stream/${index}`, id, sequence));
  await putSubscribers(database, places);
}

/** The event that was sent last. */
export async function latestChange(tracker: Tracker): Promise<unknown> {
  const store = storeOn(await databaseOf(tracker));
  const { sequence } = await store.record.head();
  return JSON.parse((await store.changes.get(sequence))?.body ?? '{}');
}

/** Records changes over HTTP as fast as they are taken, until each subscription has got each. */
export const sendStream = (tracker: Tracker, receivers: Receivers, load: Load): Promise<Sent> =>
  sendAll([tracker.pid], receivers, load, () => recordAct(tracker));
