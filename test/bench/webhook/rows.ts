import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { deliveryOf } from '../../../functions/core/webhook/composing.ts';
import { createFanout } from '../../../functions/fanout/fanout.ts';
import { createLog } from '../../../functions/lib/log.ts';
import type { FanoutJob } from '../../../functions/lib/queues.ts';
import { type Database, seeded, withDatabase } from '../running/database.ts';
import { interleaved, median, pairedRatio } from '../running/measure.ts';
import { atLeast, type Row } from '../running/table.ts';
import { memory } from '../running/tracker.ts';
import { newIds, putSubscribers, subscriber } from './subscribers.ts';

const rounds = 4;
/** Rounds until the code is compiled. */
const warmUp = 4;
const members = 400;
const atOnce = 25;
const least = 3000;
const instant = () => new Date().toISOString();

/**
 * Compares one instance of fan-out, from a shard's first page to its last, with putting the same rows bare.
 */
export const rows = (): Promise<Row[]> =>
  withDatabase(async (database) => {
    await seeded(database);
    const fanOut = fanningOut(database);
    const spent: number[] = [];
    const run = {
      ours: async () => {
        const through = await anotherChange(database);
        const before = processorTime();
        const perSecond = await rate(() => fanOut({ shard: 0, through }));
        spent.push((processorTime() - before) / members);
        return perSecond;
      },
      bare: () => rate(() => putBare(database)),
    };
    await subscribeAll(database);
    for (let round = 0; round < warmUp; round++) for (const step of Object.values(run)) await step();
    spent.length = 0;
    const { ours, bare } = await interleaved(run, rounds);
    return [
      {
        name: 'fan-out of a shard, one instance',
        ours: `${median(ours).toFixed(0)} rows/s, ${median(spent).toFixed(2)} ms of processor time each`,
        beside: `bare puts of the same rows ${median(bare).toFixed(0)}/s`,
        ...atLeast(pairedRatio(ours, bare), 0.5),
      },
      {
        name: '… rows a second, without a disk under the engine',
        ours: `${median(ours).toFixed(0)}/s`,
        target: `≥ ${least}/s`,
        within: median(ours) >= least,
      },
    ];
  }, memory);

/** Milliseconds of this process, without the engine's. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function rate(step: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await step();
  return (members * 1000) / (performance.now() - from);
}

async function subscribeAll({ client, table, store }: Database): Promise<void> {
  const { sequence } = await store.record.head();
  const all = newIds(members).map((id) => ({
    ...subscriber('http://127.0.0.1:1/', id, sequence),
    shard: 0,
  }));
  await putSubscribers({ client, table }, all);
  await store.fanout.advance(0, sequence);
}

async function anotherChange({ store }: Database): Promise<number> {
  const text = `Declaration ${instant()}`;
  const source = { title: 'Notification', url: 'https://treaties.un.org/1', seenOn: '2026-11-23' };
  const action = {
    kind: 'declaration' as const,
    doneOn: '2024-01-01',
    text,
    sources: [{ ...source, tier: 'primary' as const }],
  };
  await store.recording.recordActions('CHN', 'cedaw', [{ action }], { now: instant, by: 'bench' });
  return (await store.record.head()).sequence;
}

/** Takes jobs one after the other, as a shard's are. */
function fanningOut({ store }: Database): (job: FanoutJob) => Promise<void> {
  const jobs: FanoutJob[] = [];
  const handler = createFanout({
    store,
    queues: { deliver: async () => undefined, fanout: async (next) => void jobs.push(...next) },
    now: instant,
    log: createLog({ write: () => undefined }),
  });
  return async (first) => {
    for (let job: FanoutJob | undefined = first; job; job = jobs.shift()) {
      const body = JSON.stringify(job);
      const { batchItemFailures } = await handler({ Records: [{ messageId: '1', body }] } as SQSEvent);
      if (batchItemFailures.length > 0) throw new Error(`${body} failed`);
    }
  };
}

let puts = 0;

async function putBare({ client, table }: Database): Promise<void> {
  const ids = newIds(members).values();
  const one = async () => {
    for (const id of ids) {
      puts += 1;
      const body = deliveryOf({ sequence: puts, type: 'treaty.action.recorded' }, id, 'live', instant());
      const keys = { pk: `BARE#${id}`, sk: `DELIVERY#${puts}`, version: 0, expiresAt: 2_000_000_000 };
      const due = { dueShard: `BARE#${puts % 8}`, dueAt: body.nextAttemptAt };
      await client.send(new PutCommand({ TableName: table, Item: { ...keys, ...due, body } }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}
