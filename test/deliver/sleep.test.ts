import { expect, test } from 'vitest';
import { changeId } from '../../functions/core/ids.ts';
import { later, minute } from '../../functions/core/instant.ts';
import { markCopy, readCopy, wakeCopy } from '../../functions/store/copy/fork.ts';
import { createStore } from '../../functions/store/index.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { idsIn, pipelineOf, verified } from '../flows/pipeline.ts';
import { freshTable } from '../support/engine/table.ts';
import { publicUrl } from '../support/record-fixture.ts';
import { madeUp, reread, start, withRatification } from './delivering.ts';
import { plain, receiver } from './receiver.ts';

test('a copy sends nothing until it is woken, then all that waited, and what it recorded has ids of its own', async () => {
  const table = await freshTable();
  await withRatification(table);
  const db = { client: table.client, table: table.name };
  await markCopy(db, start);
  const store = createStore({ ...db, publicUrl });
  await using to = await receiver((socket) => socket.end(plain('200 OK')));
  const subscription = await verified(store, to.port);
  const waiting = await madeUp(store, subscription, 3);
  const { revise, stream, drain, deps, pass, clock, lines } = pipelineOf(store);
  const told = await revise('Forced Labour Convention');
  const { sequence } = await store.record.head();
  const { fork } = (await readCopy(db)) ?? { fork: '' };
  await stream();
  await drain();
  pass(5 * minute);
  const sweep = createSweep({ ...deps, queues: { ...deps.queues, fanout: async () => {} } });
  await sweep();
  await drain();
  expect(to.requests).toEqual([]);
  expect((await reread(store, waiting)).status).toBe('pending');
  expect(lines).toContainEqual(expect.objectContaining({ message: expect.stringContaining('wakes it') }));
  expect(told).toBe(changeId(sequence));
  expect(await wakeCopy(db, later(start, minute))).toBe(true);
  expect(await wakeCopy(db, clock.now)).toBe(false);
  pass(minute);
  for (let turn = 0; turn < 3; turn++) {
    await sweep();
    await drain();
    pass(minute);
  }
  const sent = idsIn(to.requests).filter((id) => id.startsWith('chg_'));
  expect(sent.sort()).toEqual([changeId(3), `${changeId(sequence)}-${fork}`]);
  expect(JSON.parse((await store.changes.get(sequence))?.body ?? '{}').id).toBe(
    `${changeId(sequence)}-${fork}`,
  );
});

test('a copy of a copy has ids of its own again, and an import that goes on keeps its mark', async () => {
  const table = await freshTable();
  const db = { client: table.client, table: table.name };
  await markCopy(db, start);
  const first = await readCopy(db);
  await markCopy(db, later(start, minute));
  expect(await readCopy(db)).toEqual(first);
  await markCopy(db, later(start, minute), true);
  expect((await readCopy(db))?.fork).not.toBe(first?.fork);
});
