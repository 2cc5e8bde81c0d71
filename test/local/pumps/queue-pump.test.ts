import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createQueues } from '../../../functions/lib/queues.ts';
import { createSqs } from '../../../infra/local/aws/clients.ts';
import { ensureQueues, startSqs } from '../../../infra/local/aws/queues.ts';
import type { BatchAnswer } from '../../../infra/local/pumps/failures.ts';
import { startQueuePump } from '../../../infra/local/pumps/queue.ts';
import { queueSettings } from '../../../infra/wiring.ts';
import { captureLog } from '../../support/quiet-log.ts';

let server: Awaited<ReturnType<typeof startSqs>>;
let sqs: ReturnType<typeof createSqs>;
beforeAll(async () => {
  server = await startSqs();
  sqs = createSqs(server.endpoint);
});
afterAll(() => server.stop());

/** A queue whose messages come back after a second and die after two receptions. */
async function createPair(visibilitySeconds = 1) {
  const name = randomUUID();
  const dead = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-dead` }));
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${name}-dead`,
    maxReceiveCount: 2,
  });
  const Attributes = { VisibilityTimeout: String(visibilitySeconds), RedrivePolicy };
  const live = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  const url = live.QueueUrl ?? '';
  return { queue: { url, arn: `arn:aws:sqs:us-east-1:000000000000:${name}` }, deadUrl: dead.QueueUrl ?? '' };
}

const plain = { batchSize: 10, maxConcurrency: 5 };

function pumpTo(
  queue: { url: string; arn: string },
  invoke: (event: SQSEvent) => Promise<BatchAnswer>,
  more: { settings?: typeof plain; timeout?: number } = {},
) {
  const { log, lines } = captureLog();
  return { ...startQueuePump({ sqs, queue, settings: plain, timeout: 5, invoke, log, ...more }), lines };
}

async function send(url: string, bodies: string[]): Promise<void> {
  const queues = createQueues({
    aws: sqs.config,
    endpoint: server.endpoint,
    fanoutUrl: url,
    deliverUrl: url,
  });
  await queues.deliver(bodies.map((delivery) => ({ subscription: 'sub_1', delivery })));
}

const deliveryOf = (body: string): string => JSON.parse(body).delivery;

async function left(url: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] }),
  );
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

test.concurrent('what a batch does not report as failed is deleted, the rest comes back when its visibility ends', async () => {
  const { queue } = await createPair();
  const seen: string[][] = [];
  await send(queue.url, ['a', 'b', 'c']);
  const pump = pumpTo(queue, async ({ Records }) => {
    seen.push(Records.map(({ body }) => deliveryOf(body)));
    const failed = Records.filter(
      ({ body, attributes }) => deliveryOf(body) === 'b' && attributes.ApproximateReceiveCount === '1',
    );
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
  await vi.waitFor(() => expect(seen).toEqual([['a', 'b', 'c'], ['b']]), 10_000);
  await pump.stop();
  expect(await left(queue.url)).toBe(0);
});

test.concurrent.each([
  ['throws', async () => Promise.reject(new Error('boom'))],
  ['names no message of the batch', async () => ({ batchItemFailures: [{ itemIdentifier: 'other' }] })],
  ['reports an empty identifier', async () => ({ batchItemFailures: [{ itemIdentifier: '' }] })],
  ['does not answer in time', () => setTimeout(3000, undefined, { ref: false })],
])('a batch whose function %s fails whole and dies after its receptions', async (_what, invoke) => {
  const { queue, deadUrl } = await createPair();
  await send(queue.url, ['a', 'b']);
  const pump = pumpTo(queue, invoke, { timeout: 0.2 });
  await vi.waitFor(async () => expect(await left(deadUrl)).toBe(2), 15_000);
  await pump.stop();
  expect(await left(queue.url)).toBe(0);
});

test.concurrent('an answer without failures, or no answer, is success', async () => {
  for (const answer of [undefined, null, {}, { batchItemFailures: [] }, { batchItemFailures: null }]) {
    const { queue, deadUrl } = await createPair();
    await send(queue.url, ['a']);
    const pump = pumpTo(queue, async () => answer);
    await vi.waitFor(async () => expect(await left(queue.url)).toBe(0), 10_000);
    await pump.stop();
    expect(await left(deadUrl)).toBe(0);
  }
});

test.concurrent('no batch is larger, and no more batches run at once, than the wiring says', async () => {
  const { queue } = await createPair();
  await send(
    queue.url,
    Array.from({ length: 12 }, (_, index) => String(index)),
  );
  let running = 0;
  const peaks = { running: 0, size: 0, messages: 0 };
  const settings = { batchSize: 2, maxConcurrency: 3 };
  const pump = pumpTo(
    queue,
    async ({ Records }) => {
      running += 1;
      peaks.running = Math.max(peaks.running, running);
      peaks.size = Math.max(peaks.size, Records.length);
      await setTimeout(50);
      running -= 1;
      peaks.messages += Records.length;
      return undefined;
    },
    { settings },
  );
  await vi.waitFor(() => expect(peaks).toEqual({ running: 3, size: 2, messages: 12 }), 10_000);
  await pump.stop();
});

test('stopping waits for the batch under way and takes nothing new', async () => {
  const { queue } = await createPair();
  let done = false;
  const begun = Promise.withResolvers<void>();
  const pump = pumpTo(queue, async () => {
    begun.resolve();
    await setTimeout(300);
    done = true;
    return undefined;
  });
  await send(queue.url, ['a']);
  await begun.promise;
  await pump.stop();
  expect(done).toBe(true);
  await send(queue.url, ['b']);
  expect(await left(queue.url)).toBe(1);
});

test('the record is what SQS gives a function', async () => {
  const { queue } = await createPair();
  const events: SQSEvent[] = [];
  const pump = pumpTo(queue, async (event) => void events.push(event));
  await send(queue.url, ['a']);
  await vi.waitFor(() => expect(events).toHaveLength(1), 10_000);
  await pump.stop();
  expect(events[0]?.Records[0]).toMatchObject({
    messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    receiptHandle: expect.stringMatching(/./),
    body: '{"subscription":"sub_1","delivery":"a"}',
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: 'us-east-1',
  });
});

test('the queues have the visibility, retention and dead letters of the wiring', async () => {
  const queues = await ensureQueues(sqs, 'wired');
  for (const name of ['fanout', 'deliver'] as const) {
    const about = new GetQueueAttributesCommand({ QueueUrl: queues[name].url, AttributeNames: ['All'] });
    const { Attributes = {} } = await sqs.send(about);
    expect(Number(Attributes.VisibilityTimeout)).toBe(queueSettings[name].visibilityTimeout);
    expect(Number(Attributes.MessageRetentionPeriod)).toBe(queueSettings[name].retention);
    expect(JSON.parse(Attributes.RedrivePolicy ?? '{}')).toEqual({
      deadLetterTargetArn: queues[name].deadLetters.arn,
      maxReceiveCount: queueSettings[name].maxReceiveCount,
    });
  }
  expect(await ensureQueues(sqs, 'wired')).toEqual(queues);
});

test.concurrent('a queue that cannot be read is said and tried again', async () => {
  const { log, lines } = captureLog();
  const queue = {
    url: 'http://127.0.0.1:9/000000000000/gone',
    arn: 'arn:aws:sqs:us-east-1:000000000000:gone',
  };
  const invoke = async () => undefined;
  const pump = startQueuePump({ sqs, queue, settings: plain, timeout: 5, invoke, log });
  await vi.waitFor(() => expect(lines[0]).toMatchObject({ level: 'ERROR', queue: queue.arn }), 10_000);
  await pump.stop();
  expect(
    await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url })).catch((error) => error.name),
  ).toMatch(/NonExistentQueue|QueueDoesNotExist/);
});
