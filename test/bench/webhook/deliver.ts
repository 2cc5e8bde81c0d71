import { request } from 'node:http';
import type { Change } from '../../../functions/core/record/change.ts';
import { deliveryOf } from '../../../functions/core/webhook/composing.ts';
import type { Delivery } from '../../../functions/core/webhook/delivery.ts';
import { deriveKeys, signatureHeaders } from '../../../functions/core/webhook/signing/signature.ts';
import type { Subscription } from '../../../functions/core/webhook/subscription.ts';
import type { Store } from '../../../functions/store/index.ts';
import { seeded, withDatabase } from '../running/database.ts';
import { interleaved, median, pairedRatio } from '../running/measure.ts';
import { startProgram } from '../running/program.ts';
import { instant, master, rate, sender, subscribe } from '../running/sending.ts';
import { atLeast, type Row } from '../running/table.ts';

const rounds = 6;
const perRound = 320;
const batch = 10;
const atOnce = 4;
/** More receivers than deliveries under way, so that each gets one at a time. */
const receivers = 80;

/**
 * Compares claim, guard, sign, send and record with a loop that only signs and posts the same bytes, each on
 * a new connection.
 */
export async function deliver(): Promise<Row[]> {
  const receiver = await startProgram(new URL('../servers/receiver.ts', import.meta.url));
  try {
    return await withDatabase(async (database) => {
      const { to } = await seeded(database).then(({ sequences }) => sequences ?? { to: 0 });
      const { store } = database;
      const subscriptions: Subscription[] = [];
      while (subscriptions.length < receivers)
        subscriptions.push(await subscribe(store, `${receiver.url}/hook`));
      const change = await store.changes.get(to);
      if (!change) throw new Error(`there is no change ${to}`);
      return rowsOf(await measure(store, subscriptions, change));
    });
  } finally {
    await receiver.stop();
  }
}

type Measured = {
  rates: Record<'bare' | 'memory' | 'engine', number[]>;
  /** Rows made a second before each round on the engine. */
  writes: number[];
  /** Milliseconds of this process for each delivery on the engine. */
  spent: number[];
};

async function measure(store: Store, subscriptions: Subscription[], change: Change): Promise<Measured> {
  const stub = inMemory(subscriptions, change);
  const [onEngine, onStub] = [sender(store), sender(stub as unknown as Store)];
  const [writes, spent]: [number[], number[]] = [[], []];
  const rows = maker(subscriptions, change);
  const run = {
    bare: () => rate(rows(), 1, batch * atOnce, ([row]) => row && bare(subscriptions, row, change.body)),
    memory: () => rate(rows().map(stub.add), batch, atOnce, onStub),
    engine: async () => {
      const created = rows();
      writes.push(await rate(created, batch, atOnce, (some) => store.deliveries.createAll(some)));
      const from = process.cpuUsage();
      const perSecond = await rate(created, batch, atOnce, onEngine);
      const { user, system } = process.cpuUsage(from);
      spent.push((user + system) / 1000 / perRound);
      return perSecond;
    },
  };
  for (const warmUp of Object.values(run)) await warmUp();
  for (const samples of [writes, spent]) samples.length = 0;
  return { rates: await interleaved(run, rounds), writes, spent };
}

/** Makes the deliveries of a round, each under a new key. */
function maker(subscriptions: readonly Subscription[], change: Change): () => Delivery[] {
  let made = 0;
  const one = (): Delivery => {
    made += 1;
    const id = subscriptions[made % receivers]?.id ?? '';
    return { ...deliveryOf(change, id, 'live', instant()), key: String(made).padStart(12, '0') };
  };
  return () => Array.from({ length: perRound }, one);
}

function rowsOf({ rates, writes, spent }: Measured): Row[] {
  const beside = `bare loop ${median(rates.bare).toFixed(0)}/s`;
  const onEngine = { name: 'deliveries, embedded engine', ours: `${median(rates.engine).toFixed(0)}/s` };
  return [
    {
      name: 'deliveries, store in memory',
      ours: `${median(rates.memory).toFixed(0)}/s`,
      beside,
      ...atLeast(pairedRatio(rates.memory, rates.bare), 0.5),
    },
    { ...onEngine, beside, ratio: pairedRatio(rates.engine, rates.bare) },
    {
      ...onEngine,
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
}

/** What a delivery needs of a store if all goes well. */
function inMemory(subscriptions: readonly Subscription[], change: Change) {
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

function bare([receiver]: Subscription[], { messageId }: Delivery, body: string): Promise<void> {
  const { id = '', url = '' } = receiver ?? {};
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
