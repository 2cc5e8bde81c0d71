import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { expect, type TestContext, test, vi } from 'vitest';
import { createFanout } from '../../functions/fanout/fanout.ts';
import { createQueues } from '../../functions/lib/queues.ts';
import { createPublish } from '../../functions/publish/publish.ts';
import { createSweep } from '../../functions/sweep/sweep.ts';
import { createSqs } from '../../infra/local/aws/clients.ts';
import { ensureQueues, type LocalQueues, startSqs } from '../../infra/local/aws/queues.ts';
import { createPositions } from '../../infra/local/pumps/position.ts';
import { startQueuePump } from '../../infra/local/pumps/queue.ts';
import { startSchedulePump } from '../../infra/local/pumps/schedule.ts';
import { createScheduleDeadLetters } from '../../infra/local/pumps/schedule-dead-letter.ts';
import { startStreamPump } from '../../infra/local/pumps/stream.ts';
import { createStreamDeadLetters } from '../../infra/local/pumps/stream-dead-letter.ts';
import { depthOf } from '../../infra/ops/dead-letters.ts';
import { queueSettings, schedule, streamSettings } from '../../infra/wiring.ts';
import { at, ops } from '../ops/cli.ts';
import { freshTable } from '../support/engine/table.ts';
import { captureLog } from '../support/quiet-log.ts';
import { withRecord } from '../support/record-fixture.ts';

type World = Awaited<ReturnType<typeof aWorld>>;

/**
 * A table with a record, real queues that give up after two receptions a second apart, and pumps that stop
 * with the test. Each test has its own and all run at once, because mostly they wait for messages to come
 * back.
 */
async function aWorld({ onTestFinished }: TestContext) {
  const table = await freshTable({ isTold: true });
  const store = await withRecord(table);
  const server = await startSqs();
  const sqs = createSqs(server.endpoint);
  const queues = await ensureQueues(sqs);
  await setPatience(sqs, queues, { VisibilityTimeout: '1', maxReceiveCount: 2 });
  const running: { stop(): Promise<void> }[] = [];
  const { log } = captureLog();
  const jobs = createQueues({
    aws: sqs.config,
    endpoint: server.endpoint,
    fanoutUrl: queues.fanout.url,
    deliverUrl: queues.deliver.url,
  });
  const run = <P extends { stop(): Promise<void> }>(pump: P): P => {
    running.push(pump);
    return pump;
  };
  onTestFinished(async () => {
    await Promise.all(running.map((pump) => pump.stop()));
    sqs.destroy();
    await server.stop();
  });
  return {
    table,
    store,
    sqs,
    queues,
    jobs,
    log,
    run,
    dead: (name: 'fanout' | 'deliver') => depthOf(sqs, queues[name].deadLetters.url),
    /** Sets the queues to the wiring first, because the command refuses any others. */
    redrive: async () => {
      await setPatience(sqs, queues);
      return ops(['redrive', '--json', ...at(table), '--sqs-endpoint', server.endpoint]);
    },
  };
}

/**
 * How many seconds a message is hidden, and how often it may be received; the wiring's numbers by default.
 */
async function setPatience(
  sqs: SQSClient,
  queues: LocalQueues,
  given?: { VisibilityTimeout: string; maxReceiveCount: number },
): Promise<void> {
  for (const name of ['fanout', 'deliver'] as const) {
    const { visibilityTimeout, maxReceiveCount } = queueSettings[name];
    const { url, deadLetters } = queues[name];
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: deadLetters.arn,
      maxReceiveCount: given?.maxReceiveCount ?? maxReceiveCount,
    });
    const VisibilityTimeout = given?.VisibilityTimeout ?? String(visibilityTimeout);
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { VisibilityTimeout, RedrivePolicy } }),
    );
  }
}

const readFanout = ({ sqs, queues, log, run, store, jobs }: World) =>
  run(
    startQueuePump({
      sqs,
      queue: queues.fanout,
      settings: queueSettings.fanout,
      timeout: 5,
      invoke: createFanout({ store, queues: jobs, now: () => new Date().toISOString(), log }),
      log,
    }),
  );

const within = { timeout: 15_000, interval: 50 };

test.concurrent('a publish that cannot ring leaves a note of its batch, and a redrive fans out what it held', async (context) => {
  const world = await aWorld(context);
  const { table, store, sqs, queues, log, run, redrive } = world;
  const { Table } = await table.raw.send(new DescribeTableCommand({ TableName: table.name }));
  const streamArn = Table?.LatestStreamArn ?? '';
  const url = queues.publishDeadLetters.url;
  const refuse = () => Promise.reject(new Error('no queue'));
  run(
    startStreamPump({
      streams: table.streams(),
      streamArn,
      settings: { ...streamSettings, retryAttempts: 1 },
      filter: streamSettings.filter,
      timeout: 5,
      invoke: createPublish({ queues: { fanout: refuse }, log }),
      positions: createPositions(),
      discard: createStreamDeadLetters({ sqs, url, streamArn, functionName: 'publish' }),
      log,
    }),
  );
  await vi.waitFor(async () => expect(await depthOf(sqs, url)).toBeGreaterThan(0), within);
  const { sequence } = await store.record.head();
  expect(await store.fanout.through(0)).toBeLessThan(sequence);
  readFanout(world);
  const { code, err } = await redrive();
  expect(code, err).toBe(0);
  await vi.waitFor(async () => expect(await store.fanout.behind(sequence)).toEqual([]), within);
  expect(await depthOf(sqs, url)).toBe(0);
});

test.concurrent('a fan-out job that keeps failing is put aside, and a redrive does it once the cause is mended', async (context) => {
  const world = await aWorld(context);
  const { store, jobs, redrive, dead } = world;
  const { sequence } = await store.record.head();
  let isBroken = true;
  const through = (shard: number) =>
    isBroken ? Promise.reject(new Error('broken on purpose')) : store.fanout.through(shard);
  readFanout({ ...world, store: { ...store, fanout: { ...store.fanout, through } } });
  await jobs.fanout([{ shard: 3, through: sequence }]);
  await vi.waitFor(async () => expect(await dead('fanout')).toBe(1), within);
  isBroken = false;
  const { code, err } = await redrive();
  expect(code, err).toBe(0);
  await vi.waitFor(async () => expect(await store.fanout.through(3)).toBe(sequence), within);
  expect(await dead('fanout')).toBe(0);
});

test.concurrent('a job that nobody can read is put aside without holding up the next, and stays for a person to see', async (context) => {
  const world = await aWorld(context);
  const { store, sqs, queues, jobs, redrive, dead } = world;
  const { sequence } = await store.record.head();
  readFanout(world);
  await sqs.send(new SendMessageCommand({ QueueUrl: queues.fanout.url, MessageBody: 'poison' }));
  await jobs.fanout([{ shard: 5, through: sequence }]);
  await vi.waitFor(async () => expect(await store.fanout.through(5)).toBe(sequence), within);
  await vi.waitFor(async () => expect(await dead('fanout')).toBe(1), within);
  const { out } = await redrive();
  expect(JSON.parse(out)).toContainEqual(
    expect.objectContaining({ queue: 'fanout', kinds: ['not ours'], healed: 0, left: 1 }),
  );
});

test.concurrent('a delivery job that keeps failing is put aside, and a redrive rings it again', async (context) => {
  const { sqs, queues, jobs, log, run, redrive, dead } = await aWorld(context);
  const job = { subscription: 'sub_01JD0000000000000000000000', delivery: '000000000001' };
  const seen: string[] = [];
  let isBroken = true;
  run(
    startQueuePump({
      sqs,
      queue: queues.deliver,
      settings: { ...queueSettings.deliver, maxConcurrency: 2 },
      timeout: 5,
      invoke: async ({ Records }) => {
        if (isBroken) throw new Error('broken on purpose');
        seen.push(...Records.map(({ body }) => body));
        return { batchItemFailures: [] };
      },
      log,
    }),
  );
  await jobs.deliver([job]);
  await vi.waitFor(async () => expect(await dead('deliver')).toBe(1), within);
  isBroken = false;
  const { code, err } = await redrive();
  expect(code, err).toBe(0);
  await vi.waitFor(() => expect(seen.map((body) => JSON.parse(body))).toEqual([job]), within);
  expect(await dead('deliver')).toBe(0);
});

test.concurrent('a sweep that keeps failing leaves a note, and a redrive clears it once sweeps do the work again', async (context) => {
  const world = await aWorld(context);
  const { store, sqs, queues, jobs, log, run, redrive } = world;
  const url = queues.sweepDeadLetters.url;
  const { sequence } = await store.record.head();
  const now = () => new Date().toISOString();
  const sweep = createSweep({ store, queues: jobs, now, log, publicUrl: 'https://tracker.example.org' });
  let isBroken = true;
  run(
    startSchedulePump({
      settings: { ...schedule, every: 1 },
      timeout: 30,
      invoke: () => (isBroken ? Promise.reject(new Error('broken on purpose')) : sweep()),
      discard: createScheduleDeadLetters({ sqs, url, functionName: 'sweep' }),
      backoff: () => 1,
      log,
    }),
  );
  readFanout(world);
  await vi.waitFor(async () => expect(await depthOf(sqs, url)).toBeGreaterThan(0), within);
  expect(await store.fanout.behind(sequence)).not.toEqual([]);
  isBroken = false;
  await vi.waitFor(async () => expect(await store.fanout.behind(sequence)).toEqual([]), within);
  const { code, out, err } = await redrive();
  expect(code, err).toBe(0);
  expect(JSON.parse(out)).toContainEqual(
    expect.objectContaining({ queue: 'sweep', kinds: ['missed sweep'], left: 0 }),
  );
  expect(await depthOf(sqs, url)).toBe(0);
  expect(await store.walk.last()).not.toBeNull();
});
