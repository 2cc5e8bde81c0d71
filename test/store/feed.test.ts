import { beforeAll, expect, test } from 'vitest';
import type { Change } from '../../functions/core/record/change.ts';
import type { Store } from '../../functions/store/index.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { anAction, storeOf, withRecord } from '../support/record-fixture.ts';

let table: TestTable;
let store: Store;

beforeAll(async () => {
  table = await freshTable();
  store = await withRecord(table);
});

const now = '2023-01-02T00:00:00.000Z';
const writing = { now: () => now, by: 'test' };

const feed = async (): Promise<Change[]> => {
  const { sequence } = await store.record.head();
  return Array.fromAsync(store.changes.list(0, sequence));
};

test('50 concurrent writers of 200 acts in five instances leave a feed without gap, each act told once', async () => {
  const before = (await store.record.head()).sequence;
  const instances = Array.from({ length: 5 }, () => storeOf(table));
  const writers = Array.from({ length: 50 }, (_, number) => instances[number % 5] ?? store);
  await Promise.all(
    writers.map(async (writer, number) => {
      for (let act = 0; act < 4; act++)
        await writer.recording.recordActions(
          'CHN',
          'ilo-c029',
          [{ action: anAction({ kind: 'communication', text: `${number}/${act}` }) }],
          writing,
        );
    }),
  );
  const changes = (await feed()).slice(before);
  expect(changes.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 200 }, (_, index) => before + 1 + index),
  );
  const texts = changes.map(({ body }) => JSON.parse(body).data.action.text);
  expect(new Set(texts).size).toBe(200);
  const { actions, standings } = await store.record.read(({ holdings }) => holdings('CHN'));
  expect(actions).toHaveLength(200);
  expect(standings.get('ilo-c029')?.version).toBe(200);
});

test('an act that moves the status is told twice: as recorded, and as a change of status', async () => {
  const { sequences } = await store.recording.recordActions(
    'CHN',
    'ilo-c029',
    [{ action: anAction() }],
    writing,
  );
  expect(sequences).toHaveLength(2);
  const bodies = (await feed()).slice(-2).map(({ body }) => JSON.parse(body));
  expect(bodies.map(({ type }) => type)).toEqual(['treaty.action.recorded', 'treaty.status.changed']);
  expect(bodies[1].data.status).toEqual({ from: 'no-action', to: 'contracting-state', on: '2022-08-12' });
  expect(bodies[1].data.urgedBy).toEqual(['ohchr-2019-04-29']);
});

test('time alone changes the status once, dated on its legal day, however often it is looked for', async () => {
  const later = { now: () => '2023-09-01T00:00:00.000Z', by: 'sweep' };
  expect(await store.dueEffects('2023-09-01')).toEqual([{ state: 'CHN', instrument: 'ilo-c029' }]);
  const others = Array.from({ length: 5 }, () => storeOf(table));
  const results = await Promise.all(
    others.map((other) => other.recording.reconcile('CHN', 'ilo-c029', later)),
  );
  expect(results.filter((result) => result !== null)).toHaveLength(1);
  const last = JSON.parse((await feed()).at(-1)?.body ?? '');
  expect(last.data.status).toEqual({ from: 'contracting-state', to: 'party', on: '2023-08-12' });
  expect(last.data.cause.kind).toBe('entry-into-force');
  expect(await store.dueEffects('2023-09-01')).toEqual([]);
});

test('the same act is refused as already recorded and nothing is written', async () => {
  const before = await store.record.head();
  const again = store.recording.recordActions('CHN', 'ilo-c029', [{ action: anAction() }], writing);
  await expect(again).rejects.toMatchObject({ code: 'already-recorded' });
  expect(await store.record.head()).toEqual(before);
});

test('a request sent again with its idempotency key is answered alike and recorded once', async () => {
  const idempotency = { scope: 'key-1', key: 'k', request: { a: 1 } };
  const entry = { action: anAction({ kind: 'communication', text: 'once' }) };
  const send = (other: Store) =>
    other.recording.recordActions(
      'CHN',
      'ilo-c029',
      [entry],
      { ...writing, idempotency },
      ({ sequences }) => ({ sequences }),
    );
  const answers = await Promise.all([send(store), send(storeOf(table)), send(storeOf(table))]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const conflicting = store.recording.recordActions('CHN', 'ilo-c029', [entry], {
    ...writing,
    idempotency: { ...idempotency, request: { a: 2 } },
  });
  await expect(conflicting).rejects.toMatchObject({ code: 'idempotency-conflict' });
});

test('looks that are sent again with their key are answered alike and recorded once, and hold nobody up', async () => {
  const idempotency = { scope: 'key-1', key: 'looks', request: { a: 1 } };
  const source = { tier: 'primary', title: 'UNTC', seenOn: '2022-12-01', symbol: 'X' } as const;
  const look = (writer: Store) =>
    writer.recording.recordChecks('CHN', 'ilo-c029', [{ on: '2022-12-01', source }], {
      ...writing,
      idempotency,
    });
  const writers = [store, store, storeOf(table), storeOf(table), store, storeOf(table)];
  const answers = await Promise.all(writers.map(look));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const { checks } = await storeOf(table).record.read(({ holdings }) => holdings('CHN'));
  expect(checks.filter(({ on }) => on === '2022-12-01')).toHaveLength(1);
});

test('each write bears a later instant than the one before, whatever the clock of an instance does', async () => {
  const at = (instant: string) =>
    store.recording.recordActions(
      'CHN',
      'ilo-c029',
      [{ action: anAction({ kind: 'communication', text: `said at ${instant}` }) }],
      { now: () => instant, by: 'test' },
    );
  await at('2024-03-02T00:00:00.000Z');
  await at('2024-03-01T23:59:59.000Z');
  const changes = await feed();
  const [ahead, behind] = changes.slice(-2);
  expect(ahead?.committedAt).toBe('2024-03-02T00:00:00.000Z');
  expect(behind?.committedAt).toBe('2024-03-02T00:00:00.001Z');
  const { timestamp } = JSON.parse(behind?.body ?? '');
  expect(timestamp).toBe(behind?.committedAt);
  const earlier = changes.filter(({ committedAt }) => committedAt < '2024-03-02T00:00:00.000Z');
  expect(await store.changes.before('2024-03-02T00:00:00.000Z', changes.length)).toBe(earlier.length);
});
