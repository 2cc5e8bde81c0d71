import { later, minute } from '../../functions/core/instant.ts';
import { deliveryOf } from '../../functions/core/webhook/composing.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { type Health, newHealth } from '../../functions/core/webhook/sending/health.ts';
import { issuerOf, signingKeys } from '../../functions/core/webhook/signing/sealed-keys.ts';
import type { Issue } from '../../functions/core/webhook/signing/secret-version.ts';
import type { SigningKeys } from '../../functions/core/webhook/signing/signature.ts';
import { subscriptionFrom } from '../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import { createDeliver } from '../../functions/deliver/deliver.ts';
import type { DeliverDeps } from '../../functions/deliver/deps.ts';
import { createLog } from '../../functions/lib/log.ts';
import type { DeliverJob } from '../../functions/lib/queues.ts';
import type { Store } from '../../functions/store/index.ts';
import { shardOf } from '../../functions/store/webhook/subscription-item.ts';
import type { TestTable } from '../support/engine/table.ts';
import { jobsEvent } from '../support/jobs.ts';
import { anAction, publicUrl, withRecord } from '../support/record-fixture.ts';
import { sendToLoopback } from './receiver.ts';

export const master = Buffer.alloc(32, 7);

/** When the tests' clock starts. */
export const start = '2026-11-24T00:00:00.000Z';

const signerOf = (id: string) => ({ id, owner: 'owner' });

/** Issues the secrets of a subscription, always the same. */
export const issueFor = (id: string): Issue =>
  issuerOf(signerOf(id), { generation: 1, master, salt: 'a salt' });

/** The keys of a secret that `issueFor` issued at the start. */
export const keysOf = (id: string, version = 1): SigningKeys =>
  signingKeys(master, signerOf(id), issueFor(id)(version, start));

export type Rung = DeliverJob & { delay: number };

/**
 * A sender over a real store and real sockets, with a clock that a test sets and doorbells that it can read.
 */
export function deliveringOf(store: Store, over: Partial<DeliverDeps> = {}) {
  const clock = { now: start };
  const rung: Rung[] = [];
  const printed: string[] = [];
  const deps: DeliverDeps = {
    store,
    queues: { deliver: async (jobs, delay = 0) => void rung.push(...jobs.map((job) => ({ ...job, delay }))) },
    now: () => clock.now,
    log: createLog({ write: (line) => printed.push(line) }),
    publicUrl,
    version: '1.2.3',
    masterSecret: async () => master,
    send: sendToLoopback(),
    random: () => 0,
    ...over,
  };
  const deliver = createDeliver(deps);
  const attend = (...rows: Pick<Delivery, 'subscription' | 'key'>[]) =>
    deliver(jobsEvent(rows.map(({ subscription, key }) => ({ subscription, delivery: key }))));
  return {
    deps,
    clock,
    rung,
    deliver,
    attend,
    printed,
    lines: () => printed.map((line) => JSON.parse(line) as Record<string, unknown>),
    pass: (ms: number) => {
      clock.now = later(clock.now, ms);
    },
  };
}

/** A subscription whose receiver has failed for long; its next probe is due in a minute. */
export const probing = (over: Partial<Health> = {}) => ({
  status: 'failing' as const,
  health: {
    ...newHealth,
    failuresInARow: 20,
    firstFailureAt: start,
    lastFailureAt: start,
    nextProbeAt: later(start, minute),
    probes: 1,
    ...over,
  },
});

/** What the service adds to a request for a subscription; its challenge hashes to `x`. */
export const madeAtStart = (id: string) => ({
  id,
  owner: 'owner',
  shard: shardOf(id),
  challengeHash: 'x',
  issue: issueFor(id),
  now: start,
});

/** An active subscription to a port on loopback. */
export async function subscribed(
  store: Store,
  port: number,
  over: Partial<Subscription> = {},
): Promise<Subscription> {
  const { id = store.newId('sub') } = over;
  const url = `http://hooks.example.org:${port}/in`;
  const subscription: Subscription = {
    ...subscriptionFrom({ url, filter: {} }, madeAtStart(id)),
    status: 'active',
    challengeHash: null,
    verifiedAt: start,
    receivesAfter: 0,
    ...over,
  };
  await store.subscriptions.add(subscription, 1_000);
  return subscription;
}

/** A committed change to deliver; it is the third of its record. */
export async function withRatification(table: TestTable): Promise<Store> {
  const store = await withRecord(table, '2026-11-23T18:15:00.000Z');
  await store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], {
    now: () => '2026-11-23T18:15:20.000Z',
    by: 'editor',
  });
  return store;
}

/** The row that fan-out makes. */
export async function fannedOut(
  store: Store,
  subscription: Subscription,
  sequence = 3,
  over: Partial<Delivery> = {},
): Promise<Delivery> {
  const change = await store.changes.get(sequence);
  if (!change) throw new Error(`no change ${sequence}`);
  const row = { ...deliveryOf(change, subscription.id, 'live', start), ...over };
  await store.deliveries.create(row);
  return row;
}

/** A row with its own body, of a change that does not exist, for tests that need many. */
export async function madeUp(
  store: Store,
  subscription: Subscription,
  sequence: number,
  over: Partial<Delivery> = {},
): Promise<Delivery> {
  const type = 'treaty.action.recorded';
  const row = {
    ...deliveryOf({ sequence, type }, subscription.id, 'live', start),
    body: `{"n":${sequence}}`,
    ...over,
  };
  await store.deliveries.create(row);
  return row;
}

export const reread = async (
  store: Store,
  row: Pick<Delivery, 'subscription' | 'key'>,
): Promise<Delivery> => {
  const found = await store.deliveries.get(row);
  if (!found) throw new Error(`no delivery ${row.key}`);
  return found;
};

export const standing = async (store: Store, { id }: Pick<Subscription, 'id'>): Promise<Subscription> => {
  const found = await store.subscriptions.get(id);
  if (!found) throw new Error(`no subscription ${id}`);
  return found;
};
