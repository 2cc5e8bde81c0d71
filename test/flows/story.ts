import { changeId } from '../../functions/core/ids.ts';
import type { Filter } from '../../functions/core/webhook/filter.ts';
import { shardCount } from '../../functions/core/webhook/subscription.ts';
import { later, minute } from '../../functions/core/webhook/time.ts';
import { createDeliver } from '../../functions/deliver/deliver.ts';
import { productionLimits } from '../../functions/deliver/send.ts';
import { createFanout } from '../../functions/fanout/fanout.ts';
import { createPublish } from '../../functions/publish/publish.ts';
import type { Store } from '../../functions/store/index.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { eventOf, master, start } from '../deliver/delivering.ts';
import { onlyLoopback, sendToLoopback } from '../deliver/receiver.ts';
import { bearer, clientOf } from '../support/api.ts';
import { captureLog } from '../support/quiet-log.ts';
import { citation, publicUrl, withRecord } from '../support/record-fixture.ts';
import { freshTable } from '../support/table.ts';
import { type Crash, perishable } from './crash.ts';
import { createDoorbells, type Doorbell } from './doorbells.ts';
import type { Subscriber } from './subscriber.ts';
import { streamOf } from './table-stream.ts';

/** The id of a subscription and its address. */
export type Subscribed = { id: string; path: string };

export type Story = Awaited<ReturnType<typeof aStory>>;

/** Chance of the jitter, 0 ≤ random < 1; none unless given. */
type Options = { random?: () => number };

/**
 * The whole service on an injected clock: the real handlers over a real table, its stream, doorbells in memory and
 * sockets, asked by way of the API as its users ask it.
 */
export async function aStory({ random = () => 0 }: Options = {}) {
  const table = await freshTable();
  const store = await withRecord(table, '2026-11-23T18:15:20.000Z');
  const clock = { now: start };
  const doorbells = createDoorbells(() => clock.now);
  const { log, lines } = captureLog();
  const deps = {
    store,
    queues: doorbells.queues,
    now: () => clock.now,
    log,
    publicUrl,
    version: '1.2.3',
    masterSecret: async () => master,
    send: sendToLoopback(productionLimits),
    random,
  };
  const writeLimit = { perSecond: 1_000, burst: 1_000 };
  const client = clientOf(store, { ...deps, addressPolicy: onlyLoopback, writeLimit });
  const crash: Crash = { at: null };
  const headers = await bearer(store);
  const publish = createPublish(deps);
  const take = { fanout: createFanout(deps), deliver: perishable(createDeliver(deps), deps, table, crash) };
  const sweep = createSweep(deps);
  const stream = await streamOf(table, store, async (event) => void (await publish(event)));
  const subscriptions: string[] = [];

  const answer = async (doorbell: Doorbell): Promise<void> => {
    const { batchItemFailures } = await take[doorbell.queue](eventOf([doorbell.job]));
    if (batchItemFailures.length === 0) doorbells.remove(doorbell);
  };
  /** Answers every doorbell that can be heard now. */
  const drain = async (): Promise<void> => {
    for (let heard = doorbells.receive(); heard.length > 0; heard = doorbells.receive())
      await Promise.all(heard.map(answer));
  };
  const settle = async (): Promise<void> => {
    await stream();
    await drain();
  };
  const ask = async (method: string, target: string, body?: object) => {
    const { status, json } = await client.ask(method, target, { headers, body });
    if (status >= 400) throw new Error(`${method} ${target} is answered ${status}: ${JSON.stringify(json)}`);
    return json;
  };

  return {
    store,
    clock,
    crash,
    doorbells,
    lines,
    ask,
    sweep,
    anotherSweep: () => createSweep(deps),
    drain,
    settle,
    stream,
    pass: (ms: number): void => {
      clock.now = later(clock.now, ms);
    },
    /** Subscribes by way of the API; the URL has answered when this is over. Gives the subscription's own address. */
    subscribe: async ({ url, known }: Subscriber, filter: Filter = {}): Promise<Subscribed> => {
      const { id, secret } = await ask('POST', '/v1/subscriptions', { url, filter });
      known.secret = secret;
      subscriptions.push(id);
      await settle();
      const path = `/v1/subscriptions/${id}`;
      const { status, verification } = await ask('GET', path);
      if (status !== 'active') throw new Error(`its URL has not answered: ${JSON.stringify(verification)}`);
      return { id, path };
    },
    /** Ids of what a subscription should have received after a sequence, as the feed has it. */
    owed: async (id: string, after = 0): Promise<string[]> => {
      const { data } = await ask('GET', `/v1/changes?subscription=${id}&after=${after}&limit=1000`);
      return data.map((change: { id: string }) => change.id);
    },
    /** Records an act by way of the API, and gives the id of the change that tells of it. */
    record: async (text: string, state = 'CHN'): Promise<string> => {
      const act = { kind: 'communication', doneOn: '2026-11-01', text, sources: [citation] };
      const { sequences } = await ask('POST', `/v1/states/${state}/participations/ilo-c029/actions`, act);
      return changeId(sequences[0]);
    },
    /** Lets time pass to an instant: doorbells are heard at theirs, and every minute in which something is due is swept. */
    until: async (end: string): Promise<void> => {
      await stream();
      for (;;) {
        await drain();
        const at = await nextWork(store, subscriptions, doorbells.next(), clock.now);
        if (at === null || at > end) break;
        clock.now = at;
        if (Date.parse(at) % minute === 0) await sweep();
      }
      clock.now = end;
    },
    /** As many sweeps, a minute apart, as the round through all shards takes. */
    round: async (): Promise<void> => {
      for (let shard = 0; shard < shardCount; shard++) {
        await sweep();
        await settle();
        clock.now = later(clock.now, minute);
      }
    },
  };
}

/** The next instant at which there is anything to do: a doorbell's, or the minute whose sweep finds a row. */
async function nextWork(
  { deliveries }: Store,
  subscriptions: readonly string[],
  doorbell: string | null,
  now: string,
): Promise<string | null> {
  const found = doorbell === null ? [] : [doorbell];
  for (const subscription of subscriptions)
    for await (const row of deliveries.list(subscription)) {
      const due = row.status === 'pending' ? (row.claim?.until ?? row.nextAttemptAt) : null;
      if (due) found.push(minuteAfter(due > now ? due : later(now, 1)));
    }
  return found.sort()[0] ?? null;
}

const minuteAfter = (at: string): string =>
  new Date(Math.ceil(Date.parse(at) / minute) * minute).toISOString();
