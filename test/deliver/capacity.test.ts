import { beforeAll, expect, test } from 'vitest';
import { createFanout } from '../../functions/fanout/fanout.ts';
import { createStore, type Store } from '../../functions/store/index.ts';
import { createDocuments } from '../../infra/local/aws/clients.ts';
import { publicUrl } from '../support/record-fixture.ts';
import { freshTable } from '../support/table.ts';
import { deliveringOf, eventOf, reread, start, subscribed, withRatification } from './delivering.ts';
import { plain, receiver } from './receiver.ts';

type Used = { read: number; write: number };
const used: Used = { read: 0, write: 0 };
let store: Store;

/** The same table through a client that asks what each call consumed, indexes included. */
beforeAll(async () => {
  const table = await freshTable();
  await withRatification(table);
  const client = createDocuments(table.raw);
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = { ...args.input, ReturnConsumedCapacity: 'INDEXES' };
        const result = await next({ ...args, input } as typeof args);
        const { ConsumedCapacity } = result.output as { ConsumedCapacity?: unknown };
        const all = [ConsumedCapacity ?? []].flat() as { CapacityUnits?: number }[];
        const units = all.reduce((sum, one) => sum + (one.CapacityUnits ?? 0), 0);
        used[/Put|Update|Delete|Write/.test(commandName) ? 'write' : 'read'] += units;
        return result;
      },
    { step: 'initialize', name: 'capacity', priority: 'high' },
  );
  store = createStore({ client, table: table.name, publicUrl });
});

async function units(work: () => Promise<unknown>): Promise<Used> {
  Object.assign(used, { read: 0, write: 0 });
  await work();
  return { ...used };
}

test('a delivery at the first attempt costs what the guide says', async () => {
  await using to = await receiver((socket) =>
    socket.end(plain('200 OK', ['content-type: text/plain'], 'ok')),
  );
  const { id } = await subscribed(store, to.port, { receivesAfter: null });
  const subscription = await store.subscriptions.update(id, (one) => ({ ...one, receivesAfter: 0 }));
  const { attend, deps, rung } = deliveringOf(store);
  const fanout = createFanout({ ...deps, store, queues: { ...deps.queues, fanout: async () => {} } });
  const { sequence } = await store.record.head();
  const fanned = await units(() => fanout(eventOf([{ shard: subscription.shard, through: sequence }])));
  const rows = rung.splice(0).map(({ subscription: id, delivery: key }) => ({ subscription: id, key }));
  const [first, row] = rows;
  if (!first || !row) throw new Error('too few deliveries');
  const firstInTheHour = await units(() => attend(first));
  const delivered = await units(() => attend(row));
  expect((await reread(store, row)).deliveredAt).toBe(start);
  expect(fanned.write).toBe(2 * rows.length + 1);
  expect(delivered).toEqual({ read: 2, write: 5 });
  expect(firstInTheHour).toEqual({ read: 2 + 1, write: 5 + 2 });
});
