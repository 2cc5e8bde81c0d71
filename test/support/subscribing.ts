import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { publicOnly } from '../../functions/core/webhook/guard/address-policy.ts';
import { hashChallenge } from '../../functions/core/webhook/verification.ts';
import type { DeliverJob } from '../../functions/lib/queues.ts';
import type { Store } from '../../functions/store/index.ts';
import { bearer, type Client, clientOf } from './api.ts';
import { freshTable, type TestTable } from './engine/table.ts';
import { withRecord } from './record-fixture.ts';

export type Subscribing = {
  table: TestTable;
  store: Store;
  client: Client;
  /** Jobs that the API rang. */
  jobs: DeliverJob[];
  /** The API's clock, which tests move. */
  clock: { now: string };
  /** The header of an owner's key; of the usual owner by default. */
  as: (owner?: string) => Promise<{ authorization: string }>;
};

/** The API with a clock that tests move, and a queue that they read. */
export async function withSubscribing(): Promise<Subscribing> {
  const table = await freshTable();
  const store = await withRecord(table);
  const clock = { now: '2023-01-02T00:00:00.000Z' };
  const jobs: DeliverJob[] = [];
  const queues = {
    deliver: async (rung: DeliverJob[]) => {
      jobs.push(...rung);
    },
  };
  const client = clientOf(store, {
    now: () => clock.now,
    queues,
    addressPolicy: publicOnly({ ownHosts: ['tracker.example.org'] }),
    longestWait: 0,
    pendingPerOwner: 1_000,
    writeLimit: { perSecond: 1000, burst: 1000 },
  });
  const keys = new Map<string, Promise<{ authorization: string }>>();
  const as = (owner = 'subscriber') => {
    const key = keys.get(owner) ?? bearer(store, ['subscriptions:manage'], owner);
    keys.set(owner, key);
    return key;
  };
  return { table, store, client, jobs, clock, as };
}

let hosts = 0;

/** A URL on a domain of its own. */
export const anUrl = (): string => `https://hooks.receiver-${++hosts}.net/in`;

/** The messages waiting for a subscription, the latest first. */
export const messagesOf = async (store: Store, id: string, type: string): Promise<Delivery[]> =>
  (await Array.fromAsync(store.deliveries.list(id, { backwards: true }))).filter((row) => row.type === type);

export async function verificationOf(store: Store, id: string) {
  const [row] = await messagesOf(store, id, 'subscription.verification');
  const { data } = JSON.parse(row?.body ?? '{}') as { data: { challenge: string; confirmUrl: string } };
  return { row, ...data, challengeHash: hashChallenge(data.challenge) };
}

/** A subscription whose URL has answered; fan-out counts as complete up to the head. */
export async function aVerified(
  { store, client, as, clock }: Subscribing,
  asked: object = {},
  owner?: string,
) {
  const headers = await as(owner);
  const body = { url: anUrl(), filter: {}, ...asked };
  const { json } = await client.ask('POST', '/v1/subscriptions', { headers, body });
  const { challengeHash } = await verificationOf(store, json.id);
  const subscription = await store.verify(json.id, challengeHash, clock.now);
  return { ...subscription, headers, path: `/v1/subscriptions/${subscription.id}` };
}

/** Marks fan-out as complete up to the head. */
export async function fannedOut(store: Store, shard: number): Promise<void> {
  await store.fanout.advance(shard, (await store.record.head()).sequence);
}
