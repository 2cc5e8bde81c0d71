import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSqs } from '../../../infra/local/aws/clients.ts';
import { ensureQueues, startSqs } from '../../../infra/local/aws/queues.ts';
import {
  type MissedEvent,
  type ScheduledEvent,
  type SchedulePumpOptions,
  startSchedulePump,
} from '../../../infra/local/pumps/schedule.ts';
import { createScheduleDeadLetters } from '../../../infra/local/pumps/schedule-dead-letter.ts';
import { captureLog } from '../../support/quiet-log.ts';

const settings = { every: 3600, retryAttempts: 2, maxEventAge: 300 };

function pumpTo(invoke: SchedulePumpOptions['invoke'], more: Partial<SchedulePumpOptions> = {}) {
  const missed: MissedEvent[] = [];
  const { log, lines } = captureLog();
  const pump = startSchedulePump({
    settings,
    timeout: 5,
    invoke,
    discard: async (given) => void missed.push(given),
    backoff: () => 1,
    log,
    ...more,
  });
  onTestFinished(pump.stop);
  return { pump, missed, messages: () => lines.map(({ message }) => message) };
}

/** A function that keeps its events, and fails where told. */
function recorder(fail: (count: number) => boolean = () => false) {
  const events: ScheduledEvent[] = [];
  const invoke = async (event: ScheduledEvent) => {
    events.push(event);
    if (fail(events.length)) throw new RangeError(`failed ${events.length}`);
  };
  return { events, invoke };
}

const within = { timeout: 5000, interval: 5 };

test('the function is called at once, and then at the rate of the wiring', async () => {
  const { events, invoke } = recorder();
  const { missed } = pumpTo(invoke, { settings: { ...settings, every: 0.05 } });
  await vi.waitFor(() => expect(events.length).toBeGreaterThanOrEqual(4), within);
  const times = events.map(({ time }) => Date.parse(time));
  expect((times[3] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(140);
  expect(missed).toEqual([]);
});

test('an event whose run fails is tried again, the same event, until a run succeeds', async () => {
  const { events, invoke } = recorder((count) => count < 3);
  const retries: number[] = [];
  const backoff = (retry: number) => {
    retries.push(retry);
    return 1;
  };
  const { missed } = pumpTo(invoke, { backoff });
  await vi.waitFor(() => expect(events).toHaveLength(3), within);
  expect(new Set(events.map(({ time }) => time)).size).toBe(1);
  expect(retries).toEqual([1, 2]);
  expect(missed).toEqual([]);
});

test('an event is given up after the retries of the wiring, with what the last run said', async () => {
  const { events, invoke } = recorder(() => true);
  const { missed, messages } = pumpTo(invoke);
  await vi.waitFor(() => expect(missed).toHaveLength(1), within);
  expect(events).toHaveLength(3);
  expect(missed[0]).toMatchObject({ condition: 'RetriesExhausted', invocations: 3, event: events[0] });
  expect(missed[0]?.error?.message).toBe('failed 3');
  expect(messages().at(-1)).toBe('A scheduled run is given up');
});

test('an event that has become too old is given up without being tried again', async () => {
  let time = 0;
  const { events, invoke } = recorder(() => true);
  const aged = async (event: ScheduledEvent) => {
    time += 301_000;
    return invoke(event);
  };
  const { missed } = pumpTo(aged, { now: () => time });
  await vi.waitFor(() => expect(missed).toHaveLength(1), within);
  expect(events).toHaveLength(1);
  expect(missed[0]).toMatchObject({ condition: 'EventAgeExceeded', invocations: 1 });
});

test('a run that takes longer than its timeout has failed', async () => {
  const { missed } = pumpTo(() => new Promise(() => {}), { timeout: 0.01 });
  await vi.waitFor(() => expect(missed).toHaveLength(1), within);
  expect(missed[0]?.error?.name).toBe('FunctionTimeout');
});

test('an event that waits for its retry holds up none of those after it', async () => {
  const { events, invoke } = recorder((count) => count === 1);
  pumpTo(invoke, { settings: { ...settings, every: 0.02 }, backoff: () => 60_000 });
  await vi.waitFor(() => expect(new Set(events.map(({ time }) => time)).size).toBeGreaterThan(2), within);
});

test('stopping waits for the run under way, and for no retry', async () => {
  const run = Promise.withResolvers<void>();
  const { events, invoke } = recorder();
  const { pump, missed } = pumpTo(
    async (event) => {
      await invoke(event);
      await run.promise;
    },
    { backoff: () => 60_000 },
  );
  await vi.waitFor(() => expect(events).toHaveLength(1), within);
  let isStopped = false;
  const stopped = pump.stop().then(() => {
    isStopped = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isStopped).toBe(false);
  run.reject(new Error('failed after all'));
  await stopped;
  expect([events.length, missed.length]).toEqual([1, 0]);
});

test('what is given up is announced in a queue of its own, as Lambda announces it', async () => {
  const server = await startSqs();
  const sqs = createSqs(server.endpoint);
  onTestFinished(async () => {
    sqs.destroy();
    await server.stop();
  });
  const { sweepDeadLetters } = await ensureQueues(sqs);
  const { events, invoke } = recorder(() => true);
  const discard = createScheduleDeadLetters({ sqs, url: sweepDeadLetters.url, functionName: 'sweep' });
  pumpTo(invoke, { discard });
  const receive = new ReceiveMessageCommand({ QueueUrl: sweepDeadLetters.url, WaitTimeSeconds: 5 });
  const [message] = (await sqs.send(receive)).Messages ?? [];
  expect(JSON.parse(message?.Body ?? '')).toMatchObject({
    version: '1.0',
    requestContext: {
      functionArn: expect.stringContaining(':function:sweep'),
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload: events[0],
    responseContext: { statusCode: 200, functionError: 'Unhandled' },
    responsePayload: { errorMessage: 'failed 3', errorType: 'RangeError' },
  });
});

test('a note that cannot be left is logged, and the clock goes on', async () => {
  const { events, invoke } = recorder(() => true);
  const { messages } = pumpTo(invoke, {
    settings: { ...settings, every: 0.05 },
    discard: () => Promise.reject(new Error('no queue')),
  });
  await vi.waitFor(() => expect(messages()).toContain('A missed run could not be noted'), within);
  const before = events.length;
  await vi.waitFor(() => expect(events.length).toBeGreaterThan(before + 1), within);
});
