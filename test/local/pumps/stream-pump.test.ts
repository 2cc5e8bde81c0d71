import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import { failAt, type Invoke, nameOf, openTable, pumpTo, recorder, settings } from './streaming.ts';

test('records come in the order they were written, in batches, and only those that pass the filter', async () => {
  const table = await openTable();
  await table.put('a', 'b', 'c');
  await table.put('a');
  const { batches, invoke } = recorder();
  const pump = pumpTo(table, invoke, { settings: { ...settings, batchSize: 2 } });
  await vi.waitFor(() => expect(batches.flat()).toEqual(['a', 'b', 'c']), 5000);
  await table.put('d');
  await vi.waitFor(() => expect(batches.flat()).toEqual(['a', 'b', 'c', 'd']), 5000);
  await pump.stop();
  expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(2);
});

test('the record is what DynamoDB gives a function', async () => {
  const table = await openTable();
  await table.put('a');
  const events: DynamoDBStreamEvent[] = [];
  const pump = pumpTo(table, async (_names, event) => void events.push(event));
  await vi.waitFor(() => expect(events).toHaveLength(1), 5000);
  await pump.stop();
  const [record] = events[0]?.Records ?? [];
  expect(record).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    eventSourceARN: table.streamArn,
    dynamodb: {
      Keys: { pk: { S: 'CHANGE#0' }, sk: { S: 'a' } },
      NewImage: { body: { M: { n: { S: 'a' } } } },
      StreamViewType: 'NEW_IMAGE',
    },
  });
  expect(Math.abs((record?.dynamodb?.ApproximateCreationDateTime ?? 0) - Date.now() / 1000)).toBeLessThan(60);
});

test('a batch that throws is cut in two until the bad record stands alone, and the others are done', async () => {
  const table = await openTable();
  await table.put('a', 'b', 'c', 'd');
  const { batches, invoke } = recorder((names) => {
    if (names.includes('c')) throw new Error('boom');
    return undefined;
  });
  const pump = pumpTo(table, invoke);
  await table.put('e');
  const done = () => batches.filter((names) => !names.includes('c')).flat();
  await vi.waitFor(() => expect(done()).toContain('e'), 5000);
  await vi.waitFor(() => expect(pump.discarded).toHaveLength(1), 5000);
  await pump.stop();
  expect(batches.filter((names) => names.includes('c') && names.length === 1)).toHaveLength(3);
  expect(pump.discarded).toMatchObject([{ condition: 'RetryAttemptsExhausted', invocations: 3 }]);
  expect(pump.discarded[0]?.records.map(nameOf)).toEqual(['c']);
});

test('without bisecting the whole batch is retried and then given up', async () => {
  const table = await openTable();
  await table.put('a', 'b');
  const { batches, invoke } = recorder(() => {
    throw new Error('boom');
  });
  const pump = pumpTo(table, invoke, { settings: { ...settings, bisectBatchOnError: false } });
  await vi.waitFor(() => expect(pump.discarded).toHaveLength(1), 5000);
  await pump.stop();
  expect(batches).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

test('a partial failure goes on from the lowest failed sequence number', async () => {
  const table = await openTable();
  await table.put('a', 'b', 'c', 'd');
  let failures = 0;
  const { batches, invoke } = recorder((_names, event) => {
    failures += 1;
    if (failures > 1) return { batchItemFailures: [] };
    const failed = [failAt(event, 'c'), failAt(event, 'b')].flatMap(
      (answer) => answer?.batchItemFailures ?? [],
    );
    return { batchItemFailures: failed };
  });
  const pump = pumpTo(table, invoke);
  await vi.waitFor(
    () =>
      expect(batches).toEqual([
        ['a', 'b', 'c', 'd'],
        ['b', 'c', 'd'],
      ]),
    5000,
  );
  await pump.stop();
});

test.each([
  ['an identifier that is not of the batch', { batchItemFailures: [{ itemIdentifier: 'other' }] }],
  ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
])('%s fails the batch whole', async (_what, answer) => {
  const table = await openTable();
  await table.put('a');
  const { batches, invoke } = recorder(() => (batches.length < 2 ? answer : undefined));
  const pump = pumpTo(table, invoke);
  await vi.waitFor(() => expect(batches).toEqual([['a'], ['a']]), 5000);
  await pump.stop();
  expect(pump.discarded).toEqual([]);
});

test('a function that takes longer than its timeout has failed', async () => {
  const table = await openTable();
  await table.put('a');
  const { batches, invoke } = recorder();
  const slow: Invoke = async (names, event) => {
    await invoke(names, event);
    return batches.length === 1 ? new Promise<undefined>(() => undefined) : undefined;
  };
  const pump = pumpTo(table, slow, { timeout: 0.1 });
  await vi.waitFor(() => expect(batches).toEqual([['a'], ['a']]), 5000);
  await pump.stop();
});
