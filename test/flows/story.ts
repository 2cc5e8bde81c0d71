import { changeId } from '../../functions/core/ids.ts';
import type { Filter } from '../../functions/core/webhook/filter.ts';
import { onlyLoopback } from '../deliver/receiver.ts';
import { bearer, clientOf } from '../support/api.ts';
import { citation } from '../support/record-fixture.ts';
import { aService, type Service } from './service.ts';
import type { Subscriber } from './subscriber.ts';
import { timeOf } from './time.ts';

/** The id of a subscription and its address. */
export type Subscribed = { id: string; path: string };

export type Story = Awaited<ReturnType<typeof aStory>>;

/** The jitter, 0 ≤ random < 1; none unless given. */
type Options = { random?: () => number };

/**
 * The whole service on a test's clock: real handlers over a real table, its stream, doorbells in memory and
 * sockets. It is asked through the API, as users do.
 */
export async function aStory({ random = () => 0 }: Options = {}) {
  const service = await aService(random);
  const subscriptions: string[] = [];
  const time = timeOf(service, subscriptions);
  const ask = await askOf(service);
  const { store, clock, crash, doorbells, lines, sweep, anotherSweep, stream } = service;
  return {
    store,
    clock,
    crash,
    doorbells,
    lines,
    sweep,
    anotherSweep,
    stream,
    ...time,
    ask,
    ...usersOf(ask, async (id) => {
      subscriptions.push(id);
      await time.settle();
    }),
  };
}

/** Asks the API with an all-scope key; throws for a refusal. */
async function askOf({ store, deps }: Service) {
  const writeLimit = { perSecond: 1_000, burst: 1_000 };
  const client = clientOf(store, { ...deps, addressPolicy: onlyLoopback, writeLimit });
  const headers = await bearer(store);
  return async (method: string, target: string, body?: object) => {
    const { status, json } = await client.ask(method, target, { headers, body });
    if (status >= 400) throw new Error(`${method} ${target} is answered ${status}: ${JSON.stringify(json)}`);
    return json;
  };
}

type Ask = Awaited<ReturnType<typeof askOf>>;

const usersOf = (ask: Ask, isMade: (id: string) => Promise<void>) => ({
  /** Subscribes through the API; when it returns, the URL has answered. */
  subscribe: async ({ url, known }: Subscriber, filter: Filter = {}): Promise<Subscribed> => {
    const { id, secret } = await ask('POST', '/v1/subscriptions', { url, filter });
    known.secret = secret;
    await isMade(id);
    const path = `/v1/subscriptions/${id}`;
    const { status, verification } = await ask('GET', path);
    if (status !== 'active') throw new Error(`its URL has not answered: ${JSON.stringify(verification)}`);
    return { id, path };
  },
  /** Ids of what a subscription should have received after a sequence, by the feed. */
  owed: async (id: string, after = 0): Promise<string[]> => {
    const ids: string[] = [];
    for (let from: string | null = `${after}`; from !== null; ) {
      const { data, next } = await ask('GET', `/v1/changes?subscription=${id}&after=${from}&limit=1000`);
      ids.push(...data.map((change: { id: string }) => change.id));
      from = next;
    }
    return ids;
  },
  /** Records an act through the API; answers the id of its change. */
  record: async (text: string, state = 'CHN'): Promise<string> => {
    const act = { kind: 'communication', doneOn: '2026-11-01', text, sources: [citation] };
    const { sequences } = await ask('POST', `/v1/states/${state}/participations/ilo-c029/actions`, act);
    return changeId(sequences[0]);
  },
});
