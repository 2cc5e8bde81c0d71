import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { deliveryOf } from '../../../functions/core/webhook/composing.ts';
import type { Delivery } from '../../../functions/core/webhook/delivery.ts';
import { secretText } from '../../../functions/core/webhook/signing/signature.ts';
import type { Store } from '../../../functions/store/index.ts';
import { startProgram } from '../../bench/running/program.ts';
import { freshTable, type TestTable } from '../../support/engine/table.ts';
import { keysOf, subscribed, withRatification } from '../delivering.ts';
import type { Order } from './sender.ts';
import type { Came } from './strangers.ts';

const ten = 10;
const patience = { timeout: 20_000, interval: 5 };
/** Milliseconds until the claims of a killed sender have run out. */
const aMinuteLater = 61_000;

/** Ten subscriptions to receivers in a process of their own, each with a row of one change. */
async function tenStrangers(table: TestTable) {
  const store = await withRatification(table);
  const ids = Array.from({ length: ten }, () => store.newId('sub'));
  const secrets = ids.map((id) => [`/${id}`, secretText(keysOf(id))]);
  const args = [JSON.stringify(Object.fromEntries(secrets))];
  const strangers = await startProgram(new URL('./strangers.ts', import.meta.url), { args });
  onTestFinished(() => strangers.stop());
  const { port } = new URL(strangers.url);
  for (const id of ids)
    await subscribed(store, Number(port), { id, url: `http://hooks.example.org:${port}/${id}` });
  const change = await store.changes.get(3);
  if (!change) throw new Error('there is nothing to tell of');
  const rows = ids.map((id) => deliveryOf(change, id, 'live', new Date().toISOString()));
  await store.deliveries.createAll(rows);
  const came = async () => (await (await fetch(strangers.url)).json()) as Came[];
  return { store, rows, came };
}

/** A process that sends the batch. */
function sending({ endpoint, name }: TestTable, rows: readonly Delivery[], ahead = 0) {
  const jobs = rows.map(({ subscription, key }) => ({ subscription, delivery: key }));
  const order: Order = { endpoint, table: name, jobs, ahead };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'sender.ts'), JSON.stringify(order)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended: once(child, 'exit') };
}

/** The rows whose delivery is on record. */
const recorded = async (store: Store, rows: readonly Delivery[]): Promise<string[]> =>
  (await store.deliveries.getAll(rows))
    .filter(({ status }) => status === 'delivered')
    .map(({ subscription }) => subscription)
    .sort();

test.each([
  ['while answers come', 0],
  ['once those are on record that came', ten / 2],
])(
  'WH-22 WH-23 a batch to ten subscribers whose sender is killed %s leaves no gap, and sends again only what is not on record',
  async (_, least) => {
    const table = await freshTable({ isTold: true });
    const { store, rows, came } = await tenStrangers(table);
    const first = sending(table, rows);
    await vi.waitFor(async () => expect(await came()).toHaveLength(ten), patience);
    await vi.waitFor(
      async () => expect((await recorded(store, rows)).length).toBeGreaterThanOrEqual(least),
      patience,
    );
    first.child.kill('SIGKILL');
    await first.ended;
    // Waits until the database has written what it had received.
    await setTimeout(200);
    const before = await recorded(store, rows);
    expect(before.length).toBeLessThanOrEqual(ten / 2);
    expect((await sending(table, rows, aMinuteLater).ended)[0]).toBe(0);
    const counts = Map.groupBy(await came(), ({ path }) => path.slice(1));
    for (const { subscription, messageId } of rows)
      expect(counts.get(subscription)?.map(({ id }) => id)).toEqual(
        before.includes(subscription) ? [messageId] : [messageId, messageId],
      );
    expect(await recorded(store, rows)).toHaveLength(ten);
  },
  60_000,
);
