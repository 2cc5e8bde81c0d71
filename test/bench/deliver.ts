import { request } from 'node:http';
import type { SQSEvent } from 'aws-lambda';
import { deliveryOf } from '../../functions/core/webhook/composing.ts';
import type { Delivery } from '../../functions/core/webhook/delivery.ts';
import { loopbackAllowed } from '../../functions/core/webhook/guard/address-policy.ts';
import { deriveKeys, signatureHeaders } from '../../functions/core/webhook/signing/signature.ts';
import { subscriptionFrom } from '../../functions/core/webhook/subscribing.ts';
import type { Subscription } from '../../functions/core/webhook/subscription.ts';
import { createDeliver } from '../../functions/deliver/deliver.ts';
import { resolveInDns } from '../../functions/deliver/posting/resolver.ts';
import { createSend } from '../../functions/deliver/posting/send.ts';
import { createLog } from '../../functions/lib/log.ts';
import type { Store } from '../../functions/store/index.ts';
import { shardOf } from '../../functions/store/webhook/subscription-item.ts';
import { seeded, withDatabase } from './running/database.ts';
import { interleaved, median, pairedRatio } from './running/measure.ts';
import { startProgram } from './running/program.ts';
import { atLeast, type Row } from './running/table.ts';

const rounds = 6;
const perRound = 320;
const batch = 10;
const atOnce = 4;
/** More than are under way at once, so that each is sent to once at a time. */
const receivers = 80;
const master = Buffer.alloc(32, 7);
const instant = () => new Date().toISOString();

/** Claim, guard, sign, send and record, beside a loop that only signs and posts the same bytes, each on a connection of its own. */
export async function deliver(): Promise<Row[]> {
  const receiver = await startProgram(new URL('./servers/receiver.ts', import.meta.url));
  try {
    return await withDatabase(async (database) => {
      const { to } = await seeded(database).then(({ sequences }) => sequences ?? { to: 0 });
      const { store } = database;
      const subscriptions: Subscription[] = [];
      while (subscriptions.length < receivers)
        subscriptions.push(await subscribe(store, `${receiver.url}/hook`));
      const [subscription] = subscriptions;
      if (!subscription) throw new Error('nobody subscribed');
      const change = await store.changes.get(to);
      if (!change) throw new Error(`there is no change ${to}`);
      const stub = inMemory(subscriptions, change);
      const writes: number[] = [];
      const spent: number[] = [];
      const onEngine = sender(store);
      const onStub = sender(stub as unknown as Store);
      let made = 0;
      const rows = () =>
        Array.from({ length: perRound }, () => {
          made += 1;
          const { id } = subscriptions[made % receivers] ?? subscription;
          const row = deliveryOf(change, id, 'live', instant());
          return { ...row, key: String(made).padStart(12, '0') };
        });
      const run = {
        bare: () => rate(rows(), 1, batch * atOnce, ([row]) => row && bare(subscription, row, change.body)),
        memory: () => rate(rows().map(stub.add), batch, atOnce, onStub),
        engine: async () => {
          const created = rows();
          writes.push(await rate(created, batch, atOnce, (some) => store.deliveries.createAll(some)));
          const from = process.cpuUsage();
          const made = await rate(created, batch, atOnce, onEngine);
          const { user, system } = process.cpuUsage(from);
          spent.push((user + system) / 1000 / perRound);
          return made;
        },
      };
      for (const step of Object.values(run)) await step();
      const rates = await interleaved(run, rounds);
      const beside = `bare loop ${median(rates.bare).toFixed(0)}/s`;
      return [
        {
          name: 'deliveries, store in memory',
          ours: `${median(rates.memory).toFixed(0)}/s`,
          beside,
          ...atLeast(pairedRatio(rates.memory, rates.bare), 0.5),
        },
        {
          name: 'deliveries, embedded engine',
          ours: `${median(rates.engine).toFixed(0)}/s`,
          beside,
          ratio: pairedRatio(rates.engine, rates.bare),
        },
        {
          name: 'deliveries, embedded engine',
          ours: `${median(rates.engine).toFixed(0)}/s`,
          beside: `its rows made in tens ${median(writes).toFixed(0)}/s`,
          ratio: pairedRatio(rates.engine, writes),
        },
        {
          name: '… processor time of each, engine and receiver apart',
          ours: `${median(spent).toFixed(2)} ms`,
          target: '≤ 2.2 ms',
          within: median(spent) <= 2.2,
        },
      ];
    });
  } finally {
    await receiver.stop();
  }
}

/** Items a second, taken so many at a step and so many steps at once. */
async function rate<T>(
  items: readonly T[],
  size: number,
  steps: number,
  step: (some: T[]) => Promise<unknown> | undefined,
): Promise<number> {
  const from = performance.now();
  const rest = Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  ).values();
  const one = async () => {
    for (const some of rest) await step(some);
  };
  await Promise.all(Array.from({ length: steps }, one));
  return (items.length * 1000) / (performance.now() - from);
}

function sender(store: Store): (rows: Delivery[]) => Promise<void> {
  const send = createSend({ policy: loopbackAllowed(), resolve: resolveInDns });
  const handler = createDeliver({
    store,
    queues: { deliver: async () => undefined },
    now: instant,
    log: createLog({ write: () => undefined }),
    publicUrl: 'http://127.0.0.1',
    version: '0.0.0',
    masterSecret: async () => master,
    send,
  });
  return async (rows) => {
    const records = rows.map(({ subscription, key }) => ({
      messageId: key,
      body: JSON.stringify({ subscription, delivery: key }),
    }));
    const { batchItemFailures } = await handler({ Records: records } as SQSEvent);
    const [failed] = batchItemFailures;
    if (failed) throw new Error(`${failed.itemIdentifier} could not be attempted`);
  };
}

async function subscribe(store: Store, url: string): Promise<Subscription> {
  const id = store.newId('sub');
  const now = instant();
  const made = { id, owner: 'bench', shard: shardOf(id), challengeHash: 'x', now };
  const subscription: Subscription = {
    ...subscriptionFrom({ url, filter: {} }, made),
    status: 'active',
    challengeHash: null,
    verifiedAt: now,
    receivesAfter: 0,
  };
  await store.subscriptions.add(subscription, 1000);
  return subscription;
}

/** What a delivery asks of a store where all goes well. */
function inMemory(
  subscriptions: readonly Subscription[],
  change: Awaited<ReturnType<Store['changes']['get']>>,
) {
  const rows = new Map<string, Delivery>();
  return {
    add: (row: Delivery): Delivery => {
      rows.set(row.key, row);
      return row;
    },
    subscriptions: {
      getAll: async () => ({
        known: new Map(
          subscriptions.map((subscription) => [subscription.id, { subscription, crowdedUntil: null }]),
        ),
        changes: [],
      }),
      noteAll: async (notes: unknown[]) => notes.map(() => true),
    },
    changes: { get: async () => change },
    copy: { isAsleep: async () => false },
    slots: { takeSome: async (_: string, slots: unknown[]) => slots.length, free: async () => null },
    deliveries: {
      getAll: async () => [],
      claimAll: async (wishes: { id: { key: string }; by: string }[], _now: string, until: string) =>
        wishes.map(({ id, by }) => {
          const row = rows.get(id.key);
          const held = row ? { row: { ...row, claim: { by, until } }, isListed: false } : null;
          return { status: 'fulfilled', value: held };
        }),
      putAll: async (held: { row: Delivery }[]) =>
        held.map(({ row }) => ({ status: 'fulfilled', value: rows.delete(row.key) })),
    },
  };
}

function bare({ id, url }: Subscription, { messageId }: Delivery, body: string): Promise<void> {
  const headers = signatureHeaders({ id: messageId, body }, [keysOf(id)], instant());
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const type = { 'content-type': 'application/json; charset=utf-8', connection: 'close' };
  request(url, { method: 'POST', agent: false, headers: { ...headers, ...type } }, (response) => {
    response.resume().on('end', resolve).on('error', reject);
  })
    .on('error', reject)
    .end(body);
  return promise;
}

let keys: ReturnType<typeof deriveKeys> | undefined;

function keysOf(id: string): ReturnType<typeof deriveKeys> {
  keys ??= deriveKeys(master, id, 1);
  return keys;
}
