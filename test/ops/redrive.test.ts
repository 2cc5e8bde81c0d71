import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { shardCount } from '../../functions/core/webhook/subscription.ts';
import { createSqs } from '../../infra/local/aws/clients.ts';
import { ensureQueues, type LocalQueues, startSqs } from '../../infra/local/aws/queues.ts';
import { deadLetterQueues, kindOf } from '../../infra/ops/dead-letters.ts';
import type { QueueUrls } from '../../infra/ops/deployment/deployment.ts';
import { freshTable, type TestTable } from '../support/engine/table.ts';
import { withRecord } from '../support/record-fixture.ts';
import { at, ops } from './cli.ts';

let table: TestTable;
let server: Awaited<ReturnType<typeof startSqs>>;
let sqs: ReturnType<typeof createSqs>;
let queues: LocalQueues;

beforeAll(async () => {
  table = await freshTable({ isTold: true });
  await withRecord(table);
});
beforeEach(async () => {
  server = await startSqs();
  sqs = createSqs(server.endpoint);
  queues = await ensureQueues(sqs);
  return async () => {
    sqs.destroy();
    await server.stop();
  };
});

const send = (url: string, body: unknown) =>
  sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(body) }));

async function drain(url: string): Promise<unknown[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 60 }),
  );
  return Messages.map(({ Body }) => JSON.parse(Body ?? ''));
}

const redrive = (...more: string[]) =>
  ops(['redrive', '--json', ...more, ...at(table), '--sqs-endpoint', server.endpoint]);

const job = { subscription: 'sub_01JD0000000000000000000000', delivery: '000000000001' };

test('a dry run shows how many there are and of what kind, and moves nothing', async () => {
  await send(queues.deliver.deadLetters.url, job);
  const { code, out } = await redrive('--dry-run');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toContainEqual({
    queue: 'deliver',
    kinds: ['delivery job'],
    found: 1,
    healed: 0,
    left: 1,
  });
  expect(await drain(queues.deliver.url)).toEqual([]);
  expect(await drain(queues.deliver.deadLetters.url)).toEqual([job]);
});

test('jobs go back to their queues, a missed sweep is cleared away, and what is no job stays', async () => {
  const fanoutJob = { shard: 3, through: 2 };
  await send(queues.deliver.deadLetters.url, job);
  await send(queues.fanout.deadLetters.url, fanoutJob);
  await send(queues.fanout.deadLetters.url, { hello: 'world' });
  await send(queues.sweepDeadLetters.url, { requestPayload: { source: 'aws.scheduler' } });
  const { code, out } = await redrive();
  expect(code).toBe(1);
  const report = JSON.parse(out);
  expect(report).toContainEqual(expect.objectContaining({ queue: 'deliver', found: 1, healed: 1, left: 0 }));
  expect(report).toContainEqual(expect.objectContaining({ queue: 'fanout', found: 2, healed: 1, left: 1 }));
  expect(report).toContainEqual(expect.objectContaining({ queue: 'sweep', found: 1, healed: 1, left: 0 }));
  expect(await drain(queues.deliver.url)).toEqual([job]);
  expect(await drain(queues.fanout.url)).toEqual([fanoutJob]);
  expect(await drain(queues.sweepDeadLetters.url)).toEqual([]);
});

test('where every job goes back, it is done as asked', async () => {
  await send(queues.deliver.deadLetters.url, job);
  expect((await redrive()).code).toBe(0);
});

test('what the stream gave up is rung again from the table, once for all of it', async () => {
  const notice = { DDBStreamBatchInfo: { shardId: 'shard-1', batchSize: 4 } };
  await send(queues.publishDeadLetters.url, notice);
  await send(queues.publishDeadLetters.url, notice);
  const report = JSON.parse((await redrive()).out);
  expect(report).toContainEqual(expect.objectContaining({ queue: 'publish', found: 2, healed: 2 }));
  const rung = await drain(queues.fanout.url);
  const shards = Array.from({ length: shardCount }, (_, shard) => ({ shard, through: 2 }));
  expect(rung).toEqual(expect.arrayContaining(shards));
  expect(rung).toHaveLength(shardCount);
  expect(await drain(queues.publishDeadLetters.url)).toEqual([]);
});

test('without queues to reach it says so', async () => {
  const { code, err } = await ops(['redrive', ...at(table)]);
  expect(code).toBe(1);
  expect(err).toContain('There are no queues to reach');
});

test("the watch's dead letters are looked through where it has a queue of them", () => {
  const pair = { url: 'q', deadLetters: 'd' };
  const all = { fanout: pair, deliver: pair, publishDeadLetters: 'p', sweepDeadLetters: 's' };
  const names = (given: QueueUrls) => deadLetterQueues(given).map(({ name }) => name);
  expect(names(all)).toEqual(['fanout', 'deliver', 'publish', 'sweep']);
  expect(names({ ...all, watchDeadLetters: 'w' })).toEqual([
    'fanout',
    'deliver',
    'publish',
    'sweep',
    'watch',
  ]);
  expect(kindOf('watch', { Body: '{}' })).toBe('missed round of the watch');
});
