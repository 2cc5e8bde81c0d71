import { expect, test } from 'vitest';
import { createStore } from '../../functions/store/index.ts';
import { createDocuments } from '../../infra/local/aws/clients.ts';
import { start, withRatification } from '../deliver/delivering.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { anInstrument, publicUrl } from '../support/record-fixture.ts';
import { joined } from '../sweep/sweeping.ts';

/** A store that calls `first` once, just before it writes another filter. */
function interrupted(table: TestTable, first: () => Promise<unknown>) {
  const client = createDocuments(table.raw);
  let isDone = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (!isDone && JSON.stringify(args.input).includes('FILTER#')) {
        isDone = true;
        await first();
      }
      return next(args);
    },
    { step: 'initialize', name: 'interrupted', priority: 'high' },
  );
  return createStore({ client, table: table.name, publicUrl });
}

test('a change committed after the look at the head and before the filter is changed is under the earlier filter', async () => {
  const table = await freshTable();
  const store = await withRatification(table);
  const before = { types: ['treaty.*' as const] };
  const { id } = await joined(store, 9, { filter: before });
  const { sequence } = await store.record.head();
  const commit = () =>
    store.cataloguing.putInstrument('ilo-c105', anInstrument(), {
      now: () => start,
      by: 'editor',
      ifVersion: 0,
    });
  await interrupted(table, commit).subscriptions.update(id, (current) => ({ ...current, filter: {} }));
  expect(await store.subscriptions.filters(id, 0)).toEqual([
    { after: 0, filter: before },
    { after: sequence + 1, filter: {} },
  ]);
});
